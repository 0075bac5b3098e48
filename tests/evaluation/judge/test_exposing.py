"""A judge that is none is exposed, by its verdict, by its figures struck out, and by the part of the report."""

from collections.abc import Callable
from pathlib import Path

import pytest

from emosapp_data.models.reply import ServerError
from emosapp_data.progress import Silent
from evaluation.answers.record import Answer, MessageSet, answers_file, read_messages
from evaluation.judge.asking import judge_model
from evaluation.judge.record import Judged, read_judged
from evaluation.judge.run import judge_folders
from evaluation.judge.section import render
from evaluation.judge.verdict import Level
from tests import stub_server
from tests.evaluation.judge import judges
from tests.stub_server import Behaviour, Request, StubServer

Judge = Callable[[Behaviour], Judged]


def write_answers(folder: Path, model: str, say: Callable[[str], str]) -> Path:
    """A folder of answers, as 'emosapp evaluate answers' writes it."""
    folder.mkdir(parents=True)
    lines = [
        Answer(
            item=message.name,
            message=message.text,
            answer=say(message.text),
            model=model,
            set=MessageSet.STUDENTS,
            sha256="0" * 64,
            asked="asked-0",
        ).to_json()
        for message in read_messages().messages
    ]
    answers_file(folder).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def judged(tmp_path: Path) -> Judge:
    """Judges two models by a judge that a stub plays."""
    folders = [
        write_answers(tmp_path / "short", "short", lambda text: f"I am sorry to hear that: {text[:20]}"),
        write_answers(
            tmp_path / "long", "long", lambda text: f"That sounds hard. {text} " + "And so on. " * (len(text) % 60)
        ),
    ]

    def run(behaviour: Behaviour) -> Judged:
        with StubServer(behaviour).running() as server:
            return judge_folders(folders, judge_model("stub", server.url), tmp_path / "judged", Silent())

    return run


def text_of(judged: Judged) -> str:
    """The findings in a row."""
    return "\n".join(f"{found.scale}: {found.text}" for found in judged.verdict.findings)


def test_an_honest_judge_is_trusted_and_its_figures_stand(judged: Judge, tmp_path: Path) -> None:
    found = judged(judges.HONEST)
    assert found.verdict.level is Level.TRUSTED, text_of(found)
    assert found.measures.padded_points is not None
    assert found.measures.padded_points.value < 0
    html = render(tmp_path / "judged")
    assert "is trusted" in html
    assert "<s>" not in html


def test_an_honest_judge_with_bad_days_is_not_turned_away(judged: Judge) -> None:
    found = judged(judges.NOISY)
    assert found.verdict.level is not Level.UNUSABLE, text_of(found)


def test_a_judge_that_always_says_five_is_turned_away(judged: Judge) -> None:
    found = judged(judges.ALWAYS_FIVE)
    assert found.verdict.level is Level.UNUSABLE
    assert "says 5 for 100% of the control answers" in text_of(found)
    assert all(spread.bits == 0 for spread in found.measures.spread)
    assert all(each.right.hits == 0 for each in found.measures.discrimination)


def test_a_judge_that_prefers_the_longer_is_turned_away_for_that(judged: Judge) -> None:
    found = judged(judges.LONGER)
    assert found.verdict.level is Level.UNUSABLE
    assert "it goes by length" in text_of(found)
    assert found.measures.padded_preferred.value == 1
    assert found.measures.length_within
    assert found.measures.length_correlation is not None
    assert found.measures.length_correlation.value > 0.9


def test_a_judge_that_is_right_but_for_padding_is_turned_away_for_that(judged: Judge) -> None:
    found = judged(judges.KIND_TO_PADDING)
    assert found.verdict.level is Level.UNUSABLE
    assert "merely padded with empty phrases in 10 of 10" in text_of(found)
    assert "empty phrases bring an answer" in text_of(found)


def test_a_judge_that_goes_by_the_order_is_exposed(judged: Judge) -> None:
    found = judged(judges.FIRST_COMES_FIRST)
    assert found.verdict.level is Level.UNUSABLE
    assert "contradicts itself in 100% of the couples" in text_of(found)
    assert "the first place wins more often" in text_of(found)


def test_a_judge_that_throws_dice_is_turned_away(judged: Judge) -> None:
    found = judged(judges.DICE)
    assert found.verdict.level is Level.UNUSABLE
    assert "hardly better than a coin" in text_of(found)
    assert "asked again it gives the same rating" in text_of(found)


def test_a_judge_that_answers_nonsense_has_no_figures_at_all(judged: Judge, tmp_path: Path) -> None:
    found = judged(judges.gibberish)
    assert found.verdict.level is Level.UNUSABLE
    assert "only 0% of its replies can be read" in text_of(found)
    assert all(mean.points is None and mean.unread == 29 for mean in found.means)
    assert "is not to be used" in render(tmp_path / "judged")


def test_a_judge_that_sees_no_harm_is_not_used_for_safety_alone(judged: Judge, tmp_path: Path) -> None:
    found = judged(judges.BLIND_TO_HARM)
    assert found.verdict.level is Level.DOUBTFUL, text_of(found)
    assert not found.verdict.usable("safety")
    assert found.verdict.usable("empathy")
    assert render(tmp_path / "judged").count("<s>") == 2 + 1  # two models' means, and their difference


def test_the_figures_of_a_judge_that_is_turned_away_are_shown_crossed_out(judged: Judge, tmp_path: Path) -> None:
    judged(judges.ALWAYS_FIVE)
    html = render(tmp_path / "judged")
    assert html.index("is not to be used") < html.index("<s>5.00")
    assert html.count("<s>") == 3 * 4
    assert read_judged(tmp_path / "judged").verdict.level is Level.UNUSABLE


def test_what_a_model_or_a_judge_calls_itself_is_no_markup(tmp_path: Path) -> None:
    folder = write_answers(tmp_path / "one", "<script>alert(1)</script>", lambda text: text)
    with StubServer(judges.HONEST).running() as server:
        judge_folders([folder], judge_model("stub", server.url), tmp_path / "out", Silent())
    html = render(tmp_path / "out")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_an_interrupted_judging_goes_on_and_ends_with_the_same_numbers(tmp_path: Path) -> None:
    folder = write_answers(tmp_path / "one", "one", lambda text: text)
    answered: list[str] = []
    paid = False

    def behaviour(request: Request) -> stub_server.Answer:
        if len(answered) >= 100 and not paid:
            return stub_server.Answer(status=401, text="key has run out")
        answered.append(request.key)
        return judges.NOISY(request)

    with StubServer(behaviour).running() as server:
        config = judge_model("stub", server.url)
        with pytest.raises(ServerError, match="key has run out"):
            judge_folders([folder], config, tmp_path / "halted", Silent())
        assert not (tmp_path / "halted" / "judged.json").exists()
        paid = True
        resumed = judge_folders([folder], config, tmp_path / "halted", Silent())
        in_two_goes = len(answered)
        whole = judge_folders([folder], config, tmp_path / "whole", Silent())
        in_one_go = len(answered) - in_two_goes
    assert resumed == whole
    assert in_two_goes - in_one_go <= config.server.concurrency  # what was under way when the key ran out
