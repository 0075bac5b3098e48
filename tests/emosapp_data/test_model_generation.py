"""A model at a real HTTP server writes pairs: whatever the server does, nothing is lost, doubled, or wrongly kept."""

import json
import random
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from emosapp_data.audit import audit
from emosapp_data.config import BuildConfig, GenerationConfig, ModelConfig, ServerConfig
from emosapp_data.errors import ReleaseError
from emosapp_data.ledger import Ledger, Outcome
from emosapp_data.pipeline import Built, build
from emosapp_data.progress import Silent
from emosapp_data.schema import PairStatus, QAPair, Reason, StepCount
from emosapp_data.workspace import Workspace
from tests.cli import command, emosapp
from tests.conftest import SAMPLE, book_file
from tests.emosapp_data.test_release import digest
from tests.stub_server import Answer, Request, StubServer, good, good_pairs

GERMAN = "Der Schlaf ist für das Lernen sehr wichtig, weil das Gehirn in der Nacht die Erinnerungen ordnet und festigt."


def a_config(url: str, model: dict[str, object] | None = None, **generation: object) -> BuildConfig:
    server = ServerConfig(base_url=url, attempts=3, longest_wait=0.02, timeout=1)
    asked = ModelConfig.model_validate({"name": "stub", **(model or {})}).model_copy(update={"server": server})
    return BuildConfig(generation=GenerationConfig.model_validate({"textbook": False, "model": asked, **generation}))


def built_with(server: StubServer, path: Path, **options: object) -> tuple[Built, list[QAPair]]:
    workspace = Workspace(path)
    made = build(workspace, [book_file(SAMPLE)], a_config(server.url, **options), Silent())  # type: ignore[arg-type]
    return made, list(pairs_of(workspace))


def pairs_of(workspace: Workspace) -> Iterator[QAPair]:
    return map(QAPair.model_validate_json, workspace.pairs.read_text().splitlines())


def by_step(counts: list[StepCount]) -> dict[str, StepCount]:
    return {count.step: count for count in counts}


def test_every_pair_holds_a_quote_of_its_page_and_names_model_and_prompt(tmp_path):
    with StubServer(good).running() as server:
        made, pairs = built_with(server, tmp_path / "w")
    steps = by_step(made.counts)
    assert steps["select"].kept == steps["ask"].items == len(server.requests) > 40
    assert steps["ask"].makes == steps["ground"].items == len(pairs) > 100
    assert audit(made.counts) == []
    passages = {row["id"]: row for row in map(json.loads, Workspace(tmp_path / "w").passages.read_text().splitlines())}
    for pair in pairs:
        (evidence,) = pair.evidence
        assert passages[evidence.passage]["text"][evidence.start : evidence.end] == evidence.quote
        assert pair.origin.model == "stub"
        assert pair.origin.prompt_hash
        assert pair.origin.prompt_hash.startswith("prompt-")
        assert pair.verdicts[0].check == "quote"


class Misbehaving:
    """Does everything wrong in turn; what it is asked again, it does right."""

    def __init__(self) -> None:
        self.seen: dict[str, int] = {}

    def __call__(self, request: Request) -> Answer:
        if request.subject in self.seen:
            return good(request)
        self.seen[request.subject] = number = len(self.seen)
        return _wrongs(request)[number % 12]


def _wrongs(request: Request) -> list[Answer]:
    return [
        Answer(429, "slow down", headers=(("Retry-After", "0.05"),)),
        Answer(500, "oops"),
        Answer(silent=True),
        Answer(raw=b'{"id": "c", "choi'),
        Answer(text="", finish="stop"),
        Answer(text="I would rather talk about something else."),
        Answer(text=good_pairs(request)[:-60], finish="length"),
        Answer(text=f"Sure, here you are:\n```json\n{good_pairs(request)}\n```"),
        Answer(refusal="I cannot help with that."),
        Answer(text=good_pairs(request, lambda _: "This sentence was never printed in any book about anything.")),
        Answer(
            text=json.dumps(
                {
                    "pairs": [
                        {
                            "quote": _first_sentence(request),
                            "kind": "k",
                            "question": f"Warum? {GERMAN}",
                            "answer": GERMAN,
                        }
                    ]
                }
            )
        ),
        good(request),
    ]


def _first_sentence(request: Request) -> str:
    pairs = json.loads(good_pairs(request))["pairs"]
    return pairs[0]["quote"] if pairs else ""


def test_a_server_that_does_everything_wrong_loses_no_pair_and_gets_none_accepted_wrongly(tmp_path):
    with StubServer(Misbehaving()).running() as server:
        made, pairs = built_with(server, tmp_path / "w")
        steps = by_step(made.counts)
    assert audit(made.counts) == []
    assert steps["ask"].failed == 0
    assert steps["ask"].rejected.keys() == {Reason.REFUSED}
    rejected = steps["ground"].rejected
    assert rejected[Reason.QUOTE_NOT_FOUND] > 0
    assert rejected[Reason.INCOMPLETE_DRAFT] > 0
    kept = [pair for pair in pairs if pair.status is PairStatus.KEPT]
    assert len(kept) > 50
    assert not [pair for pair in kept if "never printed" in pair.answer or GERMAN in pair.answer]
    german = [pair for pair in pairs if GERMAN in pair.answer]
    assert german
    assert all(any(verdict.reason for verdict in pair.verdicts) for pair in german)
    with Ledger.read(tmp_path / "w") as ledger:
        replies = [item.result.output for item in ledger.items("ask")]
    assert any(len(reply["replies"]) == 2 for reply in replies), "what could not be read was asked for again"


def test_a_reply_that_cannot_be_read_is_kept_in_the_ledger_with_its_reason(tmp_path):
    silent = StubServer(lambda _: Answer(text="No pairs today."))
    with silent.running() as server, pytest.raises(ReleaseError, match=r"no pair was kept.*3 no_usable_reply"):
        built_with(server, tmp_path / "w", limit=3)
    with Ledger.read(tmp_path / "w") as ledger:
        items = list(ledger.items("ask"))
    assert len(items) == 3
    assert len(server.requests) == 6
    for item in items:
        assert item.result.reason is Reason.NO_USABLE_REPLY
        assert item.result.output["replies"] == ["No pairs today."] * 2


def test_failed_calls_are_listed_and_made_again_by_the_next_run(tmp_path):
    broken = {True}

    def some_fail(request: Request) -> Answer:
        return Answer(500, "oops") if broken and int(request.key[:2], 16) % 4 == 0 else good(request)

    with StubServer(some_fail).running() as server:
        first, _ = built_with(server, tmp_path / "w")
        failed = by_step(first.counts)["ask"].failed
        assert failed > 0
        assert audit(first.counts) == []
        assert (
            "items failed at step 'ask', the first with: 3 attempts failed, the last with: 500: oops"
            in first.failures[0]
        )
        broken.clear()
        asked = len(server.requests)
        second, _ = built_with(server, tmp_path / "w")
    assert len(server.requests) - asked == failed
    assert by_step(second.counts)["ask"].failed == 0
    assert second.failures == []


def test_a_server_that_is_gone_ends_the_run_with_one_line_and_the_work_done_so_far_stays(tmp_path):
    with StubServer(lambda request: good(request) if request.number < 10 else Answer(500, "gone")).running() as server:
        run = emosapp("build", SAMPLE, "-o", tmp_path / "w", "--quiet", "--config", _written(tmp_path, server))
        assert run.returncode == 2
        assert run.stderr.startswith("error: step 'ask': 5 calls in a row failed, the last with: 3 attempts failed")
        assert "goes on from there" in run.stderr
        assert run.stderr.count("\n") == 1
        server.behaviour = good
        asked = Counter(request.key for request in server.requests)
        again = emosapp("build", SAMPLE, "-o", tmp_path / "w", "--quiet", "--config", _written(tmp_path, server))
    assert again.returncode == 0, again.stderr
    twice = [key for key, count in server.finished.items() if count > 1]
    assert twice == []
    assert len(asked) < len(server.finished)


def test_the_key_is_written_nowhere(tmp_path):
    with StubServer(good).running() as server:
        config = _written(tmp_path, server, api_key_variable="EMOSAPP_TEST_KEY")
        run = emosapp(
            "build",
            SAMPLE,
            "-o",
            tmp_path / "w",
            "--limit",
            3,
            "--config",
            config,
            "--debug",
            EMOSAPP_TEST_KEY="sk-hush-hush",
        )
    assert run.returncode == 0, run.stderr
    assert server.requests[0].headers["authorization"] == "Bearer sk-hush-hush"
    assert "hush" not in run.stdout + run.stderr
    assert [path for path in tmp_path.rglob("*") if path.is_file() and b"hush" in path.read_bytes()] == []


def test_a_changed_prompt_model_or_number_of_pairs_asks_anew_and_an_address_does_not(tmp_path):
    def calls(**options: object) -> int:
        with StubServer(good).running() as server:
            built_with(server, tmp_path / "w", limit=4, **options)
            return len(server.requests)

    prompt = tmp_path / "mine.yaml"
    original = Path("emosapp_data/generation/prompts/study-questions.yaml")
    prompt.write_text((SAMPLE.parent.parent / original).read_text().replace("plain, warm", "plain, very warm"))
    assert calls() == 4
    assert calls() == 0
    assert calls(prompt=str(prompt)) == 4
    assert calls(model={"temperature": 0.1}) == 4
    assert calls(pairs_per_passage=2) == 4
    assert calls() == 0


def test_the_same_replies_give_the_same_release_whatever_the_order_in_which_they_come(tmp_path):
    chance = random.Random(7)

    def delayed(request: Request) -> Answer:
        return good(request)._replace(delay=chance.random() / 50)

    for name in ("one", "two"):
        with StubServer(delayed).running() as server:
            built_with(server, tmp_path / name)
    assert digest(tmp_path / "one" / "releases") == digest(tmp_path / "two" / "releases")


def test_ten_kills_repeat_only_what_was_under_way(tmp_path):
    concurrency = 4
    chance = random.Random(2026)

    def slow(request: Request) -> Answer:
        return good(request)._replace(delay=0.05)

    with StubServer(slow).running() as server:
        config = _written(tmp_path, server, concurrency=concurrency)
        run = command("build", SAMPLE, "-o", tmp_path / "w", "--quiet", "--config", config, "--pairs", 330)
        kills = 0
        while kills < 10:
            process = subprocess.Popen(run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            _wait_for_another(server, process)
            try:
                process.wait(chance.random() * 0.15)
            except subprocess.TimeoutExpired:
                process.kill()
                kills += 1
            process.wait()
        last = subprocess.run(run, capture_output=True, text=True, check=False)
        assert last.returncode == 0, last.stderr
        repeated = sum(count - 1 for count in server.finished.values())
        assert len(server.finished) == 110
        assert repeated <= kills * concurrency
    with StubServer(good).running() as server:
        config = _written(tmp_path, server, concurrency=concurrency)
        undisturbed = emosapp(
            "build", SAMPLE, "-o", tmp_path / "undisturbed", "--quiet", "--config", config, "--pairs", 330
        )
        assert undisturbed.returncode == 0
    with Ledger.read(tmp_path / "w") as ledger:
        assert audit(ledger.counts()) == []
        assert all(item.result.outcome is Outcome.KEPT for item in ledger.items("ask"))
    assert digest(tmp_path / "w" / "releases") == digest(tmp_path / "undisturbed" / "releases")
    ids = [pair.id for pair in pairs_of(Workspace(tmp_path / "w"))]
    assert len(ids) == len(set(ids))


def _wait_for_another(server: StubServer, process: "subprocess.Popen[bytes]", seconds: float = 30) -> None:
    """Wait until the process has asked something, or has ended."""
    before, end = len(server.requests), time.monotonic() + seconds
    while len(server.requests) == before and process.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.005)


def _written(folder: Path, server: StubServer, **options: object) -> Path:
    given = {"base_url": server.url, "attempts": 3, "longest_wait": 0.01, "timeout": 5, "give_up_after": 5, **options}
    path = folder / "config.yaml"
    path.write_text(json.dumps({"generation": {"textbook": False, "model": {"name": "stub", "server": given}}}))
    return path
