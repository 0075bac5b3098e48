"""From a statement with a gap to a question that one would ask.

    The storage capacity of long-term memory is ________.   ->  What is the storage capacity of long-term memory?
    ________ is when you take away a pleasant stimulus.      ->  What is it called when you take away a pleasant stimulus?
    In ________ the stimulus comes before the behavior.      ->  Complete the sentence: “In ____ the stimulus ...”

Only patterns whose question is sure to be grammatical are turned; every other gap is asked for as a gap.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from emosapp_data.generation.usage import Usage, head_noun, indefinite_article, is_plural

GAP = re.compile(r"_{2,}|\.{5,}|…{2,}")
GAP_WITH_ARTICLE = re.compile(r"\b(a\s?\(an\)|a\(n\)|an\s?\(a\)|a/an)\s+(?P<gap>_{2,}|\.{5,}|…{2,})", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[.?!”])\s+(?=[A-Z“_\"])")
LEAD = re.compile(
    r"^(?:in|according|when|during|for|on|at|after|before|if|today|while|as|by|among|under|unlike|with)\b",
    re.IGNORECASE,
)
BE = r"(?:is|are|was|were)"
ADVERB = r"(?:also|often|sometimes|best|usually|commonly|generally|typically|mainly|primarily|thus|therefore)"
PARTICIPLE = (
    r"(?:called|known as|termed|named|referred to as|considered(?: to be)?|defined as|described as|labeled|identified as|classified as|thought to be"
    r"|used to [a-z]+|used for|caused by|made up of|made of|composed of|based on|due to|measured by|associated with|responsible for|related to"
    r"|an example of|a form of|a type of|a kind of|an instance of|part of|found in|located in|named after|characterized by|followed by)"
)
AT_END = re.compile(
    rf"^(?P<subject>.+)\s(?P<verb>{BE})\s(?:(?P<rest>(?:{ADVERB}\s)?{PARTICIPLE}|{ADVERB})\s)?(?P<article>an?|the)?\s*$"
)
DO_SUPPORT = re.compile(
    r"^(?P<subject>.+?)\s(?P<verb>refers? to|means?|involves?|demonstrates?|illustrates?|shows?|suggests?|includes?|requires?|measures?|describes?"
    r"|consists? of|depends? on|leads? to|results? in|represents?|predicts?|produces?|increases?|reduces?|focus(?:es)? on)\s(?:an?|the)?\s*$"
)
OCCURS = re.compile(
    r"^(?P<subject>.+?)\s(?P<verb>occurs?|happens?|begins?|ends?)\s(?P<link>when|because|after|during)\s*$"
)
VERBISH = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|can|may|must|should|would|could|that|which|who|when|if|because)\b"
)
STARTS = re.compile(rf"^\s*(?P<verb>{BE}|has|have|can|may|will|[a-z]+(?:s|ed))\s(?P<rest>.+)$")
PERSON = re.compile(r"^(?:[A-Z][\w’'-]*\.?\s+){1,3}(?:(?:de|van|von|la)\s+)?[A-Z][\w’'-]+$")
LONG_DESCRIPTION = 4
"""Fewest words of a subject that describes rather than names."""
LONGEST_SUBJECT = 9
"""Most words of a subject that a question may turn around."""


class Filled(NamedTuple):
    """A statement with a gap, as a question and a complete sentence."""

    question: str
    answer: str
    pattern: str


def fill(text: str, filling: str, usage: Usage) -> Filled | None:
    """Turn a text with gaps and what fills them into question and answer; none where gaps and fillings differ in number."""
    text = GAP_WITH_ARTICLE.sub(lambda match: f"a {match['gap']}", " ".join(text.split()))
    gaps = len(GAP.findall(text))
    fillings = _fillings(filling, gaps)
    if fillings is None:
        return None
    sentences = SENTENCE.split(text)
    first = next(index for index, sentence in enumerate(sentences) if GAP.search(sentence))
    context, statement = " ".join(sentences[:first]), " ".join(sentences[first:])
    answer = _complete(statement, fillings)
    wording = (
        _ask(statement, gaps, fillings[0], usage)
        if gaps == 1 or GAP.sub("", statement).rstrip(" .").endswith(" and")
        else None
    )
    if wording is None:
        shown = GAP.sub("____", statement).replace("“", "‘").replace("”", "’")
        return Filled(f"{context} Complete the sentence: “{shown}”".strip(), answer, "gap")
    question, pattern = wording
    return Filled(f"{context} {question}".strip(), answer, pattern)


def _fillings(filling: str, gaps: int) -> list[str] | None:
    if gaps == 1:
        return [filling]
    for separator in (";", ",", " and "):
        parts = [part.strip() for part in filling.split(separator)]
        if len(parts) == gaps:
            return parts
    return None


def _complete(statement: str, fillings: list[str]) -> str:
    parts = GAP.split(statement)
    text = parts[0]
    for filling, following in zip(fillings, parts[1:], strict=True):
        chosen = filling.rstrip(".") if following.strip() else filling
        if re.search(r"\b[Aa]n?\s$", text):
            article = indefinite_article(chosen)
            text = re.sub(r"\b([Aa])n?\s$", lambda match, article=article: (match[1] + article[1:]) + " ", text)
            if chosen.split()[0].lower() in ("a", "an", "the"):
                text = re.sub(r"\b[Aa]n?\s$", "", text)
        text += chosen + following
    text = re.sub(r"\.\.$", ".", text.strip())
    text = text[0].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "”")) else text + "."


def _ask(statement: str, gaps: int, filling: str, usage: Usage) -> tuple[str, str] | None:
    before, _, after = _around(statement)
    if gaps > 1:
        before, after = re.sub(r"\s+$", " ", GAP.split(statement)[0]), ""
    if not after.strip(" ."):
        return _ask_at_end(before.rstrip(), usage)
    if not before.strip():
        return _ask_at_start(after.strip(), filling)
    return None


def _around(statement: str) -> tuple[str, str, str]:
    match = GAP.search(statement)
    if match is None:
        raise ValueError("a statement without a gap")
    return statement[: match.start()], match[0], statement[match.end() :]


def _ask_at_end(before: str, usage: Usage) -> tuple[str, str] | None:
    lead, clause = "", before
    if LEAD.match(before) and ", " in before:
        lead, clause = before.rsplit(", ", 1)
        lead += ", "
    for ask in (_ask_be, _ask_when, _ask_do):
        if question := ask(clause, lambda subject: _lower_first(subject, usage) if not lead else subject):
            text, pattern = question
            return lead + (text if lead else text[0].upper() + text[1:]), pattern
    return None


def _ask_be(clause: str, lower: Callable[[str], str]) -> tuple[str, str] | None:
    match = AT_END.match(clause + " ")
    if match is None:
        return None
    subject, verb, rest = match["subject"], match["verb"], match["rest"] or ""
    if _is_clause(subject):
        return None
    tail = f" {rest}" if rest else " called" if _describes(subject, named=bool(match["article"])) else ""
    return f"what {verb} {lower(subject)}{tail}?", "gap-be"


def _describes(subject: str, named: bool) -> bool:
    """Whether a subject describes something that the gap names, so that one asks what it is called."""
    words = subject.lower().split()
    if len(words) < LONG_DESCRIPTION:
        return False
    return (
        words[0] in ("a", "an")
        or words[0].endswith("ing")
        or "that" in words
        or "who" in words
        or (named and words[0] == "the")
    )


def _is_clause(subject: str) -> bool:
    """Whether a subject hides a verb of its own that the question would leave behind: 'she says that it'."""
    return bool(
        re.search(
            r"\b(?:that|if|because|and|but|or)\s(?:\w+\s)?$|\b(?:that|if|because|whether)\s(?:it|this|they|he|she|we|you)$",
            subject + " ",
        )
    )


def _ask_when(clause: str, lower: Callable[[str], str]) -> tuple[str, str] | None:
    match = OCCURS.match(clause)
    if match is None or not _is_short(match["subject"]) or match["link"] != "when":
        return None
    verb = match["verb"]
    return f"when {_do(match['subject'])} {lower(match['subject'])} {verb.removesuffix('s')}?", "gap-when"


def _ask_do(clause: str, lower: Callable[[str], str]) -> tuple[str, str] | None:
    match = DO_SUPPORT.match(clause + " ")
    if match is None or not _is_short(match["subject"]):
        return None
    verb, _, particle = match["verb"].partition(" ")
    base = re.sub(r"(?<=us)es$|s$", "", verb)
    return (
        f"what {_do(match['subject'])} {lower(match['subject'])} {base}{' ' + particle if particle else ''}?",
        "gap-do",
    )


def _is_short(subject: str) -> bool:
    return len(subject.split()) <= LONGEST_SUBJECT and not VERBISH.search(subject)


def _do(subject: str) -> str:
    return "do" if is_plural(head_noun(subject)) or " and " in subject else "does"


def _ask_at_start(after: str, filling: str) -> tuple[str, str] | None:
    after = after.rstrip(".")
    if after.startswith("is when "):
        return f"What is it called {after.removeprefix('is ')}?", "gap-when"
    match = STARTS.match(after)
    if match is None:
        return None
    if PERSON.match(filling):
        return f"Who {after}?", "gap-who"
    if match["verb"] in ("is", "are") and re.match(r"(?:a|an|the)\s", match["rest"]):
        return f"Which term describes {match['rest']}?", "gap-term"
    return f"What {after}?", "gap-what"


def _lower_first(text: str, usage: Usage) -> str:
    first = text.split(maxsplit=1)[0]
    if first in ("I",) or (first != "A" and first.isupper()) or usage.is_proper(first):
        return text
    return text[0].lower() + text[1:]
