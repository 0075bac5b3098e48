"""Pictures of the evidence: the part of the page where a quote stands, with its lines marked."""

import base64
import io
import json
import secrets
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import urlsplit

from annotation.item import ReviewItem
from annotation.server.access import Access
from corpus.pdf import Pdf
from corpus.places import quote_boxes
from emosapp_data.books import Copies
from emosapp_data.errors import BookError, WorkspaceError
from emosapp_data.schema import Block, LineBox, Passage, Record
from emosapp_data.workspace import Workspace

MARGIN = 60.0
"""Points of the page above and below the marked lines."""
OVER = 1.5
"""Points by which a mark is larger than its line."""
DPI = 110
MARKER = (255, 226, 110)
"""Colour of the marker: red, green and blue."""
QUALITY = 80
"""Of the WebP; a crop has 20 to 60 KB."""
NAME_BYTES = 18
"""Random bytes in a picture's name: whoever may read a record finds its picture, and nobody else guesses it."""
FOLDER = "pictures"
"""Where the local server shows pictures."""

Kind = TypeVar("Kind", bound=Record)


class PagePictures:
    """Cuts pictures out of the books of a workspace, and gives their addresses. Use as a context manager.

    For a server on this machine pictures are files that it shows; for another one they are part of the record (a data address).
    """

    def __init__(self, workspace: Workspace, access: Access) -> None:
        """Use the books that the workspace was made from; nothing is read before the first picture is made."""
        self._workspace, self._access = workspace, access
        self._pdfs: dict[str, Pdf | None] = {}
        self.missing: list[str] = []
        """Why books have no pictures, one line a book."""
        self.made = 0
        """Pictures that were made."""
        self.size = 0
        """Bytes of the pictures that were made."""

    def __enter__(self) -> Self:
        """Return the pictures themselves."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the books."""
        for pdf in self._pdfs.values():
            if pdf:
                pdf.close()
        self._sources.__exit__(kind, error, trace)

    def __call__(self, item: ReviewItem, present: str | None) -> str | None:
        """The address of a pair's picture: the one it has, or else that of a new one; none where the PDF is not at hand.

        Raises:
            WorkspaceError: a file of the workspace cannot be read.
        """
        folder = self._access.pictures
        if present and folder is None:
            return present
        if present and folder:
            name = urlsplit(present).path.rpartition("/")[2]
            if (folder / name).is_file():
                return self._address(name)
        if (image := self.draw(item)) is None:
            return present
        self.made += 1
        self.size += len(image)
        if folder is None:
            return "data:image/webp;base64," + base64.b64encode(image).decode()
        name = f"{secrets.token_urlsafe(NAME_BYTES)}.webp"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(image)
        return self._address(name)

    def draw(self, item: ReviewItem) -> bytes | None:
        """The picture of a pair's evidence as WebP; none where the PDF, or the place in it, is not at hand."""
        passage = self._passage(item)
        pdf = self._pdf(item.book)
        if passage is None or pdf is None or not item.evidence:
            return None
        boxes = [box for span in item.evidence for box in quote_boxes(passage, self._blocks, span.start, span.end)]
        lines = [box for box in boxes if box.page == boxes[0].page]
        return _crop(pdf, lines) if lines else None

    def _address(self, name: str) -> str:
        return f"{self._access.url}/{FOLDER}/{name}"

    def _passage(self, item: ReviewItem) -> Passage | None:
        alike = self._passages.get((item.book, item.passage), [])
        return next((each for each in alike if any(item.pdf_page == at.page.pdf for at in each.page_starts)), None)

    def _pdf(self, book: str) -> Pdf | None:
        if book not in self._pdfs:
            self._pdfs[book] = None
            try:
                path = self._sources.get(book)
                self._pdfs[book] = Pdf(path) if path else None
            except BookError as error:
                self.missing.append(f"{error}; its pairs have no pictures")
        return self._pdfs[book]

    @cached_property
    def _sources(self) -> Copies:
        try:
            found: dict[str, str] = json.loads(self._workspace.sources.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return Copies({})
        except ValueError:
            raise WorkspaceError(f"{self._workspace.sources}: not JSON; 'emosapp extract' writes it anew") from None
        return Copies(found)

    @cached_property
    def _passages(self) -> dict[tuple[str, str], list[Passage]]:
        found: dict[tuple[str, str], list[Passage]] = defaultdict(list)
        for passage in _read(self._workspace.passages, Passage):
            found[passage.citation.book, passage.text].append(passage)
        return found

    @cached_property
    def _blocks(self) -> dict[str, Block]:
        return {block.id: block for block in _read(self._workspace.blocks, Block)}


def _crop(pdf: Pdf, lines: Sequence[LineBox]) -> bytes:
    from PIL import Image, ImageChops, ImageDraw  # noqa: PLC0415

    width, height = pdf.size(lines[0].page)
    top = max(0.0, min(line.y0 for line in lines) - MARGIN)
    bottom = min(height, max(line.y1 for line in lines) + MARGIN)
    page = Image.open(io.BytesIO(pdf.picture(lines[0].page, DPI, (0, top, width, bottom)))).convert("RGB")
    marker = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(marker)
    scale = page.width / width
    for line in lines:
        edges = (line.x0 - OVER, line.y0 - top - OVER, line.x1 + OVER, line.y1 - top + OVER)
        draw.rectangle([scale * edge for edge in edges], fill=MARKER)
    result = io.BytesIO()
    ImageChops.multiply(page, marker).save(result, "WEBP", quality=QUALITY, method=2)
    return result.getvalue()


def _read(path: Path, kind: type[Kind]) -> Iterator[Kind]:
    try:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                yield kind.model_validate_json(line)
    except (OSError, ValueError) as error:
        raise WorkspaceError(
            f"{path}: cannot be read for pictures ({type(error).__name__}); run 'emosapp extract' again"
        ) from None
