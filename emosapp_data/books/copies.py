"""The books of a workspace as files of this machine, each fetched when it is first asked for."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from emosapp_data.books.place import fetch, located


class Copies(Mapping[str, Path]):
    """The PDFs by the ids of their books. Use as a context manager, which removes what was fetched."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        """Know where the books are; nothing is fetched yet."""
        self._sources = sources
        self._folder: TemporaryDirectory[str] | None = None
        self._fetched: dict[str, Path] = {}

    def __enter__(self) -> Self:
        """Return the copies themselves."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove what was fetched."""
        if self._folder:
            self._folder.cleanup()

    def __getitem__(self, book: str) -> Path:
        """The path of a book.

        Raises:
            KeyError: it is not known where it is.
            BookError: it cannot be fetched.
        """
        place = located(self._sources[book])
        if isinstance(place, Path):
            return place
        if book not in self._fetched:
            self._folder = self._folder or TemporaryDirectory(prefix="emosapp-")
            folder = Path(self._folder.name) / book
            folder.mkdir(exist_ok=True)
            self._fetched[book] = fetch(place, folder)
        return self._fetched[book]

    def __iter__(self) -> Iterator[str]:
        """The ids of the books."""
        return iter(self._sources)

    def __len__(self) -> int:
        """How many books there are."""
        return len(self._sources)
