"""Step `extract`: from books to blocks; and step `blocks`: which of them belong to the reading text."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from corpus.book import BookDescription, describe, identify
from corpus.elements.key_terms import key_terms
from corpus.elements.questions import review_questions
from corpus.extract import VERSION, read_pages
from corpus.passages import make_passages
from corpus.pdf import PARSER, Pdf
from corpus.quality import inspect
from emosapp_data.errors import BookError
from emosapp_data.ledger import Item, Ledger, Outcome, Result, Step
from emosapp_data.progress import Reporter
from emosapp_data.schema import Block, Book, Element, Passage, content_id
from emosapp_data.steps.base import record_all, run_each

STEP = Step("extract", VERSION, {"parser": PARSER})
BLOCKS_STEP = Step("blocks", VERSION, {"parser": PARSER})


class BookFile(NamedTuple):
    """A book to be read."""

    path: Path
    description: BookDescription
    password: str | None = None
    allow_empty_pages: bool = False


class BookContent(NamedTuple):
    """What is known of a book after extraction."""

    book: Book
    blocks: list[Block]
    labels: dict[int, str]
    warnings: list[str]

    def passages(self) -> list[Passage]:
        """The book's reading text, cut into passages."""
        return make_passages(self.blocks, self.book, self.labels)

    def elements(self) -> list[Element]:
        """The key terms and review questions of the book."""
        return [*key_terms(self.blocks), *review_questions(self.blocks)[0]]


def extract_books(ledger: Ledger, files: Sequence[BookFile], reporter: Reporter) -> list[str]:
    """Read the books; returns one line for each that could not be read."""
    inputs = [(_input_id(file), file) for file in files]
    run_each(ledger, STEP, inputs, len(inputs), _extract, reporter, "books", batch=1)
    items = [_block_item(block) for content in books(ledger) for block in content.blocks]
    record_all(ledger, BLOCKS_STEP, items)
    return [item.result.detail for item in ledger.items(STEP.name) if item.result.outcome is Outcome.FAILED]


def books(ledger: Ledger) -> Iterator[BookContent]:
    """The books that were read, in the order in which they were given."""
    for item in ledger.items(STEP.name):
        if item.result.outcome is Outcome.KEPT:
            data = item.result.output
            yield BookContent(
                Book.model_validate(data["book"]),
                [Block.model_validate(block) for block in data["blocks"]],
                {int(page): label for page, label in data["labels"].items()},
                data["warnings"],
            )


def _input_id(file: BookFile) -> str:
    """A book's content and description; a file that cannot be read is known by its path."""
    try:
        description = describe(file.path, file.description)
        book = identify(file.path, description, None)
    except (OSError, BookError):
        return f"unreadable:{file.path}"
    return content_id("book", [book.sha256, file.path.name, description.model_dump(mode="json")])


def _extract(file: BookFile) -> Result:
    with Pdf(file.path, file.password) as pdf:
        description = describe(file.path, file.description)
        book = identify(file.path, description, pdf.title)
        warnings = pdf.check_permission(licensed=book.licence is not None)
        pages = list(pdf.pages())
        warnings += inspect(pages, file.path, pdf.damaged, file.allow_empty_pages)
        extraction = read_pages(pages, pdf.outline(), book)
    output = {
        "book": book.model_dump(mode="json", exclude_defaults=True),
        "labels": extraction.labels,
        "warnings": warnings,
        "blocks": [block.model_dump(mode="json", exclude_defaults=True) for block in extraction.blocks],
    }
    return Result(Outcome.KEPT, output=output, makes=len(extraction.blocks))


def _block_item(block: Block) -> Item:
    input_id = f"{block.book}/{block.id}"
    if block.reason is None:
        return Item(input_id, Result(Outcome.KEPT, makes=1))
    return Item(input_id, Result(Outcome.REJECTED, block.reason, block.text[:200]))
