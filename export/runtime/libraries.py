"""ExecuTorch's runtime as a Python module, with the operators that an exported Llama uses.

Loaded are the compiled module and the two operator libraries themselves. The Python modules around them import ExecuTorch's
exporter and torch's compiler, which takes 8 seconds and 130 MB that nothing here uses.
"""

import ctypes
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from emosapp_data.errors import MissingPartError

INSTALL = "pip install 'emosapp-data[export]'"
OPERATORS = ("kernels/quantized", "extension/llm/custom_ops")
"""Folders of the package with a library of operators: of quantized embeddings; of attention with a KV cache."""
LIBRARY = "lib*_aot_lib.*"


def check_installed() -> None:
    """See that ExecuTorch is there, without loading it.

    Raises:
        MissingPartError: it is not.
    """
    missing = [name for name in ("torch", "executorch") if find_spec(name) is None]
    if missing:
        raise MissingPartError(f"{' and '.join(missing)} not installed, which runs a .pte; install with: {INSTALL}")


@lru_cache(1)
def runtime() -> Any:
    """The runtime's module, with all operators registered.

    Raises:
        MissingPartError: ExecuTorch is not installed, or not for this platform.
    """
    check_installed()
    import torch  # noqa: PLC0415 - heavy

    with captured():  # the first use of its threads tells of files that are there on phones only
        try:
            module = import_module("executorch.extension.pybindings._portable_lib")
            for library in _libraries():
                torch.ops.load_library(library)
        except (ImportError, OSError) as error:
            first = " ".join(str(error).split())[:200]
            raise MissingPartError(f"ExecuTorch cannot be loaded ({first}); install it with: {INSTALL}") from error
        module._threadpool_get_thread_count()
    return module


def default_threads() -> int:
    """How many threads compute where nobody says: one for each fast core, by ExecuTorch's choice.

    Raises:
        MissingPartError: ExecuTorch is not installed.
    """
    return int(runtime()._threadpool_get_thread_count())


def _libraries() -> list[Path]:
    found = find_spec("executorch")
    roots = [Path(root) for root in (found.submodule_search_locations or [])] if found else []
    libraries = [path for root in roots for folder in OPERATORS for path in sorted((root / folder).glob(LIBRARY))]
    if len(libraries) < len(OPERATORS):
        raise ImportError("its operator libraries are not in the package")
    return libraries


@contextmanager
def captured(descriptor: int = 2) -> Iterator[Callable[[], str]]:
    """Keep what compiled code writes to standard error, which says more of an error than the exception does.

    Gives a function that returns what was written so far.

    Args:
        descriptor: 2 for standard error, 1 for standard output
    """
    (sys.stdout if descriptor == 1 else sys.stderr).flush()
    with tempfile.TemporaryFile() as log:
        before = os.dup(descriptor)
        os.dup2(log.fileno(), descriptor)
        try:
            yield lambda: _written(log)
        finally:
            _flush_compiled()
            os.dup2(before, descriptor)
            os.close(before)


def _flush_compiled() -> None:
    """Have compiled code write out what it still holds back, where its C library can be asked to."""
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).fflush(None)


def _written(log: IO[bytes]) -> str:
    log.seek(0)
    return log.read().decode(errors="replace")
