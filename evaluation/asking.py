"""The tasks of lm-eval by which a benchmark is asked, in all its wordings."""

from pathlib import Path
from typing import Any

from evaluation.benchmarks import known
from evaluation.quiet import quiet_harness

TASKS = Path(__file__).parent / "tasks"
WORDINGS = ("a", "b", "c")
"""The wordings in which each benchmark is asked."""
WRITTEN = "write"
"""The wording for servers that tell no probabilities."""


def task_name(benchmark: str, wording: str) -> str:
    """What lm-eval calls the task."""
    return f"emosapp_{benchmark}_{wording}"


def task(benchmark: str, wording: str, data: Path) -> Any:
    """A task of lm-eval.

    A benchmark that has a file of its own for the wording is asked by it, all others by the wording's common one.

    Args:
        benchmark: its name
        wording: a, b, c or write
        data: folder or file of the benchmark
    """
    quiet_harness()
    from lm_eval.api.task import ConfigurableTask  # noqa: PLC0415
    from lm_eval.tasks._yaml_loader import load_yaml  # noqa: PLC0415

    own = TASKS / f"{known(benchmark).name}_{wording}.yaml"
    config = load_yaml(own if own.is_file() else TASKS / f"{wording}.base", resolve_func=True)
    metadata = {**config.get("metadata", {}), "data": str(data)}
    given = {"task": task_name(benchmark, wording), "dataset_kwargs": {"benchmark": benchmark}, "metadata": metadata}
    return ConfigurableTask(config={**config, **given})
