"""The labelled pairs are what they claim to be: quoted from the sample book, fairly spread, and kept apart by half."""

import re
from collections import Counter

import pytest

from emosapp_data.pipeline import Built
from emosapp_data.schema import Passage
from emosapp_data.workspace import Workspace
from tests.labelled.reading import (
    FOLDER,
    HALVES,
    Label,
    LabelledPair,
    labelled_file,
    labelled_lines,
    labelled_pairs,
)

FEWEST = 10
"""Pairs of each label in a half, below which a rate for that label says little."""

CHAPTERS = {"development": {"1", "3"}, "reported": {"2", "4"}}


@pytest.fixture(scope="module")
def passages(built_once: tuple[Workspace, Built]) -> dict[str, Passage]:
    lines = built_once[0].passages.read_text(encoding="utf-8").splitlines()
    return {passage.id: passage for passage in map(Passage.model_validate_json, lines)}


def present(half: str) -> str:
    if not labelled_file(half).exists():
        pytest.skip(f"needs the {half} half of the labelled pairs")
    return half


@pytest.fixture(params=HALVES)
def half(request: pytest.FixtureRequest) -> str:
    return present(request.param)


@pytest.fixture
def labelled(half: str, passages: dict[str, Passage]) -> list[LabelledPair]:
    return labelled_pairs(half, passages.values())


def test_every_quote_stands_verbatim_in_the_passage_found(labelled, passages):
    for pair, _, _ in labelled:
        (evidence,) = pair.evidence
        passage = passages[evidence.passage]
        assert passage.text[evidence.start : evidence.end] == evidence.quote
        assert pair.origin.element == passage.id


def test_the_citation_is_that_of_the_quote(labelled, passages):
    for pair, _, _ in labelled:
        (evidence,) = pair.evidence
        start = passages[evidence.passage].citation.span.start
        assert (pair.citation.span.start - start, pair.citation.span.end - start) == (evidence.start, evidence.end)


def test_a_half_quotes_only_its_own_chapters(half, labelled):
    chapters = {pair.citation.section[0].split()[0] for pair, _, _ in labelled}
    assert chapters == CHAPTERS[half]


def test_every_bad_pair_says_what_is_wrong(labelled):
    assert [pair.question for pair, label, note in labelled if label is not Label.GOOD and not note] == []


def test_every_label_occurs_often_enough_and_about_half_are_good(labelled):
    counts = Counter(label for _, label, _ in labelled)
    assert {label for label in Label if counts[label] < FEWEST} == set()
    assert 0.4 <= counts[Label.GOOD] / len(labelled) <= 0.6


def test_no_question_is_asked_twice(half):
    asked = Counter(_folded(line.question) for line in labelled_lines(half))
    assert [question for question, times in asked.items() if times > 1] == []


def test_no_pair_is_in_both_halves():
    development, reported = ({_folded(line.question) for line in labelled_lines(present(half))} for half in HALVES)
    assert development & reported == set()


def test_the_read_me_gives_the_counts_of_the_development_half():
    counts = Counter(line.label for line in labelled_lines("development"))
    table = re.findall(
        r"^\| `(\w+)` \|.*\| (\d+) \|$", (FOLDER / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert {label: int(count) for label, count in table} == counts


def test_a_quote_that_the_book_does_not_hold_is_named(passages):
    fewer = [passage for passage in passages.values() if "fight-or-flight" not in passage.text]
    with pytest.raises(ValueError, match="stands 0 times in the book"):
        labelled_pairs("development", fewer)


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
