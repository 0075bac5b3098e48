"""Step `dialogue_release`: from the dialogues of a source to a versioned dataset."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from emosapp_data.checks.contaminated import Contaminated
from emosapp_data.config.dialogues import DialogueReleaseConfig
from emosapp_data.contamination import read_benchmarks
from emosapp_data.dialogues import read_system_prompt
from emosapp_data.dialogues.safety import Judged, held_item
from emosapp_data.errors import InputError
from emosapp_data.ledger import Item, Ledger, Outcome, Result, Step
from emosapp_data.progress import Reporter
from emosapp_data.release.build import Made, Wanted, make_release
from emosapp_data.release.dialogues.content import DialogueContent
from emosapp_data.release.dialogues.splits import find_alike, own_split, split_dialogues, which_splits, without_split
from emosapp_data.release.diff import History, LeftOut
from emosapp_data.schema import DatasetKind, Dialogue, Quality, Reason, StepCount
from emosapp_data.steps.base import record_all
from emosapp_data.steps.dialogue_safety import judge_dialogues
from emosapp_data.steps.dialogues import of_source, source_on_record

NAME = "dialogue_release"
VERSION = 1
NOT_READ = LeftOut("not_read", "the source, as it was read last, does not hold this dialogue in these words")


class Released(NamedTuple):
    """A release of dialogues, and what a person should know of it."""

    made: Made
    notes: tuple[str, ...]
    """What is told besides, one line each."""
    left_out: tuple[tuple[str, Reason, str], ...]
    """Dialogues that are not in it: how the source names them, why, and what was found."""


def dataset_name(source: str) -> str:
    """What the dataset of a source is called, if nothing else is asked for: 'ESConv' gives 'esconv'."""
    name = re.sub(r"[^a-z0-9]+", "-", source.lower()).strip("-")
    return name if re.match(r"[a-z]", name) else f"dialogues-{name}".strip("-")


def release_dialogues(
    ledger: Ledger,
    source: str,
    config: DialogueReleaseConfig,
    folder: Path,
    reporter: Reporter,
    wanted: Wanted,
    processes: int = 1,
) -> Released:
    """Make a release of the dialogues of a source.

    Args:
        ledger: the ledger.
        source: the source, as the dialogues name it.
        config: how it is released.
        folder: where releases are.
        reporter: shows progress.
        wanted: which version.
        processes: how many processes judge side by side; the result is the same.

    Raises:
        InputError: a benchmark or a system prompt cannot be read, or the source names no splits and these are asked for.
        ReleaseError: there is nothing to release, the version exists with other content, or the changes need a larger one.
    """
    system = read_system_prompt(config.system) if config.system else None
    benchmarks = read_benchmarks(config.benchmarks)
    every, read = of_source(ledger, source)
    judged = judge_dialogues(ledger, every, config.language, reporter, processes)
    check = Contaminated(benchmarks) if benchmarks else None
    left_out = {each.id: why for each in every if (why := _why(each, judged[each.id], config, check))}
    kept = [dialogue for dialogue in every if dialogue.id not in left_out]
    config = config.model_copy(update={"splits": which_splits(kept, config.splits)})
    if config.splits == "source" and (without := without_split(kept)):
        known = f"{len(without):,} of {len(kept):,} dialogues name no split, or one that is not known"
        raise InputError(f"--splits source: {known} (dialogue {without[0].source_id}); use --splits hash")
    alike = find_alike(kept)
    items = [_item(dialogue, left_out) for dialogue in every]
    content = DialogueContent(
        config,
        source_on_record(ledger, source),
        kept,
        split_dialogues(kept, config, alike),
        {dialogue.id: judged[dialogue.id].flags for dialogue in kept},
        [read, _count(items)],
        {benchmark.name: len(benchmark.items) for benchmark in benchmarks},
        system,
        _groups(alike),
        _history(left_out),
    )
    made = make_release(content, folder, wanted)
    others = [item for item in ledger.items(NAME) if not item.input.startswith(f"{source}/")]
    record_all(ledger, Step(NAME, VERSION, {}), [*others, *items], len(others) + len(items))
    names = {dialogue.id: dialogue.source_id for dialogue in every}
    moved = [dialogue for dialogue in kept if own_split(dialogue) not in ("", content.splits[dialogue.id])]
    notes = [f"{benchmark.name}: {note}" for benchmark in benchmarks for note in benchmark.notes]
    if config.splits == "source" and moved:
        number = DatasetKind.DIALOGUES.rows(len(moved))
        notes.append(f"{number} moved to a split that is held out, where one much like it is")
    return Released(made, tuple(notes), tuple((names[each], *why) for each, why in left_out.items()))


def history_of_dialogues(ledger: Ledger) -> History:
    """Why the latest releases of dialogues left some out."""
    return _history(
        {
            item.input.rpartition("/")[2]: (item.result.reason, item.result.detail)
            for item in ledger.items(NAME)
            if item.result.reason
        }
    )


def _history(left_out: Mapping[str, tuple[Reason, str]]) -> History:
    known = {each: LeftOut(reason.value, detail) for each, (reason, detail) in left_out.items()}
    return History(left_out=lambda ids: {each: known.get(each, NOT_READ) for each in ids})


def _why(
    dialogue: Dialogue, judged: Judged, config: DialogueReleaseConfig, check: Contaminated | None
) -> tuple[Reason, str] | None:
    """Why a dialogue stays out of the release; none where it does not."""
    if judged.reason:
        return judged.reason, judged.detail
    if config.failed == "leave_out" and dialogue.quality is Quality.FAILED:
        return Reason.FAILED_DIALOGUE, ""
    if held := [flag for flag in judged.flags if flag in config.hold]:
        return Reason.AWAITS_REVIEW, ", ".join(flag.explanation for flag in held)
    item = held_item(dialogue, check) if check else None
    return (Reason.CONTAMINATED, item) if item else None


def _item(dialogue: Dialogue, left_out: dict[str, tuple[Reason, str]]) -> Item:
    key = f"{dialogue.source}/{dialogue.id}"
    if dialogue.id in left_out:
        return Item(key, Result(Outcome.REJECTED, *left_out[dialogue.id]))
    return Item(key, Result(Outcome.KEPT, makes=1))


def _count(items: Sequence[Item]) -> StepCount:
    reasons = Counter(item.result.reason for item in items if item.result.reason)
    kept = len(items) - reasons.total()
    return StepCount(step=NAME, items=len(items), kept=kept, rejected=dict(reasons), makes=kept)


def _groups(alike: Sequence[tuple[str, str]]) -> int:
    """How many groups the dialogues that are alike form."""
    group: dict[str, set[str]] = {}
    for one, other in alike:
        joined = group.get(one, {one}) | group.get(other, {other})
        group |= dict.fromkeys(joined, joined)
    return len({id(members) for members in group.values()})
