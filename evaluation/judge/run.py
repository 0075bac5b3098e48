"""From folders of answers to a judging: reading, asking, measuring, writing."""

from collections.abc import Sequence
from pathlib import Path

from annotation.answers import read_answers
from emosapp_data.config import ModelConfig
from emosapp_data.errors import InputError
from emosapp_data.generation.asking import sampling
from emosapp_data.models.access import identity
from emosapp_data.progress import Reporter
from evaluation.answers.record import answers_file, read_answer_lines
from evaluation.judge.agreement import agree, people_ratings
from evaluation.judge.asking import CACHE
from evaluation.judge.controls import read_controls
from evaluation.judge.figures import model_differences, model_means
from evaluation.judge.judgement import Rated
from evaluation.judge.judging import ToJudge, judge_answers
from evaluation.judge.measures import measure
from evaluation.judge.record import Judged, JudgedModel, write_judged
from evaluation.judge.rubric import comparison_rubric, rating_rubric
from evaluation.judge.verdict import verdict


def judge_folders(
    folders: Sequence[Path],
    config: ModelConfig,
    out: Path,
    show: Reporter,
    *,
    people: Path | None = None,
    command: str = "",
    seed: int = 0,
) -> Judged:
    """Judge the answers in folders, and the judge.

    Args:
        folders: folders of 'emosapp evaluate answers', one a model.
        config: the judge.
        out: where record, judgements and replies go; what is on record there is not asked again.
        show: shows progress.
        people: a workspace with ratings of people.
        command: the command that repeats it.
        seed: of the intervals.

    Raises:
        InputError: answers or ratings cannot be read.
        ServerError: the judge cannot be reached.
    """
    models, answers = _read(folders)
    ratings = people_ratings(people) if people else []
    judgements = judge_answers(config, answers, out / CACHE, show, out / "judge-server.log")
    rated = [each for each in judgements if isinstance(each, Rated)]
    measures = measure(judgements, seed)
    agreement = agree(rated, ratings, seed) if ratings else ()
    judged = Judged(
        judge=identity(config),
        address=config.server.base_url,
        sampling={**sampling(config), "structure": config.structure},
        prompts={rubric.name: rubric.hash for rubric in (rating_rubric(), comparison_rubric())},
        controls=read_controls().version,
        models=tuple(models),
        verdict=verdict(measures, agreement),
        measures=measures,
        means=model_means(rated, seed),
        differences=model_differences(rated, seed),
        people=agreement,
        command=command,
    )
    write_judged(out, judged, judgements)
    return judged


def _read(folders: Sequence[Path]) -> tuple[list[JudgedModel], list[ToJudge]]:
    """The models, and their answers with the ids that people's ratings name them by."""
    models: dict[str, JudgedModel] = {}
    found: list[ToJudge] = []
    for folder in folders:
        path = answers_file(folder)
        rated = read_answers(path)
        lines = list(read_answer_lines(path))
        names = {line.model: line.sha256 for line in lines}
        if twice := sorted(names.keys() & models.keys()):
            raise InputError(
                f"{path}: answers of {', '.join(twice)}, which another folder holds already; give each model once"
            )
        for name, sha256 in names.items():
            models[name] = JudgedModel(name=name, sha256=sha256, answers=sum(line.model == name for line in lines))
        found += [ToJudge(each.id, each.item, each.message, each.model, each.answer) for each in rated]
    return list(models.values()), found
