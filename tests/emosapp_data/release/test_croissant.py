"""The Croissant metadata is valid for the library of those who made the format, and describes every column and file."""

import json
import logging
from pathlib import Path

import pytest

import emosapp_data
from emosapp_data.release.dialogues import COLUMNS as DIALOGUE_COLUMNS
from emosapp_data.release.table import COLUMNS
from emosapp_data.release.verify import read_release
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
