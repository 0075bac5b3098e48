"""What is made of a book where it is read: kept compressed, the same as made anew, and found by id."""

import json
import sqlite3
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.elements.key_terms import key_terms
from corpus.elements.questions import review_questions
from corpus.passages import make_passages
from emosapp_data.config import BuildConfig
from emosapp_data.ledger import LEDGER_FILE, Ledger
from emosapp_data.pipeline import Built, build
from emosapp_data.progress import Silent
from emosapp_data.schema import Passage
from emosapp_data.steps.extract import BookContent, all_passages, books
from emosapp_data.steps.packing import PASSAGES_TOGETHER, PackedPassages
from emosapp_data.workspace import Workspace
from tests.conftest import book_file


@pytest.fixture(scope="module")
def content(built_once: tuple[Workspace, Built]) -> BookContent:
    """What the ledger holds of the sample book."""
    with Ledger.read(built_once[0].path) as ledger:
        (found,) = books(ledger)
    return found


@pytest.fixture(scope="module")
def passages(content: BookContent) -> list[Passage]:
    """The passages of the sample book, made anew."""
    labels = {block.page: block.label for block in content.blocks if block.label}
    return list(make_passages(content.blocks, content.book, labels))


def test_what_is_kept_is_what_the_blocks_give(content: BookContent, passages: list[Passage]) -> None:
    assert list(content.passages.values()) == passages
    assert content.elements == [*key_terms(content.blocks), *review_questions(content.blocks)[0]]
    assert content.last_page == max(block.last_page for block in content.blocks)


@given(data=st.data())
@settings(max_examples=50)
def test_passages_are_found_by_id_in_any_order_also_after_json(passages: list[Passage], data: st.DataObject) -> None:
    assert len(passages) > 2 * PASSAGES_TOGETHER
    some = passages[: data.draw(st.integers(0, len(passages)))]
    packed = PackedPassages(json.loads(json.dumps(PackedPassages.pack(some).packets)))
    assert list(packed) == [passage.id for passage in some]
    assert [Passage.model_validate_json(line) for line in packed.lines()] == some
    for passage in data.draw(st.permutations(passages)):
        assert (passage.id in packed) == (passage in some)
        if passage in some:
            assert packed[passage.id] == passage
        else:
            with pytest.raises(KeyError):
                packed[passage.id]


def test_passages_of_several_books_are_found_in_one(content: BookContent) -> None:
    half = len(content.passages.packets) // 2
    parts = [
        content._replace(passages=PackedPassages(content.passages.packets[some]))
        for some in (slice(half), slice(half, None))
    ]
    assert dict(all_passages(parts)) == dict(content.passages)


def test_a_workspace_of_an_earlier_version_is_not_read_anew(sample_book: Path, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "workspace")
    first = build(workspace, [book_file(sample_book)], BuildConfig(), Silent())
    passages = workspace.passages.read_bytes()
    db = sqlite3.connect(workspace.path / LEDGER_FILE)
    key, packed = db.execute("SELECT key, output FROM item WHERE step = 'extract'").fetchone()
    output = json.loads(zlib.decompress(packed))
    del output["made"]
    with db:
        db.execute("UPDATE item SET output = ? WHERE key = ?", (zlib.compress(json.dumps(output).encode()), key))
    db.close()
    again = build(workspace, [book_file(sample_book)], BuildConfig(), Silent())
    assert not again.release.new
    assert again.counts == first.counts
    assert workspace.passages.read_bytes() == passages
    with Ledger.read(workspace.path) as ledger:
        (item,) = ledger.items("extract")
    assert "made" not in item.result.output
