"""The Croissant metadata is valid for the library of those who made the format, and describes every column and file."""

import json
import logging
from pathlib import Path

import pytest

import emosapp_data
from emosapp_data.release.croissant import croissant
from emosapp_data.release.knowledge.packing import COLUMNS as DIALOGUE_COLUMNS
from emosapp_data.release.knowledge.table import COLUMNS
from emosapp_data.release.verify import read_release
from tests.emosapp_data.release.described import (
    MIXTURE_COLUMNS,
    REVIEW,
    SOURCE,
    SUPPORT_COLUMNS,
    dialogues,
    mixture,
    write_dialogues,
    write_mixture,
)
from tests.emosapp_data.release.releasing import home

mlcroissant = pytest.importorskip("mlcroissant", reason="needs mlcroissant, a dev dependency")


@pytest.fixture(scope="module")
def folder(built_once) -> Path:
    return home(built_once[0]) / "0.1.0"


@pytest.fixture(scope="module")
def metadata(folder) -> dict:
    return json.loads((folder / "croissant.json").read_text())


def test_mlcroissant_finds_no_error_and_misses_nothing_but_a_date(folder, caplog):
    with caplog.at_level(logging.WARNING):
        dataset = mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
    issues = dataset.metadata.ctx.issues
    assert not issues.errors
    assert [warning for warning in issues.warnings if "datePublished" not in warning] == []
    assert "@context" not in caplog.text


@pytest.mark.parametrize("split", ["train", "validation", "test"])
def test_mlcroissant_reads_the_rows_that_load_gives(folder, split):
    dataset = mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
    ours = emosapp_data.load(root=folder.parent)[split]
    for record, row in zip(dataset.records(split), ours, strict=True):
        assert record[f"{split}/question"].decode() == row["question"]
        assert record[f"{split}/pdf_page"] == row["pdf_page"]
        quotes = [entry[f"{split}/evidence/quote"].decode() for entry in record[f"{split}/evidence"]]
        assert quotes == [entry["quote"] for entry in row["evidence"]]


def test_every_column_is_described(metadata):
    for records in metadata["recordSet"]:
        columns = DIALOGUE_COLUMNS if records["@id"].startswith("dialogues") else COLUMNS
        described = {
            field["name"].removeprefix(f"{records['@id']}/"): field["description"] for field in records["field"]
        }
        assert described == columns


def test_every_parquet_file_has_its_checksum(metadata, folder):
    wanted = {file.path: file.sha256 for file in read_release(folder).files if file.path.endswith(".parquet")}
    assert {file["contentUrl"]: file["sha256"] for file in metadata["distribution"]} == wanted


def test_licence_authors_language_and_sources_are_those_of_the_books(metadata, folder):
    (book,) = read_release(folder).books
    assert metadata["license"] == "https://spdx.org/licenses/CC-BY-4.0.html"
    assert [person["name"] for person in metadata["creator"]] == list(book.authors)
    assert metadata["inLanguage"] == "en"
    assert metadata["isBasedOn"][0]["name"] == book.title
    assert book.title in metadata["citeAs"]
    assert "No person has reviewed them" in metadata["description"]


def plain(value):
    """What mlcroissant reads, as Parquet has it."""
    if isinstance(value, dict):
        return {name.rsplit("/", 1)[-1]: plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return value.decode() if isinstance(value, bytes) else value


@pytest.mark.parametrize(
    ("release", "columns", "write"),
    [(dialogues(), SUPPORT_COLUMNS, write_dialogues), (mixture(), MIXTURE_COLUMNS, write_mixture)],
    ids=["dialogues", "mixture"],
)
def test_mlcroissant_reads_dialogues_and_mixtures_with_their_messages(release, columns, write, tmp_path):
    rows = write(tmp_path)
    path = tmp_path / "croissant.json"
    path.write_text(croissant(release, "en", tmp_path, {"data": columns}), encoding="utf-8")
    dataset = mlcroissant.Dataset(jsonld=str(path))
    issues = dataset.metadata.ctx.issues
    assert not issues.errors
    assert [warning for warning in issues.warnings if "datePublished" not in warning] == []
    for split in release.rows:
        assert [plain(record) for record in dataset.records(split)] == rows
    described = json.loads(path.read_text(encoding="utf-8"))["recordSet"][0]
    assert {field["name"].split("/")[1]: field["description"] for field in described["field"]} == columns


def metadata_of(release, tmp_path) -> dict:
    write_dialogues(tmp_path)
    return json.loads(croissant(release, "en", tmp_path, {"data": SUPPORT_COLUMNS}))


def test_a_source_of_dialogues_is_named_with_its_authors_and_licence(tmp_path):
    data = metadata_of(dialogues(review=REVIEW, obstacles=("unknown licence: X",)), tmp_path)
    (source,) = data["isBasedOn"]
    assert source["name"] == SOURCE.title
    assert [author["name"] for author in source["author"]] == list(SOURCE.authors)
    assert source["license"] == data["license"] == "https://spdx.org/licenses/CC-BY-NC-4.0.html"
    assert "People have reviewed 32 of them" in data["description"]
    assert "Must not be published: unknown licence: X" in data["description"]
    assert "textbooks" not in data["keywords"]


def test_the_components_of_a_mixture_are_named_with_their_versions(tmp_path):
    write_mixture(tmp_path)
    data = json.loads(croissant(mixture(), "en", tmp_path, {"data": MIXTURE_COLUMNS}))
    based = {(source["name"], source.get("version")) for source in data["isBasedOn"]}
    assert based == {(SOURCE.title, None), ("support", "0.2.0"), ("knowledge", "1.0.0")}
    assert "support 0.2.0; knowledge 1.0.0" in data["citeAs"]


@pytest.mark.parametrize("licence", ["CC-BY-4.0 AND MIT", "LicenseRef-ours", None])
def test_a_licence_without_an_address_is_given_none(licence, tmp_path):
    assert metadata_of(dialogues(licence=licence), tmp_path).get("license") == licence
