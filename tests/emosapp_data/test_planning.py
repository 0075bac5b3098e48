"""The plan says what a build will take before a token is spent, and every mistake of the configuration at once."""

import json

from tests.cli import emosapp
from tests.conftest import SAMPLE
from tests.stub_server import StubServer, good


def planned(workspace, server: StubServer, *options: object) -> dict:
    run = emosapp("plan", SAMPLE, "-o", workspace, "--model", "stub", "--base-url", server.url, "--json", *options)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_nothing_is_asked_and_the_plan_adds_up(tmp_path):
    with StubServer(good).running() as server:
        plan = planned(tmp_path / "w", server, "--price-in", 2, "--price-out", 8)
    assert server.requests == []
    (book,) = plan["books"]
    assert book["passages"] == book["asked"] + sum(plan["left_out"].values())
    assert plan["calls"] == book["calls"] == book["asked"]
    assert plan["pairs"] == 3 * plan["calls"]
    assert plan["measured"] == plan["done"] == 0
    assert plan["seconds"] is None
    assert plan["cost"] == (2 * plan["tokens_in"] + 8 * plan["tokens_out"]) / 1_000_000


def test_after_a_trial_tokens_and_time_are_measured_and_what_is_done_costs_nothing(tmp_path):
    with StubServer(good).running() as server:
        run = emosapp(
            "build", SAMPLE, "-o", tmp_path / "w", "--model", "stub", "--base-url", server.url, "--limit", 10, "--quiet"
        )
        assert run.returncode == 0, run.stderr
        plan = planned(tmp_path / "w", server)
        assert len(server.requests) == 10
    assert plan["done"] == plan["measured"] == 10
    assert plan["tokens_out"] == 50 * (plan["calls"] - 10), "the stub says 50 tokens for every reply"
    assert plan["seconds"] is not None
    assert plan["cost"] is None


def test_more_pairs_than_the_passages_can_give_are_told(tmp_path):
    with StubServer(good).running() as server:
        plan = planned(tmp_path / "w", server, "--pairs", 1000)
    assert plan["short_of"] + plan["pairs"] >= 1000
    assert plan["short_of"] > 0


def test_every_mistake_is_told_at_once_and_before_anything_is_done(tmp_path):
    config = tmp_path / "config.yaml"
    checks = {"benchmarks": [str(tmp_path / "nowhere.csv")], "judge": {"model": {"name": "local:nowhere.gguf"}}}
    model = {"name": "stub", "server": {"base_url": "http://127.0.0.1:9/v1"}}
    config.write_text(json.dumps({"generation": {"model": model, "prompt": "nowhere.yaml"}, "checks": checks}))
    for command in ("plan", "build"):
        run = emosapp(command, SAMPLE, "-o", tmp_path / command, "--config", config, "--quiet")
        assert run.returncode == 2
        lines = run.stderr.splitlines()
        assert len(lines) == 4
        assert all(line.startswith("error: ") for line in lines)
        for part in ("nowhere.yaml: no such prompt", "nowhere.csv", "nowhere.gguf", "no server answers at"):
            assert part in run.stderr
    assert not (tmp_path / "build").exists()


def test_a_plan_without_a_model_says_what_is_missing(tmp_path):
    run = emosapp("plan", SAMPLE, "-o", tmp_path / "w")
    assert run.returncode == 2
    assert run.stderr == "error: no model to plan for; give one with --model, or a configuration that names one\n"
