"""The report is one page that needs nothing else, and its numbers are the ledger's."""

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.report.alike import marked
from emosapp_data.report.flow import HEIGHT, Stage, draw_flow
from emosapp_data.report.plots import histogram
from emosapp_data.schema import Reason, StepCount


class Page(HTMLParser):
    """Tags that are open, and addresses that are fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.tags: Counter[str] = Counter()

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in ("meta", "img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_report_is_whole_and_fetches_nothing(built_once):
    page = Page()
    page.feed(built_once[0].report.read_text())
    assert page.open == []
    assert page.addresses
    assert all(address.startswith(("data:image/png;base64,", "#")) for address in page.addresses)
    assert page.tags["script"] == page.tags["link"] == 0


def test_the_report_shows_quotes_in_their_passages_and_on_their_pages(built_once):
    text = built_once[0].report.read_text()
    assert text.count('<div class="card sample">') == 8
    assert text.count("<img") == 8
    assert text.count("<mark>") >= 8
    assert text.count('<u style="left:') >= 8


def test_the_numbers_of_the_report_are_those_of_the_ledger(built_once):
    workspace, built = built_once
    text = re.sub(r"<[^>]+>", " ", workspace.report.read_text())
    for count in built.counts:
        name = count.step.replace("_", " ")
        assert re.search(rf"{name}\s.*?{count.items:,}\s+{count.kept:,}\s", text, re.DOTALL)


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=200))
def test_a_histogram_counts_every_value_once(values):
    bins = histogram(values)
    assert sum(found.number for found in bins) == len(values)
    for found in bins:
        assert found.number == sum(found.first <= value <= found.last for value in values)


def test_the_bands_of_the_flow_are_as_high_as_what_flows():
    made = StepCount(step="generate", items=200, kept=150, rejected={Reason.NO_ANSWER: 50})
    checked = StepCount(step="check", items=150, kept=140, rejected={Reason.MALFORMED: 8}, failed=2)
    flow = draw_flow([Stage(made, "terms")], [Stage(checked, "checks")], "released")
    scale = flow.bars[0].height / 200
    assert [round(bar.height / scale) for bar in flow.bars] == [200, 150, 140]
    assert [round(band.height / scale) for band in flow.bands] == [150, 140]
    assert [round(ribbon.height / scale) for ribbon in flow.out] == [50, 10]
    written = {(text.number, text.words) for text in flow.texts}
    assert {("8", "malformed"), ("2", "failed"), ("50", "no answer"), ("140", ""), ("", "released")} <= written


@given(st.lists(st.integers(0, 3000), min_size=4, max_size=4))
def test_two_sources_join_without_a_gap_and_are_told_apart_to_the_end(numbers):
    own, own_out, model, model_out = numbers
    sources = [
        Stage(_count("generate", own + own_out, own, Reason.NO_ANSWER), "terms"),
        Stage(_count("ground", model + model_out, model, Reason.QUOTE_NOT_FOUND), "drafts", "model", model),
    ]
    checked = Stage(_count("check", own + model, own + model, Reason.VAGUE), "checks", "both", model)
    flow = draw_flow(sources, [checked], "released")
    upper, lower, joined, last = flow.bars
    scale = HEIGHT / max(sum(numbers), 1)
    assert upper.y + upper.height < lower.y
    assert joined.height == max((own + model) * scale, 1) == last.height
    kinds = [kind for kind, number in (("own", own), ("model", model)) if number]
    assert [band.kind for band in flow.bands] == 2 * kinds
    assert sum(band.height for band in flow.bands) == pytest.approx(2 * (own + model) * scale)
    arrives = [float(band.path.split()[3].split(",")[1]) for band in flow.bands[: len(kinds)]]
    expected = [joined.y, joined.y + own * scale] if len(kinds) == 2 else [joined.y] * len(kinds)
    assert arrives == pytest.approx(expected, abs=0.01)
    assert flow.top <= min(text.y for text in flow.texts)


def _count(step: str, items: int, kept: int, reason: Reason) -> StepCount:
    rejected = {reason: items - kept} if items > kept else {}
    return StepCount(step=step, items=items, kept=kept, rejected=rejected, makes=kept)


@given(st.text("ab c.’D-1"), st.lists(st.text("ab c.’D-1"), max_size=3))
def test_marking_what_differs_leaves_the_text_as_it_is(text, others):
    pieces = marked(text, others)
    assert "".join(piece.text for piece in pieces).rstrip() == text.rstrip()
    assert [piece for piece in marked(text, [text, text.upper()]) if piece.differs] == []


def test_the_words_that_differ_are_marked_as_they_are_printed():
    pieces = marked("Stress “increases” arousal.", ["stress decreases arousal", "Stress increases arousal"])
    assert [piece.text for piece in pieces if piece.differs] == ["“increases”"]
