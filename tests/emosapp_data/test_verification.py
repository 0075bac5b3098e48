"""Checks by a model: it sees what it should, and its verdict and reason are kept."""

import json

import pytest

from emosapp_data.config import BuildConfig, ChecksConfig, GenerationConfig, JudgeConfig, ModelConfig, RoundTripConfig
from emosapp_data.ledger import Ledger
from emosapp_data.pipeline import build
from emosapp_data.progress import Silent
from emosapp_data.schema import PairStatus, QAPair, Reason
from emosapp_data.verification.round_trip import agreement
from emosapp_data.workspace import Workspace
from tests.conftest import SAMPLE, book_file
from tests.emosapp_data.test_model_generation import a_config, by_step, pairs_of
from tests.stub_server import Answer, Request, StubServer, good


def system(request: Request) -> str:
    return request.body["messages"][0]["content"]


def asked(request: Request, name: str) -> str:
    """What the prompt shows of the pair, such as its question."""
    line = next(line for line in request.body["messages"][1]["content"].splitlines() if line.startswith(f"{name}: "))
    return line.removeprefix(f"{name}: ")


class Checker:
    """Writes pairs, answers questions from passages, and judges; wrongly for what `wrong` says."""

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}

    def __call__(self, request: Request) -> Answer:
        if "study material" in system(request):
            reply = good(request)
            self.answers |= {pair["question"]: pair["answer"] for pair in json.loads(reply.text)["pairs"]}
            return reply
        if "answer questions from a passage" in system(request):
            return self.answer(asked(request, "Question"))
        return self.judge(asked(request, "Question"), asked(request, "Answer"))

    def answer(self, question: str) -> Answer:
        return Answer(text=json.dumps({"answerable": True, "answer": self.answers[question]}))

    def judge(self, question: str, answer: str) -> Answer:
        fine = {"supported": True, "answers_question": True, "self_contained": True, "score": 4}
        return Answer(text=json.dumps({"reason": "The passage says so.", **fine}))


def build_with(server: StubServer, path, round_trip: bool = False, judge: bool = False, **options):
    config = a_config(server.url, limit=6)
    model = config.generation.model
    checks = ChecksConfig(
        round_trip=RoundTripConfig(model=model, **options) if round_trip else None,
        judge=JudgeConfig(model=model, **options) if judge else None,
    )
    workspace = Workspace(path)
    generation = config.generation.model_copy(update={"textbook": True})
    made = build(workspace, [book_file(SAMPLE)], BuildConfig(generation=generation, checks=checks), Silent())
    return made, list(pairs_of(workspace))


def written(pairs: list[QAPair]) -> list[QAPair]:
    return [pair for pair in pairs if pair.origin.generator == "model"]


def verdict(pair: QAPair, check: str):
    return next((verdict for verdict in pair.verdicts if verdict.check == check), None)


def test_a_pair_on_which_the_second_reading_differs_is_left_out(tmp_path):
    class Differs(Checker):
        def answer(self, question: str) -> Answer:
            other = len(question) % 3 == 0
            said = "Nobody has ever measured that." if other else self.answers[question]
            return Answer(text=json.dumps({"answerable": True, "answer": said}))

    with StubServer(Differs()).running() as server:
        made, pairs = build_with(server, tmp_path / "w", round_trip=True)
    judged = [(pair, found) for pair in written(pairs) if (found := verdict(pair, "round_trip"))]
    assert {found.passed for _, found in judged} == {True, False}
    for pair, found in judged:
        assert found.passed == bool(len(pair.question) % 3)
        if not found.passed:
            assert found.reason is Reason.INCONSISTENT
            assert "Nobody has ever measured that." in found.detail
            assert pair.status is PairStatus.REJECTED
    assert by_step(made.counts)["round_trip"].rejected == {Reason.INCONSISTENT: sum(not f.passed for _, f in judged)}


def test_the_answer_is_hidden_from_the_second_reading_and_shown_to_the_judge(tmp_path):
    with StubServer(Checker()).running() as server:
        _, pairs = build_with(server, tmp_path / "w", round_trip=True, judge=True)
    by_question = {pair.question: pair for pair in written(pairs)}
    second = [request for request in server.requests if "from a passage" in system(request)]
    judging = [request for request in server.requests if "You check question-answer pairs" in system(request)]
    assert len(second) == len(judging) >= 5
    for request in judging:
        pair = by_question[asked(request, "Question")]
        assert asked(request, "Answer") == pair.answer
        assert asked(request, "Quote that the pair rests on") == pair.evidence[0].quote
        assert pair.evidence[0].quote in request.passage.replace("\n\n", " ")
    assert all("Answer: " not in request.body["messages"][1]["content"] for request in second)


def test_the_judges_verdict_and_reason_are_kept_also_where_it_is_content(tmp_path):
    class Strict(Checker):
        def judge(self, question: str, answer: str) -> Answer:
            supported = len(question) % 2 == 0
            said = {"reason": f"About {len(question)} letters.", "supported": supported, "answers_question": True}
            return Answer(text=json.dumps({**said, "self_contained": True, "score": 5 if supported else 1}))

    with StubServer(Strict()).running() as server:
        _, pairs = build_with(server, tmp_path / "w", judge=True)
    for pair in written(pairs):
        if found := verdict(pair, "judge"):
            assert f"About {len(pair.question)} letters." in found.detail
            assert found.passed == (len(pair.question) % 2 == 0)
            assert found.score == (1.0 if found.passed else 0.2)
    assert all(verdict(pair, "judge") is None for pair in pairs if pair.origin.generator == "textbook")


def test_another_threshold_asks_no_model_again(tmp_path):
    with StubServer(Checker()).running() as server:
        first, _ = build_with(server, tmp_path / "w", judge=True)
        asked_first = len(server.requests)
        second, _ = build_with(server, tmp_path / "w", judge=True, least_score=5)
    assert len(server.requests) == asked_first
    assert by_step(first.counts)["judge"].rejected == {}
    assert by_step(second.counts)["judge"].rejected[Reason.JUDGED_WRONG] >= 5


def test_a_judge_that_cannot_be_understood_loses_no_pair(tmp_path):
    class Mumbles(Checker):
        mumbling = True

        def judge(self, question: str, answer: str) -> Answer:
            return (
                Answer(text="Hm, well.")
                if self.mumbling and len(question) % 4 == 0
                else super().judge(question, answer)
            )

    checker = Mumbles()
    with StubServer(checker).running() as server:
        first, _ = build_with(server, tmp_path / "w", judge=True)
        failed = by_step(first.counts)["judge"].failed
        assert failed > 0
        assert "judge: after 2 replies" in first.failures[0]
        checker.mumbling = False
        second, _ = build_with(server, tmp_path / "w", judge=True)
    assert by_step(second.counts)["judge"].failed == 0
    with Ledger.read(tmp_path / "w") as ledger:
        assert len(list(ledger.items("judge"))) == by_step(second.counts)["judge"].items


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("Sleep helps memory.", "Sleep helps memories.", 1.0, 1.0),
        ("Stress sets hormones free.", "Hormones are set free by stress.", 1.0, 1.0),
        ("Sleep helps memory.", "The moon is round.", 0.0, 0.0),
        ("It is.", "It was.", 0.0, 0.0),
    ],
)
def test_agreement_counts_words_and_not_their_forms(one, other, least, most):
    assert least <= agreement(one, other) <= most


def test_a_model_that_checks_may_be_another_than_the_one_that_writes():
    config = BuildConfig(
        generation=GenerationConfig(model=ModelConfig(name="writer")),
        checks=ChecksConfig(judge=JudgeConfig(model=ModelConfig(name="judge"))),
    )
    assert BuildConfig.model_validate(config.model_dump()) == config
