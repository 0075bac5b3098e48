"""Other people's pairs go through the checks that our own go through, and the sums of the report add up."""

import json

import pytest

from emosapp_data.checks import all_checks
from emosapp_data.checks.base import TextCheck
from emosapp_data.config import ChecksConfig
from emosapp_data.foreign import read_pairs
from emosapp_data.foreign.examine import Examined, examine, text_checks, write_examined
from emosapp_data.foreign.examined import Aside, Examination, ExaminedPair, NearDuplicates
from emosapp_data.progress import Silent
from emosapp_data.schema import Reason
from tests.cli import emosapp
from tests.emosapp_data.foreign.files import records, turns, write

GOOD = [
    ("What is coping?", "Coping is dealing with demands that tax what a person has."),
    ("Why does sleep matter before an exam?", "Sleep restores attention, and what was learned is kept."),
    ("How many students sleep too little?", "About 85 per cent of the students sleep too little before an exam."),
]
SAME = ("what is COPING?", "“Coping” is dealing with demands that tax what a person has.")
ALIKE = ("How many students sleep too little?", "About 15 per cent of the students sleep too little before an exam.")
POINTING = ("What does Figure 3.2 show about coping?", "It shows that coping takes place in two steps.")
BROKEN = ("Why is stress harmful?", "Stress is harmful because of")
GERMAN = ("Wie viele Studierende schlafen zu wenig?", "Ungefähr 85 Prozent der Studierenden schlafen zu wenig.")
DIALOGUES = [
    {"messages": [{"role": "system", "content": "Be kind."}, *turns([*GOOD, SAME])]},
    {"messages": [*turns([ALIKE, POINTING, BROKEN, GERMAN]), {"role": "user", "content": "And then?"}]},
]


@pytest.fixture(scope="module")
def examined(tmp_path_factory: pytest.TempPathFactory) -> Examined:
    path = write(tmp_path_factory.mktemp("pairs"), DIALOGUES)
    return examine(read_pairs(path), text_checks(ChecksConfig()), Silent())


def rejections(examined: Examined, question: str) -> set[Reason | None]:
    (pair,) = (pair for pair in examined.pairs if pair.question == question)
    return {verdict.reason for verdict in pair.verdicts if not verdict.passed}


def test_every_check_that_needs_no_passage_judges_every_pair(examined):
    names = [check.name for check in all_checks(ChecksConfig()) if isinstance(check, TextCheck)]
    assert {"well_formed", "self_contained", "length", "language"} <= set(names)
    assert [count.check for count in examined.summary.checks] == names
    assert all([verdict.check for verdict in pair.verdicts] == names for pair in examined.pairs)


def test_bad_pairs_are_rejected_with_the_reason_that_our_own_would_get(examined):
    assert Reason.NOT_SELF_CONTAINED in rejections(examined, POINTING[0])
    assert Reason.MALFORMED in rejections(examined, BROKEN[0])
    assert Reason.WRONG_LANGUAGE in rejections(examined, GERMAN[0])
    assert not any(rejections(examined, question) for question, _ in GOOD[:2])


def test_a_pair_that_repeats_another_names_the_first(examined):
    first, repeated = examined.pairs[0], examined.pairs[3]
    assert (repeated.question, repeated.duplicate_of) == (SAME[0], first.id)
    assert [pair.duplicate_of for pair in examined.pairs if pair is not repeated] == [None] * 7


def test_near_duplicates_are_grouped_with_what_differs_and_nothing_is_merged(examined):
    group = next(group for group in examined.groups if examined.pairs[2].id in group.members)
    assert group.members == (examined.pairs[2].id, examined.pairs[4].id)
    assert "number" in group.differences
    (match,) = group.matches
    assert (match.only_first, match.only_second) == ("85", "15")
    assert [pair.group for pair in (examined.pairs[2], examined.pairs[4])] == [group.id] * 2
    assert examined.pairs[4].duplicate_of is None


def test_the_sums_of_the_summary_add_up(examined):
    summary = examined.summary
    assert (summary.turns, summary.pairs, summary.dialogues) == (18, 8, 2)
    assert summary.turns == 2 * summary.pairs + sum(summary.set_aside.values())
    assert summary.dialogue_lengths == {4: 2}
    assert all(count.passed + sum(count.rejected.values()) == summary.pairs for count in summary.checks)
    unsound = [
        pair for pair in examined.pairs if pair.duplicate_of or not all(verdict.passed for verdict in pair.verdicts)
    ]
    assert summary.sound == summary.pairs - len(unsound)
    assert summary.exact_duplicates == 1
    assert summary.near_duplicates == sum(len(group.members) for group in examined.groups)
    assert summary.near_duplicate_groups == len(examined.groups)


def test_the_files_hold_the_records_and_the_same_input_gives_the_same_bytes(examined, tmp_path):
    for folder in ("one", "other"):
        path = write(tmp_path, DIALOGUES)
        write_examined(examine(read_pairs(path), text_checks(ChecksConfig()), Silent()), tmp_path / folder)
    for name, record, expected in (
        ("examined", ExaminedPair, examined.pairs),
        ("near_duplicates", NearDuplicates, examined.groups),
        ("set_aside", Aside, examined.set_aside),
    ):
        one, other = (tmp_path / folder / f"{name}.jsonl" for folder in ("one", "other"))
        assert one.read_bytes() == other.read_bytes()
        assert tuple(map(record.model_validate_json, one.read_text(encoding="utf-8").splitlines())) == expected
    summary = (tmp_path / "one" / "summary.json").read_text(encoding="utf-8")
    assert Examination.model_validate_json(summary) == examined.summary
    assert str(tmp_path) not in summary


def test_the_command_shows_what_was_found_and_writes_the_files(tmp_path):
    path = write(tmp_path, DIALOGUES)
    result = emosapp("examine", path, "-o", tmp_path / "examined")
    assert result.returncode == 0, result.stderr
    for words in (
        "dialogues in 'messages': turns (role, content)",
        "8 in 2 dialogues of 4 to 4, 4.0 on average, from 18 turns",
        "2 turns: no_answer 1, system 1",
        "dialogue 2, turn 9: nothing follows",
        "not_self_contained 1",
        "1 pairs say the same as an earlier one",
        str(tmp_path / "examined"),
    ):
        assert words in result.stdout
    assert len((tmp_path / "examined" / "examined.jsonl").read_text(encoding="utf-8").splitlines()) == 8
    shown = emosapp("examine", path, "-o", tmp_path / "examined", "--json", "--quiet")
    assert json.loads(shown.stdout) == json.loads((tmp_path / "examined" / "summary.json").read_text(encoding="utf-8"))
    assert shown.stderr == ""


def test_the_command_refuses_what_holds_no_pairs_in_one_line_and_writes_nothing(tmp_path):
    path = write(tmp_path, [{"title": "A"}])
    result = emosapp("examine", path, "-o", tmp_path / "examined")
    assert result.returncode == 2
    assert result.stderr == (
        f"error: {path}: nothing in it looks like a pair: its keys are title; "
        "entry 1: neither a turn nor a question with its answer\n"
    )
    assert not (tmp_path / "examined").exists()


def test_pairs_of_a_real_dataset_are_all_accounted_for(shared):
    found = read_pairs(shared / "data" / "esconv" / "ESConv.json")
    dialogues = json.loads((shared / "data" / "esconv" / "ESConv.json").read_text(encoding="utf-8"))
    assert found.turns == sum(len(dialogue["dialog"]) for dialogue in dialogues)
    assert found.turns == 2 * len(found.pairs) + len(found.set_aside)
    assert found.dialogues == len(dialogues)


def test_a_plain_list_has_no_dialogues(tmp_path):
    found = examine(read_pairs(write(tmp_path, records(GOOD))), text_checks(ChecksConfig()), Silent())
    assert (found.summary.dialogues, found.summary.dialogue_lengths, found.summary.pairs) == (0, {}, 3)
