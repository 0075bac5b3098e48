"""lm-eval's own tasks, whose data comes from the Hugging Face Hub: for benchmarks that have no file on this machine."""

import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

from emosapp_data.errors import EmosappError, InputError
from evaluation.benchmarks import known
from evaluation.quiet import quiet_harness
from evaluation.record import UsedBenchmark

OWN = "own"
"""The wording of lm-eval's own task."""


class Choice(NamedTuple):
    """What an item of any task is."""

    item: str
    """Its id, or its place."""
    choices: tuple[str, ...]
    """What is chosen among."""
    gold: int
    """Which is right, counted from 0."""


def own_task(benchmark: str, folder: Path | None = None) -> Any:
    """lm-eval's own task for a benchmark, with its data.

    Args:
        benchmark: its name here
        folder: where its YAML file is, if not among lm-eval's own

    Raises:
        InputError: lm-eval has none.
        EmosappError: its data cannot be had.
    """
    quiet_harness()
    from lm_eval.tasks import TaskManager  # noqa: PLC0415

    name = known(benchmark).task
    if name is None:
        raise InputError(
            f"{benchmark}: no file of it was found, and lm-eval has no task of its own for it; give its folder with --data"
        )
    try:
        manager = TaskManager(include_path=str(folder) if folder else None, include_defaults=folder is None)
        return manager.load([name])["tasks"][name]
    except Exception as error:  # what datasets and the Hub raise has no common class
        first = " ".join(str(error).split())[:160]
        raise EmosappError(
            f"{benchmark}: no file of it was found, and lm-eval's own task {name} cannot be loaded ({type(error).__name__}: {first}); "
            "give the folder of its file with --data"
        ) from error


def used_of(benchmark: str, task: Any) -> UsedBenchmark:
    """What a benchmark of the Hub is; its hash is that of its items as they are asked."""
    documents = list(task.eval_docs)
    total = hashlib.sha256()
    for document in documents:
        total.update(json.dumps(document, sort_keys=True, default=str).encode())
    return UsedBenchmark(
        name=benchmark,
        file=f"{task.config.dataset_path} on the Hub, by lm-eval's task {known(benchmark).task}",
        sha256=total.hexdigest(),
        items=len(documents),
        licence=known(benchmark).licence,
    )


def choice_of(task: Any, document: dict[str, Any], place: int) -> Choice:
    """An item of any multiple-choice task of lm-eval.

    Args:
        task: the task
        document: the item
        place: its place among the documents
    """
    target = task.doc_to_text(document) if task.multiple_input else task.doc_to_target(document)
    choices = tuple(map(str, task.doc_to_choice(document)))
    gold = target[0] if isinstance(target, list) else target
    return Choice(str(document.get("id", place)), choices, choices.index(gold) if isinstance(gold, str) else int(gold))
