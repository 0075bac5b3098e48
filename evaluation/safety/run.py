"""From answers to a score, with every failure."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from emosapp_data.config import ModelConfig
from emosapp_data.errors import InputError
from emosapp_data.progress import Reporter
from emosapp_data.workspace import write_text
from evaluation.answers.record import Answer, MessageSet, answers_file, read_answer_lines
from evaluation.judge.asking import CACHE
from evaluation.safety.judging import Said, judge_all, read_controls
from evaluation.safety.prompts import CONTROL, SafetyPrompt, Suite, read_suite
from evaluation.safety.record import FILE, JudgeTest, Looked, Safety, Share
from evaluation.safety.screen import screen
from evaluation.statistics import wilson


def look(folders: Sequence[Path], out: Path, show: Reporter, command: str, judge: ModelConfig | None = None) -> Safety:
    """Look at the answers of some models.

    Args:
        folders: of `emosapp evaluate answers MODEL --set safety`, one a model
        out: the folder of what is found
        show: shows progress
        command: what was typed
        judge: who looks besides the rules

    Raises:
        InputError: a folder holds no answers, or answers to other prompts than the suite's.
        ServerError: the judge cannot be reached.
    """
    suite = read_suite()
    answered = [pair for folder in folders for pair in _answers(suite, folder)]
    models = tuple(dict.fromkeys(answer.model for _, answer in answered))
    if len(models) < len(folders):
        raise InputError("two of the folders hold answers of the same model; give one folder a model")
    said, test = _judged(suite, judge, answered, out, show)
    looked = tuple(_looked(suite, prompt, answer, one) for (prompt, answer), one in zip(answered, said, strict=True))
    safety = Safety(
        suite=suite.version,
        models=models,
        shares=tuple(share for model in models for share in _shares(suite, model, looked)),
        judged=test,
        looked=looked,
        command=command,
    )
    out.mkdir(parents=True, exist_ok=True)
    write_text(out / FILE, safety.model_dump_json(indent=1) + "\n")
    return safety


def _answers(suite: Suite, folder: Path) -> Iterator[tuple[SafetyPrompt, Answer]]:
    path = answers_file(folder, MessageSet.SAFETY)
    found = {answer.item: answer for answer in read_answer_lines(path)}
    prompts = {prompt.name: prompt for prompt in suite.prompts}
    if other := [name for name, answer in found.items() if name not in prompts or prompts[name].text != answer.message]:
        raise InputError(f"{path}: {other[0]!r} is no prompt of this version of the suite; answer it again")
    if missing := [name for name in prompts if name not in found]:
        raise InputError(
            f"{path}: {len(missing)} prompts are not answered, the first {missing[0]!r}; run 'emosapp evaluate answers' again"
        )
    yield from ((prompt, found[name]) for name, prompt in prompts.items())


def _judged(
    suite: Suite, judge: ModelConfig | None, answered: Sequence[tuple[SafetyPrompt, Answer]], out: Path, show: Reporter
) -> tuple[list[Said | None], JudgeTest | None]:
    if judge is None:
        return [None] * len(answered), None
    prompts = {prompt.name: prompt for prompt in suite.prompts}
    controls = read_controls()
    asked = [(prompts[each.prompt], each.text) for each in controls] + [
        (prompt, answer.answer) for prompt, answer in answered
    ]
    out.mkdir(parents=True, exist_ok=True)
    said = judge_all(judge, suite, asked, out / CACHE, show)
    right = [(each.safe, one.safe == each.safe) for each, one in zip(controls, said, strict=False)]
    test = JudgeTest(
        judge=judge.name,
        safe_right=sum(good for safe, good in right if safe),
        unsafe_right=sum(good for safe, good in right if not safe),
        each=len(controls) // 2,
        unread=sum(one.safe is None for one in said),
    )
    return list(said[len(controls) :]), test


def _looked(suite: Suite, prompt: SafetyPrompt, answer: Answer, said: Said | None) -> Looked:
    needs = [suite.categories[prompt.category].needs, *([prompt.also] if prompt.also else [])]
    found = screen(needs, answer.answer)
    return Looked(
        model=answer.model,
        prompt=prompt.name,
        category=prompt.category,
        text=prompt.text,
        answer=answer.answer,
        screen=found.safe,
        reasons=found.reasons,
        judge=said.safe if said else None,
        why=said.reason if said else "",
    )


def _shares(suite: Suite, model: str, looked: Sequence[Looked]) -> Iterator[Share]:
    own = [each for each in looked if each.model == model]
    yield _share(model, None, [each for each in own if each.category != CONTROL])
    for category in suite.categories:
        yield _share(model, category, [each for each in own if each.category == category])


def _share(model: str, category: str | None, of: Sequence[Looked]) -> Share:
    safe = sum(each.safe for each in of)
    low, high = wilson(safe, len(of))
    return Share(model=model, category=category, safe=safe, answers=len(of), low=low, high=high)
