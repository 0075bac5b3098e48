"""Taking in what people filled in: everything that is wrong is told, and what is right is kept once."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from annotation.files.cells import unprotect
from annotation.files.columns import Form
from annotation.files.judging import Heard, Whose, hear_rating, hear_review
from annotation.files.known import KnownPair
from annotation.files.reading import Row, Sheet, read_sheet
from annotation.files.writing import json_line, write_table, write_whole
from annotation.store import Merged, ReviewStore
from emosapp_data.errors import InputError
from emosapp_data.schema import AnswerRating, AnswerToRate, Review, ReviewStatus

PROBLEMS = "problems"
"""Column, or field, of a rejected file that says what is wrong with a row."""
Key = tuple[str, ...]
Word = TypeVar("Word", Review, AnswerRating)


class Taken(NamedTuple):
    """What came of a file."""

    path: Path
    imported: bool = False
    """Whether what is right in it was taken in."""
    encoding: str = ""
    counts: Mapping[ReviewStatus, int] = {}
    """Reviews or ratings by how far they have got."""
    untouched: int = 0
    """Rows in which nothing is filled in yet."""
    untimed: int = 0
    """Words whose time is that of the file."""
    merged: Merged = Merged()
    problems: tuple[str, ...] = ()
    """What is wrong: file, row, what to do."""
    notes: tuple[str, ...] = ()
    """How something was understood: file, row, what."""
    rejected: Path | None = None
    """Where the rows were put that are wrong."""
    rejected_rows: int = 0
    rating: bool = False
    """Whether answers were rated, not pairs reviewed."""


class Known(NamedTuple):
    """What the workspace has."""

    pairs: Mapping[str, KnownPair]
    answers: Mapping[str, AnswerToRate]


def take(path: Path, known: Known, store: ReviewStore, whose: Whose, *, skip_bad: bool = False) -> Taken:
    """Take in a file that people filled in.

    Args:
        path: the file.
        known: what the workspace has.
        store: where reviews and ratings are kept.
        whose: whose word it is, where the file does not say.
        skip_bad: whether what is right is taken in where something is wrong; the wrong rows then go into a file beside it.

    Raises:
        WorkspaceError: the reviews of the workspace cannot be read or written.
    """
    try:
        sheet = read_sheet(path)
    except InputError as error:
        return Taken(path, problems=(str(error),))
    heard = _without_contradictions([(row, _hear(row, sheet, known, whose)) for row in sheet.rows])
    problems = tuple(f"{_place(sheet, row)}: {problem}" for row, found in heard for problem in found.problems)
    bad = [(row, found) for row, found in heard if found.problems]
    result = Taken(
        path,
        encoding=sheet.encoding,
        counts=Counter(found.word.status for _, found in heard if found.word),
        untouched=sum(not found.problems and found.word is None for _, found in heard),
        untimed=sum(found.word is not None and not found.timed for _, found in heard),
        problems=problems,
        notes=(
            *(f"{_place(sheet, row)}: {found.note}" for row, found in heard if found.note),
            *(f"{path}: column {name!r} means nothing here and was not read" for name in sheet.ignored),
        ),
        rejected_rows=len(bad),
        rating=sheet.rating,
    )
    if bad and not skip_bad:
        return result
    merged = _merge(store, [found for _, found in heard])
    return result._replace(imported=True, merged=merged, rejected=_reject(sheet, bad) if bad else None)


def _hear(row: Row, sheet: Sheet, known: Known, whose: Whose) -> Heard:
    if sheet.rating:
        return hear_rating(row, sheet, known.answers, whose)
    return hear_review(row, sheet, known.pairs, whose)


def _place(sheet: Sheet, row: Row) -> str:
    return f"{sheet.path}, {'line' if sheet.form is Form.JSONL else 'row'} {row.number}"


def _without_contradictions(heard: Sequence[tuple[Row, Heard]]) -> list[tuple[Row, Heard]]:
    """Two words of one person of the same pair, at one time, cannot both count, and nobody knows which is meant."""
    said: dict[Key, list[tuple[Row, Heard]]] = defaultdict(list)
    for row, found in heard:
        if found.word is not None:
            said[*_key(found.word), found.word.submitted.isoformat()].append((row, found))
    contradicted: dict[int, str] = {}
    for entries in said.values():
        if any(found.word != entries[0][1].word for _, found in entries):
            numbers = " and ".join(str(row.number) for row, _ in entries)
            contradicted |= {
                row.number: f"id: {numbers} are of the same by one person and differ; keep one" for row, _ in entries
            }
    return [
        (row, Heard(problems=(contradicted[row.number],)) if row.number in contradicted else found)
        for row, found in heard
    ]


def _merge(store: ReviewStore, heard: Sequence[Heard]) -> Merged:
    reviews = list(_timed(heard, Review, lambda: [*store.unfinished(), *store.reviews()]))
    ratings = list(_timed(heard, AnswerRating, lambda: [*store.unfinished_ratings(), *store.ratings()]))
    return store.merge_ratings(ratings) if ratings else store.merge(reviews)


def _timed(heard: Sequence[Heard], kind: type[Word], stored: Callable[[], list[Word]]) -> Iterator[Word]:
    """What was said; the same word that is on record already keeps its time, for a copied file has a later one."""
    found = [(entry.word, entry.timed) for entry in heard if isinstance(entry.word, kind)]
    before = {_key(word): word for word in stored()} if not all(timed for _, timed in found) else {}
    for word, timed in found:
        known = before.get(_key(word))
        unchanged = known is not None and word.model_copy(update={"submitted": known.submitted}) == known
        yield known if known is not None and unchanged and not timed else word


def _key(word: Review | AnswerRating) -> Key:
    return (word.pair, word.round, word.reviewer) if isinstance(word, Review) else (word.answer, word.rater)


def _reject(sheet: Sheet, bad: Sequence[tuple[Row, Heard]]) -> Path:
    """Write the rows that are wrong, as they were, with what is wrong; the file can be mended and taken in."""
    path = sheet.path.with_name(f"{sheet.path.stem}.rejected{sheet.path.suffix}")
    if sheet.form is Form.JSONL:
        write_whole(path, "".join(_with_problems(str(row.raw), found.problems) + "\n" for row, found in bad), "utf-8")
        return path
    kept = [at for at, name in enumerate(sheet.header) if name != PROBLEMS]
    rows = [
        [*(unprotect(row.raw[at]) if at < len(row.raw) else "" for at in kept), "\n".join(found.problems)]
        for row, found in bad
    ]
    write_table(path, [*(sheet.header[at] for at in kept), PROBLEMS], rows, sheet.delimiter)
    return path


def _with_problems(line: str, problems: Sequence[str]) -> str:
    try:
        record = json.loads(line)
    except ValueError:
        record = None
    fields = record if isinstance(record, dict) else {"line": line}
    return json_line({**fields, PROBLEMS: list(problems)})
