"""Loading for training: the version one asks for, the same rows as `datasets.load_dataset` gives, and unchanged bytes."""

import subprocess
import sys

import pytest

import emosapp_data
from emosapp_data.errors import InputError, ReleaseError
from tests.annotation.reviewing import said
from tests.emosapp_data.release.releasing import digest, home, kept, released


@pytest.fixture
def three(built):
    """A workspace with the versions 0.1.0, 1.0.0 and 1.1.0."""
    pairs = kept(built)
    released(built, [said(pairs["What is a habit?"].id, "reviewer-1", "reject")], version="1.0.0")
    released(built, [said(pairs["What are switch costs?"].id, "reviewer-1", "reject")])
    return built


def number(dataset) -> int:
    return sum(len(split) for split in dataset.values())


@pytest.mark.parametrize(
    ("wanted", "pairs"),
    [
        (None, 117),
        (">=1.1,<2", 117),
        (">=1", 117),
        ("<1", 119),
        ("==1.0.*", 118),
        ("~=1.0.0", 118),
        ("1.0.0", 118),
        ("!=1.1.0", 118),
    ],
)
def test_the_newest_version_that_fits_is_loaded(three, wanted, pairs):
    assert number(emosapp_data.load("knowledge", version=wanted, root=three.path)) == pairs


def test_the_root_is_a_workspace_its_releases_or_the_dataset_itself(three):
    for root in (three.path, three.releases, home(three), str(three.path)):
        assert number(emosapp_data.load("knowledge", root=root)) == 117


def test_without_a_wish_the_pointer_decides(three):
    (home(three) / "current.json").write_text('{"version": "1.0.0"}')
    assert number(emosapp_data.load(root=three.path)) == 118


@pytest.mark.parametrize(("configuration", "arguments"), [("default", ()), ("dialogues", ("dialogues",))])
def test_rows_and_types_are_those_of_load_dataset(three, tmp_path, configuration, arguments):
    from datasets import load_dataset  # noqa: PLC0415

    plain = load_dataset(str(home(three) / "1.1.0"), *arguments, cache_dir=str(tmp_path / "cache"))
    ours = emosapp_data.load(root=three.path, configuration=configuration)
    assert list(ours) == list(plain)
    for split, rows in ours.items():
        assert rows.features == plain[split].features
        assert rows.to_list() == plain[split].to_list()


def test_nothing_is_written(three):
    before = digest(three.path)
    emosapp_data.load(root=three.path)
    assert digest(three.path) == before


@pytest.mark.parametrize("name", ["data/train.parquet", "manifest.json", "SHA256SUMS"])
def test_a_flipped_byte_in_what_is_loaded_is_found(three, name):
    path = home(three) / "1.1.0" / name
    data = bytearray(path.read_bytes())
    data[-20] ^= 1
    path.write_bytes(data)
    with pytest.raises(ReleaseError, match="verify-release"):
        emosapp_data.load(root=three.path)
    assert number(emosapp_data.load(version="1.0.0", root=three.path)) == 118


def test_what_is_not_there_is_told_with_what_is(three, tmp_path):
    with pytest.raises(ReleaseError, match=r"no version fits '>=2'; there are 0\.1\.0, 1\.0\.0, 1\.1\.0"):
        emosapp_data.load(version=">=2", root=three.path)
    with pytest.raises(ReleaseError, match="no dataset 'dialogs' here; there is knowledge"):
        emosapp_data.load("dialogs", root=three.path)
    with pytest.raises(ReleaseError, match="no configuration 'chat'; there is default, dialogues"):
        emosapp_data.load(root=three.path, configuration="chat")
    with pytest.raises(ReleaseError, match="no releases here"):
        emosapp_data.load(root=tmp_path)
    with pytest.raises(InputError, match="cannot be read"):
        emosapp_data.load(version="the newest", root=three.path)
    (home(three) / "0.1.0" / "SHA256SUMS").unlink()
    with pytest.raises(ReleaseError, match="SHA256SUMS: missing"):
        emosapp_data.load(version="<1", root=three.path)
    (home(three) / "1.1.0" / "data" / "test.parquet").unlink()
    with pytest.raises(ReleaseError, match=r"test\.parquet: missing"):
        emosapp_data.load(root=three.path)


def test_importing_the_package_imports_nothing_heavy():
    code = "import sys, emosapp_data; print(sorted({'datasets', 'pyarrow', 'pydantic', 'pandas'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
    assert emosapp_data.load.__module__ == "emosapp_data.release.load"
    with pytest.raises(AttributeError, match="no attribute 'lode'"):
        emosapp_data.lode  # noqa: B018
