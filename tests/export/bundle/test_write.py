"""A bundle is written whole or not at all, and the same inputs give the same bytes."""

import json
from math import inf, nan
from pathlib import Path

import pytest
from pydantic import ValidationError

pytest.importorskip("torch")

from emosapp_data.errors import InputError
from export.bundle import Check, Measured, Verification, check_target, draft_folder, finish_bundle, read_bundle, update
from export.bundle.files import MANIFEST, UPDATE
from tests.export.bundle.bundles import SMOLLM2, contents, dataset, make

FOUND = Verification(checks=(Check(name="weights", passed=True, detail="all 210 are equal", figure=0.0),))
TAKEN = Measured(load_seconds=0.61, prefill=412.3, decode=145.25, peak_memory=212_000_000, machine="two cores")


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_inputs_give_the_same_bytes_wherever_they_are_written(tmp_path):
    make(tmp_path / "here" / "demo")
    make(tmp_path / "over" / "there" / "other")
    assert bytes_of(tmp_path / "here" / "demo") == bytes_of(tmp_path / "over" / "there" / "other")


def test_no_path_of_the_machine_is_in_a_bundle(tmp_path):
    for name, licence in (("SmolLM2-mine", "smollm2"), ("mine", "unknown")):
        path = tmp_path / "llama-3.2" / name
        model = SMOLLM2.model_copy(update={"name": str(path), "origin": "folder"})
        manifest = make(tmp_path / "demo", model=model)
        assert (manifest.model.name, manifest.base_licence.id) == (name, licence)
        assert not any(str(tmp_path).encode() in data for data in bytes_of(tmp_path / "demo").values())


def test_facts_of_the_training_come_from_the_record_of_the_run(tmp_path):
    training = make(tmp_path / "demo").training
    assert training is not None
    assert (training.recipe, training.seed, training.batch, training.rank, training.quantized_from) == (
        "demo",
        7,
        6,
        16,
        24,
    )
    assert [result.loss for result in training.results] == [2.83, 1.25]


def test_what_is_verified_and_measured_later_is_written_into_all_that_tells_of_it(tmp_path):
    folder = tmp_path / "demo"
    make(folder)
    before = bytes_of(folder)
    assert "Nobody has looked yet" in (folder / "README.md").read_text()
    assert "not measured yet; run `emosapp bench" in (folder / "ANDROID.md").read_text()
    update(folder, verification=FOUND)
    update(folder, measured=TAKEN)
    manifest = read_bundle(folder).manifest
    assert (manifest.verification, manifest.measured) == (FOUND, TAKEN)
    card = (folder / "README.md").read_text()
    assert "| weights | passed | all 210 are equal | 0 |" in card
    assert "145.2 tokens/s" in card
    assert "At least 212.0 MB of free memory" in (folder / "ANDROID.md").read_text()
    after = bytes_of(folder)
    assert {name for name in before if before[name] != after[name]} == {
        "README.md",
        "ANDROID.md",
        MANIFEST,
        "SHA256SUMS",
    }


def test_a_figure_that_is_no_number_leaves_the_bundle_readable(tmp_path):
    folder = tmp_path / "demo"
    make(folder)
    checks = tuple(
        Check(name="logits", passed=False, detail="no numbers", figure=figure) for figure in (nan, inf, -inf)
    )
    update(folder, verification=Verification(checks=checks))
    assert [check.figure for check in read_bundle(folder).manifest.verification.checks] == [None, None, None]
    with pytest.raises(ValidationError):
        Measured(load_seconds=inf, prefill=1, decode=1, peak_memory=None, machine="m")


def test_a_failed_check_is_shown_as_such(tmp_path):
    folder = tmp_path / "demo"
    make(folder)
    failed = Verification(checks=(*FOUND.checks, Check(name="logits", passed=False, detail="layer 3 differs")))
    assert not update(folder, verification=failed).verification.passed
    card = (folder / "README.md").read_text()
    assert "**No: a check failed**" in card
    assert "| logits | **failed** | layer 3 differs | – |" in card


@pytest.mark.parametrize("moved", range(5))
def test_an_update_that_is_killed_is_finished_when_the_bundle_is_next_read(tmp_path, monkeypatch, moved):
    folder = tmp_path / "demo"
    make(folder)
    replace, left = Path.replace, [moved]

    def dies(self, target):
        if self.parent.name == UPDATE and not left[0]:
            raise KeyboardInterrupt
        left[0] -= self.parent.name == UPDATE
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", dies)
        with pytest.raises(KeyboardInterrupt):
            update(folder, measured=TAKEN)
    assert read_bundle(folder).manifest.measured == TAKEN
    assert not (folder / UPDATE).exists()


def test_an_update_that_is_killed_before_it_is_complete_has_not_happened(tmp_path, monkeypatch):
    folder = tmp_path / "demo"
    make(folder)
    before = bytes_of(folder)

    def dies(self, target):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", dies)
        with pytest.raises(KeyboardInterrupt):
            update(folder, measured=TAKEN)
    assert read_bundle(folder).manifest.measured is None
    assert before.items() <= bytes_of(folder).items()
    assert update(folder, measured=TAKEN).measured == TAKEN


def test_a_bundle_can_be_updated_from_within_its_folder(tmp_path, monkeypatch):
    make(tmp_path / "demo")
    monkeypatch.chdir(tmp_path / "demo")
    update(Path(), measured=TAKEN)
    assert read_bundle(Path()).manifest.measured == TAKEN


def test_an_export_replaces_a_bundle_and_nothing_else(tmp_path):
    folder = tmp_path / "demo"
    make(folder)
    make(folder, context=128)
    assert read_bundle(folder).manifest.context == 128
    (folder / ".git").mkdir()
    with pytest.raises(InputError, match=r"holds \.git, which is no part of a bundle and would be lost"):
        make(folder)
    assert read_bundle(folder).manifest.context == 128
    home = tmp_path / "home"
    home.mkdir()
    check_target(home)
    check_target(tmp_path / "new")
    (home / "README.md").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"holds README\.md, but no bundle"):
        check_target(home)
    with pytest.raises(InputError, match="a file; give a folder"):
        check_target(home / "README.md")


@pytest.mark.parametrize("name", ["model.pte", "tokenizer.json"])
def test_a_draft_without_model_or_tokenizer_becomes_no_bundle(tmp_path, name):
    draft = draft_folder(tmp_path / "demo")
    draft.mkdir()
    for needed in {"model.pte", "tokenizer.json"} - {name}:
        (draft / needed).write_bytes(b"x")
    with pytest.raises(InputError, match=f"{name}: missing"):
        finish_bundle(draft, tmp_path / "demo", contents())
    assert not (tmp_path / "demo").exists()


def test_the_manifest_names_all_that_a_bundle_was_made_from(tmp_path):
    make(tmp_path / "demo", data=(dataset("knowledge"), dataset("esconv", "CC-BY-NC-4.0")))
    found = json.loads((tmp_path / "demo" / MANIFEST).read_bytes())
    assert [(data["name"], data["version"], data["manifest"]) for data in found["data"]] == [
        ("knowledge", "1.0.0", "a" * 64),
        ("esconv", "1.0.0", "a" * 64),
    ]
    assert found["licence"] == "Apache-2.0 AND CC-BY-NC-4.0"
    assert found["libraries"]["torch"] == "2.13.0"
