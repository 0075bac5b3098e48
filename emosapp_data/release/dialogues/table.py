"""The rows of released dialogues, and their Parquet files."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from emosapp_data.dialogues import SystemPrompt, as_messages, training_turns
from emosapp_data.schema import Dialogue, Flag, Role

COLUMNS = {
    "id": "Identifier of the dialogue, a hash of its content.",
    "messages": "The conversation as a model is trained on it: the seeker (role user) and the supporter (role assistant) in turn, the seeker "
    "first and the supporter last, each message with the supporter's strategies.",
    "emotion": "The seeker's emotion: a normalised label, or the source's own where that is not known.",
    "problem": "The seeker's problem, likewise.",
    "situation": "The seeker's situation in the source's words.",
    "quality": "Whether the dialogue helped, by what the seeker said afterwards: helped or failed; none where nothing is known.",
    "initial_intensity": "How strong the seeker's emotion was before, from 1 to 5.",
    "final_intensity": "How strong it was after, from 1 to 5.",
    "empathy": "How well the seeker felt understood, from 1 to 5.",
    "relevance": "How much the supporter kept to the subject, as the seeker says, from 1 to 5.",
    "flags": "What the dialogue speaks of that asks for a person's decision, such as suicide or medication.",
    "source": "The dataset that the dialogue comes from.",
    "source_id": "How that dataset names it.",
    "source_split": "The part of that dataset's own split that it is in.",
    "licence": "Licence of the source, as an SPDX expression.",
    "record": "The whole record as JSON: every turn, those included that are not for training, with the strategies, the rating and the number in "
    "the source of each message (`emosapp schema dialogue` describes it).",
}
"""The columns, with the description that the card gives."""
SCORES = ("initial_intensity", "final_intensity", "empathy", "relevance")


def row(
    dialogue: Dialogue, flags: Sequence[Flag], system: SystemPrompt | None = None, strategies: bool = False
) -> dict[str, Any]:
    """A dialogue as a row.

    Args:
        dialogue: the dialogue.
        flags: what it speaks of.
        system: what comes first in the conversation.
        strategies: whether the supporter's messages begin with their strategy.
    """
    messages = as_messages(dialogue, system, strategies)
    used = [turn.strategies if turn.role is Role.SUPPORTER else () for turn in training_turns(dialogue)]
    told = [()] * (len(messages) - len(used)) + used
    return {
        "id": dialogue.id,
        "messages": [
            {"role": message.role, "content": message.content, "strategies": list(names)}
            for message, names in zip(messages, told, strict=True)
        ],
        "emotion": dialogue.emotion,
        "problem": dialogue.problem,
        "situation": dialogue.situation,
        "quality": dialogue.quality.value if dialogue.quality else None,
        **{name: getattr(dialogue.scores, name) for name in SCORES},
        "flags": [flag.value for flag in flags],
        "source": dialogue.source,
        "source_id": dialogue.source_id,
        "source_split": dialogue.source_split,
        "licence": dialogue.licence,
        "record": dialogue.to_json(),
    }


def write_dialogues(rows: Iterable[dict[str, Any]], path: Path) -> None:
    """Write rows to a Parquet file; the same rows give the same bytes."""
    from datasets import Dataset, Features, List, Value  # noqa: PLC0415
    from datasets.utils.logging import disable_progress_bar  # noqa: PLC0415

    text = Value("string")
    features = Features(dict.fromkeys(COLUMNS, text) | dict.fromkeys(SCORES, Value("int32")))
    features["messages"] = List({"role": text, "content": text, "strategies": List(text)})
    features["flags"] = List(text)
    disable_progress_bar()
    path.parent.mkdir(parents=True, exist_ok=True)
    Dataset.from_list(list(rows), features=features).to_parquet(str(path))
