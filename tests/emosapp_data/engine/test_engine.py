"""Engines give what this process alone would give, whatever happens to their workers, and take up no more than they can do."""

import os
from collections.abc import Iterator

import pytest

from emosapp_data.config import EngineConfig
from emosapp_data.engine import Engine, LocalEngine, Lost, open_engine
from emosapp_data.engine import ray as ray_engine
from emosapp_data.engine.environment import Environment, environment
from emosapp_data.errors import ClusterError
from emosapp_data.ledger import Ledger, Outcome, Step
from emosapp_data.progress import Silent
from emosapp_data.steps.spread import Each, run_batches
from tests.emosapp_data.engine.work import DEADLY, IMPOSSIBLE, DiesOnce, process_of, slow_first, square, squares
from tests.ray_cluster import Cluster

STEP = Step("check", 1, {})


@pytest.fixture(scope="module", params=["local", "ray"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Two processes of this machine, and a cluster of two machines."""
    config = EngineConfig(name="local", processes=2)
    if request.param == "ray":
        cluster: Cluster = request.getfixturevalue("cluster")
        config = EngineConfig(name="ray", cluster=cluster.address, retries=2)
    with open_engine(config) as opened:
        yield opened


def run(engine: Engine, folder, numbers, size=3):
    """Run a step over numbers; its results in their order."""
    inputs = [(str(number), number) for number in numbers]
    batches = [inputs[start : start + size] for start in range(0, len(inputs), size)]
    with Ledger.write(folder) as ledger:
        run_batches(ledger, STEP, batches, len(inputs), Each(square), engine, Silent(), "numbers")
        return list(ledger.items(STEP.name))


def test_both_engines_have_two_workers(engine):
    assert engine.workers == 2


def test_every_batch_gives_its_own_result(engine):
    batches = [[number, number + 1] for number in range(50)]
    found = dict(engine.map(squares, batches))
    assert [found[number] for number in range(50)] == list(map(squares, batches))


def test_ordered_results_come_in_the_order_of_the_batches(engine):
    assert list(engine.map(slow_first, range(20), ordered=True)) == [(number, number) for number in range(20)]


def test_nothing_is_mapped_over_nothing(engine):
    assert list(engine.map(squares, [])) == []


def test_for_few_batches_no_process_is_started():
    with LocalEngine(2) as engine:
        assert {process for _, process in engine.map(process_of, range(3), few=3)} == {os.getpid()}
        assert os.getpid() not in {process for _, process in engine.map(process_of, range(4), few=3)}
        assert os.getpid() not in {process for _, process in engine.map(process_of, range(2), few=3)}  # they are there


@pytest.mark.parametrize("ordered", [True, False])
def test_a_quick_producer_waits(engine, ordered):
    taken = handed_out = 0
    ahead = []

    def batches():
        nonlocal taken
        for number in range(60):
            taken += 1
            ahead.append(taken - handed_out)
            yield number

    for _ in engine.map(slow_first, batches(), ordered=ordered):
        handed_out += 1
    assert handed_out == 60
    assert engine.workers < max(ahead) <= engine.window + 1


def test_an_error_is_the_result_of_its_batch_and_of_no_other(engine):
    found = dict(engine.map(squares, [[1], [IMPOSSIBLE], [2]]))
    assert found == {0: [1], 1: Lost("ValueError: seven"), 2: [4]}


def test_a_producer_that_fails_is_heard(engine):
    def batches():
        yield from ([1], [2], [3])
        raise OSError("no more")

    with pytest.raises(OSError, match="no more"):
        list(engine.map(squares, batches()))
    assert dict(engine.map(squares, [[4], [5]])) == {0: [16], 1: [25]}


def test_a_batch_whose_worker_dies_is_given_to_another(engine, tmp_path):
    found = dict(engine.map(DiesOnce(tmp_path / "died"), range(12)))
    assert (tmp_path / "died").exists()
    assert found == {number: number for number in range(12)}


def test_an_item_that_kills_its_workers_is_one_failed_record(engine, tmp_path):
    items = run(engine, tmp_path, [1, 2, 3, 4, DEADLY, 6, IMPOSSIBLE, 8, 9, 10])
    assert [item.result.output for item in items] == [1, 4, 9, 16, None, 36, None, 64, 81, 100]
    deadly, impossible = items[4].result, items[6].result
    assert deadly.outcome is impossible.outcome is Outcome.FAILED
    assert deadly.detail.startswith(f"{DEADLY}: ")
    assert "for want of memory" in deadly.detail
    assert impossible.detail == "ValueError: seven"


def test_what_is_on_record_is_not_done_again(engine, tmp_path):
    first = run(engine, tmp_path, [1, 2, 3, 4])
    again = run(engine, tmp_path, [1, 2, 3, 4, 5])
    assert again[:4] == first
    assert again[4].result.output == 25


def test_one_process_is_this_process():
    seen = []
    with LocalEngine(1) as alone:
        assert [found for _, found in alone.map(seen.append, range(3))] == [None, None, None]
    assert seen == [0, 1, 2]


def test_a_worker_with_other_versions_is_refused(cluster, monkeypatch):
    here = environment()
    old = tuple((name, "1.0" if name == "rapidfuzz" else version) for name, version in here.libraries)
    monkeypatch.setattr(ray_engine, "environment", lambda: Environment("another", old))
    with (
        open_engine(EngineConfig(name="ray", cluster=cluster.address)) as opened,
        pytest.raises(ClusterError) as refused,
    ):
        list(opened.map(squares, [[1]]))
    assert "has another emosapp-data, rapidfuzz" in str(refused.value)
    assert "(here 1.0); install the same versions on all machines" in str(refused.value)
