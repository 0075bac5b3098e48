"""Steps in more than one process: the same results, and nothing lost when a process dies."""

import multiprocessing
import os
import time

import pytest

from emosapp_data.engine import LocalEngine
from emosapp_data.ledger import Ledger, Outcome, Result, Step
from emosapp_data.processes import worker_pool
from emosapp_data.progress import Silent
from emosapp_data.steps.parallel import Task, run_tasks

STEP = Step("extract", 1, {})


def square(number, processes, advance):
    """A task's work; 13 ends its process as the system does when memory runs out, 7 cannot be done."""
    if number == 13:
        os._exit(9)
    if number == 7:
        raise ValueError("seven")
    advance(1)
    return Result(Outcome.KEPT, output=number * number, makes=1)


def run(folder, numbers, processes):
    tasks = [Task(f"number {number}", str(number), number, 1) for number in numbers]
    with LocalEngine(processes) as engine, Ledger.write(folder) as ledger:
        run_tasks(ledger, STEP, tasks, square, engine, Silent(), "numbers")
        return list(ledger.items("extract"))


def test_results_are_the_same_and_in_order_for_any_number_of_processes(tmp_path):
    numbers = [3, 1, 4, 7, 15, 9]
    alone = run(tmp_path / "one", numbers, 1)
    assert [item.result.output for item in alone] == [9, 1, 16, None, 225, 81]
    assert alone[3].result.outcome is Outcome.FAILED
    assert run(tmp_path / "two", numbers, 2) == alone


def test_a_process_that_dies_takes_its_own_item_with_it_and_no_other(tmp_path):
    items = run(tmp_path, [1, 13, 2, 3, 4], 2)
    assert [item.result.output for item in items] == [1, None, 4, 9, 16]
    assert items[1].result.outcome is Outcome.FAILED
    assert items[1].result.detail.startswith("13: the system ended the process")
    assert "--jobs 1" in items[1].result.detail


def test_what_is_on_record_is_not_done_again(tmp_path):
    first = run(tmp_path, [1, 2, 3], 2)
    assert run(tmp_path, [1, 2, 3], 2) == first


def interrupt():
    """Start work that takes a minute, and press Ctrl-C."""
    with worker_pool(2) as pool:
        future = pool.submit(time.sleep, 60)
        while not future.running():
            time.sleep(0.01)
        raise KeyboardInterrupt


def test_an_interrupted_pool_ends_its_processes_at_once():
    with pytest.raises(KeyboardInterrupt):
        interrupt()
    assert multiprocessing.active_children() == []
