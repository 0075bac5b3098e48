"""Where books are: files of this machine, or addresses elsewhere that fsspec can read (https://filesystem-spec.readthedocs.io)."""

from emosapp_data.books.copies import Copies
from emosapp_data.books.listing import BookSource, find_books
from emosapp_data.books.place import Place, at_hand, fingerprint, located

__all__ = ["BookSource", "Copies", "Place", "at_hand", "find_books", "fingerprint", "located"]
