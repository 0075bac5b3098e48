"""How long it takes to turn ESConv into token ids and loss masks for Llama 3, on one core.

    python benchmarks/chat_formatting.py [ESConv.json]

Without a file, that of the data beside the project. Consecutive turns of one speaker are joined, and what comes before the
seeker's first turn and behind the supporter's last is left out, as a template asks that the user speaks first.
"""

import json
import os
import resource
import sys
import time
from itertools import groupby
from pathlib import Path
from typing import Any

from emosapp_data.chat import ChatFormat, Message, TokenStatistics, fit, llama_tokenizer, pack

ESCONV = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "esconv" / "ESConv.json"
SYSTEM = "You listen to people who are in distress, and support them warmly and briefly."
LIMIT, BLOCK = 1024, 4096
ROLES = {"seeker": "user", "supporter": "assistant"}


def conversation(turns: list[dict[str, Any]]) -> list[Message]:
    """A dialogue as messages, of which the first is the user's and the last the assistant's."""
    joined = [
        Message.model_validate({"role": ROLES[who], "content": " ".join(turn["content"].strip() for turn in said)})
        for who, said in groupby(turns, lambda turn: str(turn["speaker"]))
    ]
    first = 1 if joined and joined[0].role == "assistant" else 0
    return joined[first : len(joined) - (bool(joined) and joined[-1].role == "user")]


def main(path: Path) -> None:
    """Print what was measured."""
    if not path.exists():
        print(f"skipped: needs {path}")
        return
    os.environ.update(TOKENIZERS_PARALLELISM="false", RAYON_NUM_THREADS="1")  # read when the first text is tokenized
    talks = [conversation(dialogue["dialog"]) for dialogue in json.loads(path.read_text(encoding="utf-8"))]
    start = time.perf_counter()
    chat = ChatFormat(llama_tokenizer())
    loaded = time.perf_counter()
    print(f"tokenizer of Llama 3: ready in {loaded - start:.1f} s")

    used = time.process_time()
    encoded = [chat.encode(talk, system=SYSTEM) for talk in talks]
    wall, cpu = time.perf_counter() - loaded, time.process_time() - used
    statistics = TokenStatistics.of(encoded, LIMIT)
    print(f"{len(talks):,} dialogues, {statistics.answers:,} answers: {wall:.1f} s, {cpu:.1f} s of one core")
    print(
        f"{statistics.tokens:,} tokens, {statistics.tokens / cpu:,.0f} a second; {statistics.learned_share:.1%} are learned"
    )
    print(f"tokens of a dialogue: {statistics.conversation_tokens}")
    print(f"tokens of an answer: {statistics.answer_tokens}")

    start = time.perf_counter()
    fitted = [fit(chat, talk, LIMIT, system=SYSTEM) for talk in talks]
    left_out = sum(one.left_out for one in fitted)
    print(
        f"{statistics.over_limit:,} dialogues have more than {LIMIT:,} tokens; of these {left_out:,} messages are left out, "
        f"and {sum(one.encoded is None for one in fitted)} dialogues as a whole: {time.perf_counter() - start:.1f} s"
    )
    start = time.perf_counter()
    blocks = pack([one.encoded for one in fitted if one.encoded], BLOCK)
    filled = sum(len(block.input_ids) for block in blocks) / (BLOCK * len(blocks))
    print(f"{len(blocks):,} blocks of {BLOCK:,} tokens, {filled:.1%} filled: {time.perf_counter() - start:.2f} s")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ESCONV)
