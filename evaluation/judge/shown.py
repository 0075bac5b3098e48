"""A judging on the terminal; what is not to be used is struck through, and marked where nothing can be struck."""

from rich.table import Table
from rich.text import Text

from emosapp_data.schema import ANSWER_SCALES
from evaluation.judge.figures import ModelDifference
from evaluation.judge.measures import Estimate
from evaluation.judge.record import Judged

NOT_USED = "not to be used: "


def means_table(judged: Judged) -> Table:
    """Means by model and scale."""
    table = Table("Model", *ANSWER_SCALES, "unreadable", box=None, pad_edge=False)
    by_key = {(mean.model, mean.scale): mean for mean in judged.means}
    for model in judged.models:
        means = [by_key[model.name, scale] for scale in ANSWER_SCALES]
        cells = [_cell(judged, mean.scale, mean.points, "{:.2f}") for mean in means]
        table.add_row(Text(model.name), *cells, f"{means[0].unread} of {model.answers}")
    return table


def differences_table(judged: Judged) -> Table | None:
    """Differences of models; none where there is one model only."""
    if not judged.differences:
        return None
    table = Table("Difference", *ANSWER_SCALES, box=None, pad_edge=False)
    couples: dict[tuple[str, str], dict[str, ModelDifference]] = {}
    for each in judged.differences:
        couples.setdefault((each.model, each.other), {})[each.scale] = each
    for (model, other), by_scale in couples.items():
        cells = [_difference(judged, scale, by_scale.get(scale)) for scale in ANSWER_SCALES]
        table.add_row(Text(f"{model} above {other}"), *cells)
    return table


def people_table(judged: Judged) -> Table | None:
    """Agreement with people; none where there are no ratings of people."""
    if not judged.people:
        return None
    table = Table(
        "Scale", "alpha, judge and people", "alpha, people", "rank correlation", "judge above", box=None, pad_edge=False
    )
    for each in judged.people:
        alphas = [_number(found.value) for found in (each.judge_and_people, each.people)]
        above = f"{each.difference.value:+.2f}{_interval(each.difference, '{:+.2f}')}" if each.difference else "–"
        table.add_row(each.scale, *alphas, _number(each.spearman), above)
    return table


def _difference(judged: Judged, scale: str, found: ModelDifference | None) -> Text:
    if found is None:
        return Text("–")
    return _cell(judged, scale, found.points, "{:+.2f}").append(f" p={found.p_holm:.2g}")


def _cell(judged: Judged, scale: str, found: Estimate | None, form: str) -> Text:
    if found is None:
        return Text("–")
    text = f"{form.format(found.value)}{_interval(found, form)}"
    return Text(text) if judged.verdict.usable(scale) else Text(NOT_USED).append(text, style="strike")


def _interval(found: Estimate, form: str) -> str:
    if found.low is None or found.high is None:
        return ""
    return f" ({form.format(found.low)} to {form.format(found.high)})"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:+.2f}"
