"""The page on a review needs nothing else, says what its figures rest on, and gives nobody away."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.agreement import Interval
from annotation.report import ReviewFigures, gather, render, words
from annotation.report.names import distinct_names, model_name
from annotation.report.plots import alpha_axis, dot, stacked
from annotation.store import ReviewStore
from emosapp_data.cli.review.report import NOTHING, report
from emosapp_data.config import ReviewConfig
from emosapp_data.errors import WorkspaceError
from emosapp_data.schema import ANSWER_SCALES, AnswerRating, Issue, PairStatus, QAPair, Review, ReviewStatus
from emosapp_data.workspace import Workspace, write_jsonl
from tests.annotation.reviewing import START, final, said
from tests.emosapp_data.test_near_duplicates_step import a_pair
from tests.emosapp_data.test_report import Page

PAIRS = [
    a_pair(f"What is number {number}?", f"Number {number} is <b>well</b> known.").model_copy(
        update={"status": PairStatus.KEPT}
    )
    for number in range(40)
]
COMMENT = "Zwetschgenknoedel"


def reviews() -> list[Review]:
    """Thirty pairs, some reviewed twice, with every kind of decision."""
    found = []
    for number, pair in enumerate(PAIRS[:30]):
        decision = ("accept", "accept", "edit", "reject")[number % 4]
        fields: dict[str, object] = {"comment": COMMENT, "ratings": {"factuality": 1 + number % 5, "safety": 5}}
        if decision == "edit":
            fields["corrected_answer"] = f"Number {number} is hardly known."
        if decision == "reject":
            fields["issues"] = (Issue.VAGUE,)
        found.append(said(pair.id, "reviewer-aaaaaaaa", decision, number, **fields))
        if number % 2:
            other = "accept" if number % 5 else "reject"
            found.append(said(pair.id, "reviewer-bbbbbbbb", other, number, ratings={"factuality": 4, "safety": 5}))
    return [*found, final(PAIRS[5].id, "reject")]


def ratings() -> list[AnswerRating]:
    return [
        AnswerRating(
            answer=f"{model}-{item}",
            model=model,
            item=str(item),
            rater=rater,
            group=group,
            ratings={scale: 1 + (item + len(model)) % 5 for scale in ANSWER_SCALES},
            comment=COMMENT,
            submitted=START,
        )
        for model in ("/home/somebody/models/base.gguf", "tuned")
        for item in range(6)
        for rater, group in (("reviewer-1", "students"), ("reviewer-2", "professionals"))
    ]


def figures_of(
    given: list[Review],
    pairs: list[QAPair] = PAIRS,
    unfinished: tuple[Review, ...] = (),
    rated: tuple[AnswerRating, ...] = (),
) -> ReviewFigures:
    return gather(pairs, given, unfinished, rated, ReviewConfig())


def plain(page: str) -> str:
    """What a reader sees."""
    without_style = re.sub(r"<style>.*?</style>", " ", page, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", without_style).split())


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace with pairs, and nobody's word on them."""
    place = Workspace(tmp_path / "workspace")
    write_jsonl(place.pairs, PAIRS)
    return place


def test_the_page_is_whole_and_fetches_nothing(workspace):
    ReviewStore(workspace).merge(reviews())
    ReviewStore(workspace).merge_ratings(ratings())
    report(workspace.path)
    page = Page()
    page.feed(workspace.review_report.read_text(encoding="utf-8"))
    assert page.open == []
    assert page.addresses
    assert all(address.startswith("#") for address in page.addresses)
    assert page.tags["script"] == page.tags["link"] == page.tags["img"] == 0


def test_the_page_gives_no_comment_no_place_on_the_machine_and_inserts_no_markup(workspace):
    written = [
        pair.model_copy(
            update={"origin": pair.origin.model_copy(update={"model": "local:/home/somebody/m.gguf@sha256:0123"})}
        )
        for pair in PAIRS
    ]
    pairs = [QAPair.create(**pair.model_dump(exclude={"id"})) for pair in written]
    names = {old.id: new.id for old, new in zip(PAIRS, pairs, strict=True)}
    given = [review.model_copy(update={"pair": names[review.pair]}) for review in reviews()]
    page = render(figures_of(given, pairs, rated=tuple(ratings())))
    assert COMMENT not in page
    assert str(workspace.path) not in page
    assert "/home" not in page
    assert "m.gguf" in page
    assert "base.gguf" in page
    assert "<b>well</b>" not in page


def test_personal_data_in_a_disputed_pair_or_an_edit_is_masked():
    pair = a_pair("Whom can one write to?", "Write to jane.doe@example.org for help.")
    disputed = [said(pair.id, "a", "accept"), said(pair.id, "b", "reject")]
    edit = [said(pair.id, "a", "edit", corrected_answer="Write to john.roe@example.org for help.")]
    for on_record in (disputed, edit):
        page = render(figures_of(on_record, [pair]))
        assert "Whom can one write to?" in page
        assert "@example.org" not in page


def test_the_numbers_on_the_page_are_those_of_the_figures():
    figures = figures_of(reviews(), unfinished=(said(PAIRS[35].id, "a", "accept", status=ReviewStatus.DRAFT),))
    text = plain(render(figures))
    far, all_pairs = figures.progress, figures.outcomes.altogether
    assert (far.pairs, far.reviewed, far.left, far.drafts, far.adjudications) == (40, 30, 10, 1, 1)
    assert [(found.reviews, found.pairs) for found in far.by_reviews] == [(1, 15), (2, 15)]
    assert all_pairs.accepted + all_pairs.edited + all_pairs.rejected + all_pairs.disputed == 30
    for expected in (
        "30 of 40 pairs reviewed: 75 %",
        "45 reviews by 2 reviewers",
        f"{all_pairs.accepted} accepted {all_pairs.edited} edited {all_pairs.disputed} wait for adjudication",
        "rests on the 15 pairs that two or more people reviewed",
        f"{figures.disputes.waiting} pairs wait for adjudication",
        f"{figures.changes.edits} edits: 0 of the question, {figures.changes.answers} of the answer",
        words.alpha_text(figures.agreement.decision.alpha),
    ):
        assert expected in text


def test_json_is_the_figures_and_nothing_else(workspace, capsys):
    ReviewStore(workspace).merge(reviews())
    report(workspace.path, as_json=True)
    written = capsys.readouterr().out
    found = json.loads(written)
    figures = figures_of(reviews())
    assert found["progress"]["reviewed"] == figures.progress.reviewed
    assert found["agreement"]["decision"]["alpha"]["value"] == figures.agreement.decision.alpha.value
    assert found["agreement"]["reviewers"][0]["reviewer"] == "reviewer-aaaaaaaa"
    assert found["answers"] is None
    assert COMMENT not in written


def test_without_a_review_one_line_says_what_to_do(workspace, capsys):
    report(workspace.path)
    assert capsys.readouterr().out == NOTHING + "\n"
    assert not workspace.review_report.exists()


def test_drafts_alone_are_not_a_review_yet(workspace, capsys):
    ReviewStore(workspace).merge([said(PAIRS[0].id, "a", "accept", status=ReviewStatus.DRAFT)])
    report(workspace.path)
    assert capsys.readouterr().out == NOTHING + "\n"


def test_a_folder_that_is_not_there_is_one_line(tmp_path):
    with pytest.raises(WorkspaceError, match="no such folder"):
        report(tmp_path / "elsewhere")


def test_ratings_of_answers_alone_make_a_page(tmp_path, capsys):
    place = Workspace(tmp_path)
    ReviewStore(place).merge_ratings(ratings())
    report(place.path, as_json=True)
    assert "/home" not in capsys.readouterr().out
    text = plain(place.review_report.read_text(encoding="utf-8"))
    assert "24 ratings by 2 raters, of 12 answers by 2 models to 6 messages" in text
    assert "Progress" not in text
    for word in ("everybody", "professionals", "students", *ANSWER_SCALES):
        assert word in text


def test_what_the_figures_cannot_say_is_said():
    few = " ".join(figures_of(reviews()[:3]).caveats)
    assert "1 pair has two reviews or more: too few" in few
    assert "38 pairs have not been reviewed" in few
    assert "Reviewers saw what the checks said" not in few
    alone = " ".join(figures_of([said(PAIRS[0].id, "a", "accept")]).caveats)
    assert "No pair has two reviews" in alone
    elsewhere = " ".join(figures_of([said("pair-of-an-earlier-build", "a", "accept")]).caveats)
    assert "1 pair was reviewed that is not among the workspace’s pairs" in elsewhere


def test_an_edit_shows_the_words_that_differ():
    page = render(figures_of([said(PAIRS[2].id, "a", "edit", corrected_answer="Number 2 is hardly known.")]))
    assert "<mark>&lt;b&gt;well&lt;/b&gt;</mark>" in page
    assert "<mark>hardly</mark>" in page


def test_an_edit_of_nothing_but_form_is_marked_whole():
    answer = PAIRS[2].answer.upper()
    page = render(figures_of([said(PAIRS[2].id, "a", "edit", corrected_answer=answer)]))
    assert "<mark>NUMBER 2 IS" in page


def test_many_days_are_shown_by_week_and_none_is_left_out():
    given = [said(pair.id, "a", "accept", 1440 * 5 * number) for number, pair in enumerate(PAIRS)]
    far = figures_of(given).progress
    assert far.period_days == 7
    assert sum(period.number for period in far.periods) == far.submitted == 40
    assert len({period.first for period in far.periods}) == len(far.periods) == 28


def test_what_a_check_left_out_is_counted_apart():
    pairs = [PAIRS[0], PAIRS[1].model_copy(update={"status": PairStatus.REJECTED})]
    figures = figures_of([said(pair.id, "a", "accept") for pair in pairs], pairs)
    assert (figures.progress.pairs, figures.progress.reviewed, figures.progress.audited) == (1, 1, 1)
    assert figures.outcomes.altogether.pairs == 1


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("meta-llama/Llama-3.2-1B", "meta-llama/Llama-3.2-1B"),
        ("local:/home/somebody/m.gguf@sha256:0123", "m.gguf"),
        ("/data/m.gguf", "m.gguf"),
        ("~/m.gguf", "m.gguf"),
        (r"C:\models\m.gguf", "m.gguf"),
        ("../models/m.gguf", "m.gguf"),
        ("local:smollm2", "smollm2"),
        ("smollm2.gguf@sha256:0123", "smollm2.gguf"),
    ],
)
def test_a_model_is_named_without_its_place(given, shown):
    assert model_name(given) == shown


def test_models_whose_files_are_named_alike_stay_apart():
    assert distinct_names(["/a/m.gguf", "/b/m.gguf", "n"]) == {
        "/a/m.gguf": "m.gguf",
        "/b/m.gguf": "m.gguf (2)",
        "n": "n",
    }


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "–"), (0, "0 %"), (0.001, "< 1 %"), (0.5, "50 %"), (0.999, "> 99 %"), (1, "100 %")]
)
def test_what_is_neither_all_nor_nothing_is_not_printed_as_such(value, shown):
    assert words.percent(value) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (None, "–"),
        (0.4, "0 s"),
        (59, "59 s"),
        (125, "2 min 5 s"),
        (1500, "25 min"),
        (5400, "1.5 hours"),
        (360_000, "100 hours"),
    ],
)
def test_times_are_in_the_unit_that_fits(seconds, shown):
    assert words.duration(seconds) == shown


def test_a_rounded_zero_has_no_sign():
    assert (words.signed(-0.001), words.signed(0.001), words.signed(-0.5)) == ("0.00", "0.00", "−0.50")


@given(st.lists(st.floats(-1, 1), min_size=1), st.floats(-1, 1), st.floats(-1, 1))
def test_dots_and_their_lines_stay_on_the_axis(values, one, other):
    axis = alpha_axis(values)
    placed = dot(axis, values[0], Interval(min(one, other), max(one, other)))
    assert 0 <= placed.at <= 100
    assert 0 <= placed.left <= placed.left + placed.width <= 100 + 1e-9
    assert axis.low <= min(values) + 1e-9


@given(st.lists(st.tuples(st.text(), st.integers(0, 20_000))))
def test_the_parts_of_a_bar_fill_it(parts):
    found = stacked(parts)
    assert sum(part.number for part in found) == sum(number for _, number in parts)
    assert sum(part.width for part in found) == pytest.approx(100 if found else 0)
