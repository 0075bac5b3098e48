"""A reader of a card finds what it takes to use the dataset rightly, and the Hub finds the header that it reads."""

import re

import pytest
import yaml
from datasets import load_dataset
from huggingface_hub import DatasetCard
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from emosapp_data.config import BuildConfig
from emosapp_data.release.card import dialogues_card, knowledge_card, mixture_card
from emosapp_data.release.knowledge.packing import COLUMNS as PACKED_COLUMNS
from emosapp_data.release.knowledge.table import COLUMNS
from emosapp_data.release.verify import read_release
from emosapp_data.schema import Book, Reason
from tests.emosapp_data.release.described import (
    MIXTURE_COLUMNS,
    REVIEW,
    SOURCE,
    SUPPORT_COLUMNS,
    SYSTEM,
    component,
    dialogues,
    mixture,
    write_dialogues,
    write_mixture,
)
from tests.emosapp_data.release.releasing import home

SECTIONS = [
    "Before you use it",
    "Intended use",
    "Misuse and out-of-scope use",
    "Known limits",
    "Personal and sensitive information",
    "Splits",
    "Columns",
    "Sources",
    "Licence",
    "How it was made",
    "Review",
    "Versions",
    "Citation",
]
KINDS = ["knowledge", "dialogues", "mixture"]


@pytest.fixture(scope="module")
def cards(built_once) -> dict:
    """A card of each kind, with its release."""
    folder = home(built_once[0]) / "0.1.0"
    return {
        "knowledge": ((folder / "README.md").read_text(encoding="utf-8"), read_release(folder)),
        "dialogues": (dialogues_card(dialogues(), SUPPORT_COLUMNS), dialogues()),
        "mixture": (mixture_card(mixture(), MIXTURE_COLUMNS), mixture()),
    }


def support(**changed) -> str:
    return dialogues_card(dialogues(**changed), SUPPORT_COLUMNS)


def section(card: str, title: str) -> str:
    """The text below a heading."""
    return card.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def tables(markdown: str) -> list[list[list[str]]]:
    """The cells of all tables, as a reader sees them."""
    found: list[list[list[str]]] = []
    cell = False
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type in ("td_open", "th_open"):
            cell = True
        elif token.type == "inline" and cell:
            found[-1][-1].append("".join(child.content for child in token.children))
            cell = False
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_the_hub_reads_the_header(cards, kind):
    text, release = cards[kind]
    data = DatasetCard(text).data.to_dict()
    assert data == yaml.safe_load(text.split("---\n")[1])
    assert data["license"] == release.licence.lower()
    assert data["language"] == ["en"]
    assert [file["split"] for file in data["configs"][0]["data_files"]] == list(release.rows)
    assert data["source_datasets"] == ["original" if kind == "knowledge" else "extended"]
    total = sum(release.rows.values())
    assert data["size_categories"] == ["n<1K" if total < 1000 else "1K<n<10K"]


@pytest.mark.parametrize(
    ("write", "text"),
    [
        (write_dialogues, dialogues_card(dialogues(), SUPPORT_COLUMNS)),
        (write_mixture, mixture_card(mixture(), MIXTURE_COLUMNS)),
    ],
    ids=["dialogues", "mixture"],
)
def test_datasets_loads_a_folder_by_its_card(write, text, tmp_path):
    rows = write(tmp_path / "release")
    (tmp_path / "release" / "README.md").write_text(text, encoding="utf-8")
    loaded = load_dataset(str(tmp_path / "release"), cache_dir=str(tmp_path / "cache"))
    assert {split: loaded[split].to_list() for split in loaded} == dict.fromkeys(["train", "validation", "test"], rows)


@pytest.mark.parametrize("kind", KINDS)
def test_every_section_is_there_and_says_something(cards, kind):
    text, _ = cards[kind]
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    assert all(len(section(text, title).split()) > 5 for title in SECTIONS)
    assert not re.search(r"more information|TODO|\{\{|\{%|\bNone\b|Undefined", text.replace("None is", ""))
    anchors = {title.lower().replace(" ", "-") for title in SECTIONS}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors


@pytest.mark.parametrize("kind", KINDS)
def test_misuse_in_mental_health_is_named(cards, kind):
    misuse = section(cards[kind][0], "Misuse and out-of-scope use")
    for word in ("Therapy", "Crisis", "emergency number", "Diagnosis", "medicine", "distress", "clinicians", "infer"):
        assert word in misuse


@pytest.mark.parametrize(
    ("kind", "columns"),
    [("knowledge", [COLUMNS, PACKED_COLUMNS]), ("dialogues", [SUPPORT_COLUMNS]), ("mixture", [MIXTURE_COLUMNS])],
)
def test_every_column_is_described(cards, kind, columns):
    found = tables(section(cards[kind][0], "Columns"))
    assert [{row[0]: row[1] for row in table[1:]} for table in found] == columns


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_the_splits_and_steps_are_those_of_the_manifest(cards, kind):
    text, release = cards[kind]
    ((_, *splits),) = tables(section(text, "Splits"))
    assert {row[0]: int(row[1].replace(",", "")) for row in splits} == release.rows
    (_, *steps), *reasons = tables(section(text, "How it was made"))
    assert [(row[0], int(row[3].replace(",", ""))) for row in steps] == [
        (step.step, step.kept) for step in release.steps
    ]
    told = {row[0] for table in reasons for row in table[1:]}
    assert told == {reason.value for step in release.steps for reason in step.rejected}


@pytest.mark.parametrize("kind", KINDS)
def test_sources_are_named_with_their_licence_and_credited(cards, kind):
    text, release = cards[kind]
    works = [*release.books, *release.dialogue_sources]
    rows = [row for table in tables(section(text, "Sources")) for row in table[1:]]
    for work in works:
        (row,) = (row for row in rows if row[0] == work.title)
        assert row[1] == ", ".join(work.authors)
        assert row[3] == work.licence
        assert work.title in section(text, "Citation")
    assert "ATTRIBUTION.md" in section(text, "Before you use it")


def test_the_shares_of_a_mixture_are_those_of_its_answers():
    components, parts, _ = tables(section(mixture_card(mixture(), MIXTURE_COLUMNS), "Sources"))
    assert components[1][:5] == ["support 0.2.0", "default", "CC-BY-NC-4.0", "2", "–"]
    assert components[2][:5] == ["knowledge 1.0.0", "dialogues", "CC-BY-4.0", "0.5", "600"]
    shares = {(row[0], row[1]): row[5] for row in parts[1:]}
    assert shares["support 0.2.0", "train"] == "80.0 %"
    assert shares["knowledge 1.0.0", "train"] == "20.0 %"


def test_only_a_mixture_with_repeated_conversations_speaks_of_copies():
    assert "column `copy`" in mixture_card(mixture(), MIXTURE_COLUMNS)
    once = mixture(components=(component(weight=1),))
    assert "column `copy`" not in section(mixture_card(once, MIXTURE_COLUMNS), "Known limits")


def test_what_nobody_reviewed_is_said_so(cards):
    assert "No person has reviewed these pairs" in section(cards["knowledge"][0], "Before you use it")
    assert "No person has reviewed these dialogues" in section(cards["dialogues"][0], "Before you use it")
    assert "No person has reviewed these conversations" in section(cards["mixture"][0], "Before you use it")
    some = mixture_card(mixture(unreviewed=912), MIXTURE_COLUMNS)
    assert "People have reviewed 2,000 of these 2,912 conversations" in section(some, "Before you use it")
    assert "121 dialogues ask for a person's decision" in cards["dialogues"][0]
    assert "speaks of suicide (42)" in cards["dialogues"][0]


def test_what_people_decided_and_how_far_they_agreed_is_told():
    text = support(review=REVIEW)
    assert "**People have reviewed 32 of these 1,162 dialogues**" in text
    assert "Nobody has decided on 60 of these dialogues yet" in text
    assert "the same decision in 88 % of comparisons" in section(text, "Review")
    assert "Krippendorff's alpha 0.61 (95 % interval 0.32 to 0.84)" in section(text, "Review")
    unknown = REVIEW.model_copy(update={"shared": 0, "agreement": None, "alpha": None, "alpha_interval": None})
    assert "is not known: no dialogue was reviewed by two people" in section(support(review=unknown), "Review")


def test_obstacles_and_an_unknown_licence_stand_first_of_all():
    obstacle = "unknown licence: A *Book* | of <b>dialogues</b>"
    text = support(licence=None, publishable=False, obstacles=(obstacle,))
    assert "**Unknown licence.**" in section(text, "Before you use it")
    shown = MarkdownIt("commonmark").render(section(text, "Before you use it"))
    assert "unknown licence: A *Book* | of &lt;b&gt;dialogues&lt;/b&gt;" in shown
    assert "No permission is known" in section(text, "Licence")
    assert DatasetCard(text).data.license == "unknown"


@pytest.mark.parametrize(
    ("licence", "known", "asked"),
    [
        ("CC0-1.0", "cc0-1.0", ["Nothing is asked for"]),
        ("CC-BY-4.0", "cc-by-4.0", ["Attribution", "Trained models"]),
        ("CC-BY-SA-4.0", "cc-by-sa-4.0", ["Attribution", "Share-alike", "Trained models"]),
        ("CC-BY-NC-4.0", "cc-by-nc-4.0", ["Attribution", "No commercial use", "Trained models"]),
        ("ODC-By-1.0", "odc-by", ["Attribution", "Trained models"]),
        ("CC-BY-NC-SA-4.0 AND MIT", "other", ["Attribution", "Share-alike", "No commercial use", "Trained models"]),
        ("LicenseRef-ours", "other", ["Attribution", "Terms of their own", "Trained models"]),
    ],
)
def test_a_licence_is_one_that_the_hub_knows_and_says_what_it_asks(licence, known, asked):
    text = support(licence=licence)
    data = DatasetCard(text).data.to_dict()
    assert data["license"] == known
    assert ("license_name" in data, "license_link" in data) == (known == "other", known == "other")
    assert re.fullmatch(r"[a-z0-9.-]+", data.get("license_name", "-"))
    assert re.findall(r"^- \*\*(.+?)\.\*\*", section(text, "Licence"), re.MULTILINE) == asked


def test_splits_failed_dialogues_and_the_system_prompt_are_told_as_they_were_configured():
    plain = support()
    assert "follows from a hash" in section(plain, "Splits")
    assert "about 10 % for validation" in section(plain, "Splits")
    assert "Failed dialogues stay in" in plain
    assert "System prompt:** none" in plain
    other = support(
        configuration={"splits": "source", "failed": "leave_out", "system": SYSTEM, "strategies": True}, previous=None
    )
    assert "the source's own" in section(other, "Splits")
    assert "Failed dialogues stay in" not in other
    assert "Dialogues that failed were left out" in other
    assert "> You listen first. You are brief." in other
    assert "[Question] What happened then?" in other
    assert support(configuration={})


def test_what_is_known_of_esconv_is_said_of_no_other_source():
    assert "Amazon Mechanical Turk" in support()
    other = support(dialogue_sources=(SOURCE.model_copy(update={"id": "other", "title": "Other"}),))
    assert "Mechanical Turk" not in other
    assert "take them for lay people" in other


def test_sensitive_subjects_are_not_said_to_be_absent_where_nobody_looked():
    text = dialogues_card(dialogues(flags={}, flagged=0), SUPPORT_COLUMNS, "de")
    assert "Not searched for sensitive subjects" in text
    assert "was found to speak of suicide" not in text


WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)


@given(WORDS, WORDS, WORDS)
@example("A | B\nC", "# D\r\n| --- |", "https://example.org/a|b")
@example("`code` \\", "<b>*x*</b> & &amp;", "www.example.org")
@example("---", "1. [x](y)", "javascript:x")
def test_no_title_author_or_address_breaks_a_table_or_is_taken_for_markup(title, author, address):
    source = SOURCE.model_copy(update={"title": title, "authors": (author,), "source_url": address})
    text = support(dialogue_sources=(source,))
    ((head, row),) = tables(section(text, "Sources"))
    assert len(row) == len(head) == 5
    assert row[0] == " ".join(title.split())
    assert row[1] == (" ".join(author.split()) or "not stated")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS


def test_years_models_benchmarks_and_targets_are_told_of_pairs(cards):
    _, release = cards["knowledge"]
    old = Book(id="old", title="Old", year=1998, licence="CC-BY-4.0", file_name="old.pdf", sha256="c" * 64)
    changed = release.model_copy(
        update={
            "books": (*release.books, old),
            "models": ("some/model_a",),
            "prompts": ("prompt-1",),
            "benchmarks": {"mhqa": 2475},
            "steps": (release.steps[-1].model_copy(update={"rejected": {Reason.PERSONAL_DATA: 3}}),),
        }
    )
    text = knowledge_card(changed, ["grounded", "personal data"], BuildConfig())
    assert "from 1998 to 2026" in section(text, "Known limits")
    assert "mhqa (2,475)" in section(text, "Known limits")
    assert "some/model\\_a" in section(text, "How it was made")
    assert "left out (3 here)" in section(text, "Personal and sensitive information")
    assert DatasetCard(text).data.to_dict()["annotations_creators"] == ["found", "machine-generated"]
