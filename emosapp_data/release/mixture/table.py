"""The rows of a mixture, and their Parquet files."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from emosapp_data.release.mixture.conversation import Drawn

COLUMNS = {
    "id": "Identifier of the row, a hash of dataset, origin and copy: the same in every version.",
    "messages": "The conversation as a model is trained on it: the system prompt (role system) where there is one, then user and assistant "
    "in turn, the assistant last.",
    "dataset": "The dataset that the conversation comes from.",
    "version": "The version of that dataset.",
    "origin": "Identifier of the conversation there: a pair, a dialogue into which pairs are packed, or a dialogue.",
    "copy": "1; 2 and more where the weight of the dataset repeats the conversation for training.",
    "answers": "Answers of the assistant in it.",
    "flags": "What it speaks of that asks for a person's decision, such as suicide or medication; of packed pairs, what any of them does.",
    "licence": "Licence of its source, as an SPDX expression.",
}
"""The columns, with the description that the card gives."""


def row(drawn: Drawn, version: str) -> dict[str, Any]:
    """A conversation of this version of its dataset as a row."""
    conversation = drawn.conversation
    return {
        "id": drawn.id,
        "messages": [{"role": message.role, "content": message.content} for message in conversation.messages],
        "dataset": conversation.dataset,
        "version": version,
        "origin": conversation.origin,
        "copy": drawn.copy,
        "answers": conversation.answers,
        "flags": [flag.value for flag in conversation.flags],
        "licence": conversation.licence,
    }


def write_conversations(rows: Iterable[dict[str, Any]], path: Path) -> None:
    """Write rows to a Parquet file; the same rows give the same bytes."""
    from datasets import Dataset, Features, List, Value  # noqa: PLC0415
    from datasets.utils.logging import disable_progress_bar  # noqa: PLC0415

    text, number = Value("string"), Value("int32")
    features = Features(dict.fromkeys(COLUMNS, text))
    features["messages"] = List({"role": text, "content": text})
    features["flags"] = List(text)
    features["copy"] = features["answers"] = number
    disable_progress_bar()
    path.parent.mkdir(parents=True, exist_ok=True)
    Dataset.from_list(list(rows), features=features).to_parquet(str(path))
