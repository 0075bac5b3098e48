"""Writing pairs and answers as files that people fill in."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from annotation.files.cells import protect, shorten
from annotation.files.columns import REVIEW, ROUND, VALUES, Form, columns, to_fill_in
from annotation.files.evidence import marked, quoted
from annotation.item import AlikeNote, CheckNote, Opinion, ReviewItem
from annotation.template import Template
from emosapp_data.errors import InputError
from emosapp_data.schema import AnswerToRate

HIDDEN_OF_ITEM = {"audited"}
HIDDEN_OF_ANSWER = {"model", "item"}
"""What people must not know, for they judge otherwise if they do."""
LINE_ENDS = re.compile("[\\x85\\u2028\\u2029]")
Entry = ReviewItem | AnswerToRate


def form_of(path: Path) -> Form:
    """How a file is written.

    Raises:
        InputError: its name ends otherwise.
    """
    try:
        return Form(path.suffix.lower())
    except ValueError:
        raise InputError(f"{path}: its name must end in {' or '.join(Form)}") from None


def write_sheet(
    path: Path, entries: Iterable[Entry], template: Template, given: dict[str, str], delimiter: str = ","
) -> None:
    """Write a file to fill in, whole or not at all.

    Args:
        path: the file; its ending says how it is written.
        entries: what is reviewed or rated, in order.
        template: what people are asked.
        given: what is filled in for them already, such as the reviewer.
        delimiter: what stands between two cells of a table.
    """
    if form_of(path) is Form.CSV:
        rows = ({**_cells(entry), **given} for entry in entries)
        write_table(
            path, columns(template), ([row.get(name, "") for name in columns(template)] for row in rows), delimiter
        )
    else:
        write_whole(path, "".join(_line(entry, template, given) + "\n" for entry in entries), "utf-8")


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str) -> None:
    """Write a table that spreadsheet programs open as what it is: UTF-8 with a byte order mark, no cell a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(header)
    values = [name in VALUES for name in header]
    writer.writerows([[protect(cell, value=value) for cell, value in zip(row, values, strict=True)] for row in rows])
    write_whole(path, text.getvalue(), "utf-8-sig")


def write_whole(path: Path, text: str, encoding: str) -> None:
    """Write a file whole or not at all, with its line ends as they are.

    Raises:
        InputError: it cannot be written.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text, encoding=encoding, newline="")
        temporary.replace(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror})") from None


def json_line(record: Mapping[str, object]) -> str:
    """A record as a line of JSON; what some programs take for the end of a line is escaped."""
    return LINE_ENDS.sub(lambda end: f"\\u{ord(end[0]):04x}", json.dumps(record, ensure_ascii=False))


def _line(entry: Entry, template: Template, given: dict[str, str]) -> str:
    hidden = HIDDEN_OF_ITEM if isinstance(entry, ReviewItem) else HIDDEN_OF_ANSWER
    shown = entry.model_dump(mode="json", exclude=hidden, exclude_defaults=True)
    if isinstance(entry, ReviewItem):
        shown[ROUND] = entry.round.value
    empty: dict[str, object] = {name: [] if name == "issues" else None for name in to_fill_in(template)}
    return json_line({**shown, REVIEW: {**empty, **given}})


def _cells(entry: Entry) -> dict[str, str]:
    if isinstance(entry, AnswerToRate):
        return {"id": entry.id, "message": entry.message, "answer": entry.answer}
    return {
        "id": entry.id,
        "question": entry.question,
        "answer": entry.answer,
        "evidence": quoted(entry.passage, entry.evidence),
        "passage": shorten(marked(entry.passage, entry.evidence)),
        "citation": entry.citation,
        "link": entry.link or "",
        "checks": shorten("\n".join(map(_check, entry.checks))),
        "flags": "\n".join(flag.explanation for flag in entry.flags),
        "near_duplicates": shorten("\n\n".join(map(_alike, entry.alike))),
        "other_quotes": shorten("\n\n".join(f"{quote.role} ({quote.pages}): {quote.text}" for quote in entry.quotes)),
        "why": entry.why or "",
        "opinions": shorten("\n\n".join(map(_opinion, entry.opinions))),
        ROUND: entry.round.value,
    }


def _check(note: CheckNote) -> str:
    return f"{'fails ' if note.rejects else ''}{note.check}: {note.says}"


def _alike(note: AlikeNote) -> str:
    lines = [f"{note.pair}", f"Q: {note.question}", f"A: {note.answer}"]
    if note.differences:
        lines.append(f"differs in: {', '.join(note.differences)}")
    if note.here or note.there:
        lines.append(f"only here: {note.here or '-'}; only there: {note.there or '-'}")
    return "\n".join(lines)


def _opinion(opinion: Opinion) -> str:
    found = [
        ("question", opinion.corrected_question),
        ("answer", opinion.corrected_answer),
        ("evidence", " … ".join(opinion.evidence)),
        ("issues", ", ".join(issue.value for issue in opinion.issues)),
        ("comment", opinion.comment),
    ]
    return "\n".join(
        [f"{opinion.reviewer}: {opinion.decision.value}", *(f"{name}: {text}" for name, text in found if text)]
    )
