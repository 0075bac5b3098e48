"""A folder in which files are exported, filled in as people and their programs do, and taken in."""

import csv
import io
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from annotation.files.importing import Known, Taken, take
from annotation.files.judging import Whose
from annotation.files.known import KnownPair
from annotation.files.writing import write_sheet
from annotation.item import ReviewItem
from annotation.pseudonyms import Pseudonyms
from annotation.store import ReviewStore
from annotation.template import Template
from emosapp_data.schema import (
    AnswerToRate,
    Review,
    Span,
)
from emosapp_data.workspace import Workspace

PASSAGE = "Sleep mends the mind. It also mends the body.\n\nThe mind “rests” in sleep — not always."
ITEM = ReviewItem(
    id="pair-1",
    question="What mends the mind?",
    answer="Sleep.",
    passage=PASSAGE,
    evidence=(Span(start=0, end=21),),
    citation="A Book, p. 1",
    book="book-1",
    pdf_page=1,
    generator="key_term",
    rank=0,
    doubt=0.5,
)
OTHER = ITEM.model_copy(update={"id": "pair-2", "question": "What mends the body?", "rank": 1})
ANSWERS = [
    AnswerToRate(
        id=f"answer-{n}",
        message=f"I feel low, {n // 2}",
        answer=f"=I hear you, {n}",
        model=f"m{n % 2}",
        item=f"i{n // 2}",
    )
    for n in range(6)
]
CHANGED = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
PSEUDONYMS = Pseudonyms(bytes(32))


def pair_of(item: ReviewItem) -> KnownPair:
    return KnownPair(item.question, item.answer, item.passage, item.evidence)


KNOWN = Known({each.id: pair_of(each) for each in (ITEM, OTHER)}, {answer.id: answer for answer in ANSWERS})


class Desk:
    """A folder with a file that was exported, and a workspace that takes it in."""

    def __init__(self, folder: Path, name: str = "review.csv", known: Known = KNOWN) -> None:
        self.path, self.known = folder / name, known
        self.workspace = Workspace(folder / "workspace")
        self.store = ReviewStore(self.workspace)

    def exported(self, *items: ReviewItem | AnswerToRate, template: Template = Template.PAIRS, **given: str) -> "Desk":
        write_sheet(self.path, items or (ITEM, OTHER), template, {"reviewer": "Anna", **given})
        return self

    def filled(self, *rows: dict[str, object]) -> "Desk":
        """Fill in what is given into the rows, in their order, as a person would."""
        if self.path.suffix == ".jsonl":
            records = [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines()]
            for record, row in zip(records, rows, strict=False):
                record["review"].update(row)
            self.path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        else:
            self.saved(fill=rows)
        os.utime(self.path, (CHANGED.timestamp(), CHANGED.timestamp()))
        return self

    def saved(
        self,
        fill: tuple[dict[str, object], ...] = (),
        encoding: str = "utf-8-sig",
        change: Callable[[list[dict[str, str]]], None] = lambda _: None,
        **form: object,
    ) -> "Desk":
        """Save the table as a program would that likes another form."""
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            table = list(csv.DictReader(file))
        for row, new in zip(table, fill, strict=False):
            row.update({name: str(value) for name, value in new.items()})
        change(table)
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, list(table[0]), **form)  # type: ignore[arg-type]
        writer.writeheader()
        writer.writerows(table)
        self.path.write_bytes(text.getvalue().encode(encoding, "replace" if encoding == "cp1252" else "strict"))
        os.utime(self.path, (CHANGED.timestamp(), CHANGED.timestamp()))
        return self

    def take(
        self, path: Path | None = None, reviewer: str = "", group: str = "", owner: bool = False, skip_bad: bool = False
    ) -> Taken:
        whose = Whose(PSEUDONYMS, reviewer, group, owner)
        return take(path or self.path, self.known, self.store, whose, skip_bad=skip_bad)

    def reviews(self) -> list[Review]:
        taken = self.take()
        assert taken.problems == ()
        return [*self.store.reviews(), *self.store.unfinished()]

    def review(self) -> Review:
        (review,) = self.reviews()
        return review


def many(count: int) -> list[ReviewItem]:
    return [ITEM.model_copy(update={"id": f"pair-{n}", "rank": n}) for n in range(count)]


def ids(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row["id"] for row in csv.DictReader(file)]
