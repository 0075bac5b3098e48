"""Who has which file."""

import csv
from pathlib import Path

import pytest

from annotation.files.exporting import Sharing, export, file_names
from annotation.template import Template
from emosapp_data.config import ReviewConfig
from emosapp_data.errors import InputError
from tests.annotation.files.desk import (
    ids,
    many,
)


def test_pairs_are_divided_and_those_of_the_sample_go_to_as_many_as_the_overlap(tmp_path):
    config = ReviewConfig(overlap=2, share=0.3)
    written = export(tmp_path / "out.csv", many(200), Template.PAIRS, config, Sharing(["Anna", "Bernd", "Céline"]))
    assert [each.path.name for each in written] == ["out-anna.csv", "out-bernd.csv", "out-céline.csv"]
    shares = [ids(each.path) for each in written]
    times = [sum(item.id in share for share in shares) for item in many(200)]
    assert set(times) == {1, 2}
    assert 30 < times.count(2) < 90
    for share in shares:
        assert share == sorted(share, key=lambda pair: int(pair.removeprefix("pair-"))), "the most doubtful first"
        assert len(share) > 40


def test_a_disputed_pair_goes_to_one_reviewer(tmp_path):
    config = ReviewConfig(overlap=2, share=1)
    written = export(tmp_path / "out.csv", many(20), Template.ADJUDICATION, config, Sharing(["Anna", "Bernd"]))
    assert sorted(pair for each in written for pair in ids(each.path)) == sorted(item.id for item in many(20))


def test_without_reviewers_all_goes_into_one_file_that_anybody_may_fill_in(tmp_path):
    (written,) = export(tmp_path / "out.csv", many(5), Template.PAIRS, ReviewConfig(), Sharing())
    assert ids(written.path) == [item.id for item in many(5)]
    with written.path.open(encoding="utf-8-sig", newline="") as file:
        assert {row["reviewer"] for row in csv.DictReader(file)} == {""}


def test_a_file_that_is_there_is_not_written_over_unless_asked(tmp_path):
    (tmp_path / "out-anna.csv").write_text("filled in")
    with pytest.raises(InputError, match="there already, and what was filled in would be lost"):
        export(tmp_path / "out.csv", many(5), Template.PAIRS, ReviewConfig(), Sharing(["Bernd", "Anna"]))
    assert not (tmp_path / "out-bernd.csv").exists()
    export(tmp_path / "out.csv", many(5), Template.PAIRS, ReviewConfig(), Sharing(["Bernd", "Anna"], replace=True))


def test_names_become_names_of_files_that_every_system_takes():
    assert file_names(Path("x/{reviewer}.csv"), ["../A b:c"]) == {"../A b:c": Path("x/a-b-c.csv")}
    with pytest.raises(InputError, match="given twice"):
        file_names(Path("x.csv"), ["Anna", "anna "])
    with pytest.raises(InputError, match="say who with --reviewer"):
        file_names(Path("{reviewer}.csv"), [])
