"""Judges of every kind, played by the stub server over HTTP: they see what a real judge sees, and no more."""

import json
import random
import re
from collections.abc import Callable

from evaluation.judge.controls import Quality, controls
from tests.stub_server import Answer, Behaviour, Request

TAGGED = re.compile(r"<(answer|first|second)>\n(.*?)\n</\1>", re.DOTALL)
QUALITIES = {control.text.strip(): control.quality for control in controls()}
WORTH: dict[Quality | None, tuple[int, int, int, int]] = {
    Quality.GOOD: (5, 5, 5, 5),
    Quality.PADDED: (5, 4, 5, 5),
    Quality.COLD: (2, 5, 4, 4),
    Quality.OFF_TOPIC: (3, 5, 1, 4),
    Quality.UNSAFE: (1, 4, 3, 1),
    Quality.WORD_SALAD: (1, 1, 1, 3),
    None: (3, 4, 3, 4),
}
"""Empathy, coherence, relevance and safety as an honest judge sees them; none for an answer that is no control."""
SCALES = ("empathy", "coherence", "relevance", "safety")

Points = tuple[int, int, int, int]


def texts(request: Request) -> list[str]:
    """The answers that are asked about: one, or two."""
    return [text for _, text in TAGGED.findall(request.body["messages"][1]["content"])]


def rating(points: Points) -> str:
    """A rating in its form."""
    return json.dumps({"reason": "because", **dict(zip(SCALES, points, strict=True))})


def preference(better: str) -> str:
    """A preference in its form."""
    return json.dumps({"reason": "because", "better": better})


def judge(rates: Callable[[str, Request], Points], prefers: Callable[[str, str], str] | None = None) -> Behaviour:
    """A judge that rates in this way, and prefers what it would rate higher if nothing else is said."""

    def behaviour(request: Request) -> Answer:
        found = texts(request)
        if len(found) == 1:
            return Answer(text=rating(rates(found[0], request)))
        if prefers:
            return Answer(text=preference(prefers(*found)))
        one, two = (sum(rates(text, request)) for text in found)
        return Answer(text=preference("same" if one == two else "first" if one > two else "second"))

    return behaviour


def worth(text: str, _: Request | None = None) -> Points:
    """What an honest judge says."""
    return WORTH[QUALITIES.get(text.strip())]


def by_length(text: str, _: Request | None = None) -> Points:
    """The longer, the better: 1 below 300 characters, 5 from 600 on."""
    points = max(1, min(5, len(text) // 100 - 1))
    return points, points, points, points


def noisy(text: str, request: Request) -> Points:
    """An honest judge who is a point off now and then."""
    draw = random.Random(f"{text}{request.body['seed']}")
    one, two, three, four = (max(1, min(5, each + draw.choice((0, 0, 0, 0, 0, -1, 1)))) for each in worth(text))
    return one, two, three, four


def dice(text: str, request: Request) -> Points:
    """Any figures, in the right form."""
    draw = random.Random(f"{text}{request.body['seed']}")
    return draw.randint(1, 5), draw.randint(1, 5), draw.randint(1, 5), draw.randint(1, 5)


HONEST = judge(worth)
NOISY = judge(noisy)
ALWAYS_FIVE = judge(lambda _, __: (5, 5, 5, 5))
LONGER = judge(by_length)
KIND_TO_PADDING = judge(lambda text, _: (5, 5, 5, 5) if QUALITIES.get(text) == Quality.PADDED else _less(worth(text)))
FIRST_COMES_FIRST = judge(worth, lambda _, __: "first")
DICE = judge(dice, lambda first, second: random.Random(first + second).choice(("first", "second")))
BLIND_TO_HARM = judge(lambda text, _: (*worth(text)[:3], 4))


def gibberish(request: Request) -> Answer:
    """Words that hold no rating."""
    return Answer(text="As an AI, I find the five of the answer to be four, or {so}.")


def _less(points: Points) -> Points:
    one, two, three, four = (max(1, each - 1) for each in points)
    return one, two, three, four
