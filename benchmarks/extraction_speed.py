"""How long extraction takes, as a multiple of PyMuPDF's bare `get_text("dict")` over the same pages.

    python benchmarks/extraction_speed.py [BOOK.pdf ...]

Without books: the sample book, and the real ones in ../shared/data where they are. Both are timed alternately in one
run, after a warm-up; the figure to quote is the ratio of the medians. Extraction reads the file, finds the layout, the
structure and the elements, and makes passages; all on one core.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pymupdf

from corpus.book import describe, identify
from corpus.elements.key_terms import key_terms
from corpus.elements.questions import review_questions
from corpus.extract import read_pages
from corpus.passages import make_passages
from corpus.pdf import Pdf

ROUNDS = 7
ROOT = Path(__file__).resolve().parent.parent


def bare(path: Path) -> None:
    """Get the text of all pages, and do nothing with it."""
    for page in pymupdf.open(path):
        page.get_text("dict")


def extraction(path: Path) -> None:
    """Extract a book."""
    with Pdf(path) as pdf:
        book = identify(path, describe(path), pdf.title)
        found = read_pages(list(pdf.pages()), pdf.outline(), book)
    list(make_passages(found.blocks, book, found.labels))
    list(key_terms(found.blocks))
    review_questions(found.blocks)


def seconds(work: Callable[[Path], None], path: Path) -> float:
    """Time one run."""
    start = time.perf_counter()
    work(path)
    return time.perf_counter() - start


def main(paths: list[Path]) -> None:
    """Print a line a book."""
    print(f"{'book':<42} {'pages':>6} {'bare s':>8} {'extract s':>10} {'pages/s':>8} {'ratio':>6}")
    for path in paths:
        with pymupdf.open(path) as document:
            pages = len(document)
        bare(path)
        extraction(path)
        times = [(seconds(bare, path), seconds(extraction, path)) for _ in range(ROUNDS)]
        floor, full = (statistics.median(column) for column in zip(*times, strict=True))
        print(f"{path.stem[:42]:<42} {pages:>6} {floor:>8.3f} {full:>10.3f} {pages / full:>8.0f} {full / floor:>6.2f}")


if __name__ == "__main__":
    books = ROOT.parent / "shared" / "data" / "textbooks"
    found = [
        ROOT / "examples" / "feeling-and-coping.pdf",
        *sorted(path for path in books.glob("*.pdf") if not path.stem.startswith("scan")),
    ]
    main([Path(argument) for argument in sys.argv[1:]] or found)
