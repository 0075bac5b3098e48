"""A `.pte` in memory: what it says of itself, and its one computation, from token ids to logits."""

import re
import time
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from emosapp_data.errors import EmosappError, InputError
from export.runtime.header import read_header
from export.runtime.libraries import captured, runtime

FORWARD = "forward"
MISSING_OPERATOR = re.compile(r"[Mm]issing operator:?\s*(?:\[\d+\])?\s*([\w:.]+)")
MISSING_BACKEND = re.compile(r"Backend (\w+) is not (?:registered|available)")
TOLD_ERROR = re.compile(r"error:? (?:code )?0x:?([0-9a-fA-F]+)")

_loaded: weakref.WeakSet["Program"] = weakref.WeakSet()
"""Programs that hold the threads they were loaded with."""


class Metadata(NamedTuple):
    """What a `.pte` says of itself by its constant methods and by the shapes of its inputs and outputs."""

    context: int
    """Tokens that the KV cache holds."""
    longest: int
    """Most tokens of one call: the size that memory was planned for."""
    vocabulary: int
    """Rows of the output layer."""
    bos: int | None
    """Token that begins a text; none where it is not told."""
    eos: tuple[int, ...]
    """Tokens that end an answer; empty where they are not told."""


class Program:
    """A loaded `.pte` with its KV cache.

    The cache belongs to the object: tokens that were read stay in it, until they are overwritten by others at their positions.
    """

    def __init__(self, path: Path, threads: int | None = None) -> None:
        """Load a file, delegated parts and their weights included, and compute once.

        The runtime's threads are shared by all programs of the process.

        Args:
            path: the `.pte`
            threads: how many compute; without a number, ExecuTorch's choice, one for each fast core

        Raises:
            InputError: the file is no `.pte`, is damaged, or needs what this runtime lacks.
            MissingPartError: ExecuTorch is not installed.
            EmosappError: another program of this process is loaded with another number of threads.
        """
        self.path = path
        read_header(path)
        library = runtime()
        _set_threads(library, threads)
        begin = time.perf_counter()
        self._program, self._forward = _load(library, path)
        self.metadata = _metadata(self._program, path)
        self.held: list[int] = []
        self.forward([0], 0)
        self.load_seconds = time.perf_counter() - begin
        """Seconds until the first token was read: what a user waits for, with nothing put off to the first answer."""
        self.threads = int(library._threadpool_get_thread_count())
        """Threads that compute."""
        self.reset()
        _loaded.add(self)

    def forward(self, tokens: Sequence[int], position: int) -> NDArray[np.float32]:
        """Read tokens.

        Args:
            tokens: ids
            position: of the first of them; everything before it has to be in the cache, everything behind it is forgotten

        Returns:
            logits, of shape (rows, vocabulary): one row for the last token, or one for each where it was so exported

        Raises:
            InputError: the tokens are none, too many, outside the vocabulary, or do not join what was read.
        """
        import torch  # noqa: PLC0415 - heavy

        self._check(tokens, position)
        inputs = (torch.tensor([list(tokens)], dtype=torch.long), torch.tensor([position], dtype=torch.long))
        try:
            (logits, *_) = self._forward(inputs)
        except RuntimeError as error:
            raise InputError(f"{self.path}: cannot compute ({_reason(error, '')})") from error
        self.held[position:] = tokens
        rows: NDArray[np.float32] = logits.reshape(-1, logits.shape[-1]).to(torch.float32).numpy()
        return rows

    def reset(self) -> None:
        """Forget all tokens."""
        self.held = []

    def _check(self, tokens: Sequence[int], position: int) -> None:
        context, longest, vocabulary = self.metadata.context, self.metadata.longest, self.metadata.vocabulary
        if not tokens or len(tokens) > longest:
            raise InputError(f"{self.path}: {len(tokens)} tokens in one call; it reads 1 to {longest} at once")
        if position + len(tokens) > context:
            raise InputError(
                f"{self.path}: position {position + len(tokens) - 1} is beyond its context of {context} tokens; "
                "shorten the text, or export with a larger context"
            )
        if not 0 <= position <= len(self.held):
            raise InputError(f"{self.path}: position {position}, but only {len(self.held)} tokens were read before")
        if not (min(tokens) >= 0 and max(tokens) < vocabulary):
            raise InputError(f"{self.path}: token {max(tokens)} is outside its vocabulary of {vocabulary}")


def _set_threads(library: Any, threads: int | None) -> None:
    now = library._threadpool_get_thread_count()
    if threads is None or threads == now:
        return
    if threads < 1:
        raise InputError(f"{threads} threads cannot compute; use 1 or more")
    if len(_loaded):  # their delegated parts point to the threads of the pool that would go
        raise EmosappError(f"a program is loaded with {now} threads already; use the same number, or another process")
    with captured():
        library._unsafe_reset_threadpool(threads)


def _load(library: Any, path: Path) -> tuple[Any, Any]:
    with captured() as told:
        try:
            program = library._load_program(str(path), program_verification=library.Verification.InternalConsistency)
            return program, program.load_method(FORWARD)
        except (RuntimeError, MemoryError) as error:
            raise InputError(f"{path}: cannot be loaded ({_reason(error, told())})") from error


def _metadata(program: Any, path: Path) -> Metadata:
    names = {program.get_method_name(number) for number in range(program.num_methods())}

    def told(name: str) -> list[int]:
        return [int(value) for value in program.load_method(name)(())] if name in names else []

    shapes = program.method_meta(FORWARD)
    if shapes.num_inputs() != 2 or not told("use_kv_cache"):
        raise InputError(f"{path}: no language model with a KV cache; give a .pte that `emosapp export` wrote")
    longest, vocabulary = shapes.input_tensor_meta(0).sizes()[-1], shapes.output_tensor_meta(0).sizes()[-1]
    context = (told("get_max_context_len") or told("get_max_seq_len") or [0])[0]
    if not context:
        raise InputError(f"{path}: does not say how long its context is; export it with `emosapp export`")
    bos = told("get_bos_id")
    return Metadata(context, longest, vocabulary, bos[0] if bos else None, tuple(told("get_eos_ids")))


def _reason(error: BaseException, log: str) -> str:
    if found := MISSING_OPERATOR.search(log):
        return f"it needs the operator {found[1]}, which this ExecuTorch lacks; export it again with this version"
    if found := MISSING_BACKEND.search(log):
        return f"it needs the backend {found[1]}, which this ExecuTorch lacks; export it for XNNPACK"
    first = " ".join(str(error).split())
    code = TOLD_ERROR.search(first)
    return f"ExecuTorch's error 0x{code[1]}: damaged, or of another version; export it again" if code else first[:200]
