"""Finds the items of benchmarks in question-answer pairs.

N-gram overlap is how training data is usually decontaminated: GPT-3 (Brown et al. 2020, appendix C) takes any shared
run of 13 words, for benchmarks of short items fewer, but never fewer than 8; Tülu 3 (Lambert et al. 2024) takes the
share of an item's words that stand in shared 8-grams. Of the items measured here 9 % have fewer than 8 words, and one
changed word in the middle of ten leaves no 8-gram. Hence three rules, by the length of the item in words:

- the same words: any length;
- contained word for word: from 8 words on; from 5 on in a question; from 3 on as a whole sentence of a question;
- nearly all: from 8 words on, 76 % of it in order in one place, where words without content count a
  quarter. Below 13 words the item must also make up most of the question's sentence, and answers are not looked at,
  because prose holds such short combinations by chance. Or, from 13 words on, a shared run of 13.

An item is judged by itself: whether it is found does not depend on which other benchmarks are given.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import LCSseq

from emosapp_data.contamination.grams import GramTable
from emosapp_data.contamination.item import BenchmarkItem
from emosapp_data.contamination.overlap import Overlap, OverlapKind
from emosapp_data.contamination.vocabulary import Side, Vocabulary
from emosapp_data.contamination.words import words

METHOD_VERSION = 1
"""Raised whenever another pair could be found than before."""
LONG_RUN = 13
"""Words that two texts do not share by chance: the n of GPT-3. In 5,041 clean texts the longest shared run has 9."""
CONTENT_OF_LONG_RUN = 4
"""Words with content in such a run."""
SHORT = 8
"""Words below which an item is found only whole, and only in a question: the lower bound of GPT-3's n."""
SHORTEST_WITHIN = 5
"""Words from which an item may stand in the middle of a sentence of the question."""
SHORTEST = 3
"""Words below which a text asks nothing ("dresser" in PIQA): a choice must then stand in the answer."""
LEAST_CONTENT = 2
"""Words with content in an item of which a part, or a place within a sentence, is enough."""
LEAST_SHARE = 0.76
"""Share of an item's weight that is enough. With one word replaced, 98 % of items of 8 to 12 words are found, at 0.80
94 %. Of 21,708 questions of other benchmarks 4 are found, all much alike; at 0.75 also ones on other things."""
LEAST_OF_SENTENCE = 0.6
"""Share of the weight of the question's sentence that a shorter item must make up."""
SLACK = 2
"""Words that may be put in or left out around the place of an item."""


class ContaminationIndex:
    """Benchmark items, ready to be found. 25,000 items of 27 words take 2 s and 30 MB, 95 MB while they are taken in."""

    def __init__(self, items: Iterable[BenchmarkItem]) -> None:
        """Take in the items; of items with the same words the first is the one that is named."""
        self._items = list(items)
        self._vocabulary = Vocabulary()
        self._words = [self._vocabulary.add(item.text) for item in self._items]
        self._weights = [self._vocabulary.weight(found) for found in self._words]
        self._whole: dict[tuple[int, ...], int] = {}
        self._unclear: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for number, found in enumerate(self._words):
            if len(found) >= SHORTEST and self._vocabulary.content(found):
                self._whole.setdefault(tuple(found), number)
            elif found:
                self._unclear[tuple(found)].append(number)
        numbers = self._whole.values()
        self._grams = GramTable(
            self._vocabulary, ((n, self._words[n]) for n in numbers if len(self._words[n]) >= SHORT)
        )

    def __len__(self) -> int:
        """The number of items."""
        return len(self._items)

    def find(self, question: str, answer: str) -> Overlap | None:
        """The item that a pair holds, the surest if there are several; None where it holds none."""
        asked, told = self._vocabulary.side("question", question), self._vocabulary.side("answer", answer)
        return (
            self._same(asked, told)
            or self._unclear_same(asked, question, answer)
            or self._short(asked)
            or self._long(asked, told)
        )

    def _same(self, *sides: Side) -> Overlap | None:
        """An item that is the whole question, or the whole answer."""
        for side in sides:
            if (number := self._whole.get(tuple(side.words))) is not None:
                return self._all_of(number, OverlapKind.EXACT, side)
        return None

    def _unclear_same(self, asked: Side, question: str, answer: str) -> Overlap | None:
        """An item that does not say what it asks ("Which statement is true?"), told by its choices.

        Either the question goes on with all choices, or it is the item and the answer holds a choice.
        """
        for end in asked.ends:
            whole = end == len(asked.words)
            held, enough = (answer, any) if whole else (question, all)
            for number in self._unclear.get(tuple(asked.words[:end]), ()):
                text = f" {' '.join(words(held))} "
                choices = filter(None, (" ".join(words(choice)) for choice in self._items[number].choices))
                if enough([f" {choice} " in text for choice in choices] or [False]):
                    return self._all_of(number, OverlapKind.EXACT if whole else OverlapKind.CONTAINED, asked)
        return None

    def _short(self, asked: Side) -> Overlap | None:
        """A short item that stands in the question."""
        bounds = {0, *asked.ends}
        for start, end in _spans(len(asked.words), SHORTEST, SHORT - 1):
            number = self._whole.get(tuple(asked.words[start:end]))
            if number is None:
                continue
            within = end - start >= SHORTEST_WITHIN and self._vocabulary.content(self._words[number]) >= LEAST_CONTENT
            if within or {start, end} <= bounds:
                return self._all_of(number, OverlapKind.CONTAINED, asked)
        return None

    def _long(self, *sides: Side) -> Overlap | None:
        """The item of which most stands in one place; one that stands there whole goes first."""
        best: Overlap | None = None
        for side in sides:
            for number, shifts in self._grams.shifts(side.words).items():
                for shift, grams in shifts.items():
                    found = self._at(side, number, shift, grams)
                    if found and (best is None or _rank(found) > _rank(best)):
                        best = found
        return best

    def _at(self, side: Side, number: int, shift: int, grams: int) -> Overlap | None:
        """What a side of a pair holds of an item around one place, at which they share so many n-grams."""
        item = self._words[number]
        if shift >= 0 and side.words[shift : shift + len(item)] == item:
            return self._all_of(number, OverlapKind.CONTAINED, side)
        found = None
        if len(item) >= LONG_RUN or side.name == "question":
            found = self._most_of(side, number, shift)
        if found is None and grams >= CONTENT_OF_LONG_RUN:  # each word with content is in a shared n-gram
            found = self._run_of(side, number, shift)
        return found

    def _most_of(self, side: Side, number: int, shift: int) -> Overlap | None:
        """An item of which most words stand there in order."""
        item = self._words[number]
        least = LEAST_SHARE * self._weights[number]
        start = max(0, shift - SLACK)
        window = side.words[start : max(0, shift + len(item) + SLACK)]
        if LCSseq.similarity(item, window) < least:  # no word weighs more than 1
            return None
        runs = [run for run in LCSseq.opcodes(item, window) if run.tag == "equal"]
        shared = [item[run.src_start : run.src_end] for run in runs]
        held = sum(map(self._vocabulary.weight, shared))
        if held < least or self._vocabulary.content(item) < LEAST_CONTENT:
            return None
        sentence = side.sentence_weight(start + runs[0].dest_start, start + runs[-1].dest_end)
        if len(item) < LONG_RUN and held < LEAST_OF_SENTENCE * sentence:
            return None
        return self._part_of(number, side, shared)

    def _run_of(self, side: Side, number: int, shift: int) -> Overlap | None:
        """An item of which a run stands there that is too long for chance."""
        item = self._words[number]
        start, end = _longest_run(item, side.words, shift)
        run = item[start:end]
        if len(run) < LONG_RUN or self._vocabulary.content(run) < CONTENT_OF_LONG_RUN:
            return None
        return self._part_of(number, side, [run])

    def _part_of(self, number: int, side: Side, shared: Sequence[Sequence[int]]) -> Overlap:
        share = sum(map(self._vocabulary.weight, shared)) / self._weights[number]
        text = " … ".join(map(self._vocabulary.spelled, shared))
        return Overlap(self._items[number], OverlapKind.NGRAM, round(share, 4), side.name, text)

    def _all_of(self, number: int, kind: OverlapKind, side: Side) -> Overlap:
        return Overlap(self._items[number], kind, 1.0, side.name, self._vocabulary.spelled(self._words[number]))


def _spans(length: int, shortest: int, longest: int) -> Iterator[tuple[int, int]]:
    """All stretches of a text of `length` words, the longest first."""
    for words_taken in range(longest, shortest - 1, -1):
        for start in range(length - words_taken + 1):
            yield start, start + words_taken


def _longest_run(item: Sequence[int], text: Sequence[int], shift: int) -> tuple[int, int]:
    """Where in the item the longest run starts and ends that stands in the text, `shift` words further on."""
    longest = (0, 0)
    start = first = max(0, -shift)
    end = min(len(item), len(text) - shift)
    for place in range(first, end + 1):
        if place == end or item[place] != text[place + shift]:
            longest = max(longest, (start, place), key=lambda run: run[1] - run[0])
            start = place + 1
    return longest


def _rank(overlap: Overlap) -> tuple[bool, float]:
    return overlap.kind is OverlapKind.CONTAINED, overlap.share
