"""The style of a test book: everything that books differ in and that an extraction should not care about."""

import random
from dataclasses import dataclass, fields

from hypothesis import strategies as st

CHOICES: dict[str, tuple[object, ...]] = {
    "paper": ("a4", "us-letter", "a5", "iso-b5"),
    "margin": ("even", "wide", "inner", "narrow"),
    "columns": (1, 2, 3),
    "font": ("Libertinus Serif", "New Computer Modern", "FiraGO", "Ubuntu", "Noto Sans"),
    "size": (10.0, 8.5, 9.0, 11.0, 12.0),
    "leading": (0.65, 0.5, 0.8, 1.0),
    "justify": (False, True),
    "hyphenate": (False, True),
    "indent": (False, True),
    "heading_font": ("same", "FiraGO", "New Computer Modern", "Libertinus Serif"),
    "heading_look": ("bold", "italic", "regular", "capitals"),
    "heading_scale": (1.25, 1.15, 1.4),
    "heading_align": ("left", "center"),
    "spanning_chapters": (False, True),
    "numbering": ("none", "decimal", "chapter", "chapter line", "capitals"),
    "parts": (False, True),
    "deepest": ("own line", "run in"),
    "chapter_start": ("page", "running on"),
    "outline": (True, False),
    "contents": ("none", "dots", "plain"),
    "running_head": ("none", "left", "right", "center", "outer"),
    "running_text": ("title", "chapter", "both"),
    "folio": ("foot center", "foot outer", "head outer", "none"),
    "bullets": ("bullet", "dash", "number"),
    "quotes": (False, True),
    "initials": (False, True),
    "footnotes": (False, True),
    "sidenotes": (False, True),
    "boxes": ("none", "filled", "framed", "ruled"),
    "figures": ("none", "below", "above"),
    "tables": ("none", "ruled", "lines", "plain"),
    "equations": (False, True),
    "key_terms": ("none", "chapter", "book"),
    "term_end": ("colon", "gap", "dash"),
    "questions": (False, True),
    "choices": ("A.", "a)", "(a)"),
    "answers": ("chapter", "book"),
    "references": ("none", "chapter", "book"),
}
"""What a style is drawn from; the first of each is the plainest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One value of `CHOICES` for each field; `seed` draws the text."""

    seed: int = 0
    paper: str = "a4"
    margin: str = "even"
    columns: int = 1
    font: str = "Libertinus Serif"
    size: float = 10.0
    leading: float = 0.65
    justify: bool = False
    hyphenate: bool = False
    indent: bool = False
    heading_font: str = "same"
    heading_look: str = "bold"
    heading_scale: float = 1.25
    heading_align: str = "left"
    spanning_chapters: bool = False
    numbering: str = "none"
    parts: bool = False
    deepest: str = "own line"
    chapter_start: str = "page"
    outline: bool = True
    contents: str = "none"
    running_head: str = "none"
    running_text: str = "title"
    folio: str = "foot center"
    bullets: str = "bullet"
    quotes: bool = False
    initials: bool = False
    footnotes: bool = False
    sidenotes: bool = False
    boxes: str = "none"
    figures: str = "none"
    tables: str = "none"
    equations: bool = False
    key_terms: str = "none"
    term_end: str = "colon"
    questions: bool = False
    choices: str = "A."
    answers: str = "chapter"
    references: str = "none"

    def __str__(self) -> str:
        """The fields that differ from the plainest style, as they would be written in a test."""
        plain = Style()
        changed = (
            f"{field.name}={getattr(self, field.name)!r}"
            for field in fields(self)
            if getattr(self, field.name) != getattr(plain, field.name)
        )
        return f"Style({', '.join(changed)})"


def random_style(seed: int) -> Style:
    """The style of a seed."""
    draw = random.Random(seed)
    return Style(seed=seed, **{name: draw.choice(values) for name, values in CHOICES.items()})  # type: ignore[arg-type]


def styles() -> st.SearchStrategy[Style]:
    """Styles for property tests; failures shrink towards the plainest style that still fails."""
    return st.builds(
        Style, seed=st.integers(0, 10_000), **{name: st.sampled_from(values) for name, values in CHOICES.items()}
    )
