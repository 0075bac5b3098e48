"""Which items of a benchmark stand in what a model was trained on."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from emosapp_data.contamination import ContaminationIndex, Overlap
from emosapp_data.release.load import load
from evaluation.benchmarks.document import Loaded


def overlap(loaded: Loaded, dataset: str, root: Path) -> dict[str, Overlap]:
    """The items of which the training split of a release holds something.

    Of a text that holds several items the surest is found, so the number of items is the least.

    Args:
        loaded: the benchmark
        dataset: the release, such as knowledge or paper-mixture@1.0.0
        root: the workspace, or the folder of releases

    Raises:
        ReleaseError: there is no such release, or it was changed.
    """
    index = ContaminationIndex(loaded.items)
    name, _, version = dataset.partition("@")
    found = (
        index.find(question, answer)
        for row in load(name, version or None, root)["train"]
        for question, answer in _texts(row)
    )
    return {each.item.id: each for each in found if each is not None}


def _texts(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is asked and answered in a row: a pair, or a conversation."""
    if "messages" not in row:
        yield row["question"], row["answer"]
        return
    contents = [message["content"] for message in row["messages"]]
    yield from pairwise(contents) if len(contents) > 1 else ((text, "") for text in contents)
