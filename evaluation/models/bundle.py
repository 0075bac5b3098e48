"""Bundles: the `.pte` on ExecuTorch's runtime, and the same computation in PyTorch before it was lowered."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from emosapp_data.errors import InputError
from evaluation.models.chat import ChatAnswerer
from evaluation.models.opened import Opened, Wanted, digest
from evaluation.models.reader import Reader, Rows, RuntimeReader
from evaluation.models.token_lm import TokenLM
from evaluation.record import Kind, TestedModel
from export.bundle.loading import load_program
from export.bundle.read import Bundle, read_bundle
from export.checkpoint import read_checkpoint
from export.model import Lengths, eager_model
from export.runtime.program import Metadata


def open_bundle(wanted: Wanted, folder: Path) -> Opened:
    """Load a bundle's model on the runtime that the phone has.

    Raises:
        InputError: the bundle is damaged or cannot be loaded.
        MissingPartError: ExecuTorch is not installed.
    """
    bundle = read_bundle(folder)
    if wanted.kind not in (None, Kind.RUNTIME):
        raise InputError(f"{folder}: a bundle, so it is no {wanted.kind}; give the run that it was exported from")
    return _opened(wanted, Kind.RUNTIME, RuntimeReader(load_program(bundle, wanted.threads)), bundle)


def open_eager(wanted: Wanted, folder: Path) -> Opened:
    """Load what a bundle was exported from, as the model that was lowered.

    Raises:
        InputError: the bundle is damaged, or it is not told what it was exported from.
        MissingPartError: ExecuTorch is not installed.
    """
    bundle = read_bundle(folder)
    if wanted.checkpoint is None:
        raise InputError(f"{folder}: give the run that it was exported from with --checkpoint")
    manifest = bundle.manifest
    model = eager_model(
        read_checkpoint(wanted.checkpoint), Lengths(manifest.context, manifest.prefill), manifest.scheme.precision
    )
    metadata = Metadata(manifest.context, manifest.prefill, manifest.vocabulary, None, tuple(manifest.eos))
    return _opened(wanted, Kind.EAGER, RuntimeReader(_Eager(model, metadata)), bundle)


class _Eager:
    """The exported model in PyTorch, with the interface of a loaded one."""

    def __init__(self, model: Any, metadata: Metadata) -> None:
        self._model, self.metadata = model, metadata
        self.held: list[int] = []

    def forward(self, tokens: Sequence[int], position: int) -> Rows:
        import torch  # noqa: PLC0415

        with torch.inference_mode():
            logits = self._model(torch.tensor([list(tokens)]), torch.tensor([position]))
        self.held[position:] = tokens
        rows: Rows = logits.reshape(-1, logits.shape[-1]).float().numpy()
        return rows


def _opened(wanted: Wanted, kind: Kind, reader: Reader, bundle: Bundle) -> Opened:
    from transformers import AutoTokenizer  # noqa: PLC0415

    from training.models.loading import quiet  # noqa: PLC0415

    with quiet():
        tokenizer = AutoTokenizer.from_pretrained(bundle.folder, local_files_only=True)
    lm = TokenLM(reader, tokenizer)
    manifest = bundle.manifest
    name = bundle.folder.resolve().name
    tested = TestedModel(
        name=wanted.name or name,
        kind=kind,
        source=name,
        sha256=digest(bundle.folder, kind, manifest.files["model.pte"].sha256),
        variant=manifest.variant,
        size=manifest.model_size,
    )
    return Opened(tested, lm, lambda: ChatAnswerer(lm, manifest.eos))
