"""From releases to a mixture: nothing is lost, every dataset keeps its splits, and the manifest says what came of it."""

import json
import shutil
from collections import Counter

import pytest

import emosapp_data
from emosapp_data.dialogues import read_system_prompt
from emosapp_data.errors import ReleaseError
from emosapp_data.release.mixture.conversation import LeftOut
from emosapp_data.release.verify import problems, sha256
from emosapp_data.schema import DatasetKind, Reason
from emosapp_data.workspace import Workspace
from tests.annotation.reviewing import said
from tests.emosapp_data.release.mixture.mixing import mixed, record, release_own, rows
from tests.emosapp_data.release.releasing import kept, released

PACKED = {"name": "knowledge", "configuration": "dialogues"}
RECORDS = [record(number, failed=number % 7 == 3) for number in range(40)]


@pytest.fixture(scope="module")
def both_once(built_once, tmp_path_factory) -> Workspace:
    """The sample book's pairs and 40 dialogues, released; not to be changed."""
    workspace = Workspace(shutil.copytree(built_once[0].path, tmp_path_factory.mktemp("both") / "workspace"))
    release_own(workspace, RECORDS)
    return workspace


@pytest.fixture
def both(both_once, tmp_path) -> Workspace:
    return Workspace(shutil.copytree(both_once.path, tmp_path / "workspace"))


def of(found, dataset):
    return [row for row in found if row["dataset"] == dataset]


@pytest.mark.parametrize("configuration", ["default", "dialogues"])
def test_every_conversation_of_both_is_in_its_own_split_or_left_out(both, configuration):
    done = mixed(both, {"name": "knowledge", "configuration": configuration}, "own")
    found = rows(done.made)
    for name, inside in (("knowledge", configuration), ("own", "default")):
        theirs = {
            (row["id"], split)
            for split, part in emosapp_data.load(name, root=both.path, configuration=inside).items()
            for row in part
        }
        ours = {(row["origin"], row["split"]) for row in of(found, name)}
        out = {(each.origin, each.split) for each in done.left_out if each.dataset == name}
        assert ours | out == theirs
        assert ours.isdisjoint(out)
    (step,) = done.made.release.steps
    assert (step.step, step.kept, step.items) == ("mix", len(found), len(found) + len(done.left_out))
    assert {(each.reason, each.dataset) for each in done.left_out} == {(Reason.FAILED_DIALOGUE, "own")}


def test_pairs_are_exchanges_and_dialogues_are_made_anew_from_their_records(both):
    prompt = read_system_prompt("supporter").text
    found = rows(mixed(both, "knowledge", {"name": "own", "system": "supporter", "strategies": True}).made)
    pairs = {row["id"]: row for part in emosapp_data.load(root=both.path).values() for row in part}
    for row in of(found, "knowledge"):
        pair = pairs[row["origin"]]
        assert [each["content"] for each in row["messages"]] == [pair["question"], pair["answer"]]
        assert (row["flags"], row["licence"], row["answers"], row["copy"]) == (pair["flags"], "CC-BY-4.0", 1, 1)
    for row in of(found, "own"):
        assert [each["role"] for each in row["messages"]] == ["system", *["user", "assistant"] * 2]
        assert row["messages"][0]["content"] == prompt
        assert row["messages"][2]["content"].startswith("[Question] What happened?")
        assert (row["answers"], row["version"]) == (2, "0.1.0")


def test_packed_pairs_have_the_flags_of_all_their_pairs(both):
    found = of(rows(mixed(both, PACKED, "own").made), "knowledge")
    pairs = {row["id"]: row["flags"] for part in emosapp_data.load(root=both.path).values() for row in part}
    packed = {
        row["id"]: row["pairs"]
        for part in emosapp_data.load(root=both.path, configuration="dialogues").values()
        for row in part
    }
    assert any(row["flags"] for row in found)
    for row in found:
        assert set(row["flags"]) == {flag for pair in packed[row["origin"]] for flag in pairs[pair]}
        assert row["answers"] == len(packed[row["origin"]])


def test_weights_and_caps_count_for_training_and_each_copy_has_its_own_id(both):
    done = mixed(
        both, {"name": "knowledge", "weight": 0.5, "cap": 60}, {"name": "own", "weight": 2.5, "failed": "keep"}
    )
    found = rows(done.made)
    counts = Counter((row["dataset"], row["split"]) for row in found)
    assert (counts["knowledge", "train"], counts["own", "train"]) == (30, 80)
    assert (counts["own", "validation"], counts["own", "test"]) == (4, 4)
    assert Counter(row["copy"] for row in of(found, "own")) == {1: 40, 2: 32, 3: 16}
    assert len({row["id"] for row in found}) == len(found)
    assert Counter(each.reason for each in done.left_out) == {Reason.OVER_CAP: 30, Reason.UNDER_WEIGHT: 30}


@pytest.mark.parametrize(("failed", "number"), [("keep", 40), ("leave_out", 34), ("only", 6)])
def test_dialogues_that_failed_come_as_the_recipe_says(both, failed, number):
    assert len(of(rows(mixed(both, "knowledge", {"name": "own", "failed": failed}).made), "own")) == number


def test_what_is_held_for_a_person_stays_out_until_one_has_decided(both):
    flagged = next(row for row in emosapp_data.load(root=both.path)["train"] if "suicide" in row["flags"])
    asked = {"name": "knowledge", "hold": ["suicide"]}
    done = mixed(both, asked, "own")
    assert flagged["id"] in {each.origin for each in done.left_out if each.reason is Reason.AWAITS_REVIEW}
    assert "suicide" not in done.made.release.flags
    assert 0 < done.made.release.undecided == done.made.release.flagged
    pairs = {pair.id: pair for pair in kept(both).values()}
    released(both, [said(pairs[flagged["id"]].id, "reviewer-1", "accept")])
    again = mixed(both, asked, "own").made.release
    assert again.flags["suicide"] == 1
    assert again.undecided == again.flagged - 1
    assert again.unreviewed == sum(again.rows.values()) - 1


def test_what_another_dataset_holds_out_is_in_no_training(both):
    train = next(each for each in RECORDS if each["split"] == "train")
    release_own(both, [{**record(1, "copied", "test"), "dialog": train["dialog"]}, record(2, "copied")], "copied")
    done = mixed(both, "own", "copied")
    (leak,) = [each for each in done.left_out if each.reason is Reason.LIKE_HELD_OUT]
    held = emosapp_data.load("copied", root=both.path)["test"][0]["id"]
    assert (leak.dataset, leak.split) == ("own", "train")
    assert f"copied {held} (test)" in leak.detail
    assert leak.origin not in {row["origin"] for row in rows(done.made)}


def test_the_manifest_names_components_sources_and_the_recipe_but_no_path(both):
    made = mixed(both, {**PACKED, "root": str(both.path)}, {"name": "own", "version": "<1", "system": "supporter"}).made
    release = made.release
    assert release.kind is DatasetKind.MIXTURE
    assert [book.licence for book in release.books] == ["CC-BY-4.0"]
    assert [source.id for source in release.dialogue_sources] == ["own"]
    assert (release.licence, release.obstacles) == ("CC-BY-4.0", ())
    for component in release.components:
        assert component.version == "0.1.0"
        assert component.manifest == sha256(both.releases / component.name / "0.1.0" / "manifest.json")
        assert sum(component.available.values()) >= sum(component.conversations.values())
    counts = Counter(row["split"] for row in rows(made))
    answers = Counter(row["split"] for row in rows(made) for _ in range(row["answers"]))
    assert (release.rows, release.answers) == (dict(counts), dict(answers))
    system = read_system_prompt("supporter")
    assert release.components[1].system == f"supporter 1 ({system.hash})"
    assert [each["version"] for each in release.configuration["datasets"]] == ["0.1.0", "0.1.0"]
    assert str(both.path) not in (made.path / "manifest.json").read_text()
    assert "The text was taken from the PDF" in (made.path / "ATTRIBUTION.md").read_text()


def test_the_licence_follows_from_all_sources(both):
    release_own(both, RECORDS[:20], "theirs", licence="CC-BY-NC-4.0")
    assert mixed(both, "own", "theirs").made.release.licence == "CC-BY-NC-4.0"
    release_own(both, RECORDS[:20], "unknown", licence=None)
    release = mixed(both, "own", "unknown", name="doubtful").made.release
    assert (release.licence, release.publishable, release.obstacles) == (None, False, ("unknown licence: unknown",))


def test_everything_that_was_left_out_is_listed_beside_the_release(both):
    done = mixed(both, {"name": "knowledge", "cap": 3}, "own")
    assert done.listed == both.path / "mixtures" / "mixed.left_out.jsonl"
    listed = [LeftOut.model_validate_json(line) for line in done.listed.read_text().splitlines()]
    assert tuple(listed) == done.left_out
    assert Counter(each.reason for each in listed) == {Reason.OVER_CAP: 87, Reason.FAILED_DIALOGUE: 6}


def test_a_mixture_is_a_release_like_any_other(both):
    made = mixed(both, PACKED, "own").made
    assert problems(made.path) == []
    loaded = emosapp_data.load("mixed", root=both.path)
    assert {split: len(part) for split, part in loaded.items()} == made.release.rows
    assert set(json.loads((made.path / "croissant.json").read_text())) > {"recordSet", "license"}
    assert "mixed" in (made.path / "README.md").read_text()


def test_a_mixture_never_takes_the_name_of_another_dataset(both):
    with pytest.raises(ReleaseError, match="knowledge: holds pairs; give the mixture another name"):
        mixed(both, "own", name="knowledge")
    assert [path.name for path in (both.releases / "knowledge").glob("*.*.*")] == ["0.1.0"]


def test_where_nothing_is_left_the_reasons_are_told(both):
    release_own(both, [record(number) for number in range(40)], "fine")
    with pytest.raises(ReleaseError, match=r"no conversation was kept.*\(40 not_failed\)"):
        mixed(both, {"name": "fine", "failed": "only"})
