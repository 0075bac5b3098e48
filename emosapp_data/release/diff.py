"""What is different between two releases of a dataset, and which number of the version that asks for."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from emosapp_data.errors import ReleaseError
from emosapp_data.release.difference import Cause, Difference, EditedRow, MovedRow, RowEntry
from emosapp_data.release.shards import split_of
from emosapp_data.release.shown import Shown, shown
from emosapp_data.release.splits import SPLITS
from emosapp_data.release.verify import read_release
from emosapp_data.schema.release import Bump, DatasetKind

KEY = "source_id"
"""Column by which a dialogue is known whose text was read otherwise."""


class LeftOut(NamedTuple):
    """Why a pair is in a release no longer."""

    reason: str
    """A `Reason`."""
    detail: str
    """In words."""


def nobody_knows(_ids: Collection[str]) -> Mapping[str, LeftOut]:
    """The reasons where only the releases are at hand: none."""
    return {}


class History(NamedTuple):
    """What the ledger knows beyond the two releases."""

    originals: Mapping[str, str] = {}
    """Of an edited pair, the pair from which the edits began; also where several edits lie between two releases."""
    left_out: Callable[[Collection[str]], Mapping[str, LeftOut]] = nobody_knows
    """Why pairs were left out, by their id."""


def _side(folder: Path) -> "_Side":
    from pyarrow import ArrowException  # noqa: PLC0415

    try:
        return _Side(folder)
    except (ArrowException, OSError, KeyError) as error:
        problem = " ".join(str(error).split())
        raise ReleaseError(f"{folder}: damaged ({problem}); 'emosapp verify-release {folder}' says more") from None


class _Side:
    """One of the two releases, with the rows of all its splits."""

    def __init__(self, folder: Path) -> None:
        import pyarrow as pa  # noqa: PLC0415
        from pyarrow import parquet as pq  # noqa: PLC0415

        self.release = read_release(folder)
        names = sorted(file.path for file in self.release.files if file.path.startswith("data/"))
        of = {split: [name for name in names if split_of(name) == split] for split in self.release.rows}
        read = [(split, pq.read_table(folder / name)) for split, parts in of.items() for name in parts]
        self.table = pa.concat_tables([table.replace_schema_metadata(None) for _, table in read])
        self.types = {field.name: str(field.type) for field in self.table.schema}
        ids = self.table["id"].to_pylist()
        self.rows = {pair: number for number, pair in enumerate(ids)}
        splits = [split for split, table in read for _ in range(table.num_rows)]
        self.splits = dict(zip(ids, splits, strict=True))
        dialogues = sorted((folder / "dialogues").glob("*.parquet"))
        self.dialogues = {id_ for path in dialogues for id_ in pq.read_table(path, columns=["id"])["id"].to_pylist()}
        self._shown = shown(self.table)

    def shown(self, row: str) -> Shown:
        return self._shown[self.rows[row]]

    def known_by(self, rows: Collection[str], column: str) -> dict[Any, str]:
        """The rows by what a column holds; none where there is no such column."""
        if column not in self.types:
            return {}
        held = zip(self.values(column, sorted(rows)), sorted(rows), strict=True)
        return {value: row for value, row in held if value is not None}

    def values(self, column: str, pairs: Collection[str]) -> list[Any]:
        import pyarrow as pa  # noqa: PLC0415

        rows = pa.array([self.rows[pair] for pair in pairs], pa.int64())
        return list(self.table[column].take(rows).to_pylist())

    def entry(self, pair: str, why: LeftOut | None = None) -> RowEntry:
        return RowEntry(
            id=pair,
            split=self.splits[pair],
            question=self.shown(pair).question,
            answer=self.shown(pair).answer,
            source=self.shown(pair).source,
            reason=why.reason if why else None,
            detail=why.detail if why else "",
        )


def compare(before: Path, after: Path, history: History | None = None) -> Difference:
    """Find what is different between two releases.

    Args:
        before: folder of the older release.
        after: folder of the newer one.
        history: what the ledger knows; without it, a pair that was edited twice between the two counts as removed and
            added, and no reasons are given.

    Raises:
        ReleaseError: one of the folders holds no release, or a damaged one.
    """
    history = history or History()
    old, new = _side(before), _side(after)
    parents = _parents(old, new, history.originals)
    gone = sorted(old.rows.keys() - new.rows.keys() - set(parents.values()))
    why = history.left_out(gone) if gone else {}
    common = sorted(old.rows.keys() & new.rows.keys())
    places = [(pair, pair) for pair in common] + sorted(parents.items())
    moved = [(pair, parent) for pair, parent in places if old.splits[parent] != new.splits[pair]]
    found = Difference(
        name=new.release.name,
        before=old.release.version,
        after=new.release.version,
        added=tuple(new.entry(pair) for pair in sorted(new.rows.keys() - old.rows.keys() - parents.keys())),
        removed=tuple(old.entry(pair, why.get(pair)) for pair in gone),
        edited=tuple(_edited(pair, parent, old, new) for pair, parent in sorted(parents.items())),
        moved=tuple(
            MovedRow(id=pair, question=new.shown(pair).question, before=old.splits[parent], after=new.splits[pair])
            for pair, parent in moved
        ),
        values=_values(old, new, common),
        causes=(),
    )
    causes = [*_of_layout(old, new), *_of_rows(found, new.release.kind), *_of_dialogues(old, new)]
    return found.model_copy(update={"causes": tuple(sorted(causes, key=lambda cause: -cause.bump.weight))})


def _parents(old: _Side, new: _Side, originals: Mapping[str, str]) -> dict[str, str]:
    """Of the rows that replace one of the older release, which they replace; an edit that is taken back is one, too."""
    found: dict[str, str] = {}
    gone, came = old.rows.keys() - new.rows.keys(), new.rows.keys() - old.rows.keys()
    taken_back = {parent: pair for parent, pair in old.known_by(gone, "parent").items() if parent in came}
    parents = {pair: parent for parent, pair in new.known_by(came, "parent").items()}
    same = old.known_by(gone, KEY)
    again = {row: same[key] for key, row in new.known_by(came, KEY).items() if key in same}
    for pair in came:
        for parent in (parents.get(pair), originals.get(pair), taken_back.get(pair), again.get(pair)):
            if parent and parent in old.rows and parent not in new.rows:
                found[pair] = parent
                break
    return found


def _edited(pair: str, parent: str, old: _Side, new: _Side) -> EditedRow:
    return EditedRow(
        id=pair,
        parent=parent,
        split=new.splits[pair],
        question_before=old.shown(parent).question,
        question=new.shown(pair).question,
        answer_before=old.shown(parent).answer,
        answer=new.shown(pair).answer,
    )


def _values(old: _Side, new: _Side, common: Collection[str]) -> dict[str, int]:
    """In how many of the pairs that are in both a column holds something else."""
    counts = {}
    for column in old.types:
        if column in new.types:
            both = zip(old.values(column, common), new.values(column, common), strict=True)
            counts[column] = sum(here != there for here, there in both)
    return {column: count for column, count in counts.items() if count}


def _of_layout(old: _Side, new: _Side) -> list[Cause]:
    """Differences that a program which reads the dataset runs into."""
    causes = []
    for column in sorted(old.types.keys() | new.types.keys()):
        if column not in new.types:
            causes.append(Cause(bump=Bump.MAJOR, what=f"column {column} is gone"))
        elif column not in old.types:
            causes.append(Cause(bump=Bump.MINOR, what=f"column {column} is new"))
        elif old.types[column] != new.types[column]:
            change = f"column {column} holds {new.types[column]} and no longer {old.types[column]}"
            causes.append(Cause(bump=Bump.MAJOR, what=change))
    for split in SPLITS:
        if (split in old.release.rows) != (split in new.release.rows):
            here = split in new.release.rows
            what = f"split {split} is {'new' if here else 'gone'}"
            causes.append(Cause(bump=Bump.MINOR if here else Bump.MAJOR, what=what))
    if old.release.licence != new.release.licence:
        terms = [licence or "unknown" for licence in (old.release.licence, new.release.licence)]
        causes.append(Cause(bump=Bump.MAJOR, what=f"the licence is {terms[1]} and no longer {terms[0]}"))
    return causes


def _of_rows(found: Difference, kind: DatasetKind) -> list[Cause]:
    causes = []
    for (before, after), count in sorted(Counter((pair.before, pair.after) for pair in found.moved).items()):
        causes.append(Cause(bump=Bump.MAJOR, what=f"{kind.rows(count)} moved from {before} to {after}"))
    reasons = Counter(pair.reason for pair in found.removed if pair.reason)
    why = ", ".join(f"{count:,} {reason}" for reason, count in sorted(reasons.items()))
    for what, rows in (("added", found.added), ("removed", found.removed), ("edited", found.edited)):
        if rows:
            because = f" ({why})" if what == "removed" and why else ""
            causes.append(Cause(bump=Bump.MINOR, what=f"{kind.rows(len(rows))} {what}{because}"))
    for column, count in found.values.items():
        causes.append(Cause(bump=Bump.MINOR, what=f"column {column} has another value in {kind.rows(count)}"))
    return causes


def _of_dialogues(old: _Side, new: _Side) -> list[Cause]:
    if bool(old.dialogues) != bool(new.dialogues):
        here = bool(new.dialogues)
        what = f"configuration dialogues is {'new' if here else 'gone'}"
        return [Cause(bump=Bump.MINOR if here else Bump.MAJOR, what=what)]
    if changed := len(new.dialogues - old.dialogues):
        return [Cause(bump=Bump.MINOR, what=f"{changed:,} of {len(new.dialogues):,} dialogues are packed anew")]
    return []
