"""Results of models that answer by chance, with as much difference as a test wants."""

from pathlib import Path

import numpy as np

from evaluation.record import Evaluation, Exclusion, Kind, Prediction, TestedModel, UsedBenchmark, write_evaluation
from evaluation.statistics import scores_of


def results(
    folder: Path,
    name: str,
    share: float,
    *,
    items: int = 300,
    seed: int = 0,
    kind: Kind = Kind.CHECKPOINT,
    file: str = "0" * 64,
) -> Path:
    """Write an evaluation of a model that is right with a probability; models of the same items share what is hard."""
    shared, own = np.random.default_rng(99), np.random.default_rng(seed)
    predictions = []
    for benchmark, wordings in (("mhqa", "abc"), ("dreaddit", "abc"), ("arc_easy", "a")):
        choices = 2 if benchmark == "dreaddit" else 4
        gold, hard = shared.integers(0, choices, items), shared.random(items)
        for wording in wordings:
            right = np.where(own.random(items) < 0.5, hard, own.random(items)) < share
            for number in range(items):
                chosen = int(gold[number]) if right[number] else int((gold[number] + 1) % choices)
                scores = -own.random(choices) - 1
                scores[chosen] = -own.random() * 0.5
                predictions.append(
                    Prediction(
                        benchmark=benchmark, wording=wording, item=str(number), gold=int(gold[number]), chosen=chosen,
                        scores=tuple(scores),
                    )
                )  # fmt: skip
    used = [
        UsedBenchmark(
            name=benchmark, file=f"{benchmark}.csv", sha256=file, items=items, overlap={"knowledge": 0},
            exclusions=(Exclusion(benchmark=benchmark, item="7", reason="repeated", detail="<b>as 3</b>"),),
        )
        for benchmark in ("mhqa", "dreaddit", "arc_easy")
    ]  # fmt: skip
    scores = [score for each in used for score in scores_of([one for one in predictions if one.benchmark == each.name])]
    model = TestedModel(name=name, kind=kind, source=name, sha256=f"{seed:064x}", variant="qat-lora", size=10**8)
    evaluation = Evaluation(
        model=model,
        benchmarks=tuple(used),
        scores=tuple(scores),
        settings={},
        command=f"emosapp evaluate run {name}",
        libraries={"python": "3.11"},
    )
    write_evaluation(folder, evaluation, predictions)
    return folder
