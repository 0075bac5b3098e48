"""Finds full names that stand beside something private: a patient, a friend, an illness.

In a textbook of psychology nearly all names are those of researchers, and vignettes call their people by a first name alone. So a
name counts only with a family name and with a private word directly beside it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

PARTICLE = r"(?:(?:de|del|della|der|den|di|da|la|van|von|bin|al|ben|ter)\s)*"
WORD = r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:[-’'][A-Z][a-zß-öø-ÿ]+)*"
NAME = rf"(?P<name>{WORD}(?:\s[A-Z]\.)?\s{PARTICLE}{WORD}(?:-{WORD})?)"
NO_NAME = frozenset(
    """about after all american an and anxiety are april association august australian before behavior behaviour
    black british canadian care center centre chinese clinical college community department depression disorder
    do does english european for french german health his her high hospital how if in indian institute
    international inventory is it january july june major march may medical mental national new north november
    october of on personality psychological psychology questionnaire research royal scale school self september
    services social south state states street stress syndrome test that the therapy these they this those
    treatment united university was we west were what when where which who why with world york you your
    christmas sunday monday tuesday wednesday thursday friday saturday christian muslim jewish catholic he she
    i my our their its san los santa saint lake mount east republic kingdom army navy war act law bill street
    avenue church foundation club team group company""".split()
)
"""Capitalized words that are no part of a person's name."""
PRIVATE_PERSON = (
    r"(?:patient|client|inmate|victim|survivor|neighbou?r|room-?mate|flat-?mate|class-?mate|co-?worker"
    r"|colleague|friend|boyfriend|girlfriend|student|pupil|tenant"
    r"|daughter|son|sister|brother|mother|father|mom|mum|dad|wife|husband|cousin|aunt|uncle|niece|nephew"
    r"|ex|partner|child|therapist|counsell?or|teacher|landlord|boss|stalker|abuser)"
)
OWNER = r"(?:(?:[Mm]y|[Oo]ur|[Yy]our)\s|(?:[Hh]is|[Hh]er|[Tt]heir)\s(?!(?:\w+\s){0,2}(?:student|pupil|colleague|teacher|partner|co-?worker)\b))"
"""'His student' and 'her colleague' are, in a textbook, researchers."""
PRIVATE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{OWNER}(?:\w+\s){{0,2}}{PRIVATE_PERSON}(?:'s name is|\sis called|\snamed|\scalled|,)?\s{NAME}",
        rf"\b(?:[Tt]he|[Aa]n?|[Oo]ne)\s(?:\w+[- ]){{0,3}}(?:patient|client|inmate|victim|survivor|student"
        rf"|pupil|tenant|neighbou?r)(?:\s(?:named|called)|,)?\s{NAME}",
        rf"\b(?:[Mm]y (?:full )?name is|I am called|signed,)\s{NAME}",
        rf"{NAME},?\s(?:\(?\d{{1,2}}\)?,?\s)?(?:who\s)?(?:is|was|has been|had been"
        r"|got)\s(?:\w+ly\s)?(?:diagnosed|hospitali[sz]ed|sectioned|institutionali[sz]ed|admitted to|raped"
        r"|abused|molested|prescribed|in (?:therapy|treatment|rehab))",
        rf"{NAME},?\s(?:who\s)?(?:suffer(?:s|ed)\sfrom|(?:has|had)\s(?:an?\s)?(?:\w+\s)?(?:depression"
        r"|bipolar|schizophrenia|anorexia|bulimia|ptsd|PTSD|HIV|AIDS|cancer|epilepsy|dementia"
        r"|eating disorder|panic attacks|abortion|affair)|(?:tried|attempted)\s(?:to\s)?(?:kill|suicide"
        r"|end)|overdosed|self-harms|cuts (?:him|her)self|was born on|lives (?:at|on|in)\s)",
        rf"{NAME},\s(?:an?|my|our|his|her|the)\s(?:(?:former|old|young|close|dear|best"
        rf"|\d{{1,2}}-year-old)\s)*(?!therapist|counsell?or|teacher|student|colleague){PRIVATE_PERSON}\b",
    )
)
"""A full name beside a private person's role, or beside an illness or a deed that is nobody else's business."""
CITED = re.compile(
    r"^(?:’s|'s)?,?\s?(?:\(|\[)?(?:et al|and (?:his |her )?colleagues|(?:1[89]|20)\d\d)|^(?:’s|'s)?\s(?:theory"
    r"|model|study|experiment|research|book|work|law|test)"
)
PUBLIC_ROLE = re.compile(
    r"\b(?:Dr|Prof|Professor|Sir|Dame|Lord|Saint|President|Senator|Judge|Pope|King|Queen|Prince|Princess"
    r"|General|Captain|psychologist|psychiatrist|psychoanalyst|neuroscientist"
    r"|neurologist|physician|physiologist|biologist|economist|researcher|scientist|scholar|author|writer"
    r"|novelist|poet|philosopher|actor|actress|singer|musician|painter|artist"
    r"|athlete|player|swimmer|gymnast|boxer|politician|president|mathematician|composer|comedian"
    r"|footballer|celebrit(?:y|ies)|killer|murderer|inventor|professor)\.?\b"
)
PUBLIC = frozenset(
    re.split(
        r",\s+",
        """Phineas Gage, Henry Molaison, Kitty Genovese, Clive Wearing, Anna O, Bertha Pappenheim,
        Albert Barger, Ernst Lanzer, Daniel Schreber, Kent Cochrane, David Reimer, Elyn Saks, Andrea Yates,
        Temple Grandin, Helen Keller, Kim Peek, Jill Price, Ronald Cotton, Jennifer Thompson,
        Vincent van Gogh, Virginia Woolf, Sylvia Plath, Ernest Hemingway, John Nash, Abraham Lincoln,
        Winston Churchill, Kurt Cobain, Robin Williams, Princess Diana, Karen Carpenter, Stephen Hawking,
        Michael Phelps, Terri Schiavo, Jeffrey Dahmer, Ted Bundy, John Hinckley, Patty Hearst, Amy Winehouse,
        Marilyn Monroe, Christopher Reeve, Charles Whitman, Jean Piaget, Sigmund Freud, William James""",
    )
)
"""People of the textbooks whose illness or fate is told in public, most of them dead. Not complete: a name that is missing is flagged, no more."""
BEFORE, AFTER = 40, 60


class NameFound(NamedTuple):
    """A full name beside something private."""

    start: int
    """Offset of the name's first character."""
    end: int
    """Offset behind its last character."""


def private_names(text: str) -> Iterator[NameFound]:
    """Full names of people who may be private, once each."""
    seen: set[int] = set()
    for pattern in PRIVATE:
        for match in pattern.finditer(text):
            start, end = match.span("name")
            if start not in seen and _is_private(text, start, end):
                seen.add(start)
                yield NameFound(start, end)


def _is_private(text: str, start: int, end: int) -> bool:
    name = text[start:end]
    words = name.replace("-", " ").split()
    if name in PUBLIC or any(word.lower() in NO_NAME for word in words):
        return False
    before, after = text[max(0, start - BEFORE) : start], text[end : end + AFTER]
    clause_before = re.split(r"[.?!;]\s", before)[-1] if not before.endswith(("Dr. ", "Prof. ")) else before
    clause_after = re.split(r"[.?!;]\s", after)[0]
    return not (CITED.search(after) or PUBLIC_ROLE.search(clause_before) or PUBLIC_ROLE.search(clause_after))
