"""From what a user names to a model that can be asked."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from emosapp_data.errors import InputError
from evaluation.record import Kind, TestedModel

BUNDLE, ADAPTER = "manifest.json", "adapter_config.json"
"""Files by which a bundle and an adapter of peft are known."""

DECIDING = (".safetensors", ".json", ".jinja", ".bin", ".model")
"""Files of a model's folder that decide what it computes."""


class Wanted(NamedTuple):
    """Which model, and how it is to be computed."""

    model: str
    """A folder (a run, a model, an adapter, a bundle), `smollm2`, a name on the Hub, or a server's name for it."""
    name: str | None = None
    """What reports are to call it; by default what it was asked for by."""
    kind: Kind | None = None
    """What computes; by default what the folder holds."""
    checkpoint: Path | None = None
    """For kind eager: the run that a bundle was exported from."""
    base_url: str | None = None
    """Address of a server with the OpenAI protocol."""
    threads: int | None = None
    """Threads that compute; by default what the library chooses."""


class Answerer(Protocol):
    """What answers a message."""

    def answer(self, system: str | None, message: str, longest: int) -> str:
        """The likeliest answer, of so many tokens at most."""


class Opened(NamedTuple):
    """A model that can be asked."""

    tested: TestedModel
    """What it is."""
    lm: Any
    """The same as an lm-eval model."""
    answerer: Callable[[], Answerer]
    """Gives what answers messages, with the model's chat template."""


def open_model(
    model: str | Wanted, *, base_url: str | None = None, say: Callable[[str], None] = lambda _: None
) -> Opened:
    """Load a model.

    Args:
        model: what is wanted, or just its name
        base_url: address of a server, where that has it
        say: told in a line what takes time

    Raises:
        InputError: there is no such model, or it cannot be computed in the way that was asked for.
        MissingPartError: a package is not installed.
    """
    wanted = Wanted(model) if isinstance(model, str) else model
    wanted = wanted._replace(base_url=wanted.base_url or base_url)
    if wanted.base_url or wanted.kind is Kind.ENDPOINT:
        from evaluation.models.endpoint import open_endpoint  # noqa: PLC0415

        return open_endpoint(wanted)
    folder = Path(wanted.model).expanduser()
    _use_threads(wanted.threads)
    if (folder / BUNDLE).is_file():
        from evaluation.models.bundle import open_bundle, open_eager  # noqa: PLC0415

        return open_eager(wanted, folder) if wanted.kind is Kind.EAGER else open_bundle(wanted, folder)
    if wanted.kind in (Kind.RUNTIME, Kind.EAGER):
        raise InputError(f"{folder}: no bundle; 'emosapp export' writes one")
    from evaluation.models.local import open_adapter, open_checkpoint  # noqa: PLC0415

    return open_adapter(wanted, folder) if (folder / ADAPTER).is_file() else open_checkpoint(wanted, folder, say)


def _use_threads(threads: int | None) -> None:
    if threads is not None:
        import torch  # noqa: PLC0415

        torch.set_num_threads(threads)


def digest(folder: Path, kind: Kind, *parts: str) -> str:
    """SHA-256 of a model: of the names and bytes of all files of its folder that decide what it computes, and of how.

    Args:
        folder: of the model; without folders below it
        kind: what computes
        parts: what else decides, such as the checksum of the model below an adapter
    """
    total = hashlib.sha256("\n".join((kind, *parts)).encode())
    for path in sorted(folder.iterdir()):
        if path.suffix in DECIDING and path.name != BUNDLE and path.is_file():
            with path.open("rb") as file:
                total.update(f"\n{path.name} {hashlib.file_digest(file, 'sha256').hexdigest()}".encode())
    return total.hexdigest()


def weight_bytes(folder: Path) -> int:
    """Size of a model's weights."""
    return sum(path.stat().st_size for path in folder.iterdir() if path.suffix in (".safetensors", ".bin", ".pte"))
