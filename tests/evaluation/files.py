"""Small benchmarks of our own, as files in the layouts of the real ones."""

import csv
import json
from pathlib import Path

COLUMNS = (
    "id", "topic", "type", "question", "option1", "option2", "option3", "option4", "correct_option", "correct_option_number",
)  # fmt: skip
TOPICS = ("a walk", "a lake", "a letter", "a lamp", "a stone", "a song", "a bridge", "a door", "a cloud", "a clock")


def mhqa(folder: Path, items: int = 10) -> Path:
    """Questions of four choices; the last two are in trouble: one in letter case, one in earnest."""
    path = folder / "mhqa.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for number in range(items):
            options = [
                f"{TOPICS[number % 10]} {word} {number}" for word in ("by night", "by day", "at dawn", "at noon")
            ]
            right = number % 4
            text = options[right]
            if number == items - 2:
                text = text.upper()
            if number == items - 1:
                text = options[(right + 1) % 4]
            rows.writerow(
                [f"q{number}", "calm", "fact", f"Which of these is number {number}?", *options, text, right + 1]
            )
    return path


def dreaddit(folder: Path, items: int = 8) -> Path:
    """Posts, every second one stressed; the third repeats the first."""
    path = folder / "dreaddit-test.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "subreddit", "text", "label"])
        for number in range(items):
            shown = 0 if number == 2 else number
            rows.writerow(
                [
                    number,
                    "calm",
                    f"Today I wrote the letter of day {shown} and felt {'tense' if shown % 2 else 'well'}.",
                    shown % 2,
                ]
            )
    return path


def arc_easy(folder: Path, items: int = 6) -> Path:
    """Questions whose choices stand inside the prompt."""
    path = folder / "ARC-Easy.test.json"
    rows = []
    for number in range(items):
        choices = " ".join(f"Answer{place}: {TOPICS[(number + place) % 10]} of glass" for place in (1, 2, 3, 4))
        question = f"Please choose the correct answer to the question: What stands in room {number}?"
        asked = f"{question}\n\n{choices}\n\nAnswer format: answer1/answer2/answer3/answer4"
        rows.append({"instruction": asked, "input": "", "output": "the correct answer is answer2", "answer": "answer2"})
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def winogrande(folder: Path) -> Path:
    """One sentence with a gap."""
    path = folder / "winogrande.test.json"
    asked = (
        "Please choose the correct answer to fill in the blank to complete the given sentence: Ann thanked Bea, because _ had "
        "helped her.\n\nOption1: Ann Option2: Bea Answer format: option1/option2"
    )
    path.write_text(
        json.dumps(
            [{"instruction": asked, "input": "", "output": "the correct answer is option2", "answer": "option2"}]
        )
    )
    return path
