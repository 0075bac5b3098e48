"""Writing the page."""

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from emosapp_data.workspace import write_text
from evaluation.agreement import agreement
from evaluation.compare import ALL, Comparison, Contrast, compare
from evaluation.record import Evaluation, UsedBenchmark, read_evaluation
from evaluation.report.costs import read_costs
from evaluation.report.drawing import WIDTH, draw
from evaluation.report.paper import PUBLISHED
from evaluation.report.section import Section
from export.bench.figures import Figures


class Sources(NamedTuple):
    """What the page is made of."""

    results: Sequence[Path]
    """Folders of evaluations, two or more."""
    costs: Mapping[str, Path] = {}
    """Files of `emosapp bench --json`, by the model's name."""
    sections: Sequence[Section] = ()
    """Parts that the judge and the safety suite have written."""
    pairs: Sequence[tuple[Path, Path]] = ()
    """Folders of two computations of one model each."""


def write_report(sources: Sources, path: Path) -> Comparison:
    """Compare the models and write the page.

    Raises:
        InputError: results or figures cannot be read, or cannot be compared.
    """
    comparison = compare(sources.results)
    evaluations = [read_evaluation(folder) for folder in sources.results]
    costs = {name: read_costs(file) for name, file in sources.costs.items()}
    scores = [(each.model.name, score) for each in evaluations for score in each.scores]
    environment = Environment(
        loader=PackageLoader("evaluation.report", "."),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["thousands"] = lambda number: f"{number:,}"
    environment.filters["percent"] = lambda share: f"{share * 100:.1f}"
    environment.filters["signed"] = lambda share: f"{share * 100:+.1f}"
    environment.filters["mb"] = lambda size: "–" if size is None else f"{size / 1e6:,.1f} MB"
    write_text(
        path,
        environment.get_template("report.html.jinja").render(
            css=(files("emosapp_data.report") / "report.css").read_text(encoding="utf-8"),
            comparison=comparison,
            evaluations=evaluations,
            findings=list(findings(comparison)),
            drawing=draw(comparison, scores),
            width=WIDTH,
            all_of=ALL,
            scores=scores,
            published=PUBLISHED,
            ours=[_ours(each, costs.get(each.model.name)) for each in evaluations],
            costs=[(name, each) for name, several in costs.items() for each in several],
            benchmarks=_benchmarks(evaluations),
            agreements=[agreement(*pair) for pair in sources.pairs],
            sections=sources.sections,
        ),
    )
    return comparison


def findings(comparison: Comparison) -> Iterator[str]:
    """What was found, in sentences."""
    pairs = dict.fromkeys((each.first, each.second) for each in comparison.contrasts)
    for one, other in pairs:
        of_pair = [each for each in comparison.contrasts if (each.first, each.second) == (one, other)]
        found = [each for each in of_pair if each.found and each.benchmark != ALL]
        total = next(each for each in of_pair if each.benchmark == ALL)
        where = "; ".join(f"{each.benchmark} {each.difference * 100:+.1f} points{_placed(each)}" for each in found)
        mean = f"in the mean of all {total.difference * 100:+.1f} points ({total.low * 100:+.1f} to {total.high * 100:+.1f})"
        if found or total.found:
            yield f"{one} and {other} differ by more than chance{f': {where}' if where else ''}; {mean}."
        else:
            yield f"No difference between {one} and {other} is more than chance; {mean}."


def _placed(contrast: Contrast) -> str:
    return "" if contrast.best > contrast.constant else " (yet neither is above always the same answer)"


class Ours(NamedTuple):
    """A model of ours beside the paper's."""

    name: str
    variant: str
    kind: str
    mhqa: float | None
    dreaddit: float | None
    f1: Sequence[tuple[str, float]]
    size: int | None
    memory: float | None


def _ours(evaluation: Evaluation, costs: Sequence[Figures] | None) -> Ours:
    def score(benchmark: str, metric: str) -> float | None:
        found = [each for each in evaluation.scores if (each.benchmark, each.metric) == (benchmark, metric)]
        return next((each.value for each in found if each.wording is None), found[0].value if found else None)

    f1 = [
        (metric, value)
        for metric in ("f1", "f1_macro", "f1_weighted")
        if (value := score("dreaddit", metric)) is not None
    ]
    memory = costs[0].runtime_memory if costs else None
    model = evaluation.model
    return Ours(
        model.name, model.variant or "as it is", model.kind, score("mhqa", "accuracy"), score("dreaddit", "f1"), f1, model.size,
        memory.median if memory else None,
    )  # fmt: skip


def _benchmarks(evaluations: Sequence[Evaluation]) -> list[UsedBenchmark]:
    """Each benchmark once, with the overlaps that any evaluation has looked for."""
    found: dict[str, UsedBenchmark] = {}
    for evaluation in evaluations:
        for used in evaluation.benchmarks:
            before = found.get(used.name, used)
            found[used.name] = before.model_copy(update={"overlap": {**before.overlap, **used.overlap}})
    return list(found.values())
