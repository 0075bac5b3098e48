"""A mixture that is made again: the same bytes, or a version that says what its datasets brought; and what is refused."""

import shutil

import pytest

from emosapp_data.config.mixture import load_mixture
from emosapp_data.errors import InputError, ReleaseError
from emosapp_data.progress import Silent
from emosapp_data.release.build import Wanted
from emosapp_data.release.diff import compare
from emosapp_data.release.mixture.mix import mix
from emosapp_data.schema.release import Changes
from emosapp_data.workspace import Workspace
from tests.cli import emosapp
from tests.conftest import ROOT
from tests.emosapp_data.release.mixture.mixing import mixed, recipe, record, release_own, rows
from tests.emosapp_data.release.releasing import digest

PAPER = ROOT / "recipes" / "paper-mixture.yaml"
OWN = [record(number) for number in range(20)]
THEIRS = [record(number, "theirs") for number in range(20)]


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    """Two datasets of 20 dialogues, of which 4 are held out."""
    made = Workspace(tmp_path / "workspace")
    release_own(made, OWN)
    release_own(made, THEIRS, "theirs")
    return made


def test_the_same_recipe_and_datasets_give_the_same_bytes_here_and_elsewhere(workspace, tmp_path):
    first = mixed(workspace, "own", {"name": "theirs", "weight": 1.5})
    again = mixed(
        workspace, {"name": "own", "version": ">=0.1"}, {"name": "theirs", "weight": 1.5, "root": str(workspace.path)}
    )
    assert (again.made.new, again.made.path) == (False, first.made.path)
    elsewhere = Workspace(shutil.copytree(workspace.path, tmp_path / "elsewhere"))
    shutil.rmtree(elsewhere.releases / "mixed")
    there = mixed(elsewhere, "own", {"name": "theirs", "weight": 1.5})
    assert there.made.new
    assert digest(there.made.path) == digest(first.made.path)


def test_a_dataset_that_grows_raises_the_version_and_the_numbers_are_right(workspace):
    first = mixed(workspace, "own", "theirs").made
    release_own(workspace, [*OWN[:-1], *(record(number) for number in (100, 101, 102))])
    second = mixed(workspace, "own", "theirs").made
    assert (second.release.version, second.release.previous) == ("0.2.0", "0.1.0")
    assert second.release.changes == Changes(added=3, removed=1, edited=0, moved=0)
    assert {each.name: each.version for each in second.release.components} == {"own": "0.2.0", "theirs": "0.1.0"}
    found = compare(first.path, second.path)
    assert found.values == {"version": 19}
    pinned = mixed(workspace, {"name": "own", "version": "<0.2"}, "theirs", wanted=Wanted("0.3.0")).made
    assert pinned.release.rows == first.release.rows


def test_a_conversation_that_is_gone_tells_why(workspace):
    mixed(workspace, "own", "theirs")
    second = mixed(workspace, {"name": "own", "cap": 10}, "theirs").made
    assert second.release.changes == Changes(added=0, removed=6, edited=0, moved=0)
    assert "6 over_cap" in (second.path / "CHANGELOG.md").read_text()


def test_a_row_keeps_its_id_when_weights_and_versions_change(workspace):
    before = {row["id"] for row in rows(mixed(workspace, "own", "theirs").made)}
    release_own(workspace, [*OWN, record(100)])
    after = {row["id"] for row in rows(mixed(workspace, {"name": "own", "weight": 3}, "theirs", seed=7).made)}
    assert before < after


def test_a_changed_file_of_a_dataset_is_refused(workspace):
    path = workspace.releases / "theirs" / "0.1.0" / "data" / "test.parquet"
    data = bytearray(path.read_bytes())
    data[100] ^= 1
    path.write_bytes(data)
    with pytest.raises(ReleaseError, match=r"test\.parquet: changed since the release was made"):
        mixed(workspace, "own", "theirs")
    assert not (workspace.releases / "mixed").exists() or not list((workspace.releases / "mixed").glob("*.*.*"))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (
            {"name": "own", "configuration": "dialogues"},
            "own: .*/own/0.1.0 holds dialogues, so that 'configuration: dialogues'",
        ),
        ({"name": "own", "version": ">=2"}, r"own: no version >=2 of it \(.*no version fits '>=2'; there are 0.1.0\)"),
        ({"name": "own", "version": "new"}, "own: version 'new': cannot be read"),
        ({"name": "own", "system": "nobody"}, "own: nobody: no such system prompt"),
        (
            {"name": "earlier"},
            "earlier: .*/earlier/0.1.0 is a mixture itself; name the datasets that it was drawn from",
        ),
    ],
)
def test_what_a_dataset_cannot_give_is_told(workspace, asked, told):
    mixed(workspace, "own", name="earlier")
    with pytest.raises(InputError, match=told):
        mixed(workspace, asked, "theirs")


def test_pairs_have_no_strategies_and_never_fail(built):
    with pytest.raises(ReleaseError) as error:
        mixed(built, {"name": "knowledge", "strategies": True, "failed": "only"})
    assert [line.partition("holds pairs, so that ")[2] for line in str(error.value).splitlines()] == [
        "'strategies: true' means nothing here",
        "'failed: only' means nothing here",
    ]


def test_a_folder_of_releases_will_do_for_a_workspace(workspace):
    path = recipe(workspace.path, "own", "theirs")
    done = mix(load_mixture(path), workspace.releases, Wanted(), Silent())
    assert done.made.path == workspace.releases / "mixed" / "0.1.0"


def test_every_dataset_that_is_missing_is_named_at_once_with_the_way_to_it(workspace, tmp_path):
    done = emosapp("mix", PAPER, "-w", tmp_path / "nowhere")
    assert (done.returncode, done.stdout) == (2, "")
    told = done.stderr.splitlines()
    assert [line.split()[1] for line in told] == ["knowledge:", "esconv:", "serveforemo:"]
    for line, name in zip(told, ("knowledge", "esconv", "serveforemo"), strict=True):
        assert str(tmp_path / "nowhere") in line
        assert line.endswith(f"or leave it out with --without {name}")
        assert "'emosapp " in line
    assert "ask the authors" in told[2]
    plain = emosapp("mix", recipe(tmp_path, "own", "absent"), "-w", workspace.path)
    assert "absent: missing (" in plain.stderr
    assert "emosapp release-dialogues" in plain.stderr


def test_the_command_tells_what_was_drawn_what_was_left_out_and_where_it_is(workspace):
    path = recipe(workspace.path, {"name": "own", "weight": 0.5}, {"name": "theirs", "weight": 2}, "absent")
    done = emosapp("mix", path, "-w", workspace.path, "--without", "absent", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["own", "0.1.0", "CC-BY-4.0", "8", "16", "8", "16", "20.0%", "2", "2"] in lines
    assert ["theirs", "0.1.0", "CC-BY-4.0", "16", "16", "32", "64", "80.0%", "2", "2"] in lines
    assert next(line for line in lines if "under_weight" in line)[:3] == ["8", "own", "under_weight"]
    assert ["Without", "absent"] in lines
    assert f'emosapp_data.load("mixed", root="{workspace.path}")' in done.stdout
    assert emosapp("mix", path, "-w", workspace.path, "--without", "absent", "--quiet").stdout.count("(unchanged)") == 1
    assert emosapp("mix", path, "--bump", "huge").returncode == 2
