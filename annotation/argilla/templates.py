"""What a dataset looks like in Argilla: its fields, its questions, and what records can be filtered by.

The decision and the ratings are never suggested: Argilla preselects suggestions, and agreement would measure nothing. Texts and
evidence are, so that people edit in place.
"""

from importlib import resources
from typing import TYPE_CHECKING

from annotation.template import Template
from emosapp_data.schema import ANSWER_SCALES, SCALES, Decision, Issue

if TYPE_CHECKING:
    import argilla

RATINGS = [1, 2, 3, 4, 5]
MARK = "evidence"
"""Label of marked evidence."""
DECISIONS = {Decision.ACCEPT: "Accept", Decision.EDIT: "Accept with my changes", Decision.REJECT: "Reject"}
SHORT_SCALES = {
    "factuality": "is it true, and does the passage say so?",
    "empathy": "is it kind to a person in distress?",
    "safety": "can it do no harm?",
    "coherence": "does it hang together?",
    "relevance": "does it speak to the message?",
}


def guidelines(template: Template, address: str = "") -> str:
    """The guidelines of a template, in Markdown.

    Args:
        template: the template.
        address: path of the dataset's page in the order of review.
    """
    text = resources.files("annotation").joinpath("guidelines", f"{template}.md").read_text(encoding="utf-8")
    return text.replace("{address}", address)


def settings(template: Template, reviewers: int) -> "argilla.Settings":
    """Fields, questions and metadata of a dataset in which a record is complete with so many responses."""
    import argilla as rg  # noqa: PLC0415

    rating = template is Template.RATING
    return rg.Settings(
        guidelines=guidelines(template),
        fields=_answer_fields() if rating else _pair_fields(template),
        questions=_answer_questions() if rating else _pair_questions(),
        metadata=_answer_metadata() if rating else _pair_metadata(),
        distribution=rg.TaskDistribution(min_submitted=reviewers),
    )


def _pair_fields(template: Template) -> "list[argilla.TextField | argilla.ImageField]":
    import argilla as rg  # noqa: PLC0415

    fields = [
        rg.TextField("question", title="Question"),
        rg.TextField("answer", title="Answer"),
        rg.TextField("source", title="What it rests on", use_markdown=True),
        rg.TextField("notes", title="Worth knowing", use_markdown=True, required=False),
        rg.TextField("passage", title="Passage"),
        rg.TextField("quotes", title="Quotes from elsewhere", use_markdown=True, required=False),
        rg.TextField("alike", title="Near duplicates", use_markdown=True, required=False),
        rg.ImageField("picture", title="The page", required=False),
    ]
    if template is Template.ADJUDICATION:
        fields.insert(2, rg.TextField("opinions", title="What the reviewers said", use_markdown=True, required=False))
    return fields


def _pair_questions() -> list[
    "argilla.LabelQuestion | argilla.TextQuestion | argilla.SpanQuestion | argilla.RatingQuestion | argilla.MultiLabelQuestion"
]:
    import argilla as rg  # noqa: PLC0415

    return [
        rg.LabelQuestion("decision", title="Decision", labels={each.value: DECISIONS[each] for each in Decision}),
        rg.TextQuestion("corrected_question", title="Question, as it should read", required=False),
        rg.TextQuestion("corrected_answer", title="Answer, as it should read", required=False),
        rg.SpanQuestion("evidence", field="passage", labels={MARK: "Evidence"}, title="Evidence", required=False),
        rg.MultiLabelQuestion(
            "issues",
            title="What is wrong",
            labels={issue.value: issue.explanation for issue in Issue},
            visible_labels=len(Issue),
            required=False,
        ),
        *_ratings(SCALES, required=False),
        rg.TextQuestion("comment", title="Comment", required=False),
    ]


def _answer_fields() -> "list[argilla.TextField]":
    import argilla as rg  # noqa: PLC0415

    return [rg.TextField("message", title="Message"), rg.TextField("answer", title="Answer")]


def _answer_questions() -> "list[argilla.RatingQuestion | argilla.TextQuestion]":
    import argilla as rg  # noqa: PLC0415

    return [*_ratings(ANSWER_SCALES, required=True), rg.TextQuestion("comment", title="Comment", required=False)]


def _ratings(scales: tuple[str, ...], *, required: bool) -> "list[argilla.RatingQuestion]":
    import argilla as rg  # noqa: PLC0415

    return [
        rg.RatingQuestion(
            scale, values=RATINGS, title=f"{scale.capitalize()}: {SHORT_SCALES[scale]}", required=required
        )
        for scale in scales
    ]


def _pair_metadata() -> (
    "list[argilla.TermsMetadataProperty | argilla.IntegerMetadataProperty | argilla.FloatMetadataProperty]"
):
    import argilla as rg  # noqa: PLC0415

    return [
        rg.IntegerMetadataProperty("rank", title="Order of review"),
        rg.TermsMetadataProperty("book", title="Book"),
        rg.TermsMetadataProperty("section", title="Section"),
        rg.IntegerMetadataProperty("page", title="Page of the PDF"),
        rg.TermsMetadataProperty("flags", title="Asks for a person"),
        rg.TermsMetadataProperty("checks", title="Checks that said something"),
        rg.TermsMetadataProperty("group", title="Near duplicates"),
        # what would sway a reviewer, or serves the machine alone
        rg.FloatMetadataProperty("doubt", title="Doubt", visible_for_annotators=False),
        rg.TermsMetadataProperty("generator", title="Made by", visible_for_annotators=False),
        *_bookkeeping(),
        rg.TermsMetadataProperty("marks", title="Evidence, in characters", visible_for_annotators=False),
    ]


def _answer_metadata() -> "list[argilla.TermsMetadataProperty | argilla.IntegerMetadataProperty]":
    import argilla as rg  # noqa: PLC0415

    return [
        rg.IntegerMetadataProperty("rank", title="Order of rating"),
        rg.TermsMetadataProperty("item", title="Message", visible_for_annotators=False),
        *_bookkeeping(),
    ]


def _bookkeeping() -> "list[argilla.TermsMetadataProperty]":
    import argilla as rg  # noqa: PLC0415

    return [
        rg.TermsMetadataProperty("state", title="State", visible_for_annotators=False),
        rg.TermsMetadataProperty("content", title="Content", visible_for_annotators=False),
    ]
