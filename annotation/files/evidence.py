"""Evidence as people see and give it: marked in the passage, or as words quoted from it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from annotation.files.problem import CellError
from emosapp_data.generation.alignment import Folded, fold
from emosapp_data.schema import Span

JOIN = " … "
"""Between two quotes in one cell."""
SEPARATORS = (re.compile(r"\s+\[?(?:…|\.{3})\]?\s+"), re.compile(r"\s*\n\s*"))
"""What people put between two quotes; tried in this order, and only where the whole is not in the passage."""
LEAST_NEAR = 50
"""Least similarity, in per cent, of what is shown as nearest to words that are not there."""
SHOWN = 80
"""Characters of a quote that a message shows."""


class Marks(NamedTuple):
    """What stands around evidence in the text of a passage."""

    opening: str
    closing: str


CHOICES = (Marks("⟦", "⟧"), Marks("⟪", "⟫"), Marks("⦃", "⦄"))


def marks(passage: str) -> Marks:
    """Marks that the passage itself has no use for."""
    return next((pair for pair in CHOICES if not any(mark in passage for mark in pair)), CHOICES[0])


def marked(passage: str, evidence: Iterable[Span]) -> str:
    """The passage with marks around the evidence; stretches that overlap or touch are marked as one."""
    opening, closing = marks(passage)
    parts, at = [], 0
    for start, end in _joined(evidence):
        parts += [passage[at:start], opening, passage[start:end], closing]
        at = end
    return "".join((*parts, passage[at:]))


def quoted(passage: str, evidence: Iterable[Span]) -> str:
    """The words of the evidence."""
    return JOIN.join(passage[span.start : span.end] for span in evidence)


def locate(text: str, passage: str) -> tuple[Span, ...]:
    """The places of quoted words, in the order of the passage.

    Words are looked for exactly, then with letter case, spaces and the form of quotation marks and dashes set aside. Where marks
    as those of the export stand in the text, only what they enclose is evidence, and the rest tells where it is.

    Raises:
        CellError: words are not in the passage, or in several places.
    """
    if any(mark in text for mark in marks(passage)):
        return _unmarked(text, passage)
    return ordered(_parts(text, passage, SEPARATORS))


def ordered(evidence: Iterable[Span]) -> tuple[Span, ...]:
    """The stretches in the order of the passage, each once."""
    return tuple(Span(start=start, end=end) for start, end in sorted({(span.start, span.end) for span in evidence}))


def trimmed(passage: str, evidence: Iterable[Span]) -> tuple[Span, ...]:
    """The stretches without the space at their edges, in the order of the passage; those that hold no words are left out."""
    found = []
    for span in evidence:
        text = passage[span.start : span.end]
        start = span.start + len(text) - len(text.lstrip())
        found.append(Span(start=start, end=start + len(text.strip())))
    return ordered(span for span in found if span.end > span.start)


def _parts(text: str, passage: str, separators: Sequence[re.Pattern[str]]) -> Iterator[Span]:
    wanted = text.strip()
    found = _places(wanted, passage)
    if len(found) == 1:
        yield found[0]
        return
    if found:
        opening, closing = marks(passage)
        raise CellError(
            f"evidence_corrected: {_short(wanted)} stands {len(found)} times in the passage;"
            f" copy more words around it and put {opening} {closing} around the evidence"
        )
    for number, separator in enumerate(separators, 1):
        if len(pieces := [piece for piece in separator.split(wanted) if piece.strip()]) > 1:
            for piece in pieces:
                yield from _parts(piece, passage, separators[number:])
            return
    raise CellError(_not_found(wanted, passage))


def _places(wanted: str, passage: str) -> list[Span]:
    if exact := list(_occurrences(wanted, passage)):
        return [Span(start=at, end=at + len(wanted)) for at in exact]
    within, folded = fold(passage), fold(wanted).text.strip()
    places = within.places
    return [Span(start=places[at], end=places[at + len(folded) - 1] + 1) for at in _occurrences(folded, within.text)]


def _occurrences(wanted: str, text: str) -> Iterator[int]:
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _unmarked(text: str, passage: str) -> tuple[Span, ...]:
    opening, closing = marks(passage)
    plain, enclosed, begun = "", [], -1
    for piece in re.split(f"({re.escape(opening)}|{re.escape(closing)})", text):
        if piece == opening and begun < 0:
            begun = len(plain)
        elif piece == closing and begun >= 0:
            enclosed.append((begun, len(plain)))
            begun = -1
        elif piece in (opening, closing):
            enclosed.clear()
            break
        else:
            plain += piece
    if not enclosed or begun >= 0:
        raise CellError(f"evidence_corrected: every {opening} needs a {closing} behind it; or leave them out")
    whole, within = fold(plain), fold(passage)
    wanted = whole.text.strip()
    found = list(_occurrences(wanted, within.text))
    if len(found) != 1:
        problem = f"evidence_corrected: {_short(wanted)} stands {len(found)} times in the passage; copy more words"
        raise CellError(problem if found else _not_found(plain.strip(), passage))
    shift = found[0] - whole.text.find(wanted)
    return tuple(_carried(start, end, shift, whole, within) for start, end in enclosed)


def _carried(start: int, end: int, shift: int, whole: Folded, within: Folded) -> Span:
    """A stretch of the text that a person copied, as a stretch of the passage."""
    inside = [at for at, place in enumerate(whole.places) if start <= place < end and whole.text[at] != " "]
    if not inside:
        raise CellError("evidence_corrected: there are no words between the marks")
    return Span(start=within.places[inside[0] + shift], end=within.places[inside[-1] + shift] + 1)


def _joined(evidence: Iterable[Span]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in evidence if span.end > span.start):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _not_found(wanted: str, passage: str) -> str:
    from rapidfuzz import fuzz  # noqa: PLC0415

    problem = f"evidence_corrected: {_short(wanted)} is not in the passage"
    folded = fold(passage)
    nearest = fuzz.partial_ratio_alignment(fold(wanted).text, folded.text)
    if nearest is None or nearest.score < LEAST_NEAR or nearest.dest_end <= nearest.dest_start:
        return f"{problem}; copy the words from there"
    start, end = _whole_words(folded.text, nearest.dest_start, nearest.dest_end)
    return f"{problem}; nearest: {_short(folded.printed(start, end))}"


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    begin, close = text.rfind(" ", 0, start + 1) + 1, text.find(" ", end - 1)
    return begin, len(text) if close < 0 else close


def _short(text: str) -> str:
    words = " ".join(text.split())
    return repr(words if len(words) <= SHOWN else words[:SHOWN] + "…")
