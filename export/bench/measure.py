"""Size, load, prefill, decode and memory of a `.pte` on this machine, and of the same model in llama.cpp beside it."""

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from export.bench.figures import Figures
from export.bench.llamacpp import llamacpp
from export.bench.processes import Contender, Workload, measure_alternately
from export.runtime.header import read_header
from export.runtime.libraries import check_installed, default_threads

REPETITIONS = 5


class Comparison(NamedTuple):
    """Both sides, measured in turn."""

    executorch: Figures
    """The `.pte`."""
    llamacpp: Figures
    """The GGUF file."""

    @property
    def decode(self) -> float:
        """How many times as fast the `.pte` writes, by the medians."""
        return self.executorch.decode.median / self.llamacpp.decode.median

    @property
    def prefill(self) -> float:
        """How many times as fast it reads a prompt when warm, by the medians."""
        return self.executorch.warm_prefill.median / self.llamacpp.warm_prefill.median


def measure(
    path: Path,
    work: Workload,
    *,
    threads: int | None = None,
    repetitions: int = REPETITIONS,
    done: Callable[[int], None] = lambda _: None,
) -> Figures:
    """Measure a `.pte` several times, each time in a fresh process.

    Args:
        path: the `.pte`
        work: what is computed
        threads: how many compute; without a number, ExecuTorch's choice
        repetitions: processes
        done: told of each

    Raises:
        InputError: the file is no `.pte`, or the workload does not fit.
        MissingPartError: ExecuTorch is not installed.
        EmosappError: a process failed.
    """
    return measure_alternately([executorch(path, work, threads)], work, repetitions, done)[0]


def compare(
    path: Path,
    gguf_file: Path,
    work: Workload,
    *,
    threads: int | None = None,
    repetitions: int = REPETITIONS,
    done: Callable[[int], None] = lambda _: None,
) -> Comparison:
    """Measure a `.pte` and a GGUF file of the same model in turn, with the same threads; see `measure` and `llamacpp`.

    Args:
        path: the `.pte`
        gguf_file: the same model for llama.cpp, with weights of the same width
        work: what is computed
        threads: how many compute; without a number, ExecuTorch's choice
        repetitions: processes for each
        done: told of each process

    Raises:
        InputError: a file is not what it should be, or the workload does not fit.
        MissingPartError: ExecuTorch or llama.cpp is not installed.
        EmosappError: a process failed.
    """
    check_installed()
    threads = threads or default_threads()
    contenders = [executorch(path, work, threads), llamacpp(gguf_file, work, threads)]
    return Comparison(*measure_alternately(contenders, work, repetitions, done))


def executorch(path: Path, work: Workload, threads: int | None) -> Contender:
    """A `.pte`, to be measured in ExecuTorch's runtime.

    Raises:
        InputError: the file is no `.pte`, or the workload does not fit.
        MissingPartError: ExecuTorch is not installed.
    """
    check_installed()
    work.check()
    read_header(path)
    return Contender(
        f"executorch {version('executorch')}", "export.bench.child", path, ("--threads", str(threads or 0))
    )
