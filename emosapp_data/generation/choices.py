"""From a multiple-choice question to a question that needs no letters, with the full answer."""

import re

from emosapp_data.generation.gaps import GAP, Filled, fill
from emosapp_data.generation.usage import Usage, head_noun, is_plural
from emosapp_data.schema import Choice

ALL_OF_THEM = re.compile(r"^(?:all|both) of (?:the above|these|them|the answers above|the choices)\b", re.IGNORECASE)
NONE_OF_THEM = re.compile(r"^(?:none|neither) of (?:the above|these|them)\b", re.IGNORECASE)
OF_THE_FOLLOWING = re.compile(
    r"\b(which|who|what)(?: one)? of the following(?: \w+(?= (?:is|are|was|were|would|does|do|best|can)\b))?",
    re.IGNORECASE,
)
EXAMPLE = re.compile(
    r"^which (?:one )?of the following (?:is|would be|best describes|describes|is the best) "
    r"(?=an example of|the definition of|the purpose of)",
    re.IGNORECASE,
)
IS_QUESTION = re.compile(r"^which (?:one )?of the following (?P<verb>is|was)\s(?P<rest>.+)\?$", re.IGNORECASE)
WHO = re.compile(r"^who (?P<rest>(?:first |also |originally )?[a-z]+ed\s.+)\?$")


def selected(choices: tuple[Choice, ...], letter: str) -> list[Choice]:
    """The choices that an answer's letter stands for: one, or all the others for 'All of the above'; empty if unknown."""
    chosen = next((choice for choice in choices if choice.letter == letter.lower()), None)
    if chosen is None:
        return []
    if ALL_OF_THEM.match(chosen.text):
        return proper_choices(choices)
    return [chosen]


def proper_choices(choices: tuple[Choice, ...]) -> list[Choice]:
    """The choices that say something themselves."""
    return [choice for choice in choices if not ALL_OF_THEM.match(choice.text) and not NONE_OF_THEM.match(choice.text)]


def word_choice(text: str, choices: tuple[Choice, ...], chosen: list[Choice], usage: Usage) -> Filled | None:
    """Form question and answer; none where the choice does not fit the gaps."""
    answer = _join([choice.text.rstrip(".") for choice in chosen], "and")
    if GAP.search(text):
        return fill(text, answer, usage)
    if not text.rstrip().endswith(("?", ".", "”")):
        return fill(text.rstrip(" :") + " ____.", answer, usage)
    if EXAMPLE.match(text):
        return Filled(EXAMPLE.sub("What is ", text, count=1), _sentence(answer), "choice-example")
    if OF_THE_FOLLOWING.search(text):
        return _of_these(text, choices, chosen, answer)
    if match := WHO.match(text):
        return Filled(text, _sentence(f"{answer} {match['rest']}"), "choice-who")
    return Filled(text, _sentence(answer), "choice")


def _of_these(text: str, choices: tuple[Choice, ...], chosen: list[Choice], answer: str) -> Filled:
    """A question that makes no sense without its choices is asked with them."""
    options = [choice.text.rstrip(".") for choice in proper_choices(choices)]
    asked = OF_THE_FOLLOWING.sub(lambda match: f"{match[1]} of these", text, count=1).rstrip()
    stem = asked.rstrip("?. ")
    question = f"{stem}: {_join(options, 'or')}?"
    single = len(chosen) == 1 and not is_plural(head_noun(answer))
    if (match := IS_QUESTION.match(text)) and single and len(answer.split()) <= 6:
        rest = re.sub(r"^NOT\b", "not", match["rest"])
        return Filled(question, _sentence(f"{answer} {match['verb']} {rest}"), "choice-of-these")
    return Filled(question, _sentence(answer), "choice-of-these")


def _join(texts: list[str], word: str) -> str:
    """'a, b, or c'; with semicolons where the parts have commas themselves."""
    if len(texts) == 1:
        return texts[0]
    separator = "; " if any("," in text or len(text) > 60 for text in texts) else ", "
    if len(texts) == 2 and separator == ", ":
        return f"{texts[0]} {word} {texts[1]}"
    return f"{separator.join(texts[:-1])}{separator}{word} {texts[-1]}"


def _sentence(text: str) -> str:
    text = text[0].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "”")) else text + "."
