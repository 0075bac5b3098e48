"""A release that was tampered with is found out, whichever byte of whichever file it was."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emosapp_data.errors import ReleaseError
from emosapp_data.release.publish import publish
from emosapp_data.release.verify import files_of, problems, read_release, sums, verify
from tests.emosapp_data.release.releasing import home

FILES = (
    "ATTRIBUTION.md",
    "CHANGELOG.md",
    "README.md",
    "SHA256SUMS",
    "croissant.json",
    "data/test.parquet",
    "data/train.parquet",
    "data/validation.parquet",
    "dialogues/test.parquet",
    "dialogues/train.parquet",
    "dialogues/validation.parquet",
    "manifest.json",
)


@pytest.fixture
def folder(built) -> Path:
    return home(built) / "0.1.0"


@pytest.fixture(scope="module")
def playground(built_once, tmp_path_factory) -> Path:
    """A release to change and to change back."""
    return shutil.copytree(home(built_once[0]) / "0.1.0", tmp_path_factory.mktemp("tampered") / "0.1.0")


def test_a_release_is_whole_as_it_was_made_and_lists_all_its_files(folder):
    assert problems(folder) == []
    assert set(files_of(folder)) == set(FILES)


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_any_flipped_bit_of_any_file_is_found_and_the_file_named(playground, name, place, bit):
    path = playground / name
    whole = path.read_bytes()
    changed = bytearray(whole)
    changed[int(place * len(whole))] ^= 1 << bit
    try:
        path.write_bytes(changed)
        found = problems(playground)
        assert found
        assert any(Path(name).name in line for line in found)
        with pytest.raises(ReleaseError):
            verify(playground)
    finally:
        path.write_bytes(whole)
    assert problems(playground) == []


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    found = problems(folder)
    assert len(found) == 1
    assert found[0].startswith(f"{folder / name}: missing")


@pytest.mark.parametrize("name", ["data/more.parquet", "notes.txt", "data/deep/er.txt"])
def test_a_file_that_was_added_is_named(folder, name):
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("more")
    assert problems(folder) == [f"{folder / name}: not in the manifest; a release is never added to"]


def test_a_file_that_was_exchanged_with_its_entry_in_the_manifest_is_still_found(folder):
    """Whoever changes a file and its checksum in the manifest has changed the manifest."""
    old = read_release(folder)
    (folder / "README.md").write_text("All pairs were reviewed by a hundred people.\n")
    new = sums(folder).split("README.md")[0].rsplit("\n", 1)[-1].strip()
    sha = next(file.sha256 for file in old.files if file.path == "README.md")
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace(sha, new))
    assert any("manifest.json" in line for line in problems(folder))


def test_counts_are_those_of_the_manifest_even_where_all_checksums_are_right(folder):
    manifest = folder / "manifest.json"
    pairs = read_release(folder).rows
    manifest.write_text(manifest.read_text().replace(f'"train": {pairs["train"]}', f'"train": {pairs["train"] + 1}', 1))
    (folder / "SHA256SUMS").write_text(sums(folder))
    assert problems(folder) == [
        f"{folder / 'data' / 'train.parquet'}: holds {pairs['train']} pairs; the manifest says {pairs['train'] + 1}"
    ]


def test_a_file_that_is_no_parquet_is_told_even_where_all_checksums_are_right(folder):
    old = (folder / "data" / "test.parquet").read_bytes()
    sha = next(file.sha256 for file in read_release(folder).files if file.path == "data/test.parquet")
    (folder / "data" / "test.parquet").write_bytes(old[: len(old) // 2])
    new = next(line.split()[0] for line in sums(folder).splitlines() if line.endswith("data/test.parquet"))
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace(sha, new))
    (folder / "SHA256SUMS").write_text(sums(folder))
    (problem,) = problems(folder)
    assert "test.parquet: not readable as Parquet" in problem


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="needs sha256sum")
def test_sha256sum_checks_a_release_without_this_toolkit(folder):
    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(command, cwd=folder, check=False).returncode == 0
    with (folder / "manifest.json").open("a") as file:
        file.write(" ")
    assert subprocess.run(command, cwd=folder, check=False, capture_output=True).returncode == 1


def test_a_folder_without_a_release_is_no_release(tmp_path):
    for folder in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(ReleaseError, match="no release here"):
            problems(folder)


def test_nothing_is_published_whose_manifest_was_changed(folder):
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"publishable": true', '"publishable": true ', 1))
    with pytest.raises(ReleaseError, match="manifest"):
        publish(folder, "someone/knowledge", private=True)
