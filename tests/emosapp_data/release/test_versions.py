"""Versions: what changed decides which number is raised, and a version that exists is never touched again."""

import json
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.config import load_config
from emosapp_data.errors import InputError, ReleaseError
from emosapp_data.release.diff import compare
from emosapp_data.release.versions import (
    Version,
    current_version,
    enough,
    existing_versions,
    next_version,
    point_to,
    version_before,
)
from emosapp_data.schema.release import Bump
from tests.annotation.reviewing import said
from tests.cli import emosapp
from tests.emosapp_data.release.releasing import digest, home, kept, released

numbers = st.builds(Version, st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))


@pytest.fixture
def stable(built):
    """A workspace whose release is 1.0.0."""
    shutil.rmtree(built.releases)
    assert released(built, version="1.0.0").new
    return built


@given(numbers, st.sampled_from(Bump))
def test_the_next_version_comes_later_and_raises_the_number_that_was_asked_for(version, bump):
    later = Version.parse(next_version(str(version), bump))
    assert later > version
    assert version.bump_to(later) is bump


@pytest.mark.parametrize("text", ["1", "1.2", "1.2.3.4", "v1.2.3", "01.2.3", "1.2.x", ""])
def test_what_is_no_version_is_refused(text):
    with pytest.raises(ReleaseError, match=r"written 1\.2\.3"):
        Version.parse(text)


def test_before_the_first_stable_version_a_minor_one_does_for_everything():
    assert [enough(bump, "0.3.1") for bump in Bump] == [Bump.PATCH, Bump.MINOR, Bump.MINOR]
    assert [enough(bump, "1.3.1") for bump in Bump] == list(Bump)


def test_versions_are_sorted_as_numbers_and_nothing_else_counts_as_one(tmp_path):
    for name in ("1.10.0", "1.9.0", "0.2.0", ".draft", "1.0", "1.0.0-rc1"):
        (tmp_path / name).mkdir()
    (tmp_path / "2.0.0").write_text("a file")
    assert existing_versions(tmp_path) == ["0.2.0", "1.9.0", "1.10.0"]
    assert version_before(tmp_path, "1.9.5") == "1.9.0"
    assert version_before(tmp_path, "0.2.0") is None


def test_the_pointer_names_the_latest_version_and_never_goes_back(tmp_path):
    assert current_version(tmp_path) is None
    for name in ("1.0.0", "1.0.1", "1.1.0"):
        (tmp_path / name).mkdir()
    point_to(tmp_path, "1.1.0")
    point_to(tmp_path, "1.0.1")
    assert json.loads((tmp_path / "current.json").read_text()) == {"version": "1.1.0"}
    assert current_version(tmp_path) == "1.1.0"


@pytest.mark.parametrize("content", ["{}", "nonsense", '{"version": "3.0.0"}', "[]"])
def test_a_damaged_pointer_is_told_and_mended_by_the_next_release(tmp_path, content):
    (tmp_path / "1.0.0").mkdir()
    (tmp_path / "current.json").write_text(content)
    with pytest.raises(ReleaseError, match=r"current\.json"):
        current_version(tmp_path)
    point_to(tmp_path, "1.0.0")
    assert current_version(tmp_path) == "1.0.0"


def test_without_a_change_there_is_no_new_version_however_it_is_asked_for(stable):
    before = digest(stable.releases)
    for asked in ({}, {"bump": "minor"}, {"bump": "major"}, {"version": "1.0.0"}):
        made = released(stable, **asked)
        assert (made.release.version, made.new) == ("1.0.0", False)
    assert digest(stable.releases) == before


def test_an_edit_and_a_rejection_are_a_minor_change_and_the_old_bytes_stay(stable):
    pairs = kept(stable)
    habit, costs = pairs["What is a habit?"], pairs["What are switch costs?"]
    before = digest(home(stable) / "1.0.0")
    answer = "A habit is an action that a familiar cue sets off, with little thought."
    made = released(
        stable,
        [
            said(habit.id, "reviewer-1", "edit", corrected_answer=answer),
            said(costs.id, "reviewer-1", "reject"),
        ],
    )
    assert made.release.version == "1.1.0"
    assert made.release.previous == "1.0.0"
    assert made.release.changes.model_dump() == {"added": 0, "removed": 1, "edited": 1, "moved": 0}
    assert digest(home(stable) / "1.0.0") == before
    assert current_version(home(stable)) == "1.1.0"
    log = (made.path / "CHANGELOG.md").read_text()
    assert "- 1 pair removed (1 rejected_in_review)" in log
    assert f"- {costs.id} (rejected_in_review)" in log
    assert log.index("## 1.1.0") < log.index("## 1.0.0\n\nFirst release: 119 pairs.")
    assert costs.answer not in log, "what was thrown out does not come back by the changelog"
    assert not released(stable).new


def test_a_number_that_is_too_small_is_refused_with_the_reason_and_leaves_nothing(stable):
    costs = kept(stable)["What are switch costs?"]
    before = digest(stable.releases)
    with pytest.raises(ReleaseError, match=r"1\.0\.1: a patch version is too small .*1 pair removed.*1\.1\.0"):
        released(stable, [said(costs.id, "reviewer-1", "reject")], bump="patch")
    with pytest.raises(ReleaseError, match="--bump minor"):
        released(stable, version="1.0.1")
    assert digest(stable.releases) == before
    assert [path.name for path in home(stable).iterdir() if path.is_dir()] == ["1.0.0"]
    assert released(stable, bump="major").release.version == "2.0.0"


def test_pairs_in_another_split_make_a_major_version(stable):
    with pytest.raises(ReleaseError, match="moved from"):
        released(stable, seed=5, bump="minor")
    made = released(stable, seed=5)
    assert made.release.version == "2.0.0"
    assert made.release.changes.moved > 0


def test_dialogues_that_are_gone_make_a_major_version_and_new_ones_a_minor_one(stable):
    assert released(stable, dialogues=0).release.version == "2.0.0"
    assert released(stable, dialogues=10).release.version == "2.1.0"


def test_where_only_the_card_or_the_metadata_differ_it_is_a_patch(stable):
    made = released(stable, pairs=5000)  # more than there are: the card says so, and the pairs are the same
    assert made.release.version == "1.0.1"
    assert "only the card or the metadata" in (made.path / "CHANGELOG.md").read_text()


def test_before_1_0_0_pairs_in_another_split_raise_the_minor_number(built):
    assert released(built, seed=5).release.version == "0.2.0"


def test_a_version_between_others_follows_the_one_before_it_and_leaves_the_pointer(stable):
    released(stable, [said(kept(stable)["What are switch costs?"].id, "reviewer-1", "reject")], version="2.0.0")
    made = released(stable, version="1.1.0")
    assert (made.new, made.release.previous) == (True, "1.0.0")
    assert current_version(home(stable)) == "2.0.0"


def test_the_same_history_gives_the_same_bytes_in_another_workspace(built_once, tmp_path):
    trees = []
    for name in ("one", "other"):
        copy = type(built_once[0])(shutil.copytree(built_once[0].path, tmp_path / name))
        reviews = [said(kept(copy)["What are switch costs?"].id, "reviewer-1", "reject")]
        assert released(copy, reviews).release.version == "0.2.0"
        trees.append(digest(copy.releases))
    assert trees[0] == trees[1]


def test_a_release_without_sums_or_changelog_is_an_older_one_and_goes_on(stable):
    """The files of a release have become more; the ones that were made before still count as the version before."""
    folder = home(stable) / "1.0.0"
    (folder / "CHANGELOG.md").unlink()
    (folder / "SHA256SUMS").unlink()
    made = released(stable)
    assert made.release.version == "1.0.1"
    assert not compare(folder, made.path).causes


def test_version_and_bump_together_are_refused():
    with pytest.raises(InputError, match="one of them"):
        load_config(None, {"release": {"version": "1.0.0", "bump": "minor"}})
    with pytest.raises(InputError, match=r"release\.bump"):
        load_config(None, {"release": {"bump": "huge"}})


def test_the_version_of_one_release_is_not_asked_for_again_by_the_next(built):
    costs = kept(built)["What are switch costs?"]
    assert emosapp("release", built.path, "--version", "1.0.0").returncode == 0
    assert "(unchanged)" in emosapp("release", built.path).stdout
    released(built, [said(costs.id, "reviewer-1", "reject")])
    result = emosapp("release", built.path, "--bump", "major")
    assert "unchanged" in result.stdout, "1.1.0 holds it already"
    assert existing_versions(home(built)) == ["0.1.0", "1.0.0", "1.1.0"]
    result = emosapp("release", built.path, "--bump", "huge")
    assert (result.returncode, len(result.stderr.splitlines())) == (2, 1)
