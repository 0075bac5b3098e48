"""Step `generate`: from key terms and review questions to candidate pairs."""

from collections.abc import Iterator
from functools import partial

from emosapp_data.generation.base import NoPair, PassageIndex
from emosapp_data.generation.textbook import TextbookGenerator
from emosapp_data.generation.usage import Usage
from emosapp_data.ledger import Ledger, Outcome, Result, Step
from emosapp_data.progress import Reporter
from emosapp_data.schema import Element, PassageKind, QAPair
from emosapp_data.steps.base import run_each
from emosapp_data.steps.extract import STEP as EXTRACT
from emosapp_data.steps.extract import BookContent, books

STEP = Step(
    "generate",
    TextbookGenerator.version,
    {"generator": TextbookGenerator.name, "extraction": [EXTRACT.version, EXTRACT.parameters]},
)


def generate_pairs(ledger: Ledger, reporter: Reporter, wanted: bool = True) -> None:
    """Make candidate pairs from all books; from nothing where they are not wanted."""
    total = sum(len(content.elements()) for content in books(ledger)) if wanted else 0
    inputs = _inputs(ledger) if wanted else iter(())
    run_each(ledger, STEP, inputs, total, lambda make: make(), reporter, "key terms and questions")


def candidates(ledger: Ledger) -> Iterator[QAPair]:
    """The pairs that were made, those of the textbook generator first, then those of a model; each book by book."""
    for step in (STEP.name, "ground"):
        for item in ledger.items(step):
            if item.result.outcome is Outcome.KEPT:
                yield QAPair.model_validate(item.result.output)


def _inputs(ledger: Ledger) -> Iterator[tuple[str, partial[Result]]]:
    for content in books(ledger):
        maker = _Maker(content)
        for element in content.elements():
            yield f"{content.id}/{element.id}", partial(maker, element)


class _Maker:
    """Makes pairs from the elements of one book; prepares only when the first is asked for."""

    def __init__(self, content: BookContent) -> None:
        self._content = content
        self._generator: TextbookGenerator | None = None

    def __call__(self, element: Element) -> Result:
        if self._generator is None:
            passages = list(self._content.passages())
            prose = (passage.text for passage in passages if passage.kind is PassageKind.PROSE)
            self._generator = TextbookGenerator(PassageIndex(passages), Usage(prose))
        made = self._generator.generate(element)
        if isinstance(made, NoPair):
            return Result(Outcome.REJECTED, made.reason, made.detail)
        return Result(Outcome.KEPT, output=made.model_dump(mode="json", exclude_defaults=True), makes=1)
