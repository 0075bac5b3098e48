"""Thirteen kinds of change to a question-answer pair, for measuring what finds near duplicates: six change what it means.

A change takes a question, its answer and a seeded random generator, and gives the changed two, or None where there is
nothing to change. The lists of words are the benchmark's own: the engine has others.
"""

import re
from collections.abc import Callable, Iterable
from random import Random
from typing import NamedTuple

Changed = tuple[str, str] | None


class Change(NamedTuple):
    """A kind of change."""

    name: str
    changes_meaning: bool
    make: Callable[[str, str, Random], Changed]


def changes() -> tuple[Change, ...]:
    """All kinds; those that keep the meaning first."""
    return (
        Change("case, punctuation", False, _case),
        Change("spacing", False, _spacing),
        Change("order of a list", False, _order),
        Change("synonym", False, _words(SYNONYMS)),
        Change("filler word", False, _filler),
        Change("form of question", False, _form),
        Change("typing mistake", False, _typing),
        Change("number", True, _number),
        Change("negation", True, _negation),
        Change("opposite", True, _words(OPPOSITES)),
        Change("sides reversed", True, _sides),
        Change("must, may", True, _words(MODALS)),
        Change("named term", True, _words(TERMS)),
    )


SYNONYMS = (
    "important/significant show/demonstrate large/sizeable help/aid often/frequently begin/start many/numerous people/persons children/kids "
    "big/great method/technique purchase/buy difficult/hard use/employ symptoms/signs illness/disease rapidly/quickly whole/entire "
    "cause/produce get/obtain think/believe probably/likely usually/commonly talk/speak find/discover need/require fine/okay happy/glad "
    "sad/unhappy feel/sense make/create study/investigation main/chief job/work kind/sort idea/notion trouble/problem maybe/perhaps "
    "understand/comprehend choose/select answer/reply ask/inquire try/attempt sure/certain wrong/mistaken"
).split()
OPPOSITES = (
    "increase/decrease increases/decreases increased/decreased higher/lower high/low more/less positive/negative retrograde/anterograde "
    "agonist/antagonist internal/external before/after strong/weak long/short best/worst first/last most/least easy/hard always/never "
    "better/worse reward/punishment conscious/unconscious acute/chronic early/late same/different young/old implicit/explicit "
    "active/passive all/none gain/loss hot/cold up/down improve/worsen improves/worsens good/bad large/small many/few sensory/motor "
    "male/female inhibitory/excitatory proximal/distal present/absent possible/impossible healthy/unhealthy normal/abnormal "
    "inductive/deductive dependent/independent true/false success/failure love/hate"
).split()
MODALS = "must/may should/might will/could can/must would/should could/will might/must may/must".split()
TERMS = (
    "depression/anxiety serotonin/dopamine classical/operant hippocampus/amygdala freud/jung schizophrenia/autism children/adults "
    "obsessive/psychotic memory/attention bipolar/borderline cognitive/behavioral fluoxetine/sertraline intelligence/personality "
    "reinforcement/extinction mean/median teacher/nurse water/oil mother/brother learning/language sleep/exercise partner/boss "
    "stress/grief suicide/insomnia brain/heart perception/motivation patients/students anger/shame earth/moon energy/oxygen "
    "plants/animals parents/friends husband/cousin sample/variable distribution/experiment imagery/emotion"
).split()
FILLERS = "really actually basically also quite simply indeed certainly".split()
FORMS = (
    (r"what (is|are) (?!the\b)([^?]+)\?", r"Define \2."),
    (r"what (is|are) the ([^?]+)\?", r"Which \1 the \2?"),
    (r"what does the book say about ([^?]+)\?", r"What is said in the book about \1?"),
    (r"how (do|does|did|can|might) ([^?]+)\?", r"In what way \1 \2?"),
    (r"why (do|does|did|is|are|was|were) ([^?]+)\?", r"What is the reason why \1 \2?"),
    (r"which (\w+) ([^?]+)\?", r"What \1 \2?"),
)
NUMBERS = "one two three four five six seven eight nine ten twenty thirty hundred thousand".split()
NUMBER = re.compile(rf"(?i)(?<![\w.])(?:\d+|{'|'.join(NUMBERS)})(?![\w])")
VERB = re.compile(
    r"(?i)\b(?:is|are|was|were|can|could|will|would|should|may|might|must|do|does|did|has|have)\b(?! not\b|')"
)
NEGATED = re.compile(r"(?i) not\b|(?<=[a-z])n['’]t\b")
SIDES = re.compile(
    r"(?i)\b(\w{3,})((?: \w+){0,2} (?:than|before|after|causes?|from|over|to|of|into|by|for|in) (?:the |a |an )?)(\w{3,})\b"
)
LIST = re.compile(r"(?i)(?<![\w’'])(\w+(?: \w+)?)(,? (?:and|or) )(\w+(?: \w+)?)\b")
LONG_WORD = re.compile(r"\b[a-z]{6,}\b")
SPACE = re.compile(r"(?<=[a-z]) (?=[a-z])")


def _case(question: str, answer: str, random: Random) -> Changed:
    question = random.choice((question.upper(), question.lower(), question.title()))
    answer = random.choice((answer.rstrip(".") + "!", f"“{answer}”", answer.lower(), answer.replace(", ", "; ") + "."))
    return question, answer


def _spacing(question: str, answer: str, random: Random) -> Changed:
    def split(word: str) -> str:
        at = random.randrange(2, len(word) - 1)
        return f"{word[:at]} {word[at:]}"

    if random.random() < 0.5:
        return _somewhere(question, answer, SPACE, lambda _: "", random)
    return _somewhere(question, answer, LONG_WORD, lambda match: split(match[0]), random)


def _order(question: str, answer: str, random: Random) -> Changed:
    return _somewhere(question, answer, LIST, lambda match: f"{match[3]}{match[2]}{match[1]}", random)


def _filler(question: str, answer: str, random: Random) -> Changed:
    return _somewhere(question, answer, SPACE, lambda _: f" {random.choice(FILLERS)} ", random)


def _form(question: str, answer: str, _: Random) -> Changed:
    for pattern, form in FORMS:
        if re.fullmatch(pattern, question, re.IGNORECASE):
            return re.sub(pattern, form, question, flags=re.IGNORECASE), answer
    return None


def _typing(question: str, answer: str, random: Random) -> Changed:
    def mistype(word: str) -> str:
        at = random.randrange(1, len(word) - 2)
        swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        return random.choice((swapped, word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]))

    return _somewhere(question, answer, LONG_WORD, lambda match: mistype(match[0]), random)


def _number(question: str, answer: str, random: Random) -> Changed:
    def other(number: str) -> str:
        if not number.isdigit():
            return random.choice([word for word in NUMBERS if word != number.lower()])
        at = random.randrange(len(number))
        return number[:at] + random.choice([digit for digit in "123456789" if digit != number[at]]) + number[at + 1 :]

    return _somewhere(question, answer, NUMBER, lambda match: other(match[0]), random)


def _negation(question: str, answer: str, random: Random) -> Changed:
    dropped = _somewhere(question, answer, NEGATED, lambda _: "", random)
    return dropped or _somewhere(question, answer, VERB, lambda match: f"{match[0]} not", random)


def _sides(question: str, answer: str, random: Random) -> Changed:
    def reverse(match: re.Match[str]) -> str:
        return f"{match[3]}{match[2]}{match[1]}"

    return _somewhere(question, answer, SIDES, reverse, random)


def _words(couples: Iterable[str]) -> Callable[[str, str, Random], Changed]:
    """Puts one word of a couple in place of the other."""
    other: dict[str, str] = {}
    for couple in couples:
        one, two = couple.split("/")
        other.setdefault(one, two)
        other.setdefault(two, one)
    pattern = re.compile(rf"(?i)\b(?:{'|'.join(other)})\b(?!['’])")
    return lambda question, answer, random: _somewhere(
        question, answer, pattern, lambda match: other[match[0].lower()], random
    )


def _somewhere(
    question: str, answer: str, pattern: re.Pattern[str], change: Callable[[re.Match[str]], str], random: Random
) -> Changed:
    """Change one place of the question or of the answer, drawn at random."""
    places = [(0, match) for match in pattern.finditer(question)] + [(1, match) for match in pattern.finditer(answer)]
    random.shuffle(places)
    for where, match in places:
        new = change(match)
        if match[0][:1].isupper():
            new = new[:1].upper() + new[1:]
        if new.casefold() != match[0].casefold():
            text = (question, answer)[where]
            text = text[: match.start()] + new + text[match.end() :]
            return (text, answer) if where == 0 else (question, text)
    return None
