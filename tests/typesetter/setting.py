"""From a book to a PDF in its style, and to the blocks that an extraction should find there."""

import functools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pymupdf_fonts
import typst

from tests.typesetter.books import Book, Part, write_book
from tests.typesetter.styles import Style

FONTS = (
    "figo",
    "figit",
    "figbo",
    "figbi",
    "ubuntu",
    "ubuntuit",
    "ubuntubo",
    "ubuntubi",
    "notos",
    "notosit",
    "notosbo",
    "notosbi",
)
"""FiraGO, Ubuntu and Noto Sans, as the package of fonts for PyMuPDF names them."""
WIDTHS = {"a4": 210, "us-letter": 216, "a5": 148, "iso-b5": 176}
"""Of the papers, in millimetres."""
BOXES = {"filled": "fill: luma(232)", "framed": "stroke: 0.6pt", "ruled": "stroke: (top: 1.5pt, bottom: 0.6pt)"}
"""How a box is drawn."""
PAGE_MARK = "#let mark(id) = context [#metadata((id, here().page())) <mark>]"


@dataclass(frozen=True, slots=True)
class Block:
    """A block that an extraction should find."""

    kind: str
    text: str
    page: int
    level: int
    section: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Typeset:
    """A typeset book."""

    pdf: bytes
    blocks: tuple[Block, ...]
    title: str


@functools.cache
def _fonts() -> typst.Fonts:
    with TemporaryDirectory() as folder:
        for name in FONTS:
            (Path(folder) / f"{name}.ttf").write_bytes(pymupdf_fonts.myfont(name))
        return typst.Fonts(include_system_fonts=False, font_paths=[folder])


def typeset(style: Style) -> Typeset:
    """Write and typeset the book of a style."""
    book = write_book(style)
    with TemporaryDirectory() as folder:
        source = Path(folder) / "book.typ"
        source.write_text("\n".join(_source(book)), encoding="utf-8")
        compiler = typst.Compiler(source, font_paths=_fonts())
        pdf = compiler.compile(format="pdf", timestamp=0)
        marks = json.loads(compiler.query("<mark>", field="value"))
    assert isinstance(pdf, bytes)
    return Typeset(pdf, tuple(_blocks(book, dict(reversed(marks)))), book.title)


def _blocks(book: Book, pages: dict[int, int]) -> Iterator[Block]:
    stack: list[tuple[int, str]] = []
    for index, part in enumerate(book.parts):
        page = pages.get(index, 0)
        text = part.text
        if part.kind == "contents":
            continue
        if part.kind == "heading":
            text = printed_title(part, book.style)
            if not part.boxed:
                stack = [entry for entry in stack if entry[0] < part.level]
                stack.append((part.level, text))
        elif part.kind == "key_term":
            text = f"{part.term} {text}"
        elif part.kind == "answer":
            text = f"{part.number} {text}"
        kind = "paragraph" if part.kind == "quote" else part.kind
        yield Block(kind, text, page, part.level, tuple(title for _, title in stack))
        if part.rows:
            yield Block("table", " ".join(cell for row in part.rows for cell in row), page, 0, ())
        if part.note:
            yield Block(_note_kind(book.style), part.note, page, 0, ())


def _note_kind(style: Style) -> str:
    return "sidenote" if _has_margin(style) else "footnote"


def _has_margin(style: Style) -> bool:
    return style.sidenotes and style.columns == 1 and style.paper in ("a4", "us-letter")


def columns(style: Style) -> int:
    """How many columns the style has on its paper: small pages have fewer."""
    return min(style.columns, 3 if WIDTHS[style.paper] > 200 else 2 if WIDTHS[style.paper] > 170 else 1)


def printed_title(part: Part, style: Style) -> str:
    """A heading as it is printed, in one line."""
    title = f"{part.number} {part.text}".strip()
    capitals = part.level == _first(style) and style.numbering == "capitals"
    return (
        title.upper()
        if capitals or (style.heading_look == "capitals" and not part.boxed and part.level <= 2)
        else title
    )


def _first(style: Style) -> int:
    return 2 if style.parts else 1


def _source(book: Book) -> Iterator[str]:
    style = book.style
    yield PAGE_MARK
    yield from _page(book)
    yield from _type(style)
    yield f"#set document(title: {_string(book.title)})"
    for boxed, parts in groupby(enumerate(book.parts), key=lambda entry: entry[1].boxed):
        content = "\n".join(line for index, part in parts for line in _part(index, part, book))
        yield f"#block({BOXES[style.boxes]}, inset: 8pt, width: 100%)[\n{content}\n]\n" if boxed else content


def _page(book: Book) -> Iterator[str]:
    style = book.style
    across = {"even": "x: 20mm", "wide": "x: 32mm", "inner": "inside: 30mm, outside: 18mm", "narrow": "x: 14mm"}[
        style.margin
    ]
    if _has_margin(style):
        across = "left: 20mm, right: 68mm"
    head, foot = [], []
    outer = "context align(if calc.even(here().page()) {{ left }} else {{ right }}, {0})"
    title = {
        "title": _string(book.title),
        "chapter": "context chapter()",
        "both": f"context if calc.even(here().page()) {{ {_string(book.title)} }} else {{ chapter() }}",
    }[style.running_text]
    number = 'context counter(page).display("1")'
    if style.running_head == "outer":
        head.append(outer.format(f"[#{{{title}}}]"))
    elif style.running_head != "none":
        head.append(f"align({style.running_head}, [#{{{title}}}])")
    if style.folio == "head outer":
        number_line = outer.format(f"[#{{{number}}}]")
        head = (
            [f"place(dy: 0pt, {head[0]})", number_line]
            if head and style.running_head in ("center",)
            else [*head, number_line][-1:]
        )
    elif style.folio != "none":
        foot.append(
            outer.format(f"[#{{{number}}}]") if style.folio == "foot outer" else f"align(center, [#{{{number}}}])"
        )
    yield (
        "#let chapter() = { let found = query(heading.where(level: " + str(_first(style)) + ").before(here()));"
        " if found.len() > 0 { found.last().body } }"
    )
    yield (
        f'#set page(paper: "{style.paper}", margin: ({across}, top: 24mm, bottom: 24mm), columns: {columns(style)},'
        f" header: {{ set text(size: 0.85em); {'; '.join(head) or 'none'} }},"
        f" footer: {{ {'; '.join(foot) or 'none'} }})"
    )
    yield f"#set columns(gutter: {'7mm' if columns(style) < 3 else '5mm'})"


def _type(style: Style) -> Iterator[str]:
    indent = "(amount: 1.2em, all: false)" if style.indent else "0pt"
    spacing = f"{style.leading}em" if style.indent else f"{style.leading + 0.55}em"
    yield f'#set text(font: "{style.font}", size: {style.size}pt, lang: "en", hyphenate: {_bool(style.hyphenate)})'
    yield (
        f"#set par(justify: {_bool(style.justify)}, leading: {style.leading}em, spacing: {spacing},"
        f" first-line-indent: {indent})"
    )
    font = style.font if style.heading_font == "same" else style.heading_font
    look = {
        "bold": 'weight: "bold"',
        "italic": 'weight: "regular", style: "italic"',
        "regular": 'weight: "regular"',
        "capitals": 'weight: "bold"',
    }[style.heading_look]
    depth = _first(style) + 2
    for level in range(1, depth + 1):
        size = style.size * style.heading_scale ** (depth + 0.5 - level)
        if level == depth and style.deepest == "run in":
            yield f'#show heading.where(level: {level}): it => text(weight: "bold", size: {style.size}pt, it.body + [.#h(0.5em)])'
            continue
        yield (
            f"#show heading.where(level: {level}): it => block(above: {1.6 * style.size}pt, below: {1.0 * style.size}pt, sticky: true,"
            f' align({style.heading_align}, par(justify: false, first-line-indent: 0pt, text(font: "{font}", size: {size:.1f}pt, hyphenate: false, {look}, it.body))))'
        )
    marker = {"bullet": "[•]", "dash": "[–]", "number": "[•]"}[style.bullets]
    yield f"#set list(marker: {marker}, indent: 0.5em)\n#set enum(indent: 0.5em)"
    yield "#set footnote.entry(indent: 0pt)\n#show footnote.entry: set text(size: 0.95em)"
    yield "#show figure.caption: set text(size: 0.9em)"


def _part(index: int, part: Part, book: Book) -> Iterator[str]:
    style = book.style
    mark = f"#mark({index})"
    text = _text(part.text)
    if part.kind == "contents":
        fill = "repeat[.]" if style.contents == "dots" else "none"
        yield f"#set outline.entry(fill: {fill})\n#outline(title: [Contents], depth: {_first(style) + 1})\n#pagebreak(weak: true)"
    elif part.kind == "heading":
        yield from _heading(part, style)
    elif part.kind == "paragraph":
        yield from _paragraph(mark, part, style)
    elif part.kind == "quote":
        yield f"\n#pad(x: 1.5em)[#set text(size: 0.95em)\n{mark}{text}]\n"
    elif part.kind == "list_item":
        sign = "+" if style.bullets == "number" else "-"
        yield f"{sign} {mark}{text}"
    elif part.kind == "caption":
        yield _figure(mark, part, style)
    elif part.kind == "equation":
        yield f"\n#align(center)[{mark}{text}]\n"
    elif part.kind == "key_term":
        end = {"colon": "*:* ", "gap": "#h(0.8em)", "dash": " – "}[style.term_end]
        yield f"\n#par(first-line-indent: 0pt, hanging-indent: 1em)[{mark}*{_text(part.term)}*{end}{text}]\n"
    elif part.kind in ("question", "answer"):
        yield f"\n#par(first-line-indent: 0pt, hanging-indent: 1.5em)[{mark}{_text(part.number)} {text}]\n"
    elif part.kind == "choice":
        yield f"\n#pad(left: 1.5em)[#par(first-line-indent: 0pt)[{mark}{_text(part.number)} {text}]]\n"
    elif part.kind == "reference":
        yield f"\n#par(first-line-indent: 0pt, hanging-indent: 1.5em)[{mark}{text}]\n"


def _heading(part: Part, style: Style) -> Iterator[str]:
    if part.boxed:
        yield f"#par(first-line-indent: 0pt)[*{_text(part.text)}*]\n"
        return
    title = printed_title(part, style)
    if style.numbering == "chapter line" and part.number.startswith("Chapter"):
        number, text = title[: len(part.number)], title[len(part.number) + 1 :]
        body = f"{_text(number)} #linebreak() {_text(text)}"
    else:
        body = _text(title)
    opens = part.level == _first(style)
    if opens and style.chapter_start == "page":
        yield "\n#pagebreak(weak: true)"
    set_ = f"#heading(level: {part.level}, outlined: true, bookmarked: {_bool(style.outline)})[{body}]"
    if opens and part.spans and style.spanning_chapters and columns(style) > 1 and style.chapter_start == "page":
        yield f'#place(top, scope: "parent", float: true)[{set_}]'
    elif style.deepest == "run in" and part.level == _first(style) + 2:
        yield f"\n\n{set_}"
    else:
        yield f"\n\n{set_}\n"


def _paragraph(mark: str, part: Part, style: Style) -> Iterator[str]:
    text = _text(part.text)
    if part.initial:
        text = f"#text(size: 2.4em)[{_text(part.text[0])}]{_text(part.text[1:])}"
    if part.note:
        at = part.text.find(". ") + 1 or len(part.text)
        note = f"#footnote[{_text(part.note)}]"
        if _note_kind(style) == "sidenote":
            note = ""
            mark += f"#place(right, dx: 52mm, box(width: 46mm, align(left, text(size: 0.8em, hyphenate: false, par(justify: false, leading: 0.5em, first-line-indent: 0pt)[{_text(part.note)}]))))"
        text = f"{_text(part.text[:at])}{note}{_text(part.text[at:])}"
    yield f"{mark}{text}\n"


def _figure(mark: str, part: Part, style: Style) -> str:
    if part.number == "table":
        cells = ", ".join(f"[{_text(cell)}]" for row in part.rows for cell in row)
        stroke = {"ruled": "0.5pt", "lines": "(x: none, y: 0.5pt)", "plain": "none"}[style.tables]
        body = f"table(columns: 3, align: left, stroke: {stroke}, {cells})"
        place = "top"
    else:
        body = (
            'rect(width: 80%, height: 22mm, fill: luma(235), stroke: 0.4pt, inset: 4pt)[#text(size: 0.7em, font: "FiraGO")[before #h(1fr) after]'
            ' #v(1fr) #line(length: 60%) #text(size: 0.7em, font: "FiraGO")[weeks]]'
        )
        place = "top" if style.figures == "above" else "bottom"
    caption = f"#block(width: 100%, par(first-line-indent: 0pt, text(size: 0.9em)[{mark}{_text(part.text)}]))"
    pieces = (caption, f"#{body}") if place == "top" else (f"#{body}", caption)
    return f"\n#block(breakable: false, above: 1.4em, below: 1.6em, width: 100%)[{' #v(0.3em, weak: true) '.join(pieces)}]\n"


def _text(text: str) -> str:
    return f"#{_string(text)};" if text else ""


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _bool(value: bool) -> str:
    return "true" if value else "false"
