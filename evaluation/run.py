"""Asking a model the benchmarks, and writing down what it said."""

import platform
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import emosapp_data
from emosapp_data.errors import InputError
from emosapp_data.progress import Reporter
from evaluation.asking import WRITTEN, task, task_name
from evaluation.benchmarks import Loaded, load, overlap
from evaluation.models import Opened
from evaluation.own_tasks import OWN, choice_of, own_task, used_of
from evaluation.quiet import quiet_harness
from evaluation.record import Evaluation, Kind, Prediction, Score, UsedBenchmark, write_evaluation
from evaluation.statistics import scores_of
from evaluation.tasks.data import choice_in
from export.bundle.manifest import installed

CACHE = "cache"
"""Folder of the answers that are known, by model."""
LIBRARIES = ("lm_eval", "transformers", "torch", "torchao", "executorch", "tokenizers", "datasets", "scipy", "numpy")

ONE_SIDED, FEWEST = 0.95, 20
"""Share of the same place among all choices, and items, from which on that is told."""


class Asked(NamedTuple):
    """What a model is asked."""

    benchmarks: Mapping[str, Sequence[str]]
    """Names of the benchmarks, each with its wordings; servers that tell no probabilities are asked in one of their own."""
    data: Path
    """Folder of their files."""
    limit: int | None = None
    """Items of each benchmark at most: a sample, the same for all models."""
    chat_template: bool = False
    """Whether the prompts are put into the model's chat template."""
    trained_on: Sequence[str] = ()
    """Releases whose overlap with the benchmarks is looked for."""
    workspace: Path = Path("workspace")
    """Where those releases are."""


def evaluate(
    opened: Opened, asked: Asked, out: Path, reporter: Reporter, command: str, show: Callable[[str], None]
) -> Evaluation:
    """Ask a model and write its predictions and scores.

    Each answer is on disk before the next, by model and prompt: who was interrupted goes on, and ends with the same figures.

    Args:
        opened: the model
        asked: what it is asked
        out: the folder of the results
        reporter: shows progress
        command: what the user typed, to repeat it
        show: told in a line what was left out

    Raises:
        InputError: a benchmark is missing or cannot be read.
    """
    if opened.tested.kind is Kind.ENDPOINT:
        asked = asked._replace(benchmarks=dict.fromkeys(asked.benchmarks, (WRITTEN,)))
    tasks: dict[tuple[str, str], Any] = {}
    used = []
    for name, wordings in asked.benchmarks.items():
        if tuple(wordings) == (OWN,):
            tasks[name, OWN] = own_task(name)
            used.append(used_of(name, tasks[name, OWN]))
            show(f"{name}: no file of it here; asked by lm-eval's own task, {used[-1].items:,} items")
            continue
        loaded = load(name, asked.data)
        for line in _told(name, loaded):
            show(line)
        used.append(_with_overlap(loaded, asked))
        tasks.update({(name, wording): task(name, wording, asked.data) for wording in wordings})
    begin = time.monotonic()
    samples = _ask(opened, asked, tasks, out, reporter, show)
    predictions = [
        prediction
        for (name, wording), one in tasks.items()
        for prediction in _predictions(name, wording, one, samples[task_name(name, wording)])
    ]
    evaluation = Evaluation(
        model=opened.tested,
        benchmarks=tuple(used),
        scores=tuple(_scores(predictions)),
        one_sided=tuple(_one_sided(predictions)),
        settings={
            "limit": asked.limit,
            "wordings": {name: list(wordings) for name, wordings in asked.benchmarks.items()},
            "chat_template": asked.chat_template,
            "few_shot": 0,
        },
        command=command,
        libraries={
            "python": platform.python_version(),
            "emosapp-data": emosapp_data.__version__,
            **{name: version for name in LIBRARIES if (version := installed(name))},
        },
        seconds=time.monotonic() - begin,
    )
    write_evaluation(out, evaluation, predictions)
    return evaluation


def _told(name: str, loaded: Loaded) -> Iterator[str]:
    """What was left out of a benchmark, or mended."""
    reasons: dict[tuple[str, bool], int] = {}
    for each in loaded.used.exclusions:
        reasons[each.reason, each.kept] = reasons.get((each.reason, each.kept), 0) + 1
    shown = [f"{number:,} {reason}{' (kept)' if kept else ''}" for (reason, kept), number in reasons.items()]
    if shown:
        yield f"{name}: {', '.join(shown)}; {loaded.used.items:,} items can be asked"
    for note in loaded.used.notes:
        yield f"{name}: {note}"


def _with_overlap(loaded: Loaded, asked: Asked) -> UsedBenchmark:
    found = {name: len(overlap(loaded, name, asked.workspace)) for name in asked.trained_on}
    return loaded.used.model_copy(update={"overlap": found})


def _ask(
    opened: Opened,
    asked: Asked,
    tasks: Mapping[tuple[str, str], Any],
    out: Path,
    reporter: Reporter,
    show: Callable[[str], None],
) -> dict[str, list[dict[str, Any]]]:
    """The samples of lm-eval, by task."""
    quiet_harness()
    from lm_eval.api.model import CachingLM  # noqa: PLC0415
    from lm_eval.evaluator import evaluate as ask  # noqa: PLC0415

    known_answers = out / CACHE / f"{opened.tested.sha256[:16]}.db"
    known_answers.parent.mkdir(parents=True, exist_ok=True)
    lm = CachingLM(opened.lm, str(known_answers))
    if before := len(lm.dbdict):
        show(f"answers   {before:,} of them known from before")
    with reporter.step("answers", _requests(list(tasks.values()), asked.limit), "answers") as advance:
        opened.lm.done = advance
        found = ask(
            lm,
            {"tasks": {task_name(*key): one for key, one in tasks.items()}, "groups": {}, "group_map": {}},
            limit=asked.limit,
            log_samples=True,
            bootstrap_iters=0,
            apply_chat_template=asked.chat_template,
        )
    if found is None:
        raise InputError("nothing was asked; name a benchmark with --benchmarks")
    samples: dict[str, list[dict[str, Any]]] = found["samples"]
    return samples


def _requests(tasks: Sequence[Any], limit: int | None) -> int:
    """Answers that lm-eval will ask for: one for each choice of each item."""
    total = 0
    for each in tasks:
        written = each.OUTPUT_TYPE == "generate_until"
        documents = islice(each.eval_docs, limit)
        total += sum(1 if written else len(each.doc_to_choice(document)) for document in documents)
    return total


def _predictions(benchmark: str, wording: str, one: Any, samples: Sequence[dict[str, Any]]) -> Iterator[Prediction]:
    for sample in sorted(samples, key=lambda each: int(each["doc_id"])):
        doc = sample["doc"]
        if wording == WRITTEN:
            answer = str(sample["filtered_resps"][0])
            chosen = choice_in(answer, doc["choices"])
            yield Prediction(
                benchmark=benchmark, wording=wording, item=doc["id"], gold=doc["gold"], chosen=chosen, answer=answer
            )
            continue
        choice = choice_of(one, doc, int(sample["doc_id"]))
        scores = [float(response[0]) for response in sample["filtered_resps"]]
        if "acc_norm" in sample:
            scores = [score / len(text) for score, text in zip(scores, choice.choices, strict=True)]
        yield Prediction(
            benchmark=benchmark,
            wording=wording,
            item=choice.item,
            gold=choice.gold,
            chosen=max(range(len(scores)), key=scores.__getitem__),
            scores=tuple(scores),
        )


def _scores(predictions: Sequence[Prediction]) -> Iterator[Score]:
    for benchmark in dict.fromkeys(each.benchmark for each in predictions):
        yield from scores_of([each for each in predictions if each.benchmark == benchmark])


def _one_sided(predictions: Sequence[Prediction]) -> Iterator[str]:
    """Where a choice is taken by its place, whatever is asked."""
    places: dict[tuple[str, str], Counter[int | None]] = {}
    for each in predictions:
        places.setdefault((each.benchmark, each.wording), Counter())[each.chosen] += 1
    for (benchmark, wording), counts in places.items():
        place, times = counts.most_common(1)[0]
        if times >= ONE_SIDED * counts.total() and counts.total() >= FEWEST:
            what = "no choice" if place is None else f"choice {place + 1}"
            yield f"{benchmark} {wording}: it takes {what} on {times:,} of {counts.total():,} items, whatever is asked"
