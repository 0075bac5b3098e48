"""A book as the dataset knows it: what it is called, who may use it how, and which file it was read from."""

from pydantic import Field

from emosapp_data.schema.base import Record


class Book(Record):
    """A textbook and its file."""

    id: str
    """Short name made from the file's name and checksum, such as 'feeling-and-coping-3fa91c2b'."""
    title: str
    """Title, from the description beside the PDF, an option, the PDF's metadata or the file's name, in this order."""
    authors: tuple[str, ...] = ()
    """Authors or editors, as they want to be credited."""
    edition: str | None = None
    """Edition, such as '2nd'."""
    year: int | None = Field(default=None, ge=1400, le=2200)
    """Year of publication."""
    licence: str | None = None
    """Licence as an SPDX expression, such as 'CC-BY-4.0'; none where it is unknown."""
    source_url: str | None = None
    """Where the book can be had."""
    file_name: str
    """Name of the PDF, without its folder."""
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Checksum of the PDF."""
