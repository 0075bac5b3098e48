"""Sample pairs for the report: the quote in its passage, and the place on its page."""

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from corpus.pdf import Pdf
from corpus.places import quote_boxes
from emosapp_data.checks.safety.masking import masked
from emosapp_data.errors import BookError
from emosapp_data.schema import Block, Evidence, EvidenceRole, LineBox, Passage, QAPair, Verdict

SHOWN = 8
"""Sample pairs in a report."""
CONTEXT = 420
"""Characters of the passage on either side of the quote."""
MARGIN = 46.0
"""Points of the page above and below the marked lines."""
DPI = 110


class Mark(NamedTuple):
    """A marked line in a picture, in per cent of its width and height."""

    left: float
    top: float
    width: float
    height: float


class Picture(NamedTuple):
    """A part of a page."""

    data: str
    """The PNG as a data address."""
    marks: list[Mark]
    page: int


class Quote(NamedTuple):
    """A quote between what stands around it."""

    role: str
    before: str
    text: str
    after: str


class Said(NamedTuple):
    """What a check said of a pair."""

    check: str
    score: str
    detail: str
    kind: str
    """'passed', or 'person' where it asks for one."""


class Sample(NamedTuple):
    """A pair as the report shows it."""

    pair: QAPair
    quotes: list[Quote]
    picture: Picture | None
    verdicts: list[Said]


def choose(pairs: Sequence[QAPair]) -> list[QAPair]:
    """Pairs that show every way in which questions were formed, spread over the dataset; at least half are a model's where
    it has written in so many ways."""
    kept = sorted(pairs, key=lambda pair: pair.id)
    first_of_pattern = {pair.origin.pattern: pair for pair in reversed(kept)}
    written = [pair for pair in first_of_pattern.values() if pair.origin.model]
    own = [pair for pair in first_of_pattern.values() if not pair.origin.model]
    chosen = written[: max(SHOWN // 2, SHOWN - len(own))]
    chosen += own[: SHOWN - len(chosen)]
    chosen += [pair for pair in kept if pair not in chosen][: SHOWN - len(chosen)]
    return _in_order(chosen, pairs)


def choose_few(pairs: Sequence[QAPair], number: int) -> list[QAPair]:
    """So many of them, a model's among them where it has written any."""
    chosen = choose(pairs)
    few = chosen[:: max(1, len(chosen) // number)][:number]
    written = next((pair for pair in chosen if pair.origin.model), None)
    if written and not any(pair.origin.model for pair in few):
        few = [*few[:-1], written]
    return _in_order(few, pairs)


def _in_order(chosen: Sequence[QAPair], pairs: Sequence[QAPair]) -> list[QAPair]:
    order = {pair.id: index for index, pair in enumerate(pairs)}
    return sorted(chosen, key=lambda pair: order[pair.id])


def show(pair: QAPair, passages: Mapping[str, Passage], blocks: Mapping[str, Block], pdf: Path | None) -> Sample:
    """Prepare a pair for the page; without a picture where the PDF is not at hand."""
    shown = [evidence for evidence in pair.evidence if evidence.role is not EvidenceRole.QUESTION]
    quotes = [_quote(evidence, passages[evidence.passage]) for evidence in shown]
    first = pair.evidence[0]
    boxes = quote_boxes(passages[first.passage], blocks, first.start, first.end)
    return Sample(pair, quotes, _picture(pdf, boxes) if pdf and boxes else None, list(map(_said, pair.verdicts)))


def _said(verdict: Verdict) -> Said:
    """A verdict on a pair that was kept. Its detail may quote the pair, so what reaches a person is masked in it."""
    kind = "person" if verdict.flags or verdict.group else "passed"
    detail = "; ".join(filter(None, [*(flag.explanation for flag in verdict.flags), masked(verdict.detail)]))
    score = "" if verdict.score is None else f"{verdict.score:.2f}"
    return Said(verdict.check.replace("_", " "), score, detail, kind)


def _quote(evidence: Evidence, passage: Passage) -> Quote:
    before = passage.text[max(0, evidence.start - CONTEXT) : evidence.start]
    after = passage.text[evidence.end : evidence.end + CONTEXT]
    if evidence.start > CONTEXT:
        before = f"… {before.partition(' ')[2]}"
    if evidence.end + CONTEXT < len(passage.text):
        after = f"{after.rpartition(' ')[0]} …"
    return Quote(evidence.role.value, before.replace("\n\n", "\n"), evidence.quote, after.replace("\n\n", "\n"))


def _picture(path: Path, boxes: Sequence[LineBox]) -> Picture | None:
    page = boxes[0].page
    lines = [box for box in boxes if box.page == page]
    try:
        with Pdf(path) as pdf:
            width, height = pdf.size(page)
            top = max(0.0, min(box.y0 for box in lines) - MARGIN)
            bottom = min(height, max(box.y1 for box in lines) + MARGIN)
            image = pdf.picture(page, DPI, (0, top, width, bottom))
    except BookError:
        return None
    tall = bottom - top
    marks = [
        Mark(
            100 * box.x0 / width,
            100 * (box.y0 - top) / tall,
            100 * (box.x1 - box.x0) / width,
            100 * (box.y1 - box.y0) / tall,
        )
        for box in lines
    ]
    return Picture("data:image/png;base64," + base64.b64encode(image).decode(), marks, page)
