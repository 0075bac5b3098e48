"""The step and its command: every record of a file is accounted for, and sources stand side by side."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer

from emosapp_data.audit import audit
from emosapp_data.cli.dialogues import dialogues as command
from emosapp_data.dialogues import Options, read_dialogues
from emosapp_data.dialogues.changes import ChangeKind, DialogueChange
from emosapp_data.errors import InputError
from emosapp_data.ledger import Ledger, Step
from emosapp_data.progress import Silent
from emosapp_data.schema import Dialogue, Reason
from emosapp_data.steps import dialogues as step
from emosapp_data.steps.dialogues import DialogueFiles, LeftOut, Summary, add_dialogues, dialogues
from emosapp_data.workspace import Workspace


def a_record(*said: str) -> Any:
    return {"dialog": [{"speaker": line.split(": ")[0], "content": line.split(": ")[1]} for line in said]}


GOOD = a_record("seeker: I am sad.", "supporter: Why?", "supporter: Tell me.")
OTHER = a_record("supporter: Hello!", "seeker: Hi.", "supporter: How are you?")
FILE = [GOOD, OTHER, GOOD, a_record("seeker: Hello?"), a_record("ghost: Boo"), {"id": 7}]


def add(workspace: Workspace, records: list[Any], name: str = "ESConv", **asked: Any) -> Summary:
    path = workspace.path.parent / f"{name}.json"
    path.write_text(json.dumps(records), encoding="utf-8")
    with Ledger.write(workspace.path) as ledger:
        return add_dialogues(ledger, workspace, read_dialogues(path), Options(name, **asked), Silent())


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_every_record_ends_as_a_dialogue_or_left_out_with_its_reason(workspace):
    summary = add(workspace, FILE)
    assert (summary.records, summary.dialogues) == (6, 2)
    assert [(each.place, each.reason) for each in summary.left_out] == [
        ("dialogue 3", Reason.REPEATED_DIALOGUE),
        ("dialogue 4", Reason.NO_EXCHANGE),
        ("dialogue 5", Reason.UNKNOWN_SPEAKER),
        ("dialogue 6", Reason.NOT_A_DIALOGUE),
    ]
    with Ledger.read(workspace.path) as ledger:
        assert audit(ledger.counts()) == []
        (count,) = ledger.counts()
    assert (count.step, count.items, count.kept, sum(count.rejected.values())) == ("dialogues", 6, 2, 4)


def test_the_files_hold_the_dialogues_the_changes_and_what_was_left_out(workspace):
    summary = add(workspace, FILE, licence="CC-BY-NC-4.0")
    files = DialogueFiles.of(workspace)
    found = [Dialogue.model_validate_json(line) for line in lines(files.dialogues)]
    assert [dialogue.source_id for dialogue in found] == ["1", "2"]
    assert {dialogue.licence for dialogue in found} == {"CC-BY-NC-4.0"}
    changes = [DialogueChange.model_validate_json(line) for line in lines(files.changes)]
    assert [(change.dialogue, change.kind) for change in changes] == [
        (found[0].id, ChangeKind.JOINED),
        (found[1].id, ChangeKind.OPENING),
    ]
    left_out = [LeftOut.model_validate_json(line) for line in lines(files.left_out)]
    assert [each.record for each in left_out] == FILE[2:]
    assert (summary.messages, summary.turns, summary.pairs) == (6, 5, 2)


def test_another_source_is_added_and_the_same_one_is_replaced(workspace):
    add(workspace, [GOOD, OTHER])
    assert add(workspace, [GOOD], "Another").others == ("ESConv",)
    add(workspace, [OTHER])
    with Ledger.read(workspace.path) as ledger:
        found = [(dialogue.source, dialogue.source_id) for dialogue in dialogues(ledger)]
    assert found == [("Another", "1"), ("ESConv", "1")]


def test_the_dialogues_outlast_a_new_build_from_books(workspace):
    add(workspace, [GOOD])
    with Ledger.write(workspace.path) as ledger:
        books = Step("extract", 1, {})
        ledger.begin(books, 0)
        ledger.finish(books)
    assert add(workspace, [OTHER], "Another").others == ("ESConv",)
    with Ledger.read(workspace.path) as ledger:
        assert [dialogue.source for dialogue in dialogues(ledger)] == ["ESConv", "Another"]


def test_a_source_that_was_read_under_earlier_rules_is_named(workspace, monkeypatch):
    earlier = step.STEP._replace(version=step.STEP.version + 1)
    with monkeypatch.context() as patch:
        patch.setattr(step, "STEP", earlier)
        add(workspace, [GOOD])
    summary = add(workspace, [OTHER], "Another")
    assert (summary.others, summary.outdated) == ((), ("ESConv",))


def test_the_same_file_gives_the_same_bytes(workspace):
    files = DialogueFiles.of(workspace)
    add(workspace, FILE)
    before = [path.read_bytes() for path in files]
    add(workspace, FILE)
    assert [path.read_bytes() for path in files] == before


def test_half_characters_anywhere_stop_nothing(workspace):
    half = {"id": "d\ud83d", **a_record("seeker: sad \ud83d", "supporter: Why?"), "situation": "\udc00"}
    summary = add(workspace, [half, {"note": "\ud83d"}, a_record("gh\udc00st: Boo")])
    (found,) = map(Dialogue.model_validate_json, lines(DialogueFiles.of(workspace).dialogues))
    assert (found.source_id, found.situation, found.turns[0].text) == ("d\ufffd", "\ufffd", "sad \ufffd")
    assert summary.changes[ChangeKind.CHARACTER] == 1
    assert [each.place for each in summary.left_out] == ["dialogue 2", "dialogue 3"]


def test_the_command_shows_what_became_of_the_file_and_what_to_do_next(tmp_path, capsys):
    path = tmp_path / "ESConv.json"
    path.write_text(json.dumps(FILE), encoding="utf-8")
    code = command(path, tmp_path / "workspace", licence="cc-by-nc-4.0", quiet=True)
    shown = capsys.readouterr().out
    assert code == 2
    assert "6 in the file: 2 kept, 4 left out" in shown
    assert f"{path}: dialogue 5: " in shown
    assert "messages joined to the one before" in shown
    assert "CC-BY-NC-4.0" in shown
    assert "Next" in shown


def test_a_licence_that_is_none_is_refused(tmp_path):
    path = tmp_path / "ESConv.json"
    path.write_text(json.dumps([GOOD]), encoding="utf-8")
    with pytest.raises(InputError, match="no SPDX licence expression"):
        command(path, tmp_path / "workspace", licence="free for all")
    assert not (tmp_path / "workspace").exists()


def test_the_command_can_be_registered():
    app = typer.Typer()
    app.command()(command)
    assert "dialogues" in str(typer.main.get_command(app).name)


def test_all_of_esconv_goes_through_the_step(esconv_folder, workspace):
    with Ledger.write(workspace.path) as ledger:
        opened = read_dialogues(esconv_folder / "ESConv.json")
        summary = add_dialogues(ledger, workspace, opened, Options("ESConv"), Silent())
        assert audit(ledger.counts()) == []
    assert (summary.records, summary.dialogues, summary.left_out) == (1300, 1300, ())
    assert (summary.messages, summary.supporter_turns, summary.several) == (38365, 15325, 2199)
    assert summary.messages == summary.turns + summary.changes[ChangeKind.JOINED] + summary.changes[ChangeKind.REPEAT]
    with DialogueFiles.of(workspace).changes.open(encoding="utf-8") as changes:
        assert sum(1 for _ in changes) == sum(summary.changes.values())
