"""The check names the item it found; its fingerprint changes with the benchmarks and with nothing else."""

import pytest

from emosapp_data.checks.contaminated import Contaminated
from emosapp_data.contamination import fingerprint, read_benchmark
from emosapp_data.schema import Reason


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "made-up.jsonl"
    path.write_text(
        '{"id": "q1", "question": "Which hormone do the adrenal glands release during an alarm reaction?"}\n'
    )
    return path


def test_a_contaminated_pair_is_rejected_with_the_item_the_words_and_the_share(path):
    verdict = Contaminated([read_benchmark(path)]).judge_text(
        "Which substance do the adrenal glands release during an alarm reaction?", "Adrenaline."
    )
    assert verdict.reason is Reason.CONTAMINATED
    assert verdict.detail == (
        "the question holds 86% of item q1 of made-up: 'which … do the adrenal glands release during an alarm reaction'"
    )
    assert verdict.score == pytest.approx(0.862, abs=0.001)


def test_other_pairs_pass(path):
    assert Contaminated([read_benchmark(path)]).judge_text("What is an alarm reaction?", "The first stage.").passed


def test_long_shared_texts_are_shortened(tmp_path):
    path = tmp_path / "posts.txt"
    path.write_text("I walk home " * 60)
    verdict = Contaminated([read_benchmark(path)]).judge_text("What?", "I walk home " * 60)
    assert len(verdict.detail) < 200


def test_the_fingerprint_follows_the_bytes_and_not_the_place(path, tmp_path):
    benchmark = read_benchmark(path)
    elsewhere = tmp_path / "folder" / path.name
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(path.read_bytes())
    assert Contaminated([benchmark]).fingerprint == Contaminated([read_benchmark(elsewhere)]).fingerprint
    elsewhere.write_bytes(path.read_bytes().replace(b"hormone", b"substance"))
    assert fingerprint([benchmark]) != fingerprint([read_benchmark(elsewhere)])
    assert fingerprint([benchmark]) != fingerprint([])
