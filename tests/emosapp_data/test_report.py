"""The report is one page that needs nothing else, and its numbers are the ledger's."""

import re
from collections import Counter
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.report.flow import draw_flow
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
    assert all(address.startswith("data:image/png;base64,") for address in page.addresses)
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
        assert re.search(rf"{count.step}\s.*?{count.items:,}\s+{count.kept:,}\s", text, re.DOTALL)


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=200))
def test_a_histogram_counts_every_value_once(values):
    bins = histogram(values)
    assert sum(found.number for found in bins) == len(values)
    for found in bins:
        assert found.number == sum(found.first <= value <= found.last for value in values)


def test_the_bands_of_the_flow_are_as_wide_as_what_flows():
    steps = [
        StepCount(step="generate", items=200, kept=150, rejected={Reason.NO_ANSWER: 50}),
        StepCount(step="check", items=150, kept=140, rejected={Reason.MALFORMED: 8}, failed=2),
    ]
    flow = draw_flow(steps, {"generate": "terms", "check": "pairs"}, "released")
    scale = flow.bars[0].height / 200
    assert [round(bar.height / scale) for bar in flow.bars] == [200, 150, 140]
    assert [round(band.height / scale) for band in flow.kept] == [150, 140]
    assert [round(ribbon.width / scale) for ribbon in flow.out] == [50, 10]
    assert flow.out[1].lines == ("8 malformed", "2 failed")
