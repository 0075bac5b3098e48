"""How much of real talk of distress is found, and how little of ordinary text is flagged; floors a little under what was measured."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from emosapp_data.checks.safety.masking import personal
from emosapp_data.checks.sensitive import find
from emosapp_data.schema import Flag


def rows(path: Path, encoding: str = "utf-8") -> Iterator[dict[str, str]]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        yield from csv.DictReader(file)


def share(texts: list[str], *flags: Flag) -> float:
    """The share of texts with any of the flags, or with any flag at all."""
    return sum(any(not flags or found.flag in flags for found in find(text)) for text in texts) / len(texts)


def questions(shared: Path, topic: str) -> list[str]:
    """The questions that people asked counsellors under a topic, once each."""
    asked = rows(shared / "data" / "counselchat" / "20200325_counsel_chat.csv")
    return list(
        {
            row["questionID"]: f"{row['questionTitle']} {row['questionText']}" for row in asked if row["topic"] == topic
        }.values()
    )


def answers(shared: Path, topic: str) -> list[str]:
    asked = rows(shared / "data" / "counselchat" / "20200325_counsel_chat.csv")
    return [row["answerText"] for row in asked if row["topic"] == topic]


def posts(shared: Path, *forums: str) -> list[str]:
    both = [shared / "data" / "dreaddit" / f"dreaddit-{part}.csv" for part in ("train", "test")]
    return [row["text"] for path in both for row in rows(path, "latin-1") if row["subreddit"] in forums]


def instructions(shared: Path) -> list[str]:
    names = ("boolq", "ARC-Easy", "piqa", "social_i_qa", "winogrande")
    folder = shared / "data" / "benchmarks"
    return [
        item["instruction"]
        for name in names
        for item in json.loads((folder / f"{name}.test.json").read_text(encoding="utf-8"))
    ]


def test_questions_about_domestic_violence_are_found(shared):
    assert share(questions(shared, "domestic-violence"), Flag.ABUSE) >= 0.9


def test_answers_about_self_harm_are_found_as_self_harm_or_suicide(shared):
    assert share(answers(shared, "self-harm"), Flag.SELF_HARM, Flag.SUICIDE) >= 0.8


def test_forums_of_survivors_are_flagged_several_times_as_often_as_other_forums(shared):
    survivors = share(posts(shared, "domesticviolence", "survivorsofabuse"), Flag.ABUSE)
    assert survivors >= 0.4
    assert survivors >= 4 * share(posts(shared, "anxiety", "relationships"), Flag.ABUSE)


def test_every_post_that_says_suicide_in_any_form_is_flagged(shared):
    said = [text for text in posts(shared, "ptsd", "anxiety", "relationships") if "suicid" in text.lower()]
    assert len(said) > 20
    assert share(said, Flag.SUICIDE) == 1


def test_questions_of_general_benchmarks_are_hardly_ever_flagged(shared):
    asked = instructions(shared)[::4]
    assert share(asked) <= 0.015
    assert not [text for text in asked if personal(text)]
