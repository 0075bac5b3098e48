"""Releases of dialogues: what is in them, in which split, what stays out and why."""

import json
from pathlib import Path

import pytest
from datasets import load_dataset

from emosapp_data import load
from emosapp_data.chat import Message
from emosapp_data.dialogues import read_system_prompt, training_turns
from emosapp_data.errors import InputError, ReleaseError
from emosapp_data.ledger import Ledger
from emosapp_data.release.diff import compare
from emosapp_data.release.verify import problems
from emosapp_data.schema import Dialogue, Flag, Reason, Role
from emosapp_data.steps.dialogue_release import dataset_name
from emosapp_data.steps.dialogues import dialogues
from tests.cli import emosapp
from tests.emosapp_data.release.dialogues.releasing import add, records, release
from tests.emosapp_data.release.releasing import digest


def test_a_release_holds_every_dialogue_whole_and_as_conversations(tmp_path):
    add(tmp_path, records(12))
    made = release(tmp_path).made
    assert made.release.rows == {"train": 9, "validation": 2, "test": 1}
    assert problems(made.path) == []
    rows = [row for split in load("support", root=tmp_path).values() for row in split]
    with Ledger.read(tmp_path) as ledger:
        known = {dialogue.id: dialogue for dialogue in dialogues(ledger)}
    assert {row["id"] for row in rows} == known.keys()
    for row in rows:
        assert Dialogue.model_validate_json(row["record"]) == known[row["id"]]
        turns = training_turns(known[row["id"]])
        assert [(message["role"], message["content"]) for message in row["messages"]] == [
            ("user" if turn.role is Role.SEEKER else "assistant", turn.text) for turn in turns
        ]
        assert row["messages"][1]["strategies"] == ["question"]
    assert sum(made.release.answers.values()) == sum(len(row["messages"]) // 2 for row in rows)


def test_plain_datasets_loads_the_folder(tmp_path):
    add(tmp_path, records(12))
    loaded = load_dataset(str(release(tmp_path).made.path), cache_dir=str(tmp_path / "cache"))
    assert {split: len(loaded[split]) for split in loaded} == {"train": 9, "validation": 2, "test": 1}
    first = loaded["train"][0]["messages"][0]
    assert Message(role=first["role"], content=first["content"]).role == "user"


def test_strategies_and_a_system_prompt_are_shown_where_they_are_asked_for(tmp_path):
    add(tmp_path, records(12))
    made = release(tmp_path, system="supporter", strategies=True).made
    prompt = read_system_prompt("supporter")
    for row in load("support", root=tmp_path)["train"]:
        assert row["messages"][0] == {"role": "system", "content": prompt.text, "strategies": []}
        assert row["messages"][2]["content"].startswith("[Question] ")
    assert made.release.configuration["system"]["hash"] == prompt.hash


def test_the_sources_own_splits_are_used_and_what_is_alike_goes_where_more_is_held_out(tmp_path):
    same = "my manager shouts at me in front of everybody"
    found = [each | {"split": split} for each, split in zip(records(6), ["train"] * 4 + ["valid", "test"], strict=True)]
    found[0]["situation"], found[5]["situation"] = same, same.title()
    add(tmp_path, found)
    released = release(tmp_path)
    assert released.made.release.rows == {"train": 3, "validation": 1, "test": 2}
    assert released.notes == ("1 dialogue moved to a split that is held out, where one much like it is",)
    splits = {row["source_id"]: split for split, rows in load("support", root=tmp_path).items() for row in rows}
    assert splits["d1"] == splits["d6"] == "test"


def test_splits_of_a_source_that_names_none_cannot_be_had(tmp_path):
    add(tmp_path, [each | {"split": "train"} for each in records(3)] + records(4)[3:])
    with pytest.raises(InputError, match=r"1 of 4 dialogues name no split.*dialogue d4.*--splits hash"):
        release(tmp_path, splits="source")


def test_a_dialogue_keeps_its_split_when_others_come_in_and_the_order_is_another(tmp_path):
    add(tmp_path, records(40))
    before = release(tmp_path).made.path
    add(tmp_path, records(80)[::-1])
    after = release(tmp_path).made
    found = compare(before, after.path)
    assert after.release.version == "0.2.0"
    assert (len(found.added), len(found.removed), found.moved) == (40, 0, ())


def test_what_reaches_a_person_stays_out_and_is_not_repeated(tmp_path):
    found = records(12)
    found[3]["dialog"][1]["content"] = "Call me at 719-465-8365, I am Ann."
    add(tmp_path, found)
    released = release(tmp_path)
    ((name, reason, detail),) = released.left_out
    assert (name, reason) == ("d4", Reason.PERSONAL_DATA)
    assert "719" not in detail
    assert released.made.release.steps[-1].rejected == {Reason.PERSONAL_DATA: 1}
    assert not any(b"719-465" in path.read_bytes() for path in released.made.path.rglob("*") if path.is_file())


def test_what_asks_for_a_person_is_flagged_and_held_where_that_is_asked_for(tmp_path):
    found = records(12)
    found[2]["dialog"][0]["content"] = "I keep thinking about suicide."
    add(tmp_path, found)
    made = release(tmp_path).made.release
    assert (made.flags, made.flagged, made.undecided, made.unreviewed) == ({Flag.SUICIDE: 1}, 1, 1, 12)
    released = release(tmp_path, hold=("suicide",))
    assert [(name, reason) for name, reason, _ in released.left_out] == [("d3", Reason.AWAITS_REVIEW)]
    assert not released.made.release.flags


def test_failed_dialogues_are_marked_or_left_out(tmp_path):
    add(tmp_path, records(12), failed=True)
    release(tmp_path)
    assert {row["quality"] for rows in load("support", root=tmp_path).values() for row in rows} == {"failed"}
    with pytest.raises(ReleaseError, match="12 failed_dialogue"):
        release(tmp_path, failed="leave_out")


def test_a_dialogue_that_holds_an_item_of_a_benchmark_stays_out(tmp_path):
    item = "What is the best way to calm down before an important examination at school?"
    benchmark = tmp_path / "bench.jsonl"
    benchmark.write_text(json.dumps({"question": item, "answer": "Breathe slowly"}) + "\n")
    found = records(12)
    found[5]["dialog"][0]["content"] = item
    add(tmp_path, found)
    released = release(tmp_path, benchmarks=(benchmark,))
    assert [(name, reason) for name, reason, _ in released.left_out] == [("d6", Reason.CONTAMINATED)]
    assert released.made.release.benchmarks == {"bench": 1}
    assert str(tmp_path) not in (released.made.path / "manifest.json").read_text()


def test_the_same_dialogues_give_the_same_bytes_and_no_new_version(tmp_path):
    add(tmp_path / "one", records(12))
    add(tmp_path / "other", records(12))
    first, second = release(tmp_path / "one").made, release(tmp_path / "other").made
    assert digest(first.path) == digest(second.path)
    again = release(tmp_path / "one").made
    assert (again.new, again.path) == (False, first.path)


def test_a_dialogue_that_is_read_otherwise_counts_as_edited(tmp_path):
    found = records(12)
    add(tmp_path, found)
    before = release(tmp_path).made.path
    found[7]["dialog"][2]["content"] += " Every day."
    add(tmp_path, found)
    after = release(tmp_path).made.path
    difference = compare(before, after)
    ((edit,), added, removed) = difference.edited, difference.added, difference.removed
    assert not added
    assert not removed
    assert edit.id != edit.parent
    assert digest(before)["data/train.parquet"] != digest(after)["data/train.parquet"]


def test_other_sources_keep_their_place_in_the_ledger(tmp_path):
    add(tmp_path, records(12))
    add(tmp_path, records(20)[12:], source="Other")
    release(tmp_path)
    release(tmp_path, source="Other", name="other")
    with Ledger.read(tmp_path) as ledger:
        counts = {count.step: count for count in ledger.counts()}
    assert counts["dialogue_release"].items == counts["dialogues"].kept == 20


@pytest.mark.parametrize(
    ("source", "name"), [("ESConv", "esconv"), ("My Set 2.0", "my-set-2-0"), ("7 cups", "dialogues-7-cups"), ("心", "dialogues")]
)  # fmt: skip
def test_a_source_gives_a_name_that_folders_and_urls_can_have(source, name):
    assert dataset_name(source) == name


def test_the_command_releases_every_source_and_says_what_stays_out(tmp_path):
    file = tmp_path / "support.json"
    file.write_text(json.dumps(records(12)))
    (tmp_path / "support.yaml").write_text("title: Support\nauthors: [Ann Author]\nlicence: CC-BY-NC-4.0\n")
    workspace = tmp_path / "workspace"
    assert emosapp("dialogues", file, "-o", workspace, "--quiet").returncode == 0
    done = emosapp("release-dialogues", workspace, "--quiet")
    assert done.returncode == 0, done.stderr
    assert "support: 12 dialogues with" in done.stdout
    assert "licence CC-BY-NC-4.0" in done.stdout
    folder = workspace / "releases" / "support" / "0.1.0"
    assert "Ann Author" in (folder / "ATTRIBUTION.md").read_text()
    assert emosapp("verify-release", folder).returncode == 0
    assert "support" in emosapp("versions", workspace).stdout


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--source", "ESConv"), "--source ESConv: not in"),
        (("--hold", "sadness"), "options: hold"),
        (("--system", "nobody"), "nobody: no such system prompt"),
        (("--bump", "huge"), "--bump huge: major, minor or patch"),
        (("--test", "0.6", "--validation", "0.6"), "leave nothing for training"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(tmp_path, options, told):
    add(tmp_path, records(3))
    done = emosapp("release-dialogues", tmp_path, *options, "--quiet")
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert not Path(tmp_path / "releases" / "support" / "0.1.0").exists()


def test_the_difference_says_why_a_dialogue_is_gone(tmp_path):
    found = records(12)
    add(tmp_path, found)
    release(tmp_path)
    found[4]["dialog"][3]["content"] = "Write to ann.author@mail.example, she knows."
    add(tmp_path, found[:11])
    release(tmp_path)
    done = emosapp("diff", "0.1.0", "0.2.0", "-w", tmp_path, "--json")
    reasons = {row["reason"] for row in json.loads(done.stdout)["removed"]}
    assert reasons == {"not_read"}
    assert "2 not_read" in (tmp_path / "releases" / "support" / "0.2.0" / "CHANGELOG.md").read_text()
    assert "ann.author" not in done.stdout
