"""A typesetter of test books: the same kind of text in a style drawn at random, and what an extraction should find in it.

Text comes from the project's sample book, cut into sentences and put together anew; `typst` sets it.
"""

from tests.typesetter.books import Book, Part, write_book
from tests.typesetter.reading import Reading, read_typeset
from tests.typesetter.scores import Scores, score
from tests.typesetter.setting import Typeset, typeset
from tests.typesetter.styles import Style, random_style, styles

__all__ = [
    "Book",
    "Part",
    "Reading",
    "Scores",
    "Style",
    "Typeset",
    "random_style",
    "read_typeset",
    "score",
    "styles",
    "typeset",
    "write_book",
]
