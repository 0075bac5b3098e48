"""In the same place of the same phrase, the answer must not have another term of the passage."""

from emosapp_data.checks.reading.likeness import are_alike
from emosapp_data.checks.reading.words import Reading, Word
from emosapp_data.checks.support.case import Case, Finding, is_rewording, stands_in


def find(case: Case) -> Finding | None:
    """A word between the same neighbours as another word of the quote, and that the passage uses for something else."""
    if not case.is_prose:
        return None
    said, quoted = _contents(case.answer), _contents(case.quote)
    places: dict[str, list[int]] = {}
    for place, word in enumerate(quoted):
        for key in word.keys:
            places.setdefault(key, []).append(place)
    for place, word in enumerate(said):
        if (
            is_rewording(word)
            or not stands_in(word, case.around)
            or word.pause
            or (place + 1 < len(said) and said[place + 1].pause == 1)
        ):
            continue
        found = [other for frame in _frames(said, place) for other in _fill(frame, said, place, quoted, places)]
        others = [other for other in found if not word.keys & other.keys and not is_rewording(other)]
        if others and len(others) == len(found) and not any(_is_like(word, other, case) for other in others):
            return Finding(f"{word.text!r} where the evidence says {others[0].text!r}", 0)
    return None


def _frames(said: list[Word], place: int) -> list[tuple[int, int]]:
    """Where the two neighbours are by which a place is known: one on either side, or two on one side at an end of a sentence."""
    return [
        frame
        for frame in ((-1, 1), (1, 2), (-2, -1))
        if all(0 <= place + step < len(said) and said[place + step].sentence == said[place].sentence for step in frame)
    ]


def _fill(
    frame: tuple[int, int], said: list[Word], place: int, quoted: list[Word], places: dict[str, list[int]]
) -> list[Word]:
    """The words of the quote that stand in the same frame, with as many words between, at the same end of a sentence if any."""
    word, (first, second) = said[place], frame
    found = []
    for at in {at - first for key in said[place + first].keys for at in places.get(key, ())}:
        if not (0 <= at < len(quoted) and 0 <= at + second < len(quoted) and 0 <= at + first < len(quoted)):
            continue
        other = quoted[at]
        same = {other.sentence, quoted[at + first].sentence, quoted[at + second].sentence}
        gaps = [
            [one.place - middle.place for one in (words[here + first], words[here + second])]
            for words, here, middle in ((said, place, word), (quoted, at, other))
        ]
        if len(same) > 1 or gaps[0] != gaps[1] or not quoted[at + second].keys & said[place + second].keys:
            continue
        end = at - 1 if first > 0 else at + 1
        if first * second > 0 and 0 <= end < len(quoted) and quoted[end].sentence == other.sentence:
            continue
        found.append(other)
    return found


def _contents(reading: Reading) -> list[Word]:
    return [word for word in reading.words if word.is_content]


def _is_like(word: Word, other: Word, case: Case) -> bool:
    """Whether the answer also has the other word, so that the two are named side by side, or one may stand for the other."""
    return are_alike(word, other) or stands_in(other, case.answer)
