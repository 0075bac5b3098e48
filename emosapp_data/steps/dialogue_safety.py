"""What the safety checks say of dialogues; remembered by the dialogue's id, so that nothing is judged twice."""

from collections.abc import Sequence

from emosapp_data.dialogues.safety import VERSION, Judged, judge_all
from emosapp_data.ledger import Item, Ledger, Outcome, Result, Step
from emosapp_data.processes import worker_pool
from emosapp_data.progress import Reporter
from emosapp_data.schema import Dialogue, Flag
from emosapp_data.steps.base import batched

NAME = "dialogue_safety"
"""Under this name the ledger remembers what was found in a dialogue."""
AT_ONCE = 40
"""Dialogues judged at once: what a killed process loses at most, for each process."""
WORTH_PROCESSES = 200
"""Dialogues from which it pays to start processes."""


def judge_dialogues(
    ledger: Ledger, every: Sequence[Dialogue], language: str, reporter: Reporter, processes: int = 1
) -> dict[str, Judged]:
    """What was found in each dialogue, by its id; those that are on record are not judged again.

    Args:
        ledger: where it is looked up and remembered.
        every: the dialogues.
        language: their language, as an ISO 639-1 code.
        reporter: shows progress.
        processes: how many processes judge side by side; the result is the same.
    """
    step = Step(NAME, VERSION, {"language": language})
    known = {key: _read(result) for key, result in ledger.known(step, [dialogue.id for dialogue in every]).items()}
    batches = list(batched((dialogue for dialogue in every if dialogue.id not in known), AT_ONCE))
    unknown = sum(map(len, batches))
    if not unknown:
        return known
    with reporter.step("safety", unknown, "dialogues") as advance:

        def take(batch: Sequence[Dialogue], found: Sequence[Judged]) -> None:
            ledger.remember(step, [Item(each.id, _result(judged)) for each, judged in zip(batch, found, strict=True)])
            known.update({each.id: judged for each, judged in zip(batch, found, strict=True)})
            advance(len(batch))

        if processes == 1 or unknown < WORTH_PROCESSES:
            for batch in batches:
                take(batch, judge_all(batch, language))
            return known
        with worker_pool(min(processes, len(batches))) as pool:
            for batch, found in zip(batches, pool.map(judge_all, batches, [language] * len(batches)), strict=True):
                take(batch, found)
    return known


def _result(judged: Judged) -> Result:
    outcome = Outcome.REJECTED if judged.reason else Outcome.KEPT
    return Result(outcome, judged.reason, judged.detail, [flag.value for flag in judged.flags])


def _read(result: Result) -> Judged:
    return Judged(tuple(Flag(flag) for flag in result.output), result.reason, result.detail)
