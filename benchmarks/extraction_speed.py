"""How fast extraction is, as ratios measured in one run, and how much memory a long book takes.

    python benchmarks/extraction_speed.py [BOOK.pdf ...]

Without books: the sample book, and the real ones in ../shared/data where they are. For each, PyMuPDF's bare
`get_text("dict")` over the same pages, extraction with one process (from the file to its blocks), and all that is done to
a book (with passages, key terms and questions) are timed alternately after a warm-up; the figures to quote are the ratios
of the medians. Then, over the books together: two processes against
one, pymupdf4llm's `to_markdown` against extraction, and the peak memory of `emosapp extract` on 5,000 pages.
"""

import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

import pymupdf

from corpus.elements.key_terms import key_terms
from corpus.elements.questions import review_questions
from corpus.passages import make_passages
from corpus.pdf import Pdf
from corpus.reading import read_book

ROUNDS = 7
SHELF = 4
"""How often each book stands on the shelf that two processes read."""
LONG = 5000
"""Pages of the long book."""
ROOT = Path(__file__).resolve().parent.parent
MARKDOWN = (
    "import sys, time, pymupdf4llm; s = time.time(); pymupdf4llm.to_markdown(sys.argv[1]); print(time.time() - s)"
)
MEASURE = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);"
    " print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)"
)
EMOSAPP = [str(Path(sys.executable).with_name("emosapp")), "extract"]
STEP_TIME = re.compile(r"^extract: .*, ([\d.]+) s$", re.MULTILINE)
"""What the command says of the step, where there is no terminal."""


def bare(path: Path) -> None:
    """Get the text of all pages, and do nothing with it."""
    for page in pymupdf.open(path):
        page.get_text("dict")


def extraction(path: Path) -> None:
    """Read a book: from its file to its blocks."""
    list(read_book(path).blocks)


def everything(path: Path) -> None:
    """Read a book, cut it into passages, and find its key terms and questions."""
    reading = read_book(path)
    blocks = list(reading.blocks)
    list(make_passages(blocks, reading.book, reading.labels))
    list(key_terms(blocks))
    review_questions(blocks)


def seconds(work: Callable[[], object]) -> float:
    """Time one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def each(paths: list[Path]) -> None:
    """Print a line a book: the time of extraction as a multiple of that of bare text."""
    columns = ("pages", "bare s", "extract s", "ratio", "all s", "ratio", "pages/s")
    print(f"{'book':<42}" + "".join(f"{column:>10}" for column in columns))
    for path in paths:
        with Pdf(path) as pdf:
            pages = len(pdf)
        works = [partial(work, path) for work in (bare, extraction, everything)]
        for work in works:
            work()
        times = [[seconds(work) for work in works] for _ in range(ROUNDS)]
        floor, read, full = (statistics.median(column) for column in zip(*times, strict=True))
        print(
            f"{path.stem[:42]:<42}{pages:>10}{floor:>10.3f}{read:>10.3f}{read / floor:>10.2f}"
            f"{full:>10.3f}{full / floor:>10.2f}{pages / full:>10.0f}"
        )


def shelf(paths: list[Path], folder: Path) -> None:
    """Print how much faster two processes read a shelf of books than one: the step alone, and the whole command."""
    copies = []
    for number in range(SHELF):
        for path in paths:
            copies.append(folder / f"{path.stem}-{number}.pdf")
            copies[-1].write_bytes(path.read_bytes())

    def read(jobs: int) -> tuple[float, float]:
        command = [*EMOSAPP, *map(str, copies), "-j", str(jobs), "-o", str(folder / f"{jobs}-{time.time_ns()}")]
        start = time.perf_counter()
        said = subprocess.run(command, check=True, capture_output=True, text=True).stderr
        return float(STEP_TIME.findall(said)[-1]), time.perf_counter() - start

    times = [(*read(1), *read(2)) for _ in range(3)]
    step_1, all_1, step_2, all_2 = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"\n{len(copies)} books with one process and with two:")
    print(f"  extraction                {step_1:5.1f} s  {step_2:5.1f} s  {step_1 / step_2:.2f} times as fast")
    print(f"  with ledger and files     {all_1:5.1f} s  {all_2:5.1f} s  {all_1 / all_2:.2f} times as fast")


def markdown(path: Path) -> None:
    """Print how much faster extraction is than pymupdf4llm on a book."""
    ours = statistics.median(seconds(partial(extraction, path)) for _ in range(3))
    output = subprocess.run(
        [sys.executable, "-c", MARKDOWN, str(path)], check=True, capture_output=True, text=True
    ).stdout
    theirs = float(output.split()[-1])
    print(f"{path.stem}: pymupdf4llm {theirs:.1f} s, extraction {ours:.2f} s: {theirs / ours:.0f} times as fast")


def memory(paths: list[Path], folder: Path) -> None:
    """Print the peak memory of extracting a long book, put together from the pages of the books."""
    long = folder / "long.pdf"
    with pymupdf.open() as made:
        for path in cycle(paths):
            with pymupdf.open(path) as book:
                made.insert_pdf(book, to_page=min(len(book), LONG - len(made)) - 1)
            if len(made) == LONG:
                break
        made.save(long)
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, *EMOSAPP, str(long), "-j", "1", "-o", str(folder / "long")],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    print(f"{LONG:,} pages: at most {int(measured) / 1e6:.0f} MB")


def main(paths: list[Path]) -> None:
    """Print all figures."""
    each(paths)
    with TemporaryDirectory() as folder:
        shelf(paths, Path(folder))
        markdown(max(paths, key=lambda path: path.stat().st_size))
        memory(paths, Path(folder))


if __name__ == "__main__":
    books = ROOT.parent / "shared" / "data" / "textbooks"
    found = [
        ROOT / "examples" / "feeling-and-coping.pdf",
        *sorted(path for path in books.glob("*.pdf") if not path.stem.startswith("scan")),
    ]
    main([Path(argument) for argument in sys.argv[1:]] or found)
