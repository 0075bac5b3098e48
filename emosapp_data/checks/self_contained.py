"""Can the pair be understood without the page it comes from?"""

import re
from collections.abc import Mapping

from emosapp_data.checks.base import Check
from emosapp_data.schema import Passage, QAPair, Reason, Verdict

PART = r"(?:chapter|section|unit|module|lesson|page|book|text|textbook|passage|reading|paragraph|excerpt|figure|table|diagram|graph|chart|photo|box|appendix|exercise|list)"
REFERENCES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:figures?|fig\.|tables?|boxe?s?|exhibits?|charts?|diagrams?|graphs?|plates?|equations?|appendix|chapters?|sections?|pages?|pp?\.)\s?\d+(?:[.\-–]\d+)*\b",
        rf"\b(?:this|these|the (?:previous|preceding|next|following|last|above|present|current|earlier))\s{PART}s?\b",
        rf"\b(?:in|from|of|by|presented in|according to|throughout)\s(?:the|your|our)\s(?:text|textbook|book|chapter|reading|passage|figure|table)\b",
        rf"\b(?:above|below|earlier|previously|following)[ -](?:mentioned|described|discussed|presented|shown|listed|defined|named)\b",
        rf"\b(?:mentioned|described|discussed|presented|shown|listed|defined|introduced|covered|seen|learned|read about)\s(?:above|below|earlier|previously|before|here)\b",
        r"\b(?:was|were|is|are)\s(?:not\s)?(?:listed|mentioned|discussed|covered)\b(?=[^.?]*\bas\b)",
        r"\bas (?:mentioned|described|discussed|shown|noted|we saw|we have seen|you (?:have )?(?:read|seen|learned)|you will (?:see|learn))\b",
        r"\b(?:click|watch (?:this|the) video|view (?:this|the) (?:video|link)|visit (?:this|the) (?:site|website|link))\b",
    )
)
DANGLING = re.compile(
    r"^(?:(?:what|who|how|why|when|where|which)\s(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|had)\s(?:it|this|that|these|those|they|he|she|him|her|them)\b"
    r"|(?:it|this|that|these|those|they|he|she|his|her|their|its)\s)",
    re.IGNORECASE,
)
EXPLETIVE = re.compile(r"^(?:what is it called when|what is it like|how is it that|why is it (?:that|important|difficult|hard|easy|useful|helpful|possible)|is it|what does it mean)\b", re.IGNORECASE)  # fmt: skip
THE_FOLLOWING = re.compile(r"\b(?:the following|of the above|all of these)\b(?!.*:)", re.IGNORECASE)


class SelfContained(Check):
    """Rejects what refers to the page: "Figure 3.2", "this section", "the following" without a list, a dangling "it"."""

    name = "self_contained"

    def judge(self, pair: QAPair, passages: Mapping[str, Passage]) -> Verdict:
        """Judge a pair."""
        for field, text in (("question", pair.question), ("answer", pair.answer)):
            for pattern in REFERENCES:
                if match := pattern.search(text):
                    return self.reject(Reason.NOT_SELF_CONTAINED, f"the {field} refers to the page: {match[0]!r}")
        if match := THE_FOLLOWING.search(pair.question):
            return self.reject(Reason.NOT_SELF_CONTAINED, f"the question refers to a list that is not there: {match[0]!r}")
        if (match := DANGLING.match(pair.question)) and not EXPLETIVE.match(pair.question):
            return self.reject(Reason.NOT_SELF_CONTAINED, f"the question does not say what it is about: {match[0].strip()!r}")
        return self.passed()
