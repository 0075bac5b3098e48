"""Books to typeset: headings, paragraphs and the rest, put together from the sentences of the sample book."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.typesetter.styles import Style

SAMPLE = Path(__file__).resolve().parents[2] / "examples" / "feeling-and-coping"
SENTENCE = re.compile(r"(?<=[.?!”])\s(?=[A-Z“])")
TITLE = "A Short Course on Feeling"
SUBJECTS = (
    "Stress", "Emotion", "Sleep", "Attention", "Habit", "Memory", "Support", "Empathy", "Worry", "Mood", "Coping",
    "Appraisal", "Loneliness", "Motivation", "Learning", "Trust", "Grief", "Curiosity", "Self-Control", "Well-Being",
)  # fmt: skip
FRAMES = (
    "What {0} Is", "The Roots of {0}", "{0} and {1}", "How {0} Changes {1}", "Measuring {0}", "{0} in Daily Life",
    "Theories of {0}", "When {0} Turns into {1}", "{0}, {1} and the Limits of What Can Be Known about Either of Them",
    "The Costs of {0}", "Helping People with {0}", "{0} across the Lifespan",
)  # fmt: skip
SURNAMES = ("Abbott", "Brandt", "Castillo", "Devane", "Eriksen", "Farouk", "Grünwald", "Haddad", "Ishida", "Jovanović")
LETTERS = "ABCD"


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a book, as an extraction should find it."""

    kind: str
    """A `BlockKind`, or `contents`."""
    text: str
    """As printed, without mark, number or letter in front."""
    level: int = 0
    """Of a heading; 1 is a chapter, or a part where there are parts."""
    number: str = ""
    """The number of a heading, the mark of a question, choice or answer."""
    term: str = ""
    """The term of a key term."""
    rows: tuple[tuple[str, ...], ...] = ()
    note: str = ""
    """A footnote or sidenote that a paragraph carries."""
    boxed: bool = False
    initial: bool = False
    spans: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A book to typeset."""

    style: Style
    parts: tuple[Part, ...]
    title: str = TITLE


def sentences() -> list[str]:
    """The plain sentences of the sample book."""
    found = []
    for path in sorted(SAMPLE.glob("[0-9]-*.typ")):
        for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
            text = " ".join(block.split())
            if re.match(r"[A-Z“*]", text) and not re.search(r"[#$\\=@\[\]]", text):
                found += [part for part in SENTENCE.split(re.sub(r"[*_]", "", text)) if len(part) > 25]
    return found


class _Author:
    """Writes the parts of one book."""

    def __init__(self, style: Style, chapters: int) -> None:
        self.style = style
        self.chapters = chapters
        self.draw = random.Random(style.seed)
        self.pool = self.shuffled(sentences())
        titles = [frame.format(*self.draw.sample(SUBJECTS, 2)) for frame in FRAMES * 12]
        self.titles = iter(dict.fromkeys(titles))
        self.terms: list[Part] = []
        self.keys: list[Part] = []
        self.sources: list[Part] = []
        self.figure = self.table = self.question = 0

    def shuffled(self, pool: list[str]) -> Iterator[str]:
        """Sentences without end, in another order each time they are used up."""
        while True:
            self.draw.shuffle(pool)
            yield from pool

    def book(self) -> Iterator[Part]:
        style = self.style
        first = 2 if style.parts else 1
        number = 0
        if style.contents != "none":
            yield Part("contents", "Contents")
        for part in range(2 if style.parts else 1):
            if style.parts:
                yield self.heading(1, f"Part {'I' * (part + 1)}")
            for _ in range(min(2, self.chapters) if style.parts else self.chapters):
                number += 1
                yield from self.chapter(number, first)
        if style.answers == "book" and self.keys:
            yield Part("heading", "Answer Key", first)
            yield from self.keys
        if style.key_terms == "book":
            yield Part("heading", "Glossary", first)
            yield from sorted(self.terms, key=lambda part: part.term.lower())
        if style.references == "book":
            yield Part("heading", "References", first)
            yield from self.bibliography(12)

    def chapter(self, number: int, level: int) -> Iterator[Part]:
        style = self.style
        word = {"decimal": f"{number}", "capitals": f"{number}", "chapter": f"Chapter {number}."}
        line = {"chapter line": f"Chapter {number}"}
        yield self.heading(level, word.get(style.numbering, "") or line.get(style.numbering, ""), spans=True)
        self.figure = self.table = self.question = 0
        first, *more = self.paragraphs(1, 2)
        yield Part("paragraph", first.text, initial=style.initials)
        yield from more
        for section in range(1, 4):
            yield self.heading(level + 1, self.decimal(number, section))
            yield from self.paragraphs(1, 3)
            yield from self.extras(number)
            for subsection in range(1, self.draw.choice((1, 2, 3))):
                yield self.heading(level + 2, self.decimal(number, section, subsection))
                yield from self.paragraphs(1, 2)
        yield from self.back(number, level + 1)

    def decimal(self, *numbers: int) -> str:
        if self.style.numbering in ("none", "chapter line"):
            return ""
        return ".".join(map(str, numbers))

    def heading(self, level: int, number: str, *, spans: bool = False) -> Part:
        title = next(self.titles)
        return Part("heading", title, level, number=number, spans=spans)

    def paragraphs(self, low: int, high: int) -> list[Part]:
        found = []
        for _ in range(self.draw.randint(low, high)):
            text = " ".join(next(self.pool) for _ in range(self.draw.randint(2, 6)))
            note = (
                next(self.pool) if (self.style.footnotes or self.style.sidenotes) and self.draw.random() < 0.2 else ""
            )
            found.append(Part("paragraph", text, note=note))
        return found

    def extras(self, chapter: int) -> Iterator[Part]:
        """What stands between paragraphs: lists, quotations, figures, tables, boxes, equations."""
        style, draw = self.style, self.draw
        kinds = ["list", "quote"] * 1 + ["figure", "table", "box", "equation"]
        for kind in draw.sample(kinds, 3):
            if kind == "list":
                yield from (Part("list_item", next(self.pool)) for _ in range(draw.randint(2, 4)))
            elif kind == "quote" and style.quotes:
                yield Part("quote", " ".join(next(self.pool) for _ in range(2)))
            elif kind == "figure" and style.figures != "none":
                self.figure += 1
                yield Part("caption", f"Figure {chapter}.{self.figure}. {next(self.pool)}", number="figure")
            elif kind == "table" and style.tables != "none":
                self.table += 1
                rows = tuple(
                    (subject, f"{draw.randint(1, 99)}.{draw.randint(0, 9)}", f"{draw.randint(1, 99)} %")
                    for subject in draw.sample(SUBJECTS, draw.randint(3, 5))
                )
                yield Part(
                    "caption",
                    f"Table {chapter}.{self.table}. {next(self.pool)}",
                    number="table",
                    rows=(("Group", "Mean", "Share"), *rows),
                )
            elif kind == "box" and style.boxes != "none":
                yield Part("heading", f"Try It: {next(self.titles)}", 9, boxed=True)
                yield from (Part("paragraph", part.text, boxed=True) for part in self.paragraphs(1, 2))
            elif kind == "equation" and style.equations:
                yield Part("equation", draw.choice(("D = (X - M) / S", "E = M + A - C", "r = S / (N - 1)")))
            else:
                continue
            yield from self.paragraphs(1, 1)

    def back(self, chapter: int, level: int) -> Iterator[Part]:
        """What stands at the end of a chapter."""
        style, draw = self.style, self.draw
        if style.key_terms != "none":
            terms = [
                Part("key_term", _lower(next(self.pool)), term=f"{first.lower()} {second.lower()}")
                for first, second in (draw.sample(SUBJECTS, 2) for _ in range(5))
            ]
            self.terms += terms
            if style.key_terms == "chapter":
                yield Part("heading", "Key Terms", level)
                yield from sorted(terms, key=lambda part: part.term)
        if style.questions:
            yield Part("heading", "Review Questions", level)
            keys = []
            for _ in range(4):
                self.question += 1
                stem = (
                    f"Which of these describes {draw.choice(SUBJECTS).lower()} best in the case of {next(self.titles)}?"
                )
                yield Part("question", stem, number=f"{self.question}.")
                for letter in LETTERS:
                    mark = style.choices.replace("A", letter).replace("a", letter.lower())
                    yield Part(
                        "choice", " and ".join(draw.sample(SUBJECTS, 2)).lower() + f" {letter.lower()}", number=mark
                    )
                keys.append(Part("answer", draw.choice(LETTERS), number=f"{self.question}."))
            if style.answers == "chapter":
                yield Part("heading", "Answers", level)
                yield from keys
            else:
                self.keys += [Part("heading", f"Chapter {chapter}", level), *keys]
        if style.references == "chapter":
            yield Part("heading", "References", level)
            yield from self.bibliography(4)

    def bibliography(self, count: int) -> Iterator[Part]:
        draw = self.draw
        for surname in sorted(draw.sample(SURNAMES * 2, count)):
            title = next(self.pool).rstrip(".?!”")
            yield Part(
                "reference",
                f"{surname}, {draw.choice(LETTERS)}. ({draw.randint(1950, 2024)}). {title}. "
                f"Journal of {draw.choice(SUBJECTS)}, {draw.randint(1, 60)}, {draw.randint(1, 99)}–{draw.randint(100, 400)}.",
            )


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def write_book(style: Style, chapters: int = 3) -> Book:
    """The book of a style with so many chapters; the same for the same style."""
    return Book(style, tuple(_Author(style, chapters).book()))
