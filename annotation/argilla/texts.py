"""The texts that a reviewer reads beside a pair, as Argilla shows them: Markdown with a little HTML.

All that comes from books and models is escaped: Argilla's page takes Markdown and HTML in these fields for what they are.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape

from annotation.item import AlikeNote, CheckNote, Opinion, Quote, ReviewItem
from emosapp_data.checks.folding import fold
from emosapp_data.schema import Decision, Flag

SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$^:])")
TABLE = "border-collapse:collapse;width:100%"
CELL = "padding:6px 10px;border-top:1px solid #ddd;text-align:left;vertical-align:top"
NAME = CELL + ";white-space:nowrap;width:1%"
"""Styles: Argilla's page gives tables neither borders nor room."""
DECISIONS = {Decision.ACCEPT: "accept", Decision.EDIT: "accept with changes", Decision.REJECT: "reject"}


def plain(text: str) -> str:
    """A text that shows as it is, on one line, within Markdown."""
    return SPECIAL.sub(r"\\\1", escape(" ".join(text.split()), quote=False))


def in_html(text: str) -> str:
    """A text that shows as it is, on one line, within HTML within Markdown."""
    # Markdown is read within HTML too, so what is special to it is written as HTML writes any character
    return SPECIAL.sub(lambda match: f"&#{ord(match[0])};", escape(" ".join(text.split())))


def source(item: ReviewItem) -> str:
    """The evidence and where it stands: what decides most pairs, without a search through the passage."""
    where = plain(item.citation)
    if item.link:
        where += f' — <a href="{escape(item.link)}" target="_blank" rel="noopener">open the page</a>'
    quoted = [item.passage[span.start : span.end] for span in item.evidence]
    if len(quoted) == 1 and fold(quoted[0]) == fold(item.answer):
        return f"**The answer, word for word:** {where}"
    return "\n\n".join([*(f"> {plain(quote)}" for quote in quoted), where])


def passage(text: str) -> str:
    """The passage with its paragraphs closer together: Argilla's page shows an empty line as two. No offset changes."""
    return text.replace("\n\n", " \n")


def notes(item: ReviewItem) -> str | None:
    """What in the pair asks for a person, and what the checks said."""
    lines = []
    if item.flags:
        lines.append(f"**Please look:** {plain('; '.join(flag.explanation for flag in item.flags))}")
    said = [note for note in item.checks if not _repeats_flags(note, item.flags)]
    lines += [f"- {'✗ ' if note.rejects else ''}*{plain(note.check)}*: {plain(note.says)}" for note in said]
    return "\n".join([*lines[:1], "", *lines[1:]]) if item.flags and said else "\n".join(lines) or None


def quotes(others: Sequence[Quote]) -> str | None:
    """Quotes from elsewhere."""
    return (
        "\n".join(f"- *{plain(quote.role)}, {plain(quote.pages)}*: “{plain(quote.text)}”" for quote in others) or None
    )


def alike(item: ReviewItem) -> str | None:
    """The near duplicates of the pair, side by side with it."""
    if not item.alike:
        return None
    rows = [
        _row(["", "Question", "Answer", "Differs in"], head=True),
        _row(["this", in_html(item.question), in_html(item.answer), ""]),
        *(_row([f"other {number}", *_alike_cells(note)]) for number, note in enumerate(item.alike, 1)),
    ]
    return _table(rows)


def opinions(item: ReviewItem) -> str | None:
    """What the reviewers said, side by side, and why the pair is here."""
    parts = [f"**Why it is here:** {plain(item.why)}"] if item.why else []
    if item.opinions:
        rows = [_row(["", *(f"Reviewer {in_html(opinion.reviewer)}" for opinion in item.opinions)], head=True)]
        rows += [_row([name, *cells]) for name, cells in _opinion_rows(item.opinions) if any(cells)]
        parts.append(_table(rows))
    return "\n\n".join(parts) or None


def _opinion_rows(said: Sequence[Opinion]) -> Iterable[tuple[str, list[str]]]:
    yield "Decision", [in_html(DECISIONS[opinion.decision]) for opinion in said]
    yield "Question", [in_html(opinion.corrected_question or "") for opinion in said]
    yield "Answer", [in_html(opinion.corrected_answer or "") for opinion in said]
    yield "Evidence", ["<br>".join(f"“{in_html(quote)}”" for quote in opinion.evidence) for opinion in said]
    yield "Problems", ["<br>".join(in_html(issue.explanation) for issue in opinion.issues) for opinion in said]
    yield "Comment", [in_html(opinion.comment or "") for opinion in said]


def _alike_cells(note: AlikeNote) -> list[str]:
    words = [f"{name}: “{in_html(text)}”" for name, text in (("this", note.here), ("other", note.there)) if text]
    kinds = in_html(", ".join(note.differences))
    return [in_html(note.question), in_html(note.answer), "<br>".join(filter(None, [kinds, *words]))]


def _table(rows: Iterable[str]) -> str:
    return f'<table style="{TABLE}">{"".join(rows)}</table>'


def _row(cells: Sequence[str], *, head: bool = False) -> str:
    """A row whose first cell names it."""
    name, *others = cells
    rest = "".join(f'<{"th" if head else "td"} style="{CELL}">{cell}</{"th" if head else "td"}>' for cell in others)
    return f'<tr><th style="{NAME}">{name}</th>{rest}</tr>'


def _repeats_flags(note: CheckNote, flags: Sequence[Flag]) -> bool:
    return bool(flags) and note.says == ", ".join(flag.explanation for flag in flags)
