"""Step `generate`: from key terms and review questions to candidate pairs."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from emosapp_data.engine import Engine
from emosapp_data.generation.base import NoPair, PassageIndex
from emosapp_data.generation.textbook import TextbookGenerator
from emosapp_data.generation.usage import Usage
from emosapp_data.ledger import Ledger, Outcome, Result, Step
from emosapp_data.progress import Reporter
from emosapp_data.schema import Element, PassageKind, QAPair
from emosapp_data.steps.extract import STEP as EXTRACT
from emosapp_data.steps.extract import books
from emosapp_data.steps.packing import PackedPassages
from emosapp_data.steps.spread import Each, run_batches

STEP = Step(
    "generate",
    TextbookGenerator.version,
    {"generator": TextbookGenerator.name, "extraction": [EXTRACT.version, EXTRACT.parameters]},
)


class Given(NamedTuple):
    """An element of a book, and the book's passages."""

    passages: PackedPassages
    element: Element


def generate_pairs(ledger: Ledger, engine: Engine, reporter: Reporter, wanted: bool = True) -> None:
    """Make candidate pairs from all books; from nothing where they are not wanted.

    Raises:
        ClusterError: the engine has no workers any more; what was done is on record.
    """
    total = sum(len(content.elements) for content in books(ledger)) if wanted else 0
    batches = _batches(ledger) if wanted else iter(())
    run_batches(ledger, STEP, batches, total, generate_batch, engine, reporter, "key terms and questions")


def candidates(ledger: Ledger) -> Iterator[QAPair]:
    """The pairs that were made, those of the textbook generator first, then those of a model; each book by book."""
    for step in (STEP.name, "ground"):
        for item in ledger.items(step):
            if item.result.outcome is Outcome.KEPT:
                yield QAPair.model_validate(item.result.output)


def generate_batch(given: Sequence[Given]) -> list[Result]:
    """The pairs of elements of one book, which is prepared once for all of them."""
    passages = list(given[0].passages.values())
    prose = (passage.text for passage in passages if passage.kind is PassageKind.PROSE)
    generator = TextbookGenerator(PassageIndex(passages), Usage(prose))

    def make(each: Given) -> Result:
        made = generator.generate(each.element)
        if isinstance(made, NoPair):
            return Result(Outcome.REJECTED, made.reason, made.detail)
        return Result(Outcome.KEPT, output=made.model_dump(mode="json", exclude_defaults=True), makes=1)

    return Each(make)(given)


def _batches(ledger: Ledger) -> Iterator[list[tuple[str, Given]]]:
    """A batch for each book."""
    for content in books(ledger):
        if content.elements:
            yield [(f"{content.id}/{element.id}", Given(content.passages, element)) for element in content.elements]
