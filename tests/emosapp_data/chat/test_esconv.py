"""All dialogues of ESConv in Llama 3's format."""

import json
from pathlib import Path

from benchmarks.chat_formatting import SYSTEM, conversation
from emosapp_data.chat import TokenStatistics, pack
from tests.emosapp_data.chat.conftest import Case


def test_of_all_esconv_exactly_the_supporters_answers_are_learned(llama3: Case, shared: Path) -> None:
    dialogues = json.loads((shared / "data" / "esconv" / "ESConv.json").read_text(encoding="utf-8"))
    talks = [conversation(dialogue["dialog"]) for dialogue in dialogues]
    chat = llama3.chat
    encoded = [chat.encode(talk, system=SYSTEM) for talk in talks]
    for talk, one in zip(talks, encoded, strict=True):
        learned = llama3.tokenizer.decode([token for token in one.labels if token >= 0])
        assert learned == "".join(llama3.learned(said.content) for said in talk if said.role == "assistant")
    statistics = TokenStatistics.of(encoded)
    assert (statistics.conversations, statistics.answers) == (1300, 14_642)
    blocks = pack(encoded, 4096)
    assert sum(len(block.input_ids) for block in blocks) == statistics.tokens
    assert statistics.tokens > 0.97 * 4096 * len(blocks)
