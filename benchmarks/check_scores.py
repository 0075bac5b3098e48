"""How well the checks that need no model tell bad pairs from good ones.

    python benchmarks/check_scores.py [development|reported]

Judges the labelled pairs of a half (`tests/labelled/`, see its README) with every such check, over the sample book. A check
finds the labels named here; its precision is the share of its rejections that bear one of them. `unsafe` comes before all other
labels, and many an unsafe answer is also unsupported: rejections of unsafe pairs by another check are counted apart, and are
neither right nor wrong in its precision. Time is one pair's share of a run in which the words have been looked up before.
"""

import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpus.book import BookDescription
from emosapp_data.checks.base import Check
from emosapp_data.checks.complete import Complete
from emosapp_data.checks.leaked_answer import LeakedAnswer
from emosapp_data.checks.off_question import OffQuestion
from emosapp_data.checks.supported import Supported
from emosapp_data.checks.vague import Vague
from emosapp_data.engine import LocalEngine
from emosapp_data.ledger import Ledger
from emosapp_data.pipeline import extract
from emosapp_data.progress import Silent
from emosapp_data.schema import Passage
from emosapp_data.steps.extract import BookFile
from emosapp_data.workspace import Workspace
from tests.labelled.reading import HALVES, Label, LabelledPair, labelled_pairs

SAMPLE = Path(__file__).resolve().parents[1] / "examples" / "feeling-and-coping.pdf"
UNSUPPORTED = frozenset({Label.WRONG_NUMBER, Label.NEGATION_DROPPED, Label.UNSUPPORTED_CLAIM, Label.OPPOSITE_TERM})
CHECKS: tuple[tuple[Check, frozenset[Label]], ...] = (
    (Supported(1.6), UNSUPPORTED),
    (LeakedAnswer(1.0), frozenset({Label.LEAKED_ANSWER})),
    (Vague(), frozenset({Label.VAGUE})),
    (OffQuestion(), frozenset({Label.UNANSWERABLE})),
    (Complete(), frozenset({Label.PARTIAL})),
)


class Score(NamedTuple):
    """What a check rejected."""

    check: str
    found: int
    there: int
    good: int
    """Good pairs that it rejected."""
    others: int
    """Pairs of other labels that it rejected, without the unsafe ones."""
    unsafe: int
    milliseconds: float
    by_label: Mapping[Label, tuple[int, int]]
    """Rejected and all, for each label that it is to find."""

    @property
    def precision(self) -> float:
        """Share of the rejections that are right."""
        rejected = self.found + self.good + self.others
        return self.found / rejected if rejected else 1.0

    @property
    def recall(self) -> float:
        """Share of the pairs to be found that are found."""
        return self.found / self.there


def passages_of_sample() -> dict[str, Passage]:
    """The passages of the sample book, by id."""
    with TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder) / "workspace")
        with Ledger.write(workspace.path) as ledger:
            extract(ledger, workspace, [BookFile(SAMPLE, BookDescription())], LocalEngine(), Silent())
        lines = workspace.passages.read_text(encoding="utf-8").splitlines()
    return {passage.id: passage for passage in map(Passage.model_validate_json, lines)}


def score(check: Check, labels: frozenset[Label], pairs: list[LabelledPair], passages: Mapping[str, Passage]) -> Score:
    """Judge all pairs with a check."""
    for pair, _, _ in pairs:
        check.judge(pair, passages)
    start = time.perf_counter()
    rejected = Counter(label for pair, label, _ in pairs if not check.judge(pair, passages).passed)
    spent = time.perf_counter() - start
    there = Counter(label for _, label, _ in pairs)
    return Score(
        check=check.name,
        found=sum(rejected[label] for label in labels),
        there=sum(there[label] for label in labels),
        good=rejected[Label.GOOD],
        others=sum(rejected[label] for label in Label if label not in labels | {Label.GOOD, Label.UNSAFE}),
        unsafe=rejected[Label.UNSAFE],
        milliseconds=1000 * spent / len(pairs),
        by_label={label: (rejected[label], there[label]) for label in sorted(labels)},
    )


def main(half: str) -> None:
    """Print the scores of all checks on a half."""
    passages = passages_of_sample()
    pairs = labelled_pairs(half, passages.values())
    print(f"{half}: {len(pairs)} pairs, {sum(label is Label.GOOD for _, label, _ in pairs)} good")
    print(
        f"{'check':14} {'precision':>9} {'recall':>7} {'found':>8} {'good':>5} {'others':>7} {'unsafe':>7} {'ms/pair':>8}"
    )
    for check, labels in CHECKS:
        row = score(check, labels, pairs, passages)
        print(
            f"{row.check:14} {row.precision:9.3f} {row.recall:7.3f} {f'{row.found}/{row.there}':>8} {row.good:5}"
            f" {row.others:7} {row.unsafe:7} {row.milliseconds:8.2f}"
        )
        if len(labels) > 1:
            for label, (found, there) in row.by_label.items():
                print(f"  {label:22} {found / there:9.3f} {f'{found}/{there}':>8}")


if __name__ == "__main__":
    chosen = sys.argv[1] if len(sys.argv) > 1 else "development"
    if chosen not in HALVES:
        sys.exit(f"{chosen}: name one of {', '.join(HALVES)}")
    main(chosen)
