"""Key terms and review questions of a real textbook become pairs with the right page."""

import json

import pytest

from corpus.book import BookDescription
from emosapp_data.config import BuildConfig
from emosapp_data.pipeline import build
from emosapp_data.progress import Silent
from emosapp_data.schema import EvidenceRole, PairStatus, QAPair
from emosapp_data.steps.extract import BookFile
from emosapp_data.workspace import Workspace

SHARE = 0.95


@pytest.fixture(scope="module")
def truth_and_pairs(shared, tmp_path_factory):
    path = shared / "data" / "textbooks" / "openstax-psychology-ch06-08-16.pdf"
    workspace = Workspace(tmp_path_factory.mktemp("real") / "workspace")
    build(workspace, [BookFile(path, BookDescription(licence="CC-BY-4.0"))], BuildConfig(), Silent())
    truth = json.loads(path.with_suffix(".truth.json").read_text())["blocks"]
    pairs = [QAPair.model_validate_json(line) for line in workspace.pairs.read_text().splitlines()]
    return truth, [pair for pair in pairs if pair.status is PairStatus.KEPT]


def test_nearly_every_key_term_gives_a_pair_with_its_page(truth_and_pairs):
    truth, pairs = truth_and_pairs
    terms = [block for block in truth if block["kind"] == "glossary"]
    found = {(pair.evidence[0].quote, pair.citation.first_page.pdf) for pair in pairs}
    given = [
        term
        for term in terms
        if any(_same(term["definition"], quote) and page == term["page"] + 1 for quote, page in found)
    ]
    assert len(terms) == 127
    assert len(given) >= SHARE * len(terms)


def test_nearly_every_answered_review_question_gives_a_pair_with_its_pages(truth_and_pairs):
    truth, pairs = truth_and_pairs
    answers = {(block["chapter"], block["number"]): block for block in truth if block["kind"] == "answer"}
    questions = [
        block for block in truth if block["kind"] == "question" and (block["chapter"], block.get("number")) in answers
    ]
    found = {
        (evidence.quote, evidence.first_page.pdf): pair
        for pair in pairs
        for evidence in pair.evidence
        if evidence.role is EvidenceRole.QUESTION
    }
    given = []
    for question in questions:
        pair = next(
            (
                pair
                for (quote, page), pair in found.items()
                if _same(question["text"], quote) and page == question["page"] + 1
            ),
            None,
        )
        answer = answers[question["chapter"], question["number"]]
        key = (
            [evidence for evidence in pair.evidence if evidence.role is not EvidenceRole.QUESTION][-1] if pair else None
        )
        if key and _same(answer["text"].split(". ", 1)[1], key.quote) and key.first_page.pdf == answer["page"] + 1:
            given.append(question)
    assert len(questions) == 66
    assert len(given) >= SHARE * len(questions)


def _same(one: str, other: str) -> bool:
    """Equal but for hyphens and spaces, about which truth and extraction may differ."""
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())
