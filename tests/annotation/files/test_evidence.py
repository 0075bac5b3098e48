"""Evidence that people give by quoting the passage."""

import pytest

from annotation.files.evidence import locate, marked, marks
from annotation.files.problem import CellError
from emosapp_data.schema import (
    Span,
)
from tests.annotation.files.desk import ITEM, PASSAGE, Desk


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("It also mends the body.", [(22, 45)]),
        ("  it also\r\nMENDS the body ", [(22, 44)]),
        ('The mind "rests" in sleep - not', [(47, 78)]),
        ("Sleep mends … not always", [(0, 11), (75, 85)]),
        ("not always\nSleep mends the mind.", [(0, 21), (75, 85)]),
        ("Sleep mends ... not always", [(0, 11), (75, 85)]),
        ("the body.\n\nThe mind", [(36, 55)]),
        ("It also ⟦mends⟧ the body", [(30, 35)]),
        ("⟦Sleep⟧ mends the mind. It also ⟦mends⟧ the", [(0, 5), (30, 35)]),
    ],
)
def test_quoted_words_are_located_whatever_the_typing_made_of_them(words, places):
    assert [(span.start, span.end) for span in locate(words, PASSAGE)] == places


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("It mends the buddy", "is not in the passage; nearest: 'also mends the body.'"),
        ("𝔛", "is not in the passage; copy the words from there"),
        ("mends", "stands 2 times in the passage; copy more words around it and put ⟦ ⟧ around the evidence"),
        ("⟦mends⟧ the", "stands 2 times"),
        ("the ⟦mind", "every ⟦ needs a ⟧"),
        ("It also ⟦ ⟧mends", "no words between the marks"),
    ],
)
def test_words_that_cannot_be_located_are_told_with_what_to_do(words, says):
    with pytest.raises(CellError, match="evidence_corrected: ") as error:
        locate(words, PASSAGE)
    assert says in str(error.value)


def test_a_passage_that_has_the_marks_itself_is_marked_otherwise():
    assert marks("a ⟦b⟧ c") == ("⟪", "⟫")
    assert locate(marked("a ⟦b⟧ c", [Span(start=2, end=5)]), "a ⟦b⟧ c") == (Span(start=2, end=5),)


def test_the_present_evidence_copied_over_is_no_correction(either):
    review = either.exported().filled({"decision": "edit", "evidence_corrected": ITEM.passage[:21]}).review()
    assert review.evidence is None


def test_copying_the_marks_of_the_present_evidence_along_with_other_words_is_a_problem(either):
    taken = (
        either.exported().filled({"decision": "edit", "evidence_corrected": "⟦Sleep mends the mind.⟧ It also"}).take()
    )
    assert taken.problems[0].endswith("the marks are where they were; move them, or leave them out")


def test_evidence_may_be_given_as_a_list_of_quotes_or_places(tmp_path):
    desk = Desk(tmp_path, "review.jsonl").exported()
    desk.filled({"decision": "edit", "evidence_corrected": ["not always", {"start": 22, "end": 45}]})
    assert desk.review().evidence == (Span(start=22, end=45), Span(start=75, end=85))


@pytest.mark.parametrize("places", [[{"start": 0, "end": 9999}], [{"start": 45, "end": 47}], [{"start": 3, "end": 1}]])
def test_places_outside_the_passage_or_without_words_are_a_problem(tmp_path, places):
    desk = Desk(tmp_path, "review.jsonl").exported().filled({"decision": "edit", "evidence_corrected": places})
    assert "evidence_corrected" in desk.take().problems[0]
