"""Books in an object store are read as those of this machine, on any engine, and are looked at anew only when they change."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from emosapp_data.ledger import Ledger, Outcome
from emosapp_data.workspace import Workspace
from tests.cli import emosapp
from tests.emosapp_data.test_release import digest
from tests.object_store import BUCKET, object_store


@pytest.fixture(scope="module")
def store(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A bucket that holds the sample book and its description."""
    sample = request.getfixturevalue("sample_book")
    with object_store() as system:
        system.put_file(str(sample), f"{BUCKET}/books/{sample.name}")
        beside = sample.with_suffix(".yaml")
        system.put_file(str(beside), f"{BUCKET}/books/{beside.name}")
        yield system


def test_the_release_is_that_of_the_same_book_on_this_machine(store, built_once, tmp_path):
    workspace = Workspace(tmp_path / "workspace")
    done = emosapp("build", f"{BUCKET}/books/*.pdf", "-o", workspace.path, "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    assert digest(workspace.releases) == digest(built_once[0].releases)
    assert f"{BUCKET}/books/" in workspace.sources.read_text()
    pictures = built_once[0].report.read_text().count("data:image")
    assert workspace.report.read_text().count("data:image") == pictures > 0

    again = emosapp("extract", f"{BUCKET}/books", f"{BUCKET}/books/*.pdf", "-o", workspace.path, "--quiet")
    assert again.returncode == 2, "a folder of an object store is no book"
    with Ledger.read(workspace.path) as ledger:
        first, second = ledger.items("extract")
    assert first.result.outcome is Outcome.FAILED
    assert f"{BUCKET}/books" in first.result.detail
    assert second.result.outcome is Outcome.KEPT


def test_what_is_missing_and_what_is_damaged_is_one_line_each_with_its_address(store, tmp_path):
    damaged = tmp_path / "damaged.pdf"
    damaged.write_bytes(b"%PDF-1.7 and nothing more")
    store.put_file(str(damaged), f"{BUCKET}/damaged.pdf")
    done = emosapp("extract", f"{BUCKET}/missing.pdf", f"{BUCKET}/damaged.pdf", "-o", tmp_path / "w", "--quiet")
    assert done.returncode == 2
    lines = [line.removeprefix("error: ") for line in done.stderr.splitlines()]
    assert lines[0] == f"{BUCKET}/missing.pdf: no such file"
    assert lines[1].startswith(f"{BUCKET}/damaged.pdf: ")
    assert len(lines) == 2


def test_a_release_is_copied_there_and_back_and_never_overwritten(store, built_once, tmp_path):
    release = built_once[0].releases / "knowledge" / "0.1.0"
    address = f"{BUCKET}/datasets/knowledge/0.1.0"
    first = emosapp("copy-release", release, f"{BUCKET}/datasets")
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.startswith(f"{address}: ")
    assert first.stdout.endswith("every byte checked\n")
    assert "there already" in emosapp("copy-release", release, f"{BUCKET}/datasets").stdout

    back = emosapp("copy-release", address, tmp_path / "here")
    assert back.returncode == 0, back.stderr
    assert digest(tmp_path / "here" / "knowledge" / "0.1.0") == digest(release)

    store.pipe_file(f"{address}/README.md", b"another card")
    for source, target in ((release, f"{BUCKET}/datasets"), (address, tmp_path / "there")):
        refused = emosapp("copy-release", source, target)
        assert refused.returncode == 2
        assert refused.stderr.startswith(f"error: {address}")
        assert "README.md" in refused.stderr
    assert not (tmp_path / "there").exists()
    store.rm(address, recursive=True)
    store.put_file(str(release / "README.md"), f"{address}/README.md")  # what a killed command may have left
    assert "every byte checked" in emosapp("copy-release", release, f"{BUCKET}/datasets").stdout


def test_a_changed_release_is_not_copied(store, built_once, tmp_path):
    changed = tmp_path / "knowledge" / "0.1.0"
    shutil.copytree(built_once[0].releases / "knowledge" / "0.1.0", changed)
    (changed / "README.md").write_text("another card")
    refused = emosapp("copy-release", changed, f"{BUCKET}/elsewhere")
    assert refused.returncode == 2
    assert "README.md" in refused.stderr
    assert store.find(f"{BUCKET}/elsewhere") == []
    nothing = emosapp("copy-release", f"{BUCKET}/nowhere/knowledge/0.1.0", tmp_path / "here")
    assert nothing.stderr == (
        f"error: {BUCKET}/nowhere/knowledge/0.1.0: no release there;"
        " give the address that 'emosapp copy-release' printed\n"
    )
