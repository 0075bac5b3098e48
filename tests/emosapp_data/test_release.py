"""Releases: no section in two splits, the same bytes every time, nothing overwritten, licences respected."""

import hashlib
import json
from pathlib import Path

import pytest
import yaml

from corpus.book import BookDescription
from emosapp_data.config import BuildConfig, load_config
from emosapp_data.errors import InputError, ReleaseError
from emosapp_data.ledger import Ledger
from emosapp_data.pipeline import build
from emosapp_data.progress import Silent
from emosapp_data.release.splits import SPLITS
from emosapp_data.schema import Reason, Release
from emosapp_data.steps.extract import BookFile
from emosapp_data.steps.release import release_pairs
from emosapp_data.workspace import Workspace
from tests.conftest import book_file


def digest(folder: Path) -> dict[str, str]:
    """Checksum of every file below a folder, by its path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def released(workspace: Workspace, version: str = "0.1.0") -> Path:
    return workspace.releases / "knowledge" / version


def test_the_release_says_what_it_holds_and_its_checksums_are_right(built_once):
    folder = released(built_once[0])
    release = Release.model_validate_json((folder / "manifest.json").read_text())
    assert {file.path: file.sha256 for file in release.files} == {
        path: sha for path, sha in digest(folder).items() if path not in ("manifest.json", "SHA256SUMS")
    }
    assert release.licence == "CC-BY-4.0"
    assert release.publishable
    assert [count.step for count in release.steps] == [
        "extract",
        "blocks",
        "generate",
        "check",
        "duplicates",
        "near_duplicates",
        "release",
    ]
    assert sum(release.rows.values()) == release.steps[-1].kept
    assert release.configuration == BuildConfig().model_dump(mode="json", exclude={"engine"})


def test_datasets_loads_the_folder_with_its_splits_and_columns(built_once, tmp_path):
    from datasets import load_dataset  # noqa: PLC0415

    loaded = load_dataset(str(released(built_once[0])), cache_dir=str(tmp_path))
    release = Release.model_validate_json((released(built_once[0]) / "manifest.json").read_text())
    assert {split: len(loaded[split]) for split in loaded} == release.rows
    row = loaded["train"][0]
    quote = row["evidence"][0]
    assert row["context"][quote["start"] : quote["end"]] == quote["quote"]
    assert row["page"]
    assert row["section"]


def test_the_card_has_the_header_that_the_hub_reads_and_says_that_nobody_reviewed(built_once):
    _, header, text = (released(built_once[0]) / "README.md").read_text().split("---\n", 2)
    fields = yaml.safe_load(header)
    assert fields["license"] == "cc-by-4.0"
    assert [file["split"] for file in fields["configs"][0]["data_files"]] == list(SPLITS)
    assert "No person has reviewed these pairs" in text
    assert "Feeling and Coping" in text


def test_the_same_book_gives_the_same_bytes_in_another_workspace(built_once, sample_book, tmp_path):
    other = Workspace(tmp_path / "elsewhere")
    build(other, [book_file(sample_book)], BuildConfig(), Silent())
    assert digest(released(other)) == digest(released(built_once[0]))


def test_building_again_leaves_the_release_as_it_is(built, sample_book):
    before = digest(built.releases)
    again = build(built, [book_file(sample_book)], BuildConfig(), Silent())
    assert not again.release.new
    assert digest(built.releases) == before


def test_other_content_gets_the_next_minor_version_and_the_old_one_stays(built, sample_book):
    before = digest(released(built))
    config = load_config(None, {"checks": {"length": {"answer": {"shortest": 3, "longest": 80}}}})
    again = build(built, [book_file(sample_book)], config, Silent())
    assert again.release.release.version == "0.2.0"
    assert digest(released(built)) == before
    assert sum(again.release.release.rows.values()) < 120


def test_a_version_that_exists_is_refused_for_other_content(built):
    before = digest(built.releases)
    with Ledger.write(built.path) as ledger, pytest.raises(ReleaseError, match="never overwritten"):
        release_pairs(ledger, load_config(None, {"release": {"version": "0.1.0", "seed": 5}}), built.releases)
    assert digest(built.releases) == before


def test_a_book_without_a_licence_is_built_but_must_not_be_published(sample_book, tmp_path):
    bare = tmp_path / "bare.pdf"
    bare.write_bytes(sample_book.read_bytes())
    made = build(Workspace(tmp_path / "workspace"), [book_file(bare)], BuildConfig(), Silent()).release
    assert not made.release.publishable
    assert "license: unknown" in (made.path / "README.md").read_text()
    assert "**Unknown licence.**" in (made.path / "README.md").read_text()


def test_a_book_whose_licence_forbids_derivatives_is_read_but_not_released(sample_book, tmp_path):
    closed = tmp_path / "closed.pdf"
    closed.write_bytes(sample_book.read_bytes() + b"\n")
    workspace = Workspace(tmp_path / "workspace")
    forbidden = BookFile(closed, BookDescription(title="Closed", licence="CC-BY-ND-4.0"))
    with pytest.raises(ReleaseError, match="nothing to release"):
        build(workspace, [forbidden], BuildConfig(), Silent())
    built = build(workspace, [forbidden, book_file(sample_book)], BuildConfig(), Silent())
    check = next(count for count in built.counts if count.step == "check")
    assert check.rejected[Reason.NO_DERIVATIVES] == 120
    assert {item.title for item in built.release.release.books} == {
        "Feeling and Coping: A Short Psychology of Stress, Emotion and Support"
    }


def test_all_problems_of_a_configuration_are_named_at_once(tmp_path):
    path = tmp_path / "build.yaml"
    path.write_text("checks: {language: english, least_support: 2}\nrelease: {validation: 0.6, test: 0.6, sed: 1}\n")
    with pytest.raises(InputError) as caught:
        load_config(path)
    assert all(name in str(caught.value) for name in ("checks.language", "checks.least_support", "release.sed"))


def test_options_go_before_the_configuration_file(tmp_path):
    path = tmp_path / "build.yaml"
    path.write_text("release: {name: stress, seed: 7}\n")
    config = load_config(path, {"release": {"name": None, "seed": 8}})
    assert (config.release.name, config.release.seed) == ("stress", 8)
    assert json.loads(config.model_dump_json()) == yaml.safe_load(config.to_yaml())
