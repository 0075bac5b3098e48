"""From a folder of benchmark files to documents."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from emosapp_data.contamination import Benchmark, BenchmarkItem, read_benchmark
from emosapp_data.contamination.files import SUFFIXES
from emosapp_data.errors import InputError
from evaluation.benchmarks.document import Document, Loaded
from evaluation.benchmarks.known import Known, known
from evaluation.benchmarks.troubles import Mended, answers_by_number, broken_texts
from evaluation.record import Exclusion, UsedBenchmark


def find(name: str, data: Path) -> Path:
    """The file of a benchmark below a folder.

    Raises:
        InputError: the folder, or such a file, is not there.
    """
    benchmark = known(name)
    if not data.is_dir():
        raise InputError(f"{data}: no such folder; give the one that holds the benchmarks with --data")
    files = sorted(path for path in data.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    for beginning in benchmark.files:
        if found := [path for path in files if _plain(path).startswith(beginning)]:
            return min(found, key=_preference)
    names = " or ".join(f"{beginning}*" for beginning in benchmark.files)
    raise InputError(
        f"{data}: no file of {benchmark.title} below it (a name such as {names}, {', '.join(sorted(SUFFIXES))})"
    )


def _plain(path: Path) -> str:
    return re.sub(r"\W+", "_", path.name.lower())


def _preference(path: Path) -> tuple[int, str]:
    """Test files before validation files before others; training files last."""
    name = _plain(path)
    rank = next((rank for rank, word in enumerate(("test", "val", "dev")) if word in name), 3)
    return 4 if "train" in name else rank, str(path)


def load(name: str, data: Path) -> Loaded:
    """Read a benchmark.

    The documents come in the order of a hash of their ids, so that the first N of them are a random sample, the same on every
    machine, rather than the beginning of a file that may be sorted.

    Args:
        name: of the benchmark
        data: a folder that holds its file, at any depth, or the file

    Raises:
        InputError: the file is missing or cannot be read, or nothing in it can be asked.
    """
    benchmark = known(name)
    path = find(name, data) if data.is_dir() or not data.exists() else data
    read = read_benchmark(path)
    documents, exclusions = _documents(benchmark, path, read)
    if not documents:
        raise InputError(
            f"{path}: no item of it can be asked ({len(exclusions)} left out, the first: {exclusions[0].reason})"
        )
    used = UsedBenchmark(
        name=name,
        file=path.name,
        sha256=read.digest,
        items=len(documents),
        licence=benchmark.licence,
        exclusions=tuple(exclusions),
        notes=read.notes,
    )
    return Loaded(used, tuple(sorted(documents, key=lambda each: _draw(name, each.id))), read.items)


def _draw(name: str, item: str) -> str:
    return hashlib.sha256(f"{name}\n{item}".encode()).hexdigest()


def _documents(benchmark: Known, path: Path, read: Benchmark) -> tuple[list[Document], list[Exclusion]]:
    mended = answers_by_number(path) if benchmark.name == "mhqa" else {}
    exclusions = [*_mended(benchmark, mended), *broken_texts(benchmark.name, path)]
    documents: list[Document] = []
    seen: dict[tuple[str, tuple[str, ...]], str] = {}
    for item in read.items:
        made = _document(benchmark, item, mended[item.id].answer if item.id in mended else item.answer)
        if isinstance(made, Document):
            key = (made.question.casefold(), tuple(sorted(choice.casefold() for choice in made.choices)))
            if key not in seen:
                seen[key] = made.id
                documents.append(made)
                continue
            made = ("repeated", f"the same question and choices as {seen[key]}")
        if made[0] != "answer_disagrees":  # those are told with what disagrees
            exclusions.append(Exclusion(benchmark=benchmark.name, item=item.id, reason=made[0], detail=made[1]))
    return documents, exclusions


def _document(benchmark: Known, item: BenchmarkItem, answer: str | None) -> Document | tuple[str, str]:
    """A document, or why there is none and what was found."""
    if benchmark.choices:
        gold = {"0": 0, "false": 0, "no": 0, "1": 1, "true": 1, "yes": 1}.get(str(answer).casefold().removesuffix(".0"))
        return ("no_answer", f"{answer!r}") if gold is None else Document(item.id, item.text, benchmark.choices, gold)
    choices: Sequence[str] = item.choices
    if (
        benchmark.name == "truthfulqa" and answer and answer not in choices
    ):  # its right answer stands beside the wrong ones
        choices = sorted((answer, *choices), key=lambda choice: _draw(item.id, choice))
    if answer is None or answer not in choices:
        reason = "answer_disagrees" if benchmark.name == "mhqa" and answer is None else "no_answer"
        return reason, "no choice is given as the right one"
    if choices.count(answer) > 1:
        return "repeated_choice", f"the right answer stands there twice: {answer!r}"
    return Document(item.id, item.text, tuple(choices), choices.index(answer))


def _mended(benchmark: Known, mended: Mapping[str, Mended]) -> Iterator[Exclusion]:
    for item, found in mended.items():
        yield Exclusion(
            benchmark=benchmark.name,
            item=item,
            reason="answer_disagrees",
            detail=found.detail,
            kept=found.answer is not None,
        )
