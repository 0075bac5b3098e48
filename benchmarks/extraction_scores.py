"""How well real textbooks are read, against their sources.

    python benchmarks/extraction_scores.py

Uses the books in ../shared/data/textbooks and the scorers in ../shared/tools: three chapters of OpenStax Psychology 2e
against the book's own markup, with and without its outline; four chapters of a book on cognition against their Quarto
sources; and a book on statistics, read without its outline, against that outline, and with its R code and output counted
where they are taken for prose. All figures are shares, 1 being perfect, except the counts.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from corpus.book import describe, identify
from corpus.extract import read_pages
from corpus.page import OutlineEntry
from corpus.pdf import Pdf
from corpus.text import fold
from emosapp_data.schema import Block, BlockKind

SHARED = Path(__file__).resolve().parents[2] / "shared"
TEXTBOOKS, TOOLS = SHARED / "data" / "textbooks", SHARED / "tools"
OPENSTAX = TEXTBOOKS / "openstax-psychology-ch06-08-16.pdf"
COGNITION = ("C1_What_is_Cognition", "C2_Mental_Imagery", "C3_Eugenics", "C7_Information_Processing")
STATISTICS = TEXTBOOKS / "answering-questions-with-data.pdf"
NUMBERING = re.compile(r"(?:chapter\s+)?[\d.]+\s+", re.IGNORECASE)
R = re.compile(r"#>|Pr\(>|\S\s?<-\s?\S|%>%")
"""R code, and the marks and table heads of what it prints."""


class Row(NamedTuple):
    """A line of the table."""

    book: str
    what: str
    value: float | int


class Source(NamedTuple):
    """A book as it was read."""

    blocks: list[Block]
    outline: list[OutlineEntry]
    """Its bookmarks, whether they were used or not."""


def read(path: Path, *, use_outline: bool = True) -> Source:
    """Read a book."""
    with Pdf(path) as pdf:
        pages, outline, title = list(pdf.pages()), pdf.outline(), pdf.title
    book = identify(path, describe(path), title)
    return Source(read_pages(pages, outline if use_outline else [], book).blocks, outline)


def scored(book: str, scorer: str, truth: Path, blocks: Iterable[Block]) -> Iterator[Row]:
    """What one of the scorers says of some blocks.

    Raises:
        subprocess.CalledProcessError: the scorer failed.
    """
    with TemporaryDirectory() as folder:
        found = Path(folder) / "blocks.jsonl"
        found.write_text("".join(f"{block.to_json()}\n" for block in blocks), encoding="utf-8")
        command = [sys.executable, str(TOOLS / scorer), str(truth), str(found)]
        said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    yield from (Row(book, name, value) for name, value in json.loads(said).items())


def without_outline(book: str, path: Path) -> Iterator[Row]:
    """How much of its own outline a book gives without it, and what of its R was taken for prose."""
    source = read(path, use_outline=False)
    headings: dict[tuple[str, int], Block] = {}
    for block in source.blocks:
        if block.kind is BlockKind.HEADING:
            for title in (fold(block.text), title_key(block.text)):
                headings.setdefault((title, block.page), block)
    found = [(entry, headings.get((fold(entry.title), entry.page))) for entry in source.outline]
    hits = [(entry, heading) for entry, heading in found if heading is not None]
    yield Row(book, "headings_in_outline", len(found))
    yield Row(book, "headings_found", len(hits) / len(found))
    yield Row(book, "levels_right", sum(entry.level == heading.level for entry, heading in hits) / len(found))
    all_headings = {heading.id for heading in headings.values()}
    yield Row(book, "headings_not_in_outline", len(all_headings - {heading.id for _, heading in hits}))
    r_blocks = [block for block in source.blocks if R.search(block.text)]
    yield Row(book, "blocks_of_r", len(r_blocks))
    yield Row(book, "r_taken_for_prose", sum(block.reason is None for block in r_blocks))


def title_key(title: str) -> str:
    """A title without its number, capitals and signs, as outlines may have it."""
    return fold(NUMBERING.sub("", title, count=1) if NUMBERING.match(title) else title)


def rows() -> Iterator[Row]:
    """The whole table, book by book."""
    truth = OPENSTAX.with_suffix(".truth.json")
    yield from scored("openstax", "score_extraction.py", truth, read(OPENSTAX).blocks)
    yield from scored("openstax, no outline", "score_extraction.py", truth, read(OPENSTAX, use_outline=False).blocks)
    for chapter in COGNITION:
        path = TEXTBOOKS / f"cognition-{chapter}.pdf"
        name = f"cognition {chapter.partition('_')[0]}"
        yield from scored(name, "score_sentences.py", path.with_suffix(".qmd"), read(path).blocks)
    yield from without_outline("statistics, no outline", STATISTICS)


def print_table(found: Sequence[Row]) -> None:
    """Print a line for each figure and a column for each book that has the figure; books with other figures below."""
    by_figures: dict[tuple[str, ...], list[str]] = {}
    values = {(row.book, row.what): row.value for row in found}
    for book in dict.fromkeys(row.book for row in found):
        by_figures.setdefault(tuple(row.what for row in found if row.book == book), []).append(book)
    for figures, books in by_figures.items():
        print(f"{'':<26}" + "".join(f"{book:>24}" for book in books))
        for what in figures:
            print(f"{what:<26}" + "".join(f"{_printed(values[book, what]):>24}" for book in books))
        print()


def _printed(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.4f}"


if __name__ == "__main__":
    if not TOOLS.is_dir() or not TEXTBOOKS.is_dir():
        sys.exit("needs the real textbooks and their scorers, in ../shared/data/textbooks and ../shared/tools")
    print_table(list(rows()))
