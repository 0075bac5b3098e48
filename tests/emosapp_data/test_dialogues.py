"""Dialogues: every pair in one, none too long, none across sections of the splits, in the order of the book."""

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.config import ReleaseConfig
from emosapp_data.foreign import read_pairs
from emosapp_data.release.knowledge.packing import LONGEST, pack, row, write_packed
from emosapp_data.release.splits import assign, section_of
from emosapp_data.schema import PageRef, QAPair, Span
from tests.emosapp_data.test_schema import CITATION, a_pair


def pairs_under(*headings: tuple[str, ...], book: str = "book-1") -> list[QAPair]:
    """A pair under each path of headings, one behind the other in the book, three on a page."""
    made = []
    for number, section in enumerate(headings):
        page = PageRef(pdf=number // 3 + 11, label=str(number // 3 + 1))
        span = Span(start=number * 100, end=number * 100 + 50)
        place = {"book": book, "section": section, "span": span, "first_page": page, "last_page": page}
        pair = a_pair(question=f"What is the term of number {number} in {book}?", answer=f"Term {number}.")
        made.append(pair.model_copy(update={"citation": CITATION.model_copy(update=place)}))
    return made


def sizes(pairs: list[QAPair], longest: int = LONGEST) -> list[int]:
    return [len(dialogue.pairs) for dialogue in pack(pairs, longest)]


COPING = ("1 Stress", "1.2 Coping")

headings = st.lists(st.sampled_from("abc"), max_size=5).map(tuple)


@given(st.lists(headings, max_size=80), st.lists(headings, max_size=20), st.integers(1, 12), st.randoms())
def test_every_pair_is_in_one_dialogue_none_too_long_none_across_sections_and_in_the_order_of_the_book(
    sections, others, longest, random
):
    pairs = pairs_under(*sections) + pairs_under(*others, book="book-2")
    given_in_any_order = random.sample(pairs, len(pairs))
    packed = pack(given_in_any_order, longest)
    assert Counter(pair.id for dialogue in packed for pair in dialogue.pairs) == Counter(pair.id for pair in pairs)
    for dialogue in packed:
        assert 1 <= len(dialogue.pairs) <= longest
        assert len({section_of(pair) for pair in dialogue.pairs}) == 1
        assert all(pair.citation.section[: len(dialogue.section)] == dialogue.section for pair in dialogue.pairs)
        starts = [pair.citation.span.start for pair in dialogue.pairs]
        assert starts == sorted(starts)
    assert packed == pack(pairs, longest)
    assert len({dialogue.id for dialogue in packed}) == len(packed)


@given(st.integers(1, 200), st.integers(2, 12))
def test_a_section_gives_as_few_dialogues_as_possible_of_nearly_equal_length(number, longest):
    found = sizes(pairs_under(*[COPING] * number), longest)
    assert len(found) == -(-number // longest)
    assert max(found) - min(found) <= 1


@pytest.mark.parametrize(
    ("number", "expected"), [(1, [1]), (10, [10]), (11, [6, 5]), (21, [7, 7, 7]), (30, [10, 10, 10])]
)
def test_no_single_pair_is_left_over(number, expected):
    assert sizes(pairs_under(*[COPING] * number)) == expected


def test_sections_of_three_pairs_and_more_stay_by_themselves():
    found = pack(pairs_under(*[(*COPING, "Problem-focused")] * 3, *[(*COPING, "Emotion-focused")] * 4))
    assert [dialogue.section[-1] for dialogue in found] == ["Problem-focused", "Emotion-focused"]


def test_a_small_section_is_joined_with_its_neighbour_under_the_same_heading():
    (found,) = pack(pairs_under(*[(*COPING, "Problem-focused")] * 2, *[(*COPING, "Emotion-focused")] * 4))
    assert found.section == COPING
    assert len(found.pairs) == 6


def test_the_nearest_relative_is_joined_before_a_more_distant_one():
    deep = (*COPING, "Emotion-focused")
    found = pack(pairs_under(*[(*COPING, "Intro")] * 3, (*deep, "Denial"), *[(*deep, "Reappraisal")] * 3))
    assert [(dialogue.section, len(dialogue.pairs)) for dialogue in found] == [((*COPING, "Intro"), 3), (deep, 4)]


def test_small_sections_of_different_splits_are_never_joined():
    assert sizes(pairs_under(COPING, ("1 Stress", "1.3 Sleep"), ("2 Memory",), ())) == [1, 1, 1, 1]


def test_a_dialogue_is_in_one_split(built_once):
    with built_once[0].pairs.open(encoding="utf-8") as lines:
        pairs = [QAPair.model_validate_json(line) for line in lines]
    splits = assign(pairs, ReleaseConfig())
    assert all(len({splits[pair.id] for pair in dialogue.pairs}) == 1 for dialogue in pack(pairs))


def test_a_row_holds_questions_and_answers_in_turn_with_their_pairs_and_pages():
    pairs = pairs_under(*[COPING] * 7)
    (packed,) = pack(pairs)
    found = row(packed)
    assert [message["role"] for message in found["messages"]] == ["user", "assistant"] * 7
    assert [message["content"] for message in found["messages"][:2]] == [pairs[0].question, pairs[0].answer]
    assert found["pairs"] == [pair.id for pair in pairs]
    assert found["pages"] == "pp. 1–3 (PDF pp. 11–13)"


def test_the_file_is_read_by_datasets_and_the_same_dialogues_give_the_same_bytes(tmp_path):
    from datasets import Dataset  # noqa: PLC0415

    packed = pack(pairs_under(*[COPING] * 11, *[("2 Memory", "2.1 Sleep")] * 3))
    for name in ("one", "other"):
        write_packed(packed, tmp_path / name / "train.parquet")
    one, other = (tmp_path / name / "train.parquet" for name in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()
    loaded = Dataset.from_parquet(str(one), cache_dir=str(tmp_path / "cache"))
    assert [loaded[index] for index in range(len(loaded))] == [row(dialogue) for dialogue in packed]


def test_what_was_packed_is_read_again_as_other_peoples_dialogues(tmp_path):
    pairs = pairs_under(*[COPING] * 11)
    path = tmp_path / "dialogues.jsonl"
    path.write_text("".join(json.dumps(row(dialogue)) + "\n" for dialogue in pack(pairs)), encoding="utf-8")
    found = read_pairs(path)
    assert [(pair.question, pair.answer) for pair in found.pairs] == [(pair.question, pair.answer) for pair in pairs]
    assert (found.dialogues, found.set_aside) == (2, ())
