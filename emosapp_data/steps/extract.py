"""Step `extract`: from books to blocks; and step `blocks`: which of them belong to the reading text."""

import socket
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from corpus.book import BookDescription, describe, identify
from corpus.elements.key_terms import key_terms
from corpus.elements.questions import review_questions
from corpus.extract import VERSION
from corpus.passages import make_passages
from corpus.pdf import PARSER, Pdf
from corpus.reading import ReadingOptions, read_book
from emosapp_data.books import Place, at_hand, fingerprint
from emosapp_data.engine import Engine
from emosapp_data.errors import BookError, EmosappError
from emosapp_data.ledger import Item, Ledger, Outcome, Result, Step
from emosapp_data.progress import Reporter
from emosapp_data.schema import Block, Book, Element, Reason, content_id
from emosapp_data.steps.base import record_all
from emosapp_data.steps.packing import PackedBlocks, PackedPassages
from emosapp_data.steps.parallel import Task, run_tasks

STEP = Step("extract", VERSION, {"parser": PARSER})
LOOK_STEP = Step("look", 1, {})
"""Under this name the ledger remembers what a look at a book elsewhere told."""
ELEMENT: TypeAdapter[Element] = TypeAdapter(Element)
BLOCKS_STEP = Step("blocks", VERSION, {"parser": PARSER})


class BookFile(NamedTuple):
    """A book to be read."""

    path: Place
    description: BookDescription
    options: ReadingOptions = ReadingOptions()


class Seen(NamedTuple):
    """A book to be read, as the machine that gives it to a worker sees it."""

    file: BookFile
    here: bool
    """Whether it is a file there."""


class Look(NamedTuple):
    """What a look at a book tells."""

    input: str
    """Id of the book in the ledger; of one that cannot be read its place."""
    pages: int


class BookContent(NamedTuple):
    """What is known of a book after extraction."""

    id: str
    """What it depends on: the book's file, its description, and how it was read."""
    book: Book
    blocks: PackedBlocks
    warnings: list[str]
    passages: PackedPassages
    """The book's reading text, cut into passages."""
    elements: list[Element]
    """The key terms and review questions of the book."""
    last_page: int
    """The last PDF page with a block; 0 where there is none."""


def extract_books(ledger: Ledger, files: Sequence[BookFile], engine: Engine, reporter: Reporter) -> list[str]:
    """Read the books; returns one line for each that could not be read.

    Raises:
        ClusterError: the engine has no workers any more; what was done is on record.
    """
    run_tasks(ledger, STEP, list(map(_task, files, _looks(ledger, files, engine))), _extract, engine, reporter, "pages")
    total = sum(len(content.blocks) for content in books(ledger))
    record_all(
        ledger,
        BLOCKS_STEP,
        (_block_item(block) for content in books(ledger) for block in content.blocks.plain()),
        total,
    )
    return [item.result.detail for item in ledger.items(STEP.name) if item.result.outcome is Outcome.FAILED]


def books(ledger: Ledger) -> Iterator[BookContent]:
    """The books that were read, in the order in which they were given."""
    for item in ledger.items(STEP.name):
        if item.result.outcome is Outcome.KEPT:
            data = item.result.output
            book, blocks = Book.model_validate(data["book"]), PackedBlocks(data["blocks"], item.result.makes)
            # a book that was read by a version of before 2026-11-28 is not read again for these
            made = data.get("made") or _made(blocks, book, {int(page): label for page, label in data["labels"].items()})
            yield BookContent(
                item.input,
                book,
                blocks,
                data["warnings"],
                PackedPassages(made["passages"]),
                [ELEMENT.validate_python(element) for element in made["elements"]],
                made["last_page"],
            )


def all_passages(contents: Iterable[BookContent]) -> PackedPassages:
    """The passages of several books."""
    return PackedPassages(packet for content in contents for packet in content.passages.packets)


def _made(blocks: Collection[Block], book: Book, labels: dict[int, str]) -> dict[str, Any]:
    """What is made of a book's blocks: once, where the book is read, and not by each step that wants it."""
    elements: list[Element] = [*key_terms(blocks), *review_questions(blocks)[0]]
    return {
        "passages": PackedPassages.pack(make_passages(blocks, book, labels)).packets,
        "elements": [element.model_dump(mode="json", exclude_defaults=True) for element in elements],
        "last_page": max((block.last_page for block in blocks), default=0),
    }


def look_at(file: BookFile) -> Look:
    """Look at a book: it is known by its content, its description and how it is read."""
    try:
        with at_hand(file.path) as path:
            description = describe(path, file.description)
            book = identify(path, description, None)
            with Pdf(path, file.options.password) as pdf:
                pages = len(pdf)
    except (OSError, BookError):
        return Look(f"unreadable:{file.path}", 1)
    known_by = [book.sha256, path.name, description.model_dump(mode="json"), file.options.fingerprint()]
    return Look(content_id("book", known_by), pages)


def _looks(ledger: Ledger, files: Sequence[BookFile], engine: Engine) -> list[Look]:
    """A look at each book. Where a book is elsewhere, a worker looks, and not again while the file there is the same."""
    found: dict[int, Look] = {}
    keys: dict[int, str] = {}
    for number, file in enumerate(files):
        if isinstance(file.path, Path):
            found[number] = look_at(file)
        elif changed_by := fingerprint(file.path):
            given = [file.path, changed_by, file.description.model_dump(mode="json"), file.options.fingerprint()]
            keys[number] = content_id("look", given)
    known = ledger.known(LOOK_STEP, list(keys.values()))
    found |= {number: Look(*known[key].output) for number, key in keys.items() if key in known}
    unknown = [number for number in range(len(files)) if number not in found]
    for at, look in engine.map(look_at, [files[number] for number in unknown]):
        number = unknown[at]
        found[number] = look if isinstance(look, Look) else Look(f"unreadable:{files[number].path}", 1)
        if number in keys and not found[number].input.startswith("unreadable"):
            ledger.remember(LOOK_STEP, [Item(keys[number], Result(Outcome.KEPT, output=found[number]))])
    return [found[number] for number in range(len(files))]


def _task(file: BookFile, look: Look) -> Task[Seen]:
    here = isinstance(file.path, Path) and file.path.exists()
    return Task(look.input, str(file.path), Seen(file, here), look.pages)


def _extract(seen: Seen, processes: int, advance: Callable[[int], object]) -> Result:
    file = seen.file
    if seen.here and not Path(file.path).exists():
        raise BookError(
            f"{file.path}: not on {socket.gethostname()}, which was to read it; put the books where all machines of the"
            " cluster see them, or give them by an address such as s3://bucket/books/*.pdf"
        )
    with at_hand(file.path) as path:
        try:
            reading = read_book(path, file.description, file.options, processes, advance)
            blocks = PackedBlocks.pack(reading.blocks)
        except EmosappError as error:  # it names the file that was fetched
            raise type(error)(str(error).replace(str(path), str(file.path))) from None
    output = {
        "book": reading.book.model_dump(mode="json", exclude_defaults=True),
        "labels": reading.labels,
        "warnings": reading.warnings,
        "blocks": blocks.packets,
        "made": _made(blocks, reading.book, reading.labels),
    }
    return Result(Outcome.KEPT, output=output, makes=len(blocks))


def _block_item(block: dict[str, Any]) -> Item:
    input_id = f"{block['book']}/{block['id']}"
    if reason := block.get("reason"):
        return Item(input_id, Result(Outcome.REJECTED, Reason(reason), block["text"][:200]))
    return Item(input_id, Result(Outcome.KEPT, makes=1))
