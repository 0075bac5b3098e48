"""Which column of a benchmark holds the question, which the choices, which the answer: known layouts, by their columns."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

Row = Mapping[str, Any]


class Asked(NamedTuple):
    """What a row asks."""

    text: str
    """The question or post."""
    choices: tuple[str, ...] = ()
    """The choices, in their order."""
    answer: str | None = None
    """The right answer in words."""


class Layout(NamedTuple):
    """A way in which benchmarks name their columns."""

    name: str
    """The layout in words, for reports."""
    needs: frozenset[str]
    """Columns by which it is recognised."""
    read: Callable[[Row], Asked]
    """Reads a row."""


def normalised(row: Row) -> dict[str, Any]:
    """A row whose columns are named in lower case with underscores, so that 'Best Answer' is best_answer."""
    return {re.sub(r"\W+", "_", str(name).strip().casefold()).strip("_"): value for name, value in row.items()}


def layout_of(columns: Sequence[str]) -> Layout | None:
    """The first known layout that a file with these normalised columns has."""
    return next((layout for layout in LAYOUTS if layout.needs <= set(columns)), None)


def string(value: Any) -> str:
    """A cell as text; nothing for null."""
    return "" if value is None else str(value).strip()


def chosen(choices: Sequence[str], key: Any, labels: Sequence[str] = (), first: int = 0) -> str | None:
    """The choice that `key` names: by its words, its label, its letter, or its number from `first`."""
    told = string(key)
    if told in choices:
        return told
    if told in labels:
        return dict(zip(labels, choices, strict=False)).get(told)
    if re.fullmatch(r"[A-Z]", told) and ord(told) - ord("A") < len(choices):
        return choices[ord(told) - ord("A")]
    if re.fullmatch(r"\d+(\.0)?", told) and 0 <= int(float(told)) - first < len(choices):
        return choices[int(float(told)) - first]
    return told or None


def _numbered(row: Row, stem: str) -> tuple[str, ...]:
    """The cells of stem1, stem2 and so on, or stema, stemb and so on, as far as they go."""
    for endings in ("123456789", "abcdefghij"):
        cells = []
        for ending in endings:
            if stem + ending not in row:
                break
            cells.append(string(row[stem + ending]))
        if cells:
            return tuple(filter(None, cells))
    return ()


def _first(row: Row, *columns: str) -> Any:
    return next((row[column] for column in columns if row.get(column) not in (None, "")), None)


def _options(row: Row) -> Asked:
    options = _numbered(row, "option") or _numbered(row, "choice")
    told = string(_first(row, "correct_option", "correct_answer", "answer"))
    number = _first(row, "correct_option_number", "correct_option_num")
    answer = chosen(options, number, first=1) if not told and number else chosen(options, told, first=1)
    return Asked(string(_first(row, "question", "sentence")), options, answer)


def _choices(row: Row) -> Asked:
    question, choices = row.get("question", row.get("question_stem")), row.get("choices")
    inside: Any = question if isinstance(question, dict) else {}
    question, choices = inside.get("stem", question), inside.get("choices", choices)
    texts, labels = _labelled(choices)
    return Asked(string(question), texts, chosen(texts, _first(row, "answerkey", "answer", "label"), labels))


def _labelled(choices: Any) -> tuple[tuple[str, ...], list[str]]:
    """Texts and labels of choices: {text, label} lists, a list of {label, text}, or a plain list."""
    if isinstance(choices, dict):
        return tuple(map(string, choices.get("text") or ())), list(map(string, choices.get("label") or ()))
    if isinstance(choices, list) and choices and isinstance(choices[0], dict):
        return tuple(string(choice.get("text")) for choice in choices), [string(c.get("label")) for c in choices]
    return tuple(map(string, choices or ())), []


def _goal(row: Row) -> Asked:
    solutions = (string(row["sol1"]), string(row["sol2"]))
    return Asked(string(row["goal"]), solutions, chosen(solutions, row.get("label")))


def _context_and_question(row: Row) -> Asked:
    """The question alone ("What will Robin want to do next?") is asked of many contexts, so both are the item."""
    answers = _numbered(row, "answer")
    text = f"{string(row['context'])} {string(row['question'])}".strip()
    return Asked(text, answers, chosen(answers, row.get("label"), first=1))


def _endings(row: Row) -> Asked:
    endings = tuple(map(string, row["endings"] or ()))
    return Asked(string(row["ctx"]), endings, chosen(endings, row.get("label")))


def _lettered(row: Row) -> Asked:
    choices = tuple(string(row[letter]) for letter in "abcdefghij" if string(row.get(letter)))
    return Asked(string(row["question"]), choices, chosen(choices, _first(row, "answer", "target", "label")))


def _headerless(row: Row) -> Asked:
    cells = [string(cell) for cell in row.values()]
    return Asked(cells[0], tuple(cells[1:-1]), chosen(cells[1:-1], cells[-1]))


def _truthful(row: Row) -> Asked:
    told = _first(row, "best_answer", "answer", "correct_answers")
    targets = row.get("mc1_targets")
    if isinstance(targets, dict):
        choices = tuple(map(string, targets.get("choices") or ()))
        right = [choice for choice, label in zip(choices, targets.get("labels") or (), strict=False) if label]
        return Asked(string(row["question"]), choices, right[0] if right else None)
    wrong = row.get("incorrect_answers")
    choices = tuple(map(string, wrong)) if isinstance(wrong, list) else tuple(string(wrong).split("; "))
    return Asked(string(row["question"]), tuple(filter(None, choices)), string(told) or None)


TEMPLATE = re.compile(r"\s*Please (?:choose|answer)\b[^:]*:\s*(?P<asked>.*?)\s*(?:Answer format:.*)?", re.DOTALL)
NUMBERED = re.compile(r"\b(?:Answer|Solution|Option|Ending)\d+:")


def _instruction(row: Row) -> Asked:
    """The prompts of LLM-Adapters (Hu et al. 2023): "Please choose ...: QUESTION Answer1: ... Answer format: ..."."""
    instruction = " ".join(filter(None, (string(row["instruction"]), string(row.get("input")))))
    told = _first(row, "answer", "output")
    if not (match := TEMPLATE.fullmatch(instruction)):
        return Asked(instruction, (), string(told) or None)
    question, *choices = (part.strip() for part in NUMBERED.split(match["asked"]))
    key = re.sub(r"^(?:answer|solution|option|ending)(?=\d+$)", "", string(told))
    return Asked(question, tuple(choices), chosen(choices, key, first=1))


def _passage_and_question(row: Row) -> Asked:
    """The passage stands in the encyclopedia that it was taken from: only the question makes the item."""
    return Asked(string(row["question"]), (), string(_first(row, "answer", "label")) or None)


def _post(row: Row) -> Asked:
    return Asked(string(row["text"]), (), string(_first(row, "label", "answer")) or None)


def _plain(row: Row) -> Asked:
    return Asked(string(row["question"]), (), string(_first(row, "answer", "answers", "label")) or None)


def _layout(name: str, needs: str, read: Callable[[Row], Asked]) -> Layout:
    return Layout(name, frozenset(needs.split()), read)


LAYOUTS = (
    _layout("instruction with the choices inside (LLM-Adapters)", "instruction output", _instruction),
    _layout("question and options (MHQA)", "question option1 option2", _options),
    _layout("question and choices (ARC, OpenBookQA, CommonsenseQA, MMLU)", "question choices", _choices),
    _layout("question and choices (ARC, OpenBookQA, CommonsenseQA, MMLU)", "question_stem choices", _choices),
    _layout("question with choices inside (ARC, OpenBookQA, CommonsenseQA)", "question answerkey", _choices),
    _layout("goal and solutions (PIQA)", "goal sol1 sol2", _goal),
    _layout("context, question and answers (SocialIQA)", "context question answera answerb", _context_and_question),
    _layout("sentence and options (WinoGrande)", "sentence option1 option2", _options),
    _layout("context and endings (HellaSwag)", "ctx endings", _endings),
    _layout("question and lettered choices (MMLU)", "question a b c d", _lettered),
    _layout("question, true and false answers (TruthfulQA)", "question correct_answers", _truthful),
    _layout("question, true and false answers (TruthfulQA)", "question mc1_targets", _truthful),
    _layout("passage and question (BoolQ)", "passage question", _passage_and_question),
    _layout("posts (Dreaddit)", "text subreddit", _post),
    _layout("question", "question", _plain),
    _layout("text", "text", _post),
)
"""The known layouts, the most particular first."""
HEADERLESS = Layout("question, choices and letter, without a header (MMLU)", frozenset(), _headerless)
"""MMLU's own files; recognised by the letter in their last column."""
