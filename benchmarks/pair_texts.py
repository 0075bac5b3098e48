"""Question-answer pairs to measure with, from the data beside the project; sentences of the sample book without it."""

import csv
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from corpus.passages import make_passages
from corpus.reading import read_book
from emosapp_data.duplicates import PairText
from emosapp_data.schema import PassageKind

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
SAMPLE = ROOT / "examples" / "feeling-and-coping.pdf"
CHOICE = re.compile(
    r"(?:Answer|Solution|Option)(\d):? *(.*?)\s*(?=(?:Answer|Solution|Option)\d:|Answer format|$)", re.DOTALL
)
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")


def sentences(text: str) -> list[str]:
    """The sentences of a text, one line each."""
    return [" ".join(sentence.split()) for sentence in SENTENCE.split(text) if 30 <= len(sentence) <= 400]


def known_pairs() -> Iterator[PairText]:
    """All pairs that lie beside the project: those of psychology first."""
    if not DATA.exists():
        yield from book_pairs(SAMPLE)
        return
    yield from _examinations()
    for path in sorted((DATA / "textbooks").glob("*.pdf")):
        if not path.stem.startswith("scan"):
            yield from book_pairs(path)
    yield from _advice()
    yield from _general()
    yield from _dialogues()


def book_pairs(path: Path) -> Iterator[PairText]:
    """A pair for each two sentences of a book; the question names the section."""
    reading = read_book(path)
    blocks = list(reading.blocks)
    for passage in make_passages(blocks, reading.book, reading.labels):
        if passage.kind is not PassageKind.PROSE or not passage.citation.section:
            continue
        said = sentences(passage.text)
        for number, (one, other) in enumerate(zip(said[::2], said[1::2], strict=False)):
            question = f"What does the book say about {passage.citation.section[-1]}?"
            yield PairText(f"{passage.id}-{number}", question, f"{one} {other}")


def _examinations() -> Iterator[PairText]:
    with (DATA / "mhqa" / "mhqa.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            yield PairText(f"mhqa-{number}", row["question"], row["correct_option"])
    for path in sorted((DATA / "mmlu-psychology").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for number, (question, *choices, letter) in enumerate(csv.reader(file)):
                yield PairText(f"{path.stem}-{number}", question, choices["ABCD".index(letter)])


def _advice() -> Iterator[PairText]:
    with (DATA / "counselchat" / "20200325_counsel_chat.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            if said := sentences(row["answerText"].replace("\u00a0", " ")):
                yield PairText(f"counselchat-{number}", row["questionTitle"], " ".join(said[:2]))


def _general() -> Iterator[PairText]:
    folder = DATA / "benchmarks"
    with (folder / "TruthfulQA.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            yield PairText(f"truthfulqa-{number}", row["question"], row["answer"])
    for path in sorted(folder.glob("*.test.json")):
        for number, row in enumerate(json.loads(path.read_text(encoding="utf-8"))):
            asked, _, rest = row["instruction"].partition("\n\n")
            choices = dict(CHOICE.findall(rest))
            answer = choices.get(row["answer"][-1])
            if answer:
                yield PairText(f"{path.stem}-{number}", asked.partition(": ")[2], answer)


def _dialogues() -> Iterator[PairText]:
    for number, dialogue in enumerate(json.loads((DATA / "esconv" / "ESConv.json").read_text(encoding="utf-8"))):
        for turn, (said, reply) in enumerate(pairwise(dialogue["dialog"])):
            if said["speaker"] == "seeker" != reply["speaker"] and len(said["content"]) + len(reply["content"]) > 80:
                yield PairText(
                    f"esconv-{number}-{turn}", " ".join(said["content"].split()), " ".join(reply["content"].split())
                )
