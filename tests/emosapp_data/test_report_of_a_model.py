"""The report of a build in which a model wrote pairs, good and bad ones: what it shows is what the ledger holds."""

import html
import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from rich.console import Console

from emosapp_data.audit import audit
from emosapp_data.cli import show, story
from emosapp_data.config import BuildConfig, GenerationConfig, ModelConfig, ServerConfig
from emosapp_data.doubt import flags_of, group_of
from emosapp_data.ledger import Ledger
from emosapp_data.pipeline import Built, build, report
from emosapp_data.progress import Silent
from emosapp_data.schema import PairStatus, QAPair, StepCount
from emosapp_data.workspace import Workspace
from tests.conftest import SAMPLE, book_file
from tests.emosapp_data.test_report import Page
from tests.stub_server import Answer, Request, StubServer, good_pairs

MADE_UP = "Most people forget more than half of what they hear within a night of bad sleep."
MAIL = "jane.doe@example-mail.org"


def lively(request: Request) -> Answer:
    """Much that is right, and one of everything that is not."""
    if "kerb" in request.passage:
        return Answer(refusal="I cannot help with that.")
    if "Lazarus and Folkman" in request.passage:
        return Answer(500, "out of memory")
    pairs = json.loads(good_pairs(request))["pairs"]
    if not pairs:
        return Answer(text=json.dumps({"pairs": []}))
    first = pairs[0]
    pairs += [
        {**first, "quote": MADE_UP},
        {**first, "answer": ""},
        {**first, "answer": f"{first['answer']} <script>alert('x')</script>"},
        {**first, "question": f"{first['question'].rstrip('?')}, asks {MAIL}?"},
        {**first, "question": first["question"].replace("What is said of", "What is stated about")},
    ]
    return Answer(text=json.dumps({"pairs": pairs}))


class Made(NamedTuple):
    workspace: Workspace
    built: Built
    page: str
    pairs: list[QAPair]
    steps: dict[str, StepCount]

    @property
    def text(self) -> str:
        """What a reader sees of the page, on one line."""
        body = self.page[self.page.index("<main>") :]
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())

    @property
    def kept(self) -> list[QAPair]:
        return [pair for pair in self.pairs if pair.status is PairStatus.KEPT]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    workspace = Workspace(tmp_path_factory.mktemp("lively") / "workspace")
    with StubServer(lively).running() as server:
        reached = ServerConfig(base_url=server.url, attempts=2, longest_wait=0.02, timeout=5)
        model = ModelConfig(name="stub", server=reached)
        config = BuildConfig(generation=GenerationConfig(model=model))
        built = build(workspace, [book_file(SAMPLE)], config, Silent())
    pairs = [QAPair.model_validate_json(line) for line in workspace.pairs.read_text().splitlines()]
    steps = {count.step: count for count in built.counts}
    assert audit(built.counts) == []
    return Made(workspace, built, workspace.report.read_text(), pairs, steps)


def section(text: str, heading: str) -> str:
    """The part of the page under a heading."""
    return re.split(r"<h2[^>]*>", text[text.index(f">{heading}</h2>") :])[0]


def test_the_page_is_whole_and_fetches_nothing(made):
    page = Page()
    page.feed(made.page)
    assert page.open == []
    assert all(address.startswith(("data:image/png;base64,", "#")) for address in page.addresses)


def test_what_a_model_writes_is_no_markup(made):
    assert "<script" not in made.page
    assert "&lt;script&gt;alert" in made.page


def test_what_reaches_a_person_is_masked_also_in_what_was_left_out(made):
    assert any(MAIL in pair.question for pair in made.pairs)
    assert MAIL not in made.page
    assert "[a mail address]" in made.page


def test_the_same_ledger_gives_the_same_page(made):
    with Ledger.read(made.workspace.path) as ledger:
        report(ledger, made.workspace)
    assert made.workspace.report.read_text() == made.page


def test_the_sum_under_the_drawing_is_right_and_its_terms_are_the_ledgers(made):
    terms = re.findall(r"<span>([+−=]?) <b>([\d,]+)</b> ([^<]+)</span>", made.page)
    numbers = [(sign, int(number.replace(",", ""))) for sign, number, _ in terms]
    total = 0
    for sign, number in numbers:
        if sign == "=":
            assert number == total
        total = number if sign == "=" else total - number if sign == "−" else total + number
    assert total == made.steps["release"].kept
    assert numbers[0] == ("", made.steps["generate"].makes)
    assert numbers[1] == ("+", made.steps["ground"].makes)
    assert numbers[2] == ("=", made.steps["check"].items)


def test_the_drawing_shows_both_sources_and_all_their_reasons(made):
    drawing = re.sub(r"<[^>]+>", "", made.page[made.page.index("<svg") : made.page.index("</svg>")])
    drawing = " ".join(drawing.split())
    for step in ("ground", "check", "duplicates"):
        for reason, number in made.steps[step].rejected.items():
            assert f"{number:,} {reason.value.replace('_', ' ')}" in drawing


def test_how_the_model_was_asked_adds_up_from_passages_to_candidates(made):
    asked = " ".join(re.sub(r"<[^>]+>", " ", section(made.page, "How the model was asked")).split())
    select, ask, ground = (made.steps[name] for name in ("select", "ask", "ground"))
    assert f"{select.items} passages − {select.items - select.kept} not prose" in asked
    assert f"{ask.items} calls about {select.kept} passages" in asked
    assert ask.failed > 0
    assert f"− {ask.failed} failed" in asked
    assert f"{ground.items} drafts in {ask.kept} replies" in asked
    assert f"{ground.kept} candidate pairs" in asked


def test_pairs_that_ask_for_a_person_are_counted_by_what_they_speak_of_and_say_which_words(made):
    flagged = [pair for pair in made.kept if flags_of(pair)]
    part = section(made.page, "What asks for a person")
    assert f"{len(flagged)} of {len(made.kept)} pairs speak of" in part
    for flag in {flag for pair in flagged for flag in flags_of(pair)}:
        number = sum(flag in flags_of(pair) for pair in flagged)
        assert f"<b>{number}</b> {flag.explanation}" in part
    assert "suicide: &#39;suicide&#39;" in part
    assert "are not found, and a flag does not say that a pair is wrong" in part


def test_near_duplicates_stand_beside_each_other_with_the_differing_words_marked(made):
    groups = {group for pair in made.pairs if (group := group_of(pair))}
    part = section(made.page, "Near duplicates")
    assert len(groups) == len(made.workspace.near_duplicates.read_text().splitlines()) > 0
    assert f"in {len(groups)} group" in part
    assert "a person has to decide which" in part
    assert "What is <mark>said of</mark>" in part
    assert "What is <mark>stated about</mark>" in part
    assert part.count('<div class="card group') == min(len(groups), 20)


def test_the_order_of_review_begins_as_the_queue_does(made):
    queue = [json.loads(line) for line in made.workspace.review_queue.read_text().splitlines()]
    part = section(made.page, "Where a person’s minute is best spent")
    assert re.findall(r"<code>(pair-\w+)</code>", part) == [entry["id"] for entry in queue[:10]]


def test_samples_show_pairs_of_every_kind_that_the_model_was_asked_for(made):
    part = section(made.page, "Sample pairs")
    for pattern in {pair.origin.pattern for pair in made.kept if pair.origin.model}:
        assert pattern in part
    assert part.count("written by stub") == 4
    assert part.count('<div class="card sample">') == 8


def test_a_made_up_quote_stands_beside_the_nearest_text_and_failed_calls_say_where(made):
    part = section(made.page, "What was left out")
    steps = re.findall(r"<summary><b>([\d,]+)</b> at ([a-z ]+): ([^<—]+)", part)
    assert sum(int(number) for number, step, _ in steps if step == "ground") == (
        made.steps["ground"].items - made.steps["ground"].kept
    )
    order = list(dict.fromkeys(step for _, step, _ in steps))
    assert order == [name for name in ("select", "ask", "ground", "check", "duplicates") if name in order]
    assert ("1", "ask", "refused ") in steps
    assert "out of memory" in part
    assert re.search(
        rf"what the model gave as a quote</small>{MADE_UP}</div>\n<div><small>nearest in the passage", part
    )


def test_the_terminal_shows_a_pair_of_the_model_and_what_is_left_for_a_person(made, monkeypatch, capsys):
    wide = Console(width=300)
    monkeypatch.setattr(show, "console", lambda: wide)
    show.show_build(made.built, made.workspace)
    lines = capsys.readouterr().out.splitlines()
    assert sum("[pair-" in line for line in lines) == 3
    assert sum("written by stub" in line for line in lines) == 1
    flagged = sum(bool(flags_of(pair)) for pair in made.kept)
    groups = len({group for pair in made.kept if (group := group_of(pair))})
    assert any(line.startswith(f"Person    {flagged} pairs ask for a person's decision: suicide ") for line in lines)
    assert f"Alike     {groups} groups of near duplicates: {made.workspace.near_duplicates}" in lines
    assert f"Review    {len(made.kept)} pairs, the most doubtful first: {made.workspace.review_queue}" in lines


def test_the_story_of_a_pair_names_model_prompt_doubt_and_the_others_of_its_group(made, monkeypatch, capsys):
    pair = next(pair for pair in made.kept if pair.origin.model and group_of(pair))
    others = {other.id for other in made.pairs if group_of(other) == group_of(pair)} - {pair.id}
    told = tell(pair, made.workspace.path)
    assert {other.id for other in told.alike} == others
    assert told.doubt > 0
    wide = Console(width=300)
    monkeypatch.setattr(story, "console", lambda: wide)
    story.show_story(told)
    text = capsys.readouterr().out
    for words in (
        "stub, asked for study-questions/",
        f"{pair.origin.prompt_hash}; temperature 0.7",
        f"doubt     {told.doubt:.2f}: ",
        f"alike     {told.alike[0].id}, kept; differs in ",
        next(verdict.detail for verdict in pair.verdicts if verdict.group),
    ):
        assert words in text


def test_the_story_of_a_flagged_pair_says_that_it_asks_for_a_person(made):
    pair = next(pair for pair in made.kept if flags_of(pair))
    assert tell(pair, made.workspace.path).flags == flags_of(pair)


def tell(pair: QAPair, workspace: Path) -> story.Story:
    with Ledger.read(workspace) as ledger:
        return story.tell(ledger, pair.id, workspace)
