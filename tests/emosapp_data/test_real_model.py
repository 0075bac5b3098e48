"""SmolLM2 behind llama.cpp's own server writes pairs about the sample book: poor ones, and none of what it makes up is kept."""

import json

import pytest
import yaml

from emosapp_data.audit import audit
from emosapp_data.config import BuildConfig, GenerationConfig, ModelConfig, ServerConfig
from emosapp_data.generation.asking import Asked
from emosapp_data.generation.drafts import DraftReply
from emosapp_data.ledger import Ledger
from emosapp_data.models.local import LocalModel
from emosapp_data.pipeline import build
from emosapp_data.progress import Silent
from emosapp_data.schema import Reason, Release
from emosapp_data.workspace import Workspace
from tests.cli import emosapp
from tests.conftest import SAMPLE, book_file
from tests.emosapp_data.test_model_generation import by_step, pairs_of

CALLS = 5


@pytest.fixture(scope="module")
def written(smollm2: LocalModel, tmp_path_factory):
    """A workspace with the pairs of a real model."""
    workspace = Workspace(tmp_path_factory.mktemp("real") / "workspace")
    model = ModelConfig(name="local:smollm2", max_tokens=900, server=ServerConfig(context=3072))
    config = BuildConfig(generation=GenerationConfig(model=model, limit=CALLS, pairs_per_passage=1))
    return workspace, build(workspace, [book_file(SAMPLE)], config, Silent())


def test_every_reply_is_json_in_the_form_that_was_asked_for(written):
    with Ledger.read(written[0].path) as ledger:
        replies = [reply for item in ledger.items("ask") for reply in Asked.model_validate(item.result.output).replies]
    assert len(replies) == CALLS
    for reply in replies:
        assert len(DraftReply.model_validate_json(reply).pairs) == 1


def test_every_quote_that_stands_nowhere_is_rejected_with_its_reason(written):
    passages = {row["id"]: row["text"] for row in map(json.loads, written[0].passages.read_text().splitlines())}
    with Ledger.read(written[0].path) as ledger:
        grounded = list(ledger.items("ground"))
        quotes = [
            (item.input.partition("/")[0], draft.quote)
            for item in ledger.items("ask")
            for draft in Asked.model_validate(item.result.output).drafts
        ]
    assert len(grounded) == len(quotes)
    for item, (passage, quote) in zip(grounded, quotes, strict=True):
        if quote and quote not in passages[passage] and item.result.reason:
            assert item.result.reason in (Reason.QUOTE_NOT_FOUND, Reason.INCOMPLETE_DRAFT)
    for pair in pairs_of(written[0]):
        for evidence in pair.evidence:
            assert passages[evidence.passage][evidence.start : evidence.end] == evidence.quote


def test_the_sums_add_up(written):
    assert audit(written[1].counts) == []
    counts = by_step(written[1].counts)
    assert counts["ask"].items == CALLS
    assert counts["ground"].items == counts["ask"].makes
    assert counts["check"].items == counts["generate"].makes + counts["ground"].makes


def test_the_release_names_the_model_by_its_checksum_and_no_path(written):
    folder = written[1].release.path
    manifest = (folder / "manifest.json").read_text()
    release = Release.model_validate_json(manifest)
    assert all(model.startswith("SmolLM2-135M-Instruct") and "@sha256:" in model for model in release.models)
    assert release.configuration["generation"]["model"]["name"] == "local:smollm2"
    assert "/" not in release.configuration["generation"]["model"]["name"]


def test_a_second_run_starts_no_server_and_changes_nothing(written):
    log = written[0].server_log.read_bytes()
    again = build(
        written[0],
        [book_file(SAMPLE)],
        BuildConfig.model_validate(_configuration(written[0])),
        Silent(),
    )
    assert not again.release.new
    assert written[0].server_log.read_bytes() == log


def test_a_file_that_is_no_model_is_told_before_a_book_is_read(smollm2, tmp_path):
    other = tmp_path / "notes.gguf"
    other.write_text("These are my notes on sleep.")
    run = emosapp("build", SAMPLE, "-o", tmp_path / "w", "--model", f"local:{other}")
    assert run.returncode == 2
    assert run.stderr.startswith(f"error: {other}")
    assert run.stderr.count("\n") == 1
    assert not (tmp_path / "w").exists()


def test_a_model_that_is_only_half_there_is_one_line_too(smollm2, tmp_path):
    damaged = tmp_path / "damaged.gguf"
    damaged.write_bytes(smollm2.path.read_bytes()[: 100_000_000 // 3])
    run = emosapp("build", SAMPLE, "-o", tmp_path / "w", "--quiet", "--model", f"local:{damaged}")
    assert run.returncode == 2
    assert run.stderr.startswith(f"error: llama.cpp cannot serve {damaged}")
    assert run.stderr.count("\n") == 1


def _configuration(workspace: Workspace) -> object:
    return yaml.safe_load(workspace.config.read_text())
