"""How fast this machine reads memory, and how much of that decoding uses.

For each token of an answer all weights are read once, so that memory is what limits decoding: tokens a second times bytes a
token can come close to the machine's bandwidth, never above it.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from emosapp_data.errors import EmosappError

BYTES = 1 << 30
"""Bytes that are read: far more than any cache holds."""
ROUNDS = 5
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Each part of the array has one thread of ours; a library's own would be too many."""

Kernel = Callable[[NDArray[np.float32]], object]
KERNELS: dict[str, Kernel] = {
    "maximum": lambda part: part.view(np.int64).max(),
    "dot product": lambda part: float(np.dot(part[: len(part) // 2], part[len(part) // 2 :])),
    "sum": lambda part: part.sum(),
}
"""Ways to read an array once with vector instructions; which is fastest depends on the processor."""


def bandwidth(threads: int) -> float:
    """Bytes a second that this machine reads from memory: the best of several ways and rounds, in a process of its own.

    Args:
        threads: that read at once; as many as decode

    Raises:
        EmosappError: it could not be measured.
    """
    done = subprocess.run(  # noqa: S603 - this project's own module
        [sys.executable, "-m", "export.bench.bandwidth", str(threads)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **ONE_THREAD},
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason told"]
        raise EmosappError(f"memory bandwidth could not be measured ({lines[-1][:200]})")
    return float(done.stdout)


def read_per_token(size: int, vocabulary: int, hidden: int, *, embedding_bits: int = 8, tied: bool = False) -> int:
    """Bytes of a model file that are read for each token of an answer.

    That is all of it but the embedding table, of which one row is read: its codes, and a scale of 4 bytes for each row
    where it is quantized. Where the table is the output layer as well (`tied`, as in GGUF files), all of it is read. The
    KV cache is not counted, nor what a runtime adds when it rearranges weights.

    Args:
        size: bytes of the file
        vocabulary: rows of the table
        hidden: numbers in a row
        embedding_bits: of one number
        tied: whether the file holds one table for both
    """
    if tied:
        return size
    row = hidden * embedding_bits // 8 + (4 if embedding_bits <= 8 else 0)
    return size - (vocabulary - 1) * row


def share_of_bandwidth(decode: float, per_token: int, available: float) -> float:
    """The share of this machine's bandwidth that decoding reaches, from 0 to 1.

    Args:
        decode: tokens a second
        per_token: bytes that are read for each
        available: bytes a second that the machine reads
    """
    return decode * per_token / available


def read_once(array: NDArray[np.float32], threads: int, kernel: Kernel) -> float:
    """Seconds that reading an array takes, each thread its part."""
    parts = np.array_split(array, threads)
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda part: part[:2].sum(), parts))  # starts the threads
        begin = time.perf_counter()
        list(pool.map(kernel, parts))
        return time.perf_counter() - begin


def main() -> None:
    """Measure, and print bytes a second."""
    threads = int(sys.argv[1])
    array = np.zeros(BYTES // 4 // (4 * threads) * (4 * threads), dtype=np.float32)
    array[:] = 1  # memory that was never written to is not there
    best = min(read_once(array, threads, kernel) for kernel in KERNELS.values() for _ in range(ROUNDS))
    print(array.nbytes / best)


if __name__ == "__main__":
    main()
