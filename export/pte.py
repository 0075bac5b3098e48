"""From a checkpoint to a `.pte`, the file that ExecuTorch runs."""

import json
import resource
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from emosapp_data.errors import InputError, MissingPartError
from export.checkpoint import Checkpoint, Precision
from export.model import INSTALL, Lengths, eager_model
from training.models.folder import TOKENIZER, read_config

GENERATION = "generation_config.json"
TOKENIZER_CONFIG = "tokenizer_config.json"


class ExportOptions(NamedTuple):
    """How a model is exported."""

    context: int = 2048
    """Tokens that the KV cache holds: the longest conversation."""
    prefill: int = 256
    """Tokens that one call takes; runners cut a longer prompt into such pieces. Memory for activations grows with it."""
    precision: Precision = "int4"
    """How weights are kept."""


class Stage(NamedTuple):
    """A part of the work."""

    name: str
    seconds: float
    """On the clock."""
    processor_seconds: float
    """Of processor time, which another process does not lengthen."""


class Written(NamedTuple):
    """A `.pte` that was written."""

    path: Path
    size: int
    """Bytes."""
    metadata: dict[str, Any]
    """Constants that the program gives out."""
    pieces: int
    """Parts of the graph that XNNPACK runs."""
    stages: tuple[Stage, ...]
    """What took how long."""
    peak_memory: int
    """Most memory that this process has had, in bytes."""


def write_pte(
    checkpoint: Checkpoint, options: ExportOptions, path: Path, show: Callable[[str], None] = lambda _: None
) -> Written:
    """Export a model.

    Args:
        checkpoint: what `read_checkpoint` found
        options: how
        path: of the file to write; its folder exists
        show: told in a line as a stage begins

    Raises:
        InputError: the model cannot be exported like this, or the file not written.
        MissingPartError: ExecuTorch is not installed.
        EmosappError: ExecuTorch does not lower it.
    """
    if not path.parent.is_dir():
        raise InputError(f"{path}: cannot be written, since there is no folder {path.parent}")
    lengths = Lengths(options.context, options.prefill)
    metadata = program_constants(checkpoint, lengths)
    watch = _Watch(show)
    watch.begin("read weights")
    model = eager_model(checkpoint, lengths, options.precision)
    try:
        from export.lowering import lower, write  # noqa: PLC0415

        lowered = lower(model, lengths, metadata, watch.begin)
    except ImportError as error:
        raise MissingPartError(f"{error.name} is missing; {INSTALL}") from error
    del model
    watch.begin("write")
    try:
        write(lowered, path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}); make room or name another place") from error
    return Written(path, path.stat().st_size, metadata, lowered.pieces, watch.end(), _peak_memory())


def program_constants(checkpoint: Checkpoint, lengths: Lengths) -> dict[str, Any]:
    """What ExecuTorch's runners ask a program for: where a text begins and ends, and how long it may become.

    Raises:
        InputError: the model does not say which token ends its text.
    """
    ends = end_tokens(checkpoint.model)
    begin = read_config(checkpoint.model).get("bos_token_id")
    return {
        "get_bos_id": begin if isinstance(begin, int) else ends[0],
        "get_eos_ids": ends,
        "get_vocab_size": checkpoint.shape.vocabulary,
        "get_max_seq_len": lengths.prefill,
        "get_max_context_len": lengths.context,
        "get_n_layers": checkpoint.shape.layers,
        "use_kv_cache": True,
        "use_sdpa_with_kv_cache": True,
        "enable_dynamic_shape": True,
    }


def end_tokens(model: Path) -> list[int]:
    """Ids of the tokens that end a text: those of the configuration, of generation, and the end of the tokenizer's turns.

    Raises:
        InputError: there is none.
    """
    found: list[int] = []
    for stated in (_read(model / GENERATION).get("eos_token_id"), read_config(model).get("eos_token_id")):
        found += [each for each in (stated if isinstance(stated, list) else [stated]) if isinstance(each, int)]
    end = _read(model / TOKENIZER_CONFIG).get("eos_token")
    text = end.get("content") if isinstance(end, dict) else end
    added = _read(model / TOKENIZER).get("added_tokens") or []
    found += [token["id"] for token in added if token.get("content") == text]
    if not found:
        raise InputError(
            f"{model / GENERATION}: does not say which token ends a text (eos_token_id); save the model again"
        )
    return list(dict.fromkeys(found))


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{path}: not readable as JSON ({error}); save the model again") from None
    return content if isinstance(content, dict) else {}


class _Watch:
    """Tells which stage has begun, and how long each took."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show
        self._begun: list[tuple[str, float, float]] = []

    def begin(self, name: str) -> None:
        self._begun.append((name, time.monotonic(), time.process_time()))
        self._show(name)

    def end(self) -> tuple[Stage, ...]:
        marks = [*self._begun, ("", time.monotonic(), time.process_time())]
        pairs = pairwise(marks)
        return tuple(Stage(name, now - then, used - before) for (name, then, before), (_, now, used) in pairs)


def _peak_memory() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
