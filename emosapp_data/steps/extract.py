"""Step `extract`: from books to blocks; and step `blocks`: which of them belong to the reading text."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from corpus.book import BookDescription, describe, identify
from corpus.elements.key_terms import key_terms
from corpus.elements.questions import review_questions
from corpus.extract import VERSION
from corpus.passages import make_passages
from corpus.pdf import PARSER, Pdf
from corpus.reading import ReadingOptions, read_book
from emosapp_data.engine import Engine
from emosapp_data.errors import BookError
from emosapp_data.ledger import Item, Ledger, Outcome, Result, Step
from emosapp_data.progress import Reporter
from emosapp_data.schema import Block, Book, Element, Passage, content_id
from emosapp_data.steps.base import record_all
from emosapp_data.steps.packing import PackedBlocks
from emosapp_data.steps.parallel import Task, run_tasks

STEP = Step("extract", VERSION, {"parser": PARSER})
BLOCKS_STEP = Step("blocks", VERSION, {"parser": PARSER})


class BookFile(NamedTuple):
    """A book to be read."""

    path: Path
    description: BookDescription
    options: ReadingOptions = ReadingOptions()


class BookContent(NamedTuple):
    """What is known of a book after extraction."""

    id: str
    """What it depends on: the book's file, its description, and how it was read."""
    book: Book
    blocks: PackedBlocks
    labels: dict[int, str]
    warnings: list[str]

    def passages(self) -> Iterator[Passage]:
        """The book's reading text, cut into passages."""
        return make_passages(self.blocks, self.book, self.labels)

    def elements(self) -> list[Element]:
        """The key terms and review questions of the book."""
        return [*key_terms(self.blocks), *review_questions(self.blocks)[0]]


def extract_books(ledger: Ledger, files: Sequence[BookFile], engine: Engine, reporter: Reporter) -> list[str]:
    """Read the books; returns one line for each that could not be read.

    Raises:
        ClusterError: the engine has no workers any more; what was done is on record.
    """
    run_tasks(ledger, STEP, [_task(file) for file in files], _extract, engine, reporter, "pages")
    total = sum(len(content.blocks) for content in books(ledger))
    record_all(
        ledger, BLOCKS_STEP, (_block_item(block) for content in books(ledger) for block in content.blocks), total
    )
    return [item.result.detail for item in ledger.items(STEP.name) if item.result.outcome is Outcome.FAILED]


def books(ledger: Ledger) -> Iterator[BookContent]:
    """The books that were read, in the order in which they were given."""
    for item in ledger.items(STEP.name):
        if item.result.outcome is Outcome.KEPT:
            data = item.result.output
            yield BookContent(
                item.input,
                Book.model_validate(data["book"]),
                PackedBlocks(data["blocks"], item.result.makes),
                {int(page): label for page, label in data["labels"].items()},
                data["warnings"],
            )


def _task(file: BookFile) -> Task[BookFile]:
    """A book is known by its content, its description and how it is read; a file that cannot be read by its path."""
    try:
        description = describe(file.path, file.description)
        book = identify(file.path, description, None)
        with Pdf(file.path, file.options.password) as pdf:
            pages = len(pdf)
    except (OSError, BookError):
        return Task(f"unreadable:{file.path}", str(file.path), file, 1)
    known_by = [book.sha256, file.path.name, description.model_dump(mode="json"), file.options.fingerprint()]
    return Task(content_id("book", known_by), str(file.path), file, pages)


def _extract(file: BookFile, processes: int, advance: Callable[[int], object]) -> Result:
    reading = read_book(file.path, file.description, file.options, processes, advance)
    blocks = PackedBlocks.pack(reading.blocks)
    output = {
        "book": reading.book.model_dump(mode="json", exclude_defaults=True),
        "labels": reading.labels,
        "warnings": reading.warnings,
        "blocks": blocks.packets,
    }
    return Result(Outcome.KEPT, output=output, makes=len(blocks))


def _block_item(block: Block) -> Item:
    input_id = f"{block.book}/{block.id}"
    if block.reason is None:
        return Item(input_id, Result(Outcome.KEPT, makes=1))
    return Item(input_id, Result(Outcome.REJECTED, block.reason, block.text[:200]))
