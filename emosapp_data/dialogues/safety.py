"""What a dialogue speaks of, and whether it may be released: the checks that pairs go through, made for conversations."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from emosapp_data.checks.contaminated import Contaminated
from emosapp_data.checks.safety.masking import masked, personal
from emosapp_data.checks.safety.names import private_names
from emosapp_data.checks.sensitive import LANGUAGE, find
from emosapp_data.schema import Dialogue, Flag, Reason, Role

VERSION = 1
"""Raised whenever a dialogue could be judged otherwise."""


class Judged(NamedTuple):
    """What was found in a dialogue."""

    flags: tuple[Flag, ...] = ()
    """What it speaks of, the surest first."""
    reason: Reason | None = None
    """Why it must not be released; none where it may."""
    detail: str = ""
    """What exactly was found."""


def judge(dialogue: Dialogue, language: str) -> Judged:
    """Look for what asks for a person's decision, and for what reaches a person, in everything that is said."""
    texts = [turn.text for turn in dialogue.turns] + ([dialogue.situation] if dialogue.situation else [])
    whole = "\n\n".join(texts)
    found = [finding.flag for finding in find(whole)] if language == LANGUAGE else []
    names = [Flag.PERSONAL_NAME for text in texts for _ in private_names(text)] if language == LANGUAGE else []
    flags = tuple(dict.fromkeys([*found, *names]))
    told = dict.fromkeys(entry.told for text in texts for entry in personal(text))
    if told:
        return Judged(flags, Reason.PERSONAL_DATA, f"somebody tells {'; '.join(told)}")
    return Judged(flags)


def held_item(dialogue: Dialogue, check: Contaminated) -> str | None:
    """The item of a benchmark that a dialogue holds, in what one side says and the other answers; none where there is none."""
    for asked, answered in _exchanges(dialogue):
        verdict = check.judge_text(asked, answered)
        if not verdict.passed:
            return masked(verdict.detail)
    return None


def _exchanges(dialogue: Dialogue) -> Iterator[tuple[str, str]]:
    """What the seeker says, with the answer; what nobody answers, and what answers nothing, has an empty other side."""
    asked = ""
    for turn in dialogue.turns:
        if turn.role is Role.SUPPORTER:
            yield asked, turn.text
        asked = turn.text if turn.role is Role.SEEKER else ""
    if asked:
        yield asked, ""


def judge_all(dialogues: Sequence[Dialogue], language: str) -> list[Judged]:
    """Judge dialogues one after the other, as another process may do."""
    return [judge(dialogue, language) for dialogue in dialogues]
