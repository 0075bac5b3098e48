"""The difference of two releases names exactly what changed, and why, as far as somebody knows."""

import json

import pytest
import typer
from typer.testing import CliRunner

from emosapp_data.cli.versions import diff, verify_release, versions
from emosapp_data.errors import ReleaseError
from emosapp_data.ledger import Ledger
from emosapp_data.release.diff import compare
from emosapp_data.release.knowledge.reasons import history_of
from emosapp_data.schema import Issue
from emosapp_data.schema.release import Bump
from tests.annotation.reviewing import final, said
from tests.emosapp_data.release.releasing import home, kept, released

EDIT = "A habit is an action that a familiar cue sets off, with little thought."


def run(*arguments: object):
    """Run a command of this file's as the command line does."""
    app = typer.Typer()
    for command in (diff, verify_release, versions):
        app.command()(command)
    return CliRunner().invoke(app, [str(argument) for argument in arguments], standalone_mode=False)


@pytest.fixture
def reviewed(built):
    """A workspace with two releases: in the second, a pair is edited, two are rejected, and one waits."""
    pairs = kept(built)
    habit, costs = pairs["What is a habit?"], pairs["What are switch costs?"]
    others = [pair for pair in pairs.values() if pair.id not in (habit.id, costs.id)]
    released(
        built,
        [
            said(habit.id, "reviewer-1", "edit", corrected_answer=EDIT),
            said(costs.id, "reviewer-1", "reject", issues=(Issue.TRIVIAL,)),
            said(others[0].id, "reviewer-1", "accept"),
            said(others[1].id, "reviewer-1", "accept"),
            said(others[1].id, "reviewer-2", "reject"),
        ],
    )
    return built, habit, costs, others


def test_releases_without_a_common_pair_can_be_compared(built):
    one, other = list(kept(built).values())[:2]
    first = released(built, [said(one.id, "reviewer-1", "accept")], only_reviewed=True)
    reviews = [said(one.id, "reviewer-1", "reject", 1), said(other.id, "reviewer-1", "accept")]
    found = compare(first.path, released(built, reviews, only_reviewed=True).path)
    assert [pair.id for pair in found.added] == [other.id]
    assert [pair.id for pair in found.removed] == [one.id]


def test_it_names_exactly_what_a_review_changed_and_why(reviewed):
    workspace, habit, costs, others = reviewed
    with Ledger.read(workspace.path) as ledger:
        found = compare(home(workspace) / "0.1.0", home(workspace) / "0.2.0", history_of(ledger))
    assert found.added == ()
    assert {(pair.id, pair.reason) for pair in found.removed} == {
        (costs.id, "rejected_in_review"),
        (others[1].id, "disputed"),
    }
    assert next(pair.detail for pair in found.removed if pair.id == costs.id).endswith("trivial")
    (edited,) = found.edited
    assert (edited.parent, edited.answer_before, edited.answer) == (habit.id, habit.answer, EDIT)
    assert edited.question_before == edited.question == habit.question
    assert found.moved == ()
    assert found.values == {"review": 1}, "the pair that was accepted as it is"
    assert found.needed is Bump.MINOR


def test_without_the_ledger_it_says_what_but_not_why(reviewed):
    workspace, _, costs, others = reviewed
    found = compare(home(workspace) / "0.1.0", home(workspace) / "0.2.0")
    assert {(pair.id, pair.reason) for pair in found.removed} == {(costs.id, None), (others[1].id, None)}
    assert len(found.edited) == 1


def test_a_release_differs_in_nothing_from_itself(built):
    found = compare(home(built) / "0.1.0", home(built) / "0.1.0")
    assert found.causes == ()
    assert found.needed is Bump.PATCH


def test_a_damaged_release_is_told_in_one_line(reviewed):
    workspace = reviewed[0]
    path = home(workspace) / "0.1.0" / "data" / "train.parquet"
    path.write_bytes(path.read_bytes()[:100])
    for damage in (lambda: None, path.unlink):
        damage()
        with pytest.raises(ReleaseError, match=r"0\.1\.0: damaged .*verify-release"):
            compare(home(workspace) / "0.1.0", home(workspace) / "0.2.0")


def test_backwards_what_was_removed_is_added_and_the_edit_is_taken_back(reviewed):
    workspace, habit, costs, others = reviewed
    found = compare(home(workspace) / "0.2.0", home(workspace) / "0.1.0")
    assert {pair.id for pair in found.added} == {costs.id, others[1].id}
    assert found.removed == ()
    assert [(pair.id, pair.answer_before) for pair in found.edited] == [(habit.id, EDIT)]


def test_a_pair_that_was_edited_twice_between_two_releases_is_one_edit(built):
    habit = kept(built)["What is a habit?"]
    released(built, [said(habit.id, "reviewer-1", "edit", corrected_answer=EDIT)], name="other")
    with Ledger.read(built.path) as ledger:
        (once,) = history_of(ledger).originals
    second = "A habit is an action that a familiar cue sets off."
    made = released(built, [final(once, "edit", corrected_answer=second)])
    with Ledger.read(built.path) as ledger:
        found = compare(home(built) / "0.1.0", made.path, history_of(ledger))
    (edited,) = found.edited
    assert (edited.parent, edited.answer) == (habit.id, second)
    assert (found.added, found.removed) == ((), ())


def test_pairs_in_another_split_are_named_with_both(built):
    made = released(built, seed=5)
    found = compare(home(built) / "0.1.0", made.path)
    assert found.moved
    assert found.needed is Bump.MAJOR
    assert all(pair.before != pair.after for pair in found.moved)
    moves = [cause for cause in found.causes if " moved from " in cause.what]
    assert sum(int(cause.what.split()[0]) for cause in moves) == len(found.moved)
    assert {cause.bump for cause in moves} == {Bump.MAJOR}


def test_pairs_that_a_check_leaves_out_now_are_named_with_its_reason(built, sample_book):
    from emosapp_data.config import load_config  # noqa: PLC0415
    from emosapp_data.pipeline import build  # noqa: PLC0415
    from emosapp_data.progress import Silent  # noqa: PLC0415
    from tests.conftest import book_file  # noqa: PLC0415

    config = load_config(None, {"checks": {"length": {"answer": {"shortest": 3, "longest": 80}}}})
    made = build(built, [book_file(sample_book)], config, Silent()).release
    with Ledger.read(built.path) as ledger:
        found = compare(home(built) / "0.1.0", made.path, history_of(ledger))
    assert len(found.removed) == 119 - sum(made.release.rows.values())
    assert {pair.reason for pair in found.removed} == {"too_long"}
    assert f"{len(found.removed)} pairs removed ({len(found.removed)} too_long)" in {
        cause.what for cause in found.causes
    }


def test_a_column_that_is_gone_a_new_one_and_another_type_are_told_apart(built):
    import pyarrow.parquet as pq  # noqa: PLC0415

    made = released(built, pairs=5000)
    for path in (made.path / "data").glob("*.parquet"):
        table = pq.read_table(path).drop_columns(["pattern"])
        table = table.append_column("level", [[1] * table.num_rows])
        table = table.set_column(table.schema.get_field_index("doubt"), "doubt", table["doubt"].cast("float64"))
        pq.write_table(table, path)
    found = compare(home(built) / "0.1.0", made.path)
    assert {(cause.bump, cause.what) for cause in found.causes} == {
        (Bump.MAJOR, "column pattern is gone"),
        (Bump.MAJOR, "column doubt holds double and no longer float"),
        (Bump.MINOR, "column level is new"),
    }


def test_another_licence_is_a_major_change(built):
    made = released(built, pairs=5000)
    manifest = made.path / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"licence": "CC-BY-4.0"', '"licence": "CC-BY-NC-4.0"', 1))
    (cause,) = compare(home(built) / "0.1.0", made.path).causes
    assert (cause.bump, cause.what) == (Bump.MAJOR, "the licence is CC-BY-NC-4.0 and no longer CC-BY-4.0")


def test_the_command_shows_texts_reasons_and_counts(reviewed):
    workspace, habit, costs, _ = reviewed
    shown = run("diff", "0.1.0", "0.2.0", "-w", workspace.path).stdout
    assert "knowledge 0.1.0 → 0.2.0: a minor change" in shown
    assert f"A- {habit.answer}" in shown
    assert f"A+ {EDIT}" in shown
    assert f"{costs.id}  What are switch costs?" in shown
    assert "rejected_in_review:" in shown
    told = json.loads(run("diff", "0.1.0", "0.2.0", "-w", workspace.path, "--json").stdout)
    assert len(told["removed"]) == 2
    assert "why is not known here" in run("diff", "0.1.0", "0.2.0", "-w", workspace.releases).stdout


def test_a_version_that_is_not_there_is_refused_with_those_that_are(reviewed):
    result = run("diff", "0.1.0", "0.9.0", "-w", reviewed[0].path)
    assert "there are 0.1.0, 0.2.0" in str(result.exception)


def test_versions_lists_what_there_is_and_which_is_current(reviewed):
    workspace = reviewed[0]
    for folder in (workspace.path, workspace.releases, home(workspace)):
        first, second = run("versions", folder).stdout.splitlines()[1:]
        assert first.split()[:3] == ["knowledge", "0.1.0", "119"]
        assert second.split()[:4] == ["knowledge", "0.2.0", "current", "117"]
        assert "2 removed, 1 edited" in second
    told = json.loads(run("versions", workspace.path, "--json").stdout)
    assert [entry["current"] for entry in told] == [False, True]


def test_verify_release_ends_with_1_and_one_line_for_each_problem(built):
    folder = home(built) / "0.1.0"
    good = run("verify-release", folder)
    assert (good.return_value, "whole and unchanged" in good.stdout) == (0, True)
    (folder / "README.md").write_text("")
    (folder / "data" / "test.parquet").unlink()
    bad = run("verify-release", folder)
    assert (bad.return_value, len(bad.stdout.splitlines())) == (1, 2)
