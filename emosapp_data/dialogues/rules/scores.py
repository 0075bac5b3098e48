"""Rules: scores are numbers from 1 to 5 or absent, and from them follows whether a dialogue helped.

ESConv has scores as texts ("5"). In 150 of its 1,300 dialogues the seeker did not fill in the survey: empathy and
relevance are empty, and the final intensity repeats the initial one (in 150 of 150; of the 1,150 others in none). It is
no answer there, and is left empty and listed.

**Quality.** Where the survey is there: a dialogue *failed* when the seeker's emotion is as strong after it as before,
or when empathy or relevance is rated 1 or 2 (below the middle of the scale); otherwise it *helped*. In ESConv, which was
published without the dialogues that its authors found bad, 20 failed and 1,130 helped. The bad ones are a file of their
own (FailedESConv.json): a whole file can be marked as failed.
"""

from collections.abc import Mapping
from typing import Any

from emosapp_data.dialogues.changes import Change, ChangeKind
from emosapp_data.schema import Quality, Scores

LOWEST, HIGHEST = 1, 5
BAD = 2
"""Ratings up to this are bad."""


def read_score(value: Any) -> int | None:
    """A score as a number; none where there is none, or something else stands there."""
    if isinstance(value, str):
        text = value.strip().removesuffix(".0")
        value = int(text) if len(text) == 1 and text.isdecimal() else None
    elif isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if LOWEST <= value <= HIGHEST else None


def unusable(what: str, value: Any, turn: int | None = None) -> list[Change]:
    """The change that a score asks for which is no number from 1 to 5; nothing for an empty one."""
    empty = value is None or (isinstance(value, str) and not value.strip())
    if empty or read_score(value) is not None:
        return []
    return [Change(kind=ChangeKind.SCORE, turn=turn, detail=f"{what}: {value!a} is no number from 1 to 5")]


def read_scores(values: Mapping[str, Any]) -> tuple[Scores, list[Change]]:
    """The scores of a dialogue, and what could not be used."""
    changes = [change for what, value in values.items() for change in unusable(what, value)]
    scores = Scores(**{what: read_score(value) for what, value in values.items()})
    final = scores.final_intensity
    if final is not None and final == scores.initial_intensity and scores.empathy is None and scores.relevance is None:
        detail = f"final_intensity: {final} repeats initial_intensity, and the survey is not filled in"
        return scores.model_copy(update={"final_intensity": None}), [
            *changes,
            Change(kind=ChangeKind.SCORE, detail=detail),
        ]
    return scores, changes


def quality_of(scores: Scores) -> Quality | None:
    """Whether a dialogue helped; none where the seeker did not say."""
    if None in (scores.initial_intensity, scores.final_intensity, scores.empathy, scores.relevance):
        return None
    before, after = scores.initial_intensity or 0, scores.final_intensity or 0
    lowest = min(scores.empathy or 0, scores.relevance or 0)
    return Quality.FAILED if after >= before or lowest <= BAD else Quality.HELPED
