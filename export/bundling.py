"""From a checkpoint to a bundle: lowered, described, and verified on the real runtime."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from emosapp_data.errors import EmosappError, InputError
from export.bundle.files import KEPT, MODEL
from export.bundle.manifest import Manifest, Scheme, TrainingFacts
from export.bundle.read import Bundle
from export.bundle.write import Contents, check_target, draft_folder, finish_bundle, update
from export.checkpoint import Checkpoint, read_checkpoint
from export.pte import ExportOptions, Written, write_pte
from training.models import find_model
from training.record import UsedModel


class Exported(NamedTuple):
    """What an export left."""

    bundle: Bundle
    """The bundle, verified unless nobody wanted that."""
    written: Written
    """How its model was made."""


def export_bundle(
    source: Path,
    folder: Path,
    options: ExportOptions,
    *,
    name: str | None = None,
    licence: str | None = None,
    verified: bool = True,
    show: Callable[[str], None] = lambda _: None,
) -> Exported:
    """Export a checkpoint into a bundle.

    Args:
        source: folder of a run of `emosapp train`, or of a model
        folder: of the bundle; one that is there is replaced
        options: how long texts may be, and how weights are kept
        name: what the model is to be called; without one, after the base model and the run
        licence: the base model's, where its name and folder do not tell it; an SPDX expression
        verified: whether it is compared with what was trained, and that written down in it
        show: told in a line what begins

    Raises:
        InputError: the checkpoint cannot be exported so, or something that is no bundle is in the way.
        MissingPartError: ExecuTorch is not installed.
        EmosappError: it cannot be lowered.
    """
    check_target(folder)
    checkpoint = read_checkpoint(source)
    draft = draft_folder(folder)
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        written = write_pte(checkpoint, options, draft / MODEL, show)
        _copy_tokenizer(checkpoint.model, draft)
        manifest = finish_bundle(draft, folder, _contents(checkpoint, options, written, name, licence))
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    bundle = Bundle(folder, manifest)
    if verified:
        bundle = verify_bundle(bundle, checkpoint, show)
    return Exported(bundle, written)


def verify_bundle(bundle: Bundle, checkpoint: Checkpoint | None, show: Callable[[str], None]) -> Bundle:
    """Verify a bundle, and write down in it what was found, unless the weights had nothing to be compared with."""
    from export.verify import verify  # noqa: PLC0415 - needs ExecuTorch

    verification = verify(bundle, checkpoint, show)
    if checkpoint is None:
        return Bundle(bundle.folder, bundle.manifest.model_copy(update={"verification": verification}))
    manifest: Manifest = update(bundle.folder, verification=verification)
    return Bundle(bundle.folder, manifest)


def _copy_tokenizer(model: Path, draft: Path) -> None:
    for name in KEPT:
        if name != MODEL and (model / name).is_file():
            shutil.copyfile(model / name, draft / name)
    if not (draft / "tokenizer.json").is_file():
        raise InputError(f"{model}: no tokenizer.json; save the model's tokenizer beside it")


def _contents(
    checkpoint: Checkpoint, options: ExportOptions, written: Written, name: str | None, licence: str | None
) -> Contents:
    record, metadata = checkpoint.record, written.metadata
    shape = checkpoint.shape
    model = (
        record.model
        if record
        else UsedModel(name=checkpoint.name, origin="folder", parameters=shape.parameters, trained=0)
    )
    return Contents(
        name=name or (f"{Path(model.name).name}-{record.recipe['name']}" if record else checkpoint.name),
        model=model,
        variant=record.recipe["variant"] if record else None,
        scheme=Scheme.of(options.precision, checkpoint.scheme.group_size),
        context=options.context,
        prefill=options.prefill,
        vocabulary=shape.vocabulary,
        bos=metadata["get_bos_id"],
        eos=tuple(metadata["get_eos_ids"]),
        system=_system(record.recipe.get("system")) if record else None,
        data=record.data if record else (),
        training=TrainingFacts.of(record) if record else None,
        base_folder=_base_folder(model, checkpoint),
        licence=licence,
    )


def _base_folder(model: UsedModel, checkpoint: Checkpoint) -> Path | None:
    """Where the model that training began with has its licence files; none where it is not at hand any more."""
    if checkpoint.record is None:
        return checkpoint.model
    try:
        return find_model(model.name).folder
    except EmosappError:
        return None


def _system(name: str | None) -> str | None:
    from emosapp_data.dialogues import read_system_prompt  # noqa: PLC0415 - reads YAML

    return read_system_prompt(name).text if name else None
