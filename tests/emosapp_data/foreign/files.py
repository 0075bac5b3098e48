"""Small files of pairs, in the layouts that other people use."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

Pairs = list[tuple[str, str]]

STRESS = [
    ("What is coping?", "Coping is dealing with demands."),
    ("Why does sleep matter?", "Sleep restores attention."),
    ("What comes first under stress?", "The alarm reaction comes first."),
]
MEMORY = [("What is recall?", "Recall is retrieval without cues."), ("Does memory fade?", "Memory fades without use.")]


class Layout(NamedTuple):
    """A way in which dialogues or pairs are written."""

    write: Callable[[list[Pairs]], Any]
    """The JSON value that holds some dialogues."""
    dialogues: bool = True
    """Whether it keeps dialogues apart."""


def alternating(pairs: Pairs, asks: str, answers: str) -> list[tuple[str, str]]:
    return [turn for question, answer in pairs for turn in ((asks, question), (answers, answer))]


def turns(
    pairs: Pairs, role: str = "role", text: str = "content", asks: str = "user", answers: str = "assistant"
) -> Any:
    return [{role: name, text: said} for name, said in alternating(pairs, asks, answers)]


def records(pairs: Pairs, asks: str = "question", answers: str = "answer") -> Any:
    return [{asks: question, answers: answer} for question, answer in pairs]


def flat(dialogues: list[Pairs]) -> Pairs:
    return [pair for pairs in dialogues for pair in pairs]


LAYOUTS = {
    "lists of turns": Layout(lambda dialogues: [turns(pairs) for pairs in dialogues]),
    "messages": Layout(lambda dialogues: [{"messages": turns(pairs)} for pairs in dialogues]),
    "conversations": Layout(
        lambda dialogues: [
            {"id": f"c{number}", "conversations": turns(pairs, "from", "value", "human", "gpt")}
            for number, pairs in enumerate(dialogues)
        ]
    ),
    "dialogue": Layout(
        lambda dialogues: [{"dialogue": turns(pairs, "speaker", "text", "Student", "Bot")} for pairs in dialogues]
    ),
    "dialogue further in": Layout(
        lambda dialogues: [
            {"id": 1, "source": {"dialog": turns(pairs, "speaker", "content", "seeker", "supporter")}}
            for pairs in dialogues
        ]
    ),
    "speaker and text": Layout(
        lambda dialogues: [[list(turn) for turn in alternating(pairs, "user", "bot")] for pairs in dialogues]
    ),
    "speaker as the field": Layout(
        lambda dialogues: [[{name: said} for name, said in alternating(pairs, "user", "bot")] for pairs in dialogues]
    ),
    "texts in turn": Layout(
        lambda dialogues: [{"dialogue": [said for _, said in alternating(pairs, "", "")]} for pairs in dialogues]
    ),
    "texts without speakers": Layout(
        lambda dialogues: [{"turns": [{"text": said} for _, said in alternating(pairs, "", "")]} for pairs in dialogues]
    ),
    "dialogues of pairs": Layout(lambda dialogues: [{"pairs": records(pairs)} for pairs in dialogues]),
    "rounds": Layout(
        lambda dialogues: [
            [{"round": 1, **pair} for pair in records(pairs, "user", "supporter")] for pairs in dialogues
        ]
    ),
    "dialogues of two texts": Layout(lambda dialogues: [[list(pair) for pair in pairs] for pairs in dialogues]),
    "numbered fields": Layout(
        lambda dialogues: [
            {
                f"{name}{number}": said
                for number, pair in enumerate(pairs, 1)
                for name, said in zip(("Question", "Answer"), pair, strict=True)
            }
            for pairs in dialogues
        ]
    ),
    "transcripts": Layout(
        lambda dialogues: [
            {"text": "\n".join(f"{name}: {said}" for name, said in alternating(pairs, "User", "Assistant"))}
            for pairs in dialogues
        ]
    ),
    "JSON in JSON": Layout(lambda dialogues: [{"Dialogue": json.dumps(turns(pairs))} for pairs in dialogues]),
    "an object of dialogues": Layout(
        lambda dialogues: {f"dialogue_{number}": turns(pairs) for number, pairs in enumerate(dialogues)}
    ),
    "an object around the list": Layout(
        lambda dialogues: {"version": "1.0", "data": [{"messages": turns(pairs)} for pairs in dialogues]}
    ),
    "columns in a dialogue": Layout(
        lambda dialogues: [
            {"questions": [pair[0] for pair in pairs], "answers": [pair[1] for pair in pairs]} for pairs in dialogues
        ]
    ),
    "question and answer": Layout(lambda dialogues: records(flat(dialogues)), dialogues=False),
    "prompt and response": Layout(lambda dialogues: records(flat(dialogues), "prompt", "response"), dialogues=False),
    "instruction, input and output": Layout(
        lambda dialogues: [{"input": "", **pair} for pair in records(flat(dialogues), "instruction", "output")],
        dialogues=False,
    ),
    "answer before question": Layout(
        lambda dialogues: [dict(reversed(pair.items())) for pair in records(flat(dialogues))], dialogues=False
    ),
    "two texts": Layout(lambda dialogues: [list(pair) for pair in flat(dialogues)], dialogues=False),
    "columns": Layout(
        lambda dialogues: {
            name: [pair[at] for pair in flat(dialogues)] for at, name in enumerate(("question", "answer"))
        },
        dialogues=False,
    ),
    "pandas": Layout(
        lambda dialogues: {
            name: {str(row): pair[at] for row, pair in enumerate(flat(dialogues))}
            for at, name in enumerate(("Context", "Response"))
        },
        dialogues=False,
    ),
    "splits": Layout(
        lambda dialogues: {"train": records(flat(dialogues[:1])), "test": records(flat(dialogues[1:]))}, dialogues=False
    ),
}


def write(folder: Path, content: Any, name: str = "Knowledge_dataset.json") -> Path:
    """Write a value as JSON."""
    path = folder / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path
