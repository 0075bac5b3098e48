"""The steps as the report draws and adds them up, and how a model was asked."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from emosapp_data.generation.asking import Asked
from emosapp_data.ledger import Ledger, Outcome
from emosapp_data.report.flow import Flow, Stage, draw_flow
from emosapp_data.schema import QAPair, StepCount

SOURCES = {"generate": "key terms and review questions", "ground": "drafts by the model"}
"""The steps that make pairs, and what they make them from."""
JUDGES = {
    "check": "checks",
    "round_trip": "second reading",
    "judge": "judge",
    "duplicates": "exact duplicates",
    "near_duplicates": "near duplicates",
    "review": "review by people",
    "release": "choice for the release",
}
"""The steps that pairs pass through, in their order, and what is written above them."""
LEAVING = {
    "check": "failed a check",
    "round_trip": "answered otherwise",
    "judge": "judged wrong",
    "duplicates": "exact duplicates",
    "near_duplicates": "near duplicates",
    "review": "left out by people",
    "release": "not chosen",
}
"""What is said of the pairs that these steps leave out."""


class Term(NamedTuple):
    """A term of the sum under the drawing."""

    sign: str
    number: int
    name: str


class Asking(NamedTuple):
    """How a model was asked: from passages to candidate pairs."""

    select: StepCount
    ask: StepCount
    ground: StepCount
    model: str
    prompt: str
    """Hash of the prompt."""
    tokens_in: int | None
    """Tokens sent, where the server counted all of them."""
    tokens_out: int | None
    mended: int
    """Replies that did not keep to the form that they were asked for, and were read with tolerance."""
    again: int
    """Calls that were asked once more, since their first reply could not be used."""


def flow_of(ledger: Ledger, counts: Mapping[str, StepCount], pairs: Sequence[QAPair]) -> Flow:
    """The drawing of all steps whose items are pairs or become pairs."""
    written = {pair.id for pair in pairs if pair.origin.model}
    sources = [_source(counts[name]) for name in _sources(counts)]
    kinds = [source.kind for source in sources if source.step.kept] or [sources[0].kind]
    kind = kinds[0] if len(kinds) == 1 else "both"
    steps = []
    for name in (name for name in JUDGES if name in counts):
        kept = (item.input for item in ledger.items(name) if item.result.outcome is Outcome.KEPT)
        by_model = sum(pair in written for pair in kept) if written else 0
        steps.append(Stage(counts[name], JUDGES[name], kind, by_model))
    return draw_flow(sources, steps, last_name(counts))


def sum_of(counts: Mapping[str, StepCount]) -> list[Term]:
    """The sum from what was made to what is left, term by term."""
    made = [Term("+", counts[name].kept, f"pairs from {SOURCES[name]}") for name in _sources(counts)]
    terms = [made[0]._replace(sign=""), *made[1:]]
    if len(made) > 1:
        terms.append(Term("=", counts["check"].items, "candidate pairs"))
    for name, words in LEAVING.items():
        if name in counts and (left_out := counts[name].items - counts[name].kept):
            terms.append(Term("−", left_out, words))
    last = [counts[name] for name in JUDGES if name in counts][-1]
    return [*terms, Term("=", last.kept, last_name(counts))]


def last_name(counts: Mapping[str, StepCount]) -> str:
    """What the pairs are called that are left at the end."""
    return "released pairs" if "release" in counts else "pairs kept"


def asking(ledger: Ledger, counts: Mapping[str, StepCount]) -> Asking | None:
    """How a model was asked; none where none was."""
    if not {"select", "ask", "ground"} <= counts.keys():
        return None
    replies = [Asked.model_validate(item.result.output) for item in ledger.items("ask") if item.result.output]
    parameters = ledger.parameters("ask")
    sent, written = ([reply.tokens_in for reply in replies], [reply.tokens_out for reply in replies])
    return Asking(
        counts["select"],
        counts["ask"],
        counts["ground"],
        str(parameters["model"]),
        str(parameters["prompt"]),
        _total(sent),
        _total(written),
        sum(reply.mended for reply in replies),
        sum(len(reply.replies) > 1 for reply in replies),
    )


def _sources(counts: Mapping[str, StepCount]) -> list[str]:
    """The sources that had anything to make pairs from; the first where none had."""
    present = [name for name in SOURCES if name in counts]
    return [name for name in present if counts[name].items] or present[:1]


def _source(count: StepCount) -> Stage:
    if count.step == "ground":
        return Stage(count, SOURCES[count.step], "model", count.kept)
    return Stage(count, SOURCES[count.step])


def _total(numbers: Sequence[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if numbers and len(known) == len(numbers) else None
