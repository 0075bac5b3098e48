"""From what is said in an entry to its pairs: each answer goes with the question right in front of it."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from emosapp_data.foreign.files import whole_characters
from emosapp_data.foreign.records import SetAside, WhyAside
from emosapp_data.foreign.turns import Said
from emosapp_data.foreign.vocabulary import Speaker

LONGEST_JSON = 300
"""Characters shown of what is no text."""
NAMES = {Speaker.USER: "question", Speaker.ASSISTANT: "answer"}


class Answered(NamedTuple):
    """A question and its answer."""

    place: str
    question: str
    answer: str


class _Problem(NamedTuple):
    """Why a turn's text cannot be used."""

    reason: WhyAside
    detail: str


def pair_up(place: str, turns: tuple[Said, ...]) -> Iterator[Answered | SetAside]:
    """Pair the turns of an entry. Every turn ends in one pair or is set aside; none is joined with another.

    A question that another question follows has no answer: it is never given the answer to the next one.
    """
    waiting: Said | None = None
    last: Said | None = None
    for said in turns:
        if said.aside is WhyAside.BESIDE or said.speaker is Speaker.SYSTEM:
            yield _aside(place, said, said.aside or WhyAside.SYSTEM, _what_it_is(said))
            continue
        if said.speaker is Speaker.ASSISTANT and waiting is not None:
            yield from _together(place, waiting, said)
            waiting = None
        elif said.speaker is Speaker.ASSISTANT:
            yield _aside(place, said, WhyAside.NO_QUESTION, _in_a_row(last, said) or "nothing was asked before it")
        else:
            if waiting is not None:
                detail = _in_a_row(waiting, said) or "it is not known who speaks after it"
                yield _aside(place, waiting, WhyAside.NO_ANSWER, detail)
            waiting = said if said.speaker is Speaker.USER else None
            if waiting is None:
                yield _aside(place, said, said.aside or WhyAside.UNKNOWN_SPEAKER, _what_it_is(said))
        last = said
    if waiting is not None:
        yield _aside(place, waiting, WhyAside.NO_ANSWER, "nothing follows")


def _together(place: str, question: Said, answer: Said) -> Iterator[Answered | SetAside]:
    """A question and its answer as a pair, or both set aside if one of them has no text."""
    problems = [_problem(said.value) for said in (question, answer)]
    if not any(problems):
        yield Answered(_place_of_both(place, question, answer), text_of(question.value), text_of(answer.value))
        return
    for said, problem, other in zip((question, answer), problems, reversed(problems), strict=True):
        if problem:
            yield _aside(place, said, *problem)
        elif other:
            lacking = said.speaker is Speaker.USER
            reason = WhyAside.NO_ANSWER if lacking else WhyAside.NO_QUESTION
            yield _aside(place, said, reason, f"its {'answer' if lacking else 'question'} is {other.detail}")


def text_of(value: Any) -> str:
    """The text of a turn, without white space around it; empty for what is no text.

    A number is a text. So are the text parts of a message in the form of OpenAI's API.
    """
    if isinstance(value, list) and value and all(isinstance(part, dict) for part in value):
        parts = [part.get("text") for part in value]
        value = "\n".join(parts) if all(isinstance(part, str) for part in parts) else ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = f"{value}"
    return whole_characters(value).strip() if isinstance(value, str) else ""


def _problem(value: Any) -> _Problem | None:
    if text_of(value):
        return None
    if value is None or (isinstance(value, str) and not value.strip()):
        return _Problem(WhyAside.EMPTY, "empty")
    return _Problem(WhyAside.NOT_TEXT, f"no text but {_json(value)[:60]}")


def _aside(place: str, said: Said, reason: WhyAside, detail: str) -> SetAside:
    """Set a turn aside; that it has no text goes before that it has no partner."""
    if reason in (WhyAside.NO_ANSWER, WhyAside.NO_QUESTION) and (problem := _problem(said.value)):
        reason, detail = problem
    return SetAside(_place_of(place, said), reason, detail, text_of(said.value) or _json(said.value))


def _in_a_row(one: Said | None, other: Said) -> str | None:
    """That the same speaker speaks twice, in words; none if it is not so."""
    if one is None or one.speaker is not other.speaker:
        return None
    where = f" (turns {one.item} and {other.item})" if one.item and other.item and one.item != other.item else ""
    return f"two {other.speaker.value} turns in a row{where}"


def _what_it_is(said: Said) -> str:
    if said.aside is WhyAside.NOT_RECOGNISED:
        return said.aside.explanation
    if said.field or said.aside:
        return f"in the field {said.name!r}"
    return f"the speaker is called {said.name!r}"


def _place_of(place: str, said: Said) -> str:
    where = [place]
    if said.item is not None:
        where.append(f"{'pair' if said.field else 'turn'} {said.item}")
    if said.field:
        where.append(said.name)
    return ", ".join(where)


def _place_of_both(place: str, question: Said, answer: Said) -> str:
    if question.item is None or answer.item is None:
        return place
    if question.item == answer.item:
        return f"{place}, pair {question.item}"
    return f"{place}, turns {question.item} and {answer.item}"


def _json(value: Any) -> str:
    """The beginning of a value as JSON; nothing for an empty text."""
    if value is None or value == "":
        return ""
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= LONGEST_JSON else text[: LONGEST_JSON - 3] + "..."
