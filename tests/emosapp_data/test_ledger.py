"""The ledger accounts for every item, remembers what was done, and lets one process write."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emosapp_data.errors import WorkspaceError
from emosapp_data.ledger import Item, Ledger, Outcome, Result, Step
from emosapp_data.progress import Silent
from emosapp_data.schema import Reason
from emosapp_data.steps.base import run_each
from tests.cli import held

STEP = Step("check", 1, {"limit": 3})

kept = st.builds(
    lambda output, makes: Result(Outcome.KEPT, output=output, makes=makes),
    st.dictionaries(st.text(), st.integers()),
    st.integers(0, 9),
)
rejected = st.builds(
    lambda reason, detail: Result(Outcome.REJECTED, reason, detail), st.sampled_from(Reason), st.text()
)
failed = st.builds(lambda detail: Result(Outcome.FAILED, detail=detail), st.text(min_size=1))


@settings(max_examples=30)
@given(outcomes=st.lists(kept | rejected | failed, max_size=40))
def test_the_sums_of_a_step_add_up_and_items_come_back_as_they_went_in(tmp_path_factory, outcomes):
    with Ledger.write(tmp_path_factory.mktemp("ledger")) as ledger:
        items = [Item(str(number), result) for number, result in enumerate(outcomes)]
        ledger.begin(STEP, len(items))
        ledger.record(STEP, 0, items)
        ledger.finish(STEP)
        assert list(ledger.items("check")) == items
        (count,) = ledger.counts()
        assert count.items == len(items) == count.kept + sum(count.rejected.values()) + count.failed
        assert count.makes == sum(result.makes for result in outcomes)


def test_a_step_that_lost_an_item_cannot_finish(tmp_path):
    with Ledger.write(tmp_path) as ledger:
        ledger.begin(STEP, 2)
        ledger.record(STEP, 0, [Item("a", Result(Outcome.KEPT))])
        with pytest.raises(WorkspaceError, match="do not add up"):
            ledger.finish(STEP)


def test_what_is_done_is_not_done_again_unless_parameters_or_version_change(tmp_path):
    worked: list[str] = []

    def work(value: str) -> Result:
        worked.append(value)
        return Result(Outcome.KEPT, output=value)

    def run(step: Step) -> list[str]:
        worked.clear()
        with Ledger.write(tmp_path) as ledger:
            run_each(ledger, step, [(value, value) for value in "abc"], 3, work, Silent(), "letters")
        return list(worked)

    assert run(STEP) == ["a", "b", "c"]
    assert run(STEP) == []
    assert run(STEP._replace(parameters={"limit": 4})) == ["a", "b", "c"]
    assert run(STEP._replace(version=2)) == ["a", "b", "c"]
    assert run(STEP) == []


def test_failed_items_are_tried_again(tmp_path):
    attempts = []

    def work(value: str) -> Result:
        attempts.append(value)
        if len(attempts) == 1:
            raise RuntimeError("the disk was full")
        return Result(Outcome.KEPT)

    for expected in ({"failed": 1, "kept": 0}, {"failed": 0, "kept": 1}):
        with Ledger.write(tmp_path) as ledger:
            run_each(ledger, STEP, [("a", "a")], 1, work, Silent(), "letters")
            (count,) = ledger.counts()
            assert {"failed": count.failed, "kept": count.kept} == expected


def test_an_error_in_one_item_is_recorded_and_the_others_go_on(tmp_path):
    def work(value: int) -> Result:
        return Result(Outcome.KEPT, output=1 / value)

    with Ledger.write(tmp_path) as ledger:
        run_each(ledger, STEP, [(str(value), value) for value in (1, 0, 2)], 3, work, Silent(), "numbers")
        outcomes = [item.result for item in ledger.items("check")]
    assert [result.outcome for result in outcomes] == [Outcome.KEPT, Outcome.FAILED, Outcome.KEPT]
    assert "ZeroDivisionError" in outcomes[1].detail


def test_starting_a_step_voids_the_steps_behind_it(tmp_path):
    with Ledger.write(tmp_path) as ledger:
        for step in (STEP, Step("duplicates", 1, {})):
            ledger.begin(step, 1)
            ledger.record(step, 0, [Item("a", Result(Outcome.KEPT))])
            ledger.finish(step)
        ledger.begin(STEP, 1)
        assert [(count.step, count.items, count.finished) for count in ledger.counts()] == [("check", 0, False)]


def test_dialogues_stand_beside_the_flow_from_books_to_pairs(tmp_path):
    aside = Step("dialogues", 1, {})
    with Ledger.write(tmp_path) as ledger:
        for step in (STEP, aside, Step("release", 1, {}), STEP):
            ledger.begin(step, 1)
            ledger.record(step, 0, [Item("a", Result(Outcome.KEPT))])
            ledger.finish(step)
        assert [count.step for count in ledger.counts()] == ["check", "dialogues"]
        ledger.begin(aside, 1)
        assert [(count.step, count.finished) for count in ledger.counts()] == [("check", True), ("dialogues", False)]


def test_a_second_writer_is_told_who_holds_the_workspace_until_that_process_is_killed(tmp_path):
    with held(tmp_path) as holder:
        with pytest.raises(WorkspaceError, match=f"in use by process {holder.pid}"):
            Ledger.write(tmp_path)
        with Ledger.read(tmp_path) as reader:
            assert reader.counts() == []
    with Ledger.write(tmp_path):
        pass


def test_a_file_that_is_no_ledger_is_named_and_left_alone(tmp_path: Path):
    (tmp_path / "ledger.sqlite").write_text("these are my notes, not a database; please keep them")
    with pytest.raises(WorkspaceError, match="not a ledger"):
        Ledger.write(tmp_path)
    assert "my notes" in (tmp_path / "ledger.sqlite").read_text()


def test_reading_where_there_is_no_workspace_says_how_to_make_one(tmp_path):
    with pytest.raises(WorkspaceError, match="emosapp build"):
        Ledger.read(tmp_path / "nowhere")
