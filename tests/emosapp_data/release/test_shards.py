"""A large split comes in several files, which hold the same rows in the same order, and are read as one."""

from pathlib import Path

import pytest
from datasets import load_dataset
from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.config import BuildConfig
from emosapp_data.ledger import Ledger
from emosapp_data.pipeline import release
from emosapp_data.release import shards
from emosapp_data.release.load import load
from emosapp_data.release.shards import shard_paths, split_of, write_shards
from emosapp_data.release.verify import problems
from emosapp_data.workspace import Workspace

MOST = 40


@given(rows=st.integers(0, 1_000_000))
def test_no_file_is_too_large_and_every_name_tells_its_split(rows):
    paths = shard_paths(Path("data"), "train", rows)
    assert len(paths) * shards.ROWS >= rows
    assert sorted(paths) == paths
    assert {split_of(path.name) for path in paths} == {"train"}


@given(rows=st.lists(st.integers()), files=st.integers(1, 9))
def test_the_rows_of_the_files_are_the_rows_in_their_order(rows, files):
    written: list[list[int]] = []
    paths = [Path(str(number)) for number in range(files)]
    write_shards(lambda part, _: written.append(list(part)), rows, len(rows), paths)
    assert [row for part in written for row in part] == rows
    sizes = [len(part) for part in written]
    assert max(sizes) - min(sizes) <= 1


@pytest.fixture
def sharded(built: Workspace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A second version of the sample's release, whose split `train` needs several files."""
    monkeypatch.setattr(shards, "ROWS", MOST)
    config = BuildConfig.model_validate({"release": {"version": "1.0.0", "dialogues": 5, "seed": 3}})
    with Ledger.write(built.path) as ledger:
        return release(ledger, built, config).path


def test_a_release_in_several_files_is_whole_and_gives_the_same_rows_to_every_reader(built, sharded):
    assert problems(sharded) == []
    files = sorted(path.name for path in (sharded / "data").iterdir())
    assert files[:2] == ["test.parquet", "train-00000-of-00003.parquet"]
    assert sorted(path.name for path in (sharded / "dialogues").iterdir()) == files
    own = load("knowledge", "1.0.0", built.path)
    hub = load_dataset(str(sharded), cache_dir=str(built.path / "cache"))
    assert own["train"].to_list() == hub["train"].to_list()
    assert {split: len(rows) for split, rows in own.items()} == {split: len(rows) for split, rows in hub.items()}
    assert len(load("knowledge", "1.0.0", built.path, "dialogues")["train"]) > 0


def test_croissant_describes_each_file(sharded):
    mlc = pytest.importorskip("mlcroissant")
    described = mlc.Dataset(jsonld=str(sharded / "croissant.json"))
    rows = {each.id: sum(1 for _ in described.records(record_set=each.id)) for each in described.metadata.record_sets}
    train = [count for name, count in rows.items() if name.startswith("train-")]
    assert len(train) == 3
    assert sum(train) == sum(1 for _ in load_dataset(str(sharded), cache_dir=str(sharded.parent / "cache"))["train"])


def test_a_missing_file_of_a_split_is_named(sharded):
    (sharded / "data" / "train-00001-of-00003.parquet").unlink()
    found = problems(sharded)
    assert len([line for line in found if "train-00001-of-00003.parquet" in line]) == len(found) > 0
