"""Parts of a book that a heading announces and whose blocks are read in their own way: key terms, questions, references."""

import re
from enum import StrEnum

from corpus.text import fold


class Zone(StrEnum):
    """What the blocks under a heading are."""

    KEY_TERMS = "key_terms"
    QUESTIONS = "questions"
    ANSWERS = "answers"
    REFERENCES = "references"
    READINGS = "readings"
    CONTENTS = "contents"
    INDEX = "index"


NUMBERING = re.compile(r"^(?:chapter |part |section |appendix )?(?:\d+ )*")
TITLES: dict[Zone, re.Pattern[str]] = {
    Zone.KEY_TERMS: re.compile(
        r"(?:(?:chapter |list of )?(?:key|important|new|main|core) (?:terms|words|vocabulary)(?: and (?:concepts|definitions|people))?"
        r"|glossary(?: of (?:key )?terms)?|vocabulary|terms to know|definitions)"
    ),
    Zone.ANSWERS: re.compile(r"(?:answers?(?: key)?|solutions?|key)(?: (?:to|for) .*)?|answers and .*"),
    Zone.QUESTIONS: re.compile(
        r"(?:(?:[a-z]+ ){0,2}(?:review|study|discussion|thinking|application|practice|test|quiz|choice|answer|essay|comprehension|reflection|thought"
        r"|chapter|exam|check|matching|completion|blanks?|false) questions?(?: and exercises)?"
        r"|questions?(?: for (?:review|discussion|thought|study|reflection|further thought))?"
        r"|(?:self )?(?:test|quiz|check|assessment)(?: yourself)?|(?:practice )?(?:exercises|quiz|problems)|test yourself"
        r"|check your (?:understanding|knowledge|learning|progress)|multiple choice|true false|true or false|short answers?"
        r"|fill in (?:the )?(?:blanks?|gaps?)|matching(?: exercises?| items)?|match the (?:following|terms|columns))"
    ),
    Zone.REFERENCES: re.compile(
        r"references(?: and further reading)?|bibliography|works cited|literature cited|list of references"
    ),
    Zone.READINGS: re.compile(
        r"(?:further|suggested|recommended|additional|selected) readings?|readings?|reading list|literature|sources"
    ),
    Zone.CONTENTS: re.compile(
        r"(?:table of |brief |detailed |list of )?contents|list of (?:figures|tables|boxes|illustrations)"
    ),
    Zone.INDEX: re.compile(r"(?:(?:name|subject|author|general) )?index"),
}


def zone_of(title: str) -> Zone | None:
    """The zone that a heading opens; none for an ordinary section."""
    folded = NUMBERING.sub("", fold(title))
    return next((zone for zone, pattern in TITLES.items() if pattern.fullmatch(folded)), None)
