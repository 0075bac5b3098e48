"""Step `dialogues`: dialogues made elsewhere become records; each file is added to those that are there already.

A file is named by its source: to read a source again replaces what it gave before, and leaves other sources alone. What
was changed, and what was left out, is written beside the dialogues.

Dialogues follow from no book: when books are read or checked anew, which voids what followed from them, the dialogues
stay. So the ledger remembers by itself which of its items they are.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from emosapp_data.checks.sensitive import LANGUAGE
from emosapp_data.dialogues.changes import ChangeKind
from emosapp_data.dialogues.convert import VERSION, Converted, Options, convert
from emosapp_data.dialogues.layouts.read import Layout, Opened, Read, Unread
from emosapp_data.dialogues.safety import Judged
from emosapp_data.ledger import Item, Ledger, Outcome, Result, Step
from emosapp_data.progress import Reporter
from emosapp_data.schema import Dialogue, DialogueSource, Flag, Reason, Record, Role, StepCount, content_id
from emosapp_data.steps.base import record_all
from emosapp_data.steps.dialogue_safety import judge_dialogues
from emosapp_data.workspace import Workspace, write_jsonl, write_lines

STEP = Step("dialogues", VERSION, {"rules": VERSION})
"""What else a result depends on, such as the layout, is different from file to file, and part of the items' inputs."""
INDEX = Step("dialogue_index", 1, {})
"""Under this name the ledger remembers which items are those of the dialogues, whatever steps are done again."""


SOURCE = Step("dialogue_source", 1, {})
"""Under this name it remembers what each source is."""


class LeftOut(Record):
    """A record of a source that became no dialogue, as the workspace lists it."""

    source: str
    """The dataset."""
    place: str
    """Where it stands in its file, such as 'dialogue 12'."""
    reason: Reason
    """Why it was left out."""
    detail: str
    """What exactly was found."""
    record: Any
    """The record as the source has it."""


class DialogueFiles(NamedTuple):
    """What the step writes."""

    dialogues: Path
    """The dialogues of all sources."""
    changes: Path
    """What was changed in them."""
    left_out: Path
    """Records that became no dialogue."""

    @classmethod
    def of(cls, workspace: Workspace) -> "DialogueFiles":
        """The files in a workspace."""
        path = workspace.path
        return cls(path / "dialogues.jsonl", path / "dialogue_changes.jsonl", path / "dialogues_left_out.jsonl")


class Summary(NamedTuple):
    """What became of a file. records = dialogues + left out; messages = in turns + empty, repeated and set aside."""

    source: str
    """The dataset."""
    layout: Layout
    """The layout of the file."""
    records: int
    """Records in the file."""
    dialogues: int
    """Dialogues kept."""
    left_out: tuple[LeftOut, ...]
    """Records that were left out."""
    messages: int
    """Messages in the dialogues that were kept, as the source counts them."""
    turns: int
    """Turns after merging."""
    several: int
    """Turns of supporters with more than one strategy."""
    supporter_turns: int
    """Turns of supporters."""
    pairs: int
    """Pairs of user and assistant for training."""
    changes: Counter[ChangeKind]
    """What the rules did."""
    strategies: Counter[str]
    """Messages by strategy."""
    unknown: Counter[str]
    """Labels that are not known."""
    unread: Counter[str]
    """Fields of the source that nothing was made of."""
    quality: Counter[str]
    """Dialogues by whether they helped."""
    flags: Counter[Flag]
    """Dialogues that ask for a person's decision, by what they speak of."""
    flagged: int
    """Dialogues that do."""
    personal: int
    """Dialogues that hold what reaches a person, and will stay out of a release."""
    others: tuple[str, ...]
    """Other sources in the workspace."""
    outdated: tuple[str, ...]
    """Sources that were read under earlier rules, and have to be read again."""


def add_dialogues(
    ledger: Ledger,
    workspace: Workspace,
    opened: Opened,
    options: Options,
    reporter: Reporter,
    source: DialogueSource | None = None,
    processes: int = 1,
) -> Summary:
    """Convert the dialogues of a file, record what became of each, and write the files of the workspace.

    Args:
        ledger: the ledger.
        workspace: where the files are written.
        opened: the file.
        options: what is asked of the conversion.
        reporter: shows progress.
        source: what the source is, where more is known than its name and licence.
        processes: how many processes look for what asks for a person; the result is the same.
    """
    known = _index(ledger)
    kept = [item for item in _on_record(ledger) if _source(item) != options.source]
    converted: list[Converted | None] = []
    items = []
    seen: dict[Any, str] = {}
    with reporter.step(STEP.name, len(opened.records), "dialogues") as advance:
        for number, read in enumerate(opened.records, 1):
            made = None if isinstance(read.found, Unread) else convert(read.found, options)
            converted.append(made)
            items.append(_item(number, read, made, opened, options, seen))
            advance(1)
    every = [*kept, *items]
    _remember(ledger, every)
    described = source or DialogueSource(
        id=options.source, title=options.source, licence=options.licence, file_name=options.source, sha256=opened.sha256
    )
    ledger.remember(SOURCE, [Item(options.source, Result(Outcome.KEPT, output=described.model_dump(mode="json")))])
    record_all(ledger, STEP, every, len(every))
    _write_files(every, workspace)
    others = tuple(dict.fromkeys(map(_source, kept)))
    outdated = tuple(name for name in known.sources if name not in (*others, options.source))
    kept_now = [
        each.dialogue for each, item in zip(converted, items, strict=True) if each and each.dialogue and _is_kept(item)
    ]
    judged = judge_dialogues(ledger, kept_now, LANGUAGE, reporter, processes)
    return _summary(opened, options, converted, items, others, outdated, list(judged.values()))


def _is_kept(item: Item) -> bool:
    return item.result.outcome is Outcome.KEPT


def dialogues(ledger: Ledger) -> Iterator[Dialogue]:
    """The dialogues of all sources, in the order in which they were read."""
    for item in _on_record(ledger):
        if item.result.outcome is Outcome.KEPT:
            yield Dialogue.model_validate(item.result.output["dialogue"])


def sources(ledger: Ledger) -> list[str]:
    """The sources of the dialogues, in the order in which they were read; those read under earlier rules are not among them."""
    known = _index(ledger)
    first = {name: next((each for each in known.inputs if each.startswith(f"{name}/")), "") for name in known.sources}
    return [name for name in known.sources if not ledger.missing(STEP, [first[name]])]


def outdated(ledger: Ledger) -> list[str]:
    """Sources that were read under earlier rules, and have to be read again."""
    current = sources(ledger)
    return [name for name in _index(ledger).sources if name not in current]


def source_on_record(ledger: Ledger, name: str) -> DialogueSource:
    """What a source is."""
    return DialogueSource.model_validate(ledger.known(SOURCE, [name])[name].output)


def of_source(ledger: Ledger, name: str) -> tuple[list[Dialogue], StepCount]:
    """The dialogues of a source, and how its records ended."""
    inputs = [each for each in _index(ledger).inputs if each.startswith(f"{name}/")]
    found = [result for result in ledger.known(STEP, inputs).values() if result.output["source"] == name]
    kept = [Dialogue.model_validate(each.output["dialogue"]) for each in found if each.outcome is Outcome.KEPT]
    reasons = Counter(result.reason for result in found if result.reason)
    count = StepCount(step=STEP.name, items=len(found), kept=len(kept), rejected=dict(reasons), makes=len(kept))
    return kept, count


def _write_files(items: Sequence[Item], workspace: Workspace) -> None:
    """Write the dialogues, the changes and what was left out; each file whole or not at all."""
    files = DialogueFiles.of(workspace)
    kept = [item.result.output for item in items if item.result.outcome is Outcome.KEPT]
    write_lines(files.dialogues, (_json(output["dialogue"]) for output in kept))
    write_lines(files.changes, (_json(change) for output in kept for change in _changes(output)))
    write_jsonl(files.left_out, filter(None, map(_left_out, items)))


class _Index(NamedTuple):
    """What the ledger remembers of the dialogues."""

    sources: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()


def _index(ledger: Ledger) -> _Index:
    found = ledger.known(INDEX, ["all"])
    return _Index(*map(tuple, found["all"].output)) if found else _Index()


def _remember(ledger: Ledger, items: Sequence[Item]) -> None:
    sources = tuple(dict.fromkeys(map(_source, items)))
    output = _Index(sources, tuple(item.input for item in items))
    ledger.remember(INDEX, [Item("all", Result(Outcome.KEPT, output=output))])


def _on_record(ledger: Ledger) -> list[Item]:
    """The items of all sources; those that were made under earlier rules are not among them."""
    inputs = _index(ledger).inputs
    results = ledger.known(STEP, inputs)
    return [Item(each, results[each]) for each in inputs if each in results]


def _item(
    number: int, read: Read, made: Converted | None, opened: Opened, options: Options, seen: dict[Any, str]
) -> Item:
    identity = [options, opened.layout, opened.mapping, number, read.value]
    input_id = f"{options.source}/{number}/{content_id('record', identity)}"
    output: dict[str, Any] = {"source": options.source}
    if isinstance(read.found, Unread):
        return Item(input_id, _rejected(read, *read.found, output))
    if made is None or made.dialogue is None:
        detail = "no message of the seeker is followed by one of the supporter"
        return Item(input_id, _rejected(read, Reason.NO_EXCHANGE, detail, output))
    first = seen.setdefault(tuple((turn.role, turn.text) for turn in made.dialogue.turns), read.place)
    if first != read.place:
        return Item(input_id, _rejected(read, Reason.REPEATED_DIALOGUE, f"the same turns as {first}", output))
    output["dialogue"] = made.dialogue.model_dump(mode="json", exclude_defaults=True)
    output["changes"] = [change.model_dump(mode="json", exclude_defaults=True) for change in made.changes]
    return Item(input_id, Result(Outcome.KEPT, output=output, makes=1))


def _rejected(read: Read, reason: Reason, detail: str, output: dict[str, Any]) -> Result:
    output |= {"place": read.place, "record": read.value}
    return Result(Outcome.REJECTED, reason, f"{read.place}: {detail}", output)


def _source(item: Item) -> str:
    return str(item.result.output["source"])


def _changes(output: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The changes of a dialogue as rows of `DialogueChange`."""
    dialogue = output["dialogue"]
    about = {"source": dialogue["source"], "source_id": dialogue["source_id"], "dialogue": dialogue["id"]}
    return ({**change, **about} for change in output["changes"])


def _json(row: dict[str, Any]) -> str:
    """A row that was made from a record, as one line; to make the record again would take as long as all the rest."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _left_out(item: Item) -> LeftOut | None:
    output, reason = item.result.output, item.result.reason
    if reason is None:
        return None
    detail = item.result.detail.removeprefix(f"{output['place']}: ")
    return LeftOut(
        source=output["source"], place=output["place"], reason=reason, detail=detail, record=output["record"]
    )


def _summary(
    opened: Opened,
    options: Options,
    converted: Sequence[Converted | None],
    items: Sequence[Item],
    others: tuple[str, ...],
    outdated: tuple[str, ...],
    judged: Sequence[Judged],
) -> Summary:
    kept = [
        (read.found, made, made.dialogue)
        for read, made, item in zip(opened.records, converted, items, strict=True)
        if item.result.outcome is Outcome.KEPT and made and made.dialogue and not isinstance(read.found, Unread)
    ]
    turns = [turn for _, _, dialogue in kept for turn in dialogue.turns]
    supporter = [turn for turn in turns if turn.role is Role.SUPPORTER]
    changes = [change for _, made, _ in kept for change in made.changes]
    unread = Counter(field for raw, _, _ in kept for field in raw.unread)
    used = Counter(strategy for turn in supporter for each in turn.utterances for strategy in each.strategies)
    return Summary(
        options.source,
        opened.layout,
        records=len(items),
        dialogues=len(kept),
        left_out=tuple(filter(None, map(_left_out, items))),
        messages=sum(len(raw.turns) for raw, _, _ in kept),
        turns=len(turns),
        several=sum(len(turn.strategies) > 1 for turn in supporter),
        supporter_turns=len(supporter),
        pairs=sum(made.pairs for _, made, _ in kept),
        changes=Counter(change.kind for change in changes),
        strategies=used,
        unknown=Counter(change.detail for change in changes if change.kind is ChangeKind.UNKNOWN_LABEL),
        unread=unread,
        quality=Counter(dialogue.quality.value for _, _, dialogue in kept if dialogue.quality),
        flags=Counter(flag for each in judged for flag in each.flags),
        flagged=sum(bool(each.flags) for each in judged),
        personal=sum(each.reason is Reason.PERSONAL_DATA for each in judged),
        others=others,
        outdated=outdated,
    )
