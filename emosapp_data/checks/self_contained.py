"""Can the pair be understood without the page it comes from?"""

import re

from emosapp_data.checks.base import TextCheck
from emosapp_data.schema import Reason, Verdict


def _any(words: str) -> str:
    """A pattern for any of the words."""
    return f"(?:{'|'.join(words.split())})"


PART = _any(
    "chapter section unit module lesson page book text textbook passage reading paragraph excerpt figure table diagram graph chart photo box"
    " appendix exercise list"
)
NUMBERED = _any(
    r"figures? fig\. tables? box(?:es)? exhibits? charts? diagrams? graphs? plates? equations? appendix chapters? sections? pages? pp?\."
)
WHOLE = _any("text textbook book chapter reading passage figure table")
TOLD = _any("mentioned described discussed presented shown listed defined introduced named covered")
REFERENCES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{NUMBERED}\s?\d+(?:[.\-–]\d+)*\b",
        rf"\b(?:this|these|the {_any('previous preceding next following last above present current earlier')})\s{PART}s?\b",
        rf"\b(?:in|from|of|by|according to|throughout)\s(?:the|your|our)\s{WHOLE}\b",
        rf"\b{_any('above below earlier previously following')}[ -]{TOLD}\b",
        rf"\b{TOLD}\s{_any('above below earlier previously before here')}\b",
        r"\b(?:was|were|is|are)\s(?:not\s)?(?:listed|mentioned|discussed|covered)\b(?=[^.?]*\bas\b)",
        rf"\bas (?:{TOLD}|noted|we saw|we have seen|you (?:have )?(?:read|seen|learned)|you will (?:see|learn))\b",
        r"\b(?:click|watch (?:this|the) video|view (?:this|the) (?:video|link)|visit (?:this|the) (?:site|website|link))\b",
    )
)
ASKED = rf"{_any('what who how why when where which')}\s{_any('is are was were do does did can could will would should has have had')}"
PREDICATE = _any(
    "called known considered named an? the due because mean demonstrate show happen occur work refer differ affect lead cause help relate be"
)
EXPLETIVE = _any("called like that important difficult hard easy useful helpful possible")
DANGLING = re.compile(
    rf"^(?:{ASKED}\s(?:(?:they|he|she|him|her|them)\b|it\b(?!\s{EXPLETIVE}\b)"
    rf"|(?:this|that|these|those)(?:\s{PREDICATE}\b|[?.]))"
    r"|(?:it|this|these|those|they|he|she|his|her|their|its)\s)",
    re.IGNORECASE,
)
"""A question of one sentence that asks about something it does not name."""
THE_FOLLOWING = re.compile(r"\b(?:the following|of the above|all of these)\b(?!.*:)", re.IGNORECASE)


class SelfContained(TextCheck):
    """Rejects what refers to the page: "Figure 3.2", "this section", "the following" without a list, a dangling "it"."""

    name = "self_contained"

    def judge_text(self, question: str, answer: str) -> Verdict:
        """Judge a question and its answer."""
        for field, text in (("question", question), ("answer", answer)):
            for pattern in REFERENCES:
                if match := pattern.search(text):
                    return self.reject(Reason.NOT_SELF_CONTAINED, f"the {field} refers to the page: {match[0]!r}")
        if match := THE_FOLLOWING.search(question):
            return self.reject(
                Reason.NOT_SELF_CONTAINED, f"the question refers to a list that is not there: {match[0]!r}"
            )
        if match := DANGLING.match(question):
            return self.reject(
                Reason.NOT_SELF_CONTAINED, f"the question does not say what it is about: {match[0].strip()!r}"
            )
        return self.passed()
