"""From what a person filled in to a review or a rating; what cannot be understood is told, never guessed."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import NamedTuple

from annotation.files.cells import blank, same
from annotation.files.columns import DECISIONS, DISCARD, FILLED_IN, RATED, ROUND
from annotation.files.evidence import locate, marks, ordered, quoted, trimmed
from annotation.files.known import KnownPair
from annotation.files.problem import CellError, Problems
from annotation.files.reading import Row, Sheet
from annotation.pseudonyms import Pseudonyms
from emosapp_data.schema import (
    ANSWER_SCALES,
    SCALES,
    AnswerRating,
    AnswerToRate,
    Decision,
    Issue,
    Review,
    ReviewStatus,
    Round,
    Span,
)

RATING = re.compile(r"([1-5])(?:[.,]0*)?")
"""A rating; spreadsheets write 4 as '4.0' or '4,0'."""
DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
"""How German and other spreadsheets write a time; with slashes, day and month could not be told apart."""
OVERWRITTEN = "put the new text into corrected_{}, and empty this cell"
NOT_SAID = frozenset({"reviewer", "group", "reviewed_at"})
"""What may stand in a row that nobody has reviewed yet."""


class Whose(NamedTuple):
    """Whose word it is, where the file does not say."""

    pseudonyms: Pseudonyms
    reviewer: str = ""
    group: str = ""
    owner: bool = False


class Heard(NamedTuple):
    """What a row comes to."""

    word: Review | AnswerRating | None = None
    """Nothing where nobody has said anything, or something is wrong."""
    problems: tuple[str, ...] = ()
    note: str = ""
    """What a person should know of how it was understood."""
    timed: bool = False
    """Whether the row says when."""


def hear_review(row: Row, sheet: Sheet, pairs: Mapping[str, KnownPair], whose: Whose) -> Heard:
    """Read a review of a pair."""
    if _silent(row, FILLED_IN):
        return Heard(problems=tuple(row.problems))
    problems = Problems(row.problems)
    pair = pairs.get(row["id"].strip())
    if pair is None:
        problems.append(_unknown(row, "pair", "it may have been built anew since the export: export again"))
        pair = KnownPair(row["question"], row["answer"], "", ())
    else:
        problems += _changed(row, sheet, {"question": pair.question, "answer": pair.answer}, OVERWRITTEN)
    known = pair
    discarded, decision = problems.attempt(lambda: _decision(row["decision"]), (False, None))
    evidence = problems.attempt(lambda: _evidence(row, known), None) if known.passage else None
    corrected = {
        "corrected_question": _correction(row["corrected_question"], known.question, sheet),
        "corrected_answer": _correction(row["corrected_answer"], known.answer, sheet),
    }
    note = ""
    if decision is Decision.ACCEPT and (evidence or any(corrected.values())):
        decision, note = Decision.EDIT, "'accept' with a correction counts as edit"
    submitted = problems.attempt(lambda: _time(row, sheet), sheet.modified)
    turn = problems.attempt(lambda: _round(row[ROUND]), Round.REVIEW)
    reviewer = problems.attempt(lambda: _person(row["reviewer"], whose), "")
    ratings, issues = _ratings(row, SCALES, problems), problems.attempt(lambda: _issues(row["issues"]), ())
    if problems:
        return Heard(problems=tuple(problems))
    review = Review(
        pair=row["id"].strip(),
        reviewer=reviewer,
        round=turn,
        status=ReviewStatus.DISCARDED if discarded else ReviewStatus.SUBMITTED if decision else ReviewStatus.DRAFT,
        owner=whose.owner or turn is Round.ADJUDICATION,
        decision=decision,
        evidence=evidence,
        ratings=ratings,
        issues=issues,
        comment=_filled(row["comment"]),
        submitted=submitted,
        **corrected,
    )
    return Heard(review, note=note, timed=not blank(row["reviewed_at"]))


def hear_rating(row: Row, sheet: Sheet, answers: Mapping[str, AnswerToRate], whose: Whose) -> Heard:
    """Read a rating of an answer; it counts once all scales are rated."""
    if _silent(row, RATED):
        return Heard(problems=tuple(row.problems))
    problems = Problems(row.problems)
    answer = answers.get(row["id"].strip())
    if answer is None:
        problems.append(_unknown(row, "answer", "export again"))
    else:
        problems += _changed(row, sheet, {"message": answer.message, "answer": answer.answer}, "put the old text back")
    ratings = _ratings(row, ANSWER_SCALES, problems)
    submitted = problems.attempt(lambda: _time(row, sheet), sheet.modified)
    rater = problems.attempt(lambda: _person(row["reviewer"], whose), "")
    discarded = problems.attempt(lambda: _passed_over(row["decision"]), False)
    group = row["group"].strip() or whose.group
    if not group:
        problems.append("group: empty; fill in the rater's group, such as students, or give --group")
    if problems or answer is None:
        return Heard(problems=tuple(problems))
    complete = len(ratings) == len(ANSWER_SCALES)
    rating = AnswerRating(
        answer=answer.id,
        model=answer.model,
        item=answer.item,
        rater=rater,
        group=group,
        status=ReviewStatus.DISCARDED if discarded else ReviewStatus.SUBMITTED if complete else ReviewStatus.DRAFT,
        ratings=ratings,
        comment=_filled(row["comment"]),
        submitted=submitted,
    )
    return Heard(rating, timed=not blank(row["reviewed_at"]))


def _silent(row: Row, columns: tuple[str, ...]) -> bool:
    return not row.evidence and all(blank(row[name]) for name in columns if name not in NOT_SAID)


def _unknown(row: Row, kind: str, advice: str) -> str:
    return f"id: {row['id'].strip()!r} is no {kind} of this workspace; {advice}" if row["id"].strip() else "id: empty"


def _changed(row: Row, sheet: Sheet, texts: Mapping[str, str], advice: str) -> list[str]:
    """What was written over; it also shows when the rows of one column were sorted without the others."""
    return [
        f"{name} was changed in place; {advice.format(name)} (if it is another row's, undo the sorting)"
        for name, text in texts.items()
        if not blank(row[name]) and not sheet.holds(row[name], text)
    ]


def _decision(cell: str) -> tuple[bool, Decision | None]:
    """Whether the pair was passed over, and the decision."""
    word = cell.strip().casefold()
    if word == DISCARD or not word:
        return word == DISCARD, None
    try:
        return False, Decision(word)
    except ValueError:
        raise CellError(f"decision: {cell.strip()!r}; write {', '.join(DECISIONS)}, or nothing") from None


def _passed_over(cell: str) -> bool:
    word = cell.strip().casefold()
    if word in ("", DISCARD):
        return word == DISCARD
    raise CellError(f"decision: {cell.strip()!r}; write {DISCARD} if you do not want to rate the answer, or nothing")


def _correction(cell: str, present: str, sheet: Sheet) -> str | None:
    return None if blank(cell) or sheet.holds(cell, present) else cell


def _evidence(row: Row, pair: KnownPair) -> tuple[Span, ...] | None:
    cell, passage = row["evidence_corrected"], pair.passage
    if row.evidence:
        parts = ((part,) if isinstance(part, Span) else locate(part, passage) for part in row.evidence)
        found = ordered(chain.from_iterable(parts))
    elif blank(cell) or same(cell, quoted(passage, pair.evidence)):
        return None
    else:
        found = locate(cell, passage)
    if any(span.end > len(passage) or not passage[span.start : span.end].strip() for span in found):
        raise CellError(f"evidence_corrected: no words there in the passage, which has {len(passage):,} characters")
    if (found := trimmed(passage, found)) != trimmed(passage, pair.evidence):
        return found
    if any(mark in cell for mark in marks(passage)):
        raise CellError("evidence_corrected: the marks are where they were; move them, or leave them out")
    return None


def _ratings(row: Row, scales: tuple[str, ...], problems: Problems) -> dict[str, int]:
    found: dict[str, int] = {}
    for scale in scales:
        if cell := row[scale].strip():
            if match := RATING.fullmatch(cell):
                found[scale] = int(match[1])
            else:
                problems.append(f"{scale}: {cell!r}; write a whole number from 1 to 5, or nothing")
    return found


def _issues(cell: str) -> tuple[Issue, ...]:
    """The issues in the order of their list, for order says nothing."""
    words = [
        "_".join(re.split(r"[\s_-]+", word.strip().casefold())) for word in re.split(r"[,;|\n]", cell) if word.strip()
    ]
    if unknown := [word for word in words if word not in set(Issue)]:
        raise CellError(f"issues: {', '.join(map(repr, unknown))}; write any of {', '.join(Issue)}")
    return tuple(issue for issue in Issue if issue.value in words)


def _round(cell: str) -> Round:
    try:
        return Round(cell.strip().casefold() or Round.REVIEW)
    except ValueError:
        raise CellError(f"round: {cell.strip()!r}; it is {' or '.join(Round)}") from None


def _person(cell: str, whose: Whose) -> str:
    if name := cell.strip() or whose.reviewer.strip():
        return whose.pseudonyms(name)
    raise CellError("reviewer: empty; fill in who reviewed this, or give --reviewer")


def _filled(cell: str) -> str | None:
    return None if blank(cell) else cell


def _time(row: Row, sheet: Sheet) -> datetime:
    cell = row["reviewed_at"].strip()
    if not cell:
        return sheet.modified
    read: tuple[Callable[[str], datetime], ...] = (datetime.fromisoformat, _day_first)
    for form in read:
        try:
            found = form(cell)
            found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            continue
        if found > datetime.now(UTC) + timedelta(days=1):
            raise CellError(f"reviewed_at: {cell!r} is in the future")
        return found
    raise CellError(f"reviewed_at: {cell!r}; write it as 2026-01-31 14:30, in UTC, or nothing")


def _day_first(cell: str) -> datetime:
    match = DAY_FIRST.fullmatch(cell)
    if match is None:
        raise ValueError(cell)
    day, month, year, hour, minute, second = (int(part or 0) for part in match.groups())
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
