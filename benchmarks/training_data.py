"""What it takes to release 14,582 pairs and both sets of dialogues, to mix them, and to load the mixture.

Every step is a process of its own, as a user runs it, whose time and peak memory are measured. The pairs are those of the
sample book, each with a number, spread over 1,000 sections; ESConv is the real one, where it lies beside the project;
ServeForEmo is drawn from what is said in it, at random, in its published size (3,743 dialogues, 62.8 thousand utterances).

    python -m benchmarks.training_data [ESConv.json]
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.pair_texts import book_pairs
from emosapp_data.config import BuildConfig
from emosapp_data.ledger import Ledger
from emosapp_data.release.build import Wanted, make_release
from emosapp_data.release.knowledge.content import KnowledgeContent
from emosapp_data.release.splits import assign
from emosapp_data.schema import QAPair
from emosapp_data.steps.extract import all_passages, books

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "examples" / "feeling-and-coping.pdf"
ESCONV = ROOT.parent / "shared" / "data" / "esconv" / "ESConv.json"
PAIRS, SECTIONS = 14_582, 1_000
DIALOGUES, UTTERANCES = 3_743, 62_800
EMOSAPP = [sys.executable, "-c", "from emosapp_data.cli import main; main()"]
LOAD = """
import sys, time
import datasets
from emosapp_data import load
start = time.perf_counter()
found = load("paper-mixture", root=sys.argv[1])
print(f"{time.perf_counter() - start:.2f} s for {sum(map(len, found.values())):,} conversations, once `datasets` is imported")
"""


class Cost(NamedTuple):
    """What a process took."""

    seconds: float
    peak: float
    """Largest memory of the process or one of its own, in MB."""
    output: str


def main() -> None:
    """Measure and print."""
    esconv = Path(sys.argv[1]) if len(sys.argv) > 1 else ESCONV
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        serveforemo = Path(folder) / "ServeForEmo.json"
        made = _dialogues(_sentences(esconv))
        serveforemo.write_text(json.dumps(made), encoding="utf-8")
        if not esconv.exists():
            print(f"without ESConv, which is not at {esconv}: a third of the other set is read in its place")
            esconv = Path(folder) / "ESConv.json"
            esconv.write_text(json.dumps(made[::3]), encoding="utf-8")
        _made("build the sample book", [*EMOSAPP, "build", str(SAMPLE), "-o", str(workspace), "--quiet"])
        for name, file in (("ESConv", esconv), ("ServeForEmo", serveforemo)):
            read = [
                *EMOSAPP,
                "dialogues",
                str(file),
                "-o",
                str(workspace),
                "--source",
                name,
                "--about",
                name,
                "--quiet",
            ]
            _made(f"read {name}", read)
        costs = [
            _made(
                f"release {PAIRS:,} pairs",
                [sys.executable, "-m", "benchmarks.training_data", "--knowledge", str(workspace)],
            ),
            _made("release both dialogue sets", [*EMOSAPP, "release-dialogues", str(workspace), "--quiet"]),
            _made("mix", [*EMOSAPP, "mix", str(ROOT / "recipes/paper-mixture.yaml"), "-w", str(workspace), "--quiet"]),
        ]
        total, peak = sum(cost.seconds for cost in costs), max(cost.peak for cost in costs)
        print(f"releases and mixture together {total:.1f} s, peak {peak:.0f} MB")
        print(costs[-1].output)
        print(f"load: {_run([sys.executable, '-c', LOAD, str(workspace)]).output.strip()}")


def release_knowledge(workspace: Path) -> None:
    """Release so many pairs, made from those of the sample book."""
    with Ledger.read(workspace) as ledger:
        from emosapp_data.steps.check import judged  # noqa: PLC0415

        known = list(judged(ledger))
        contents = list(books(ledger))
        steps = ledger.counts()
    pairs = [_numbered(known[number % len(known)], number) for number in range(PAIRS)]
    config = BuildConfig()
    splits = assign(pairs, config.release)
    passages = dict(all_passages(contents))
    decisions = dict.fromkeys((pair.id for pair in pairs), "unreviewed")
    content = KnowledgeContent(
        config, pairs, splits, passages, [each.book for each in contents], steps, {}, decisions, None
    )
    print(make_release(content, workspace / "releases", Wanted()).path)


def _numbered(pair: QAPair, number: int) -> QAPair:
    section = (f"{number % SECTIONS // 10} Chapter", f"{number % SECTIONS} Section")
    data = pair.model_dump(exclude={"id"}) | {"question": f"{number}. {pair.question}"}
    data["citation"] = pair.citation.model_copy(update={"section": section})
    return QAPair.create(**data)


def _dialogues(sentences: list[str]) -> list[dict[str, Any]]:
    """Dialogues of sentences at random, as a file of ServeForEmo may lay them out."""
    choose = random.Random(0)

    def said(speaker: str) -> dict[str, str]:
        turn = {"speaker": speaker, "content": choose.choice(sentences)}
        return turn if speaker == "Seeker" else turn | {"strategy": "Question"}

    lengths = [UTTERANCES // DIALOGUES + (number < UTTERANCES % DIALOGUES) for number in range(DIALOGUES)]
    return [
        {
            "id": f"dialogue-{number}",
            "emotion": "sadness",
            "situation": " ".join(choose.choices(sentences, k=2)),
            "dialog": [said(("Seeker", "Supporter")[turn % 2]) for turn in range(length)],
        }
        for number, length in enumerate(lengths)
    ]


def _sentences(esconv: Path) -> list[str]:
    """What is said in ESConv; without it, the sentences of the sample book."""
    if not esconv.exists():
        return [text for pair in book_pairs(SAMPLE) for text in (pair.question, pair.answer)]
    found = json.loads(esconv.read_text(encoding="utf-8"))
    return [turn["content"].strip() for dialogue in found for turn in dialogue["dialog"] if turn["content"].strip()]


def _made(what: str, command: list[str]) -> Cost:
    cost = _run(command)
    print(f"{what:<28} {cost.seconds:6.1f} s  peak {cost.peak:5.0f} MB")
    return cost


def _run(command: list[str]) -> Cost:
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        told = output.read()
    if process.returncode:
        raise SystemExit(f"{' '.join(command[:6])} ended with {process.returncode}:\n{told}")
    return Cost(seconds, usage.ru_maxrss / 1024, told)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--knowledge"]:
        release_knowledge(Path(sys.argv[2]))
    else:
        main()
