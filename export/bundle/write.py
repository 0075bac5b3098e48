"""Writing a bundle, whole or not at all, and writing down later what was verified and measured."""

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import NamedTuple

from emosapp_data.errors import InputError
from emosapp_data.workspace import replace_folder
from export.bundle.android import android
from export.bundle.base_licences import base_licence, bundle_name, bundle_terms, licence_files, missing_text
from export.bundle.card import card
from export.bundle.files import (
    ANDROID,
    CARD,
    KEPT,
    LICENCES,
    MANIFEST,
    MODEL,
    NEEDED,
    NOTICE,
    OURS,
    SUMS,
    BundleFile,
    described,
    replace_texts,
    sums,
)
from export.bundle.manifest import Manifest, Measured, Scheme, TrainingFacts, Verification, library_versions
from export.bundle.notice import notice
from export.bundle.prompt import prompt_format
from export.bundle.read import read_manifest
from training.data.training_data import UsedDataset
from training.recipe import Variant
from training.record import UsedModel


class Contents(NamedTuple):
    """What a bundle is made from, besides the files in its draft."""

    name: str
    """What the model is to be called; the base model's licence may ask for another name."""
    model: UsedModel
    """The model that training began with."""
    variant: Variant | None
    """How it was trained; none where no run of this toolkit left it."""
    scheme: Scheme
    """How its numbers are kept."""
    context: int
    """Tokens of a whole conversation."""
    prefill: int
    """Tokens that one call takes at most."""
    vocabulary: int
    """Tokens that the model knows."""
    bos: int | None
    """Id of the token that begins a text; none where texts begin without one."""
    eos: tuple[int, ...]
    """Ids of the tokens that end an answer."""
    system: str | None = None
    """The system prompt that it was trained with."""
    data: tuple[UsedDataset, ...] = ()
    """The datasets that it was trained on."""
    training: TrainingFacts | None = None
    """How it was trained."""
    base_folder: Path | None = None
    """Where the base model lies, with its licence files."""
    licence: str | None = None
    """The base model's licence, where its name does not tell it: a name of the Hub, or an SPDX expression."""
    libraries: Mapping[str, str] | None = None
    """Versions of the libraries that exported it; without them those that are installed."""


def draft_folder(folder: Path) -> Path:
    """Where a bundle is put together before it gets its name: beside it, so that it only has to be renamed."""
    whole = folder.resolve()
    return whole.with_name(f".{whole.name}.tmp")


def check_target(folder: Path) -> None:
    """See that a bundle may be written here: there is nothing yet, or a bundle, which is replaced.

    Raises:
        InputError: something else is there, which would be lost.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InputError(f"{folder}: a file; give a folder with -o")
    there = {path.name for path in folder.iterdir()}
    if strange := sorted(there - OURS):
        raise InputError(
            f"{folder}: holds {strange[0]}, which is no part of a bundle and would be lost; give another with -o"
        )
    if there and not there & {MANIFEST, MODEL}:
        raise InputError(
            f"{folder}: holds {sorted(there)[0]}, but no bundle, and is not overwritten; give another with -o"
        )


def finish_bundle(draft: Path, folder: Path, contents: Contents) -> Manifest:
    """Write all that describes a model, and give the draft its name; a bundle that was there is replaced.

    Args:
        draft: a folder with `model.pte`, `tokenizer.json` and what else the tokenizer has; gone afterwards
        folder: the bundle
        contents: what the model is

    Raises:
        InputError: a file is missing, something else is in the folder, or the licence that was given is none.
    """
    check_target(folder)
    for name in NEEDED:
        if not (draft / name).is_file():
            raise InputError(f"{draft / name}: missing; export the model, and save its tokenizer there, first")
    model = _without_path(contents.model)
    licence = base_licence(model, contents.base_folder, contents.licence)
    copies = _copy_licences(draft, contents.base_folder)
    terms = bundle_terms(licence, contents.data)
    missing = missing_text(licence, map(Path, copies))
    name = bundle_name(contents.name, licence)
    manifest = Manifest(
        name=name,
        asked_name=contents.name if name != contents.name else None,
        model=model,
        variant=contents.variant,
        scheme=contents.scheme,
        context=contents.context,
        prefill=contents.prefill,
        vocabulary=contents.vocabulary,
        bos=contents.bos,
        eos=contents.eos,
        system=contents.system,
        prompt=prompt_format(draft),
        data=contents.data,
        training=contents.training,
        licence=terms.licence,
        obstacles=(*terms.obstacles, missing) if missing else terms.obstacles,
        base_licence=licence,
        files=_described(draft, [name for name in KEPT if (draft / name).is_file()] + copies),
        libraries=dict(contents.libraries if contents.libraries is not None else library_versions()),
    )
    manifest, texts = _texts(manifest)
    for name, text in texts.items():
        (draft / name).write_bytes(text.encode())
    replace_folder(draft, folder.resolve())
    return manifest


def update(folder: Path, *, verification: Verification | None = None, measured: Measured | None = None) -> Manifest:
    """Write down what was verified or measured: in the manifest, in README.md and in ANDROID.md. What is not given stays.

    The other files stay the same, and so do the checksums that the manifest has of them.

    Raises:
        InputError: the folder holds no bundle of this version, or cannot be written.
    """
    manifest = read_manifest(folder)
    found = {"verification": verification, "measured": measured}
    manifest = manifest.model_copy(update={name: value for name, value in found.items() if value is not None})
    manifest, texts = _texts(manifest)
    try:
        replace_texts(folder, texts)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written ({error.strerror}); copy the bundle to where it can") from error
    return manifest


def _texts(manifest: Manifest) -> tuple[Manifest, dict[str, str]]:
    """The manifest with the checksums of the texts that follow from it, and all texts by their names."""
    texts = {CARD: card(manifest), ANDROID: android(manifest), NOTICE: notice(manifest)}
    files = dict(sorted({**manifest.files, **{name: _file(text) for name, text in texts.items()}}.items()))
    manifest = manifest.model_copy(update={"files": files})
    texts[MANIFEST] = manifest.model_dump_json(indent=1) + "\n"
    texts[SUMS] = sums(files, _file(texts[MANIFEST]).sha256)
    return manifest, texts


def _file(text: str) -> BundleFile:
    data = text.encode()
    return BundleFile(sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))


def _described(draft: Path, names: list[str]) -> dict[str, BundleFile]:
    return {name: described(draft / name) for name in sorted(names)}


def _copy_licences(draft: Path, base_folder: Path | None) -> list[str]:
    """Copy the base model's licence files; their names in the bundle."""
    shutil.rmtree(draft / LICENCES, ignore_errors=True)
    names = []
    for path in licence_files(base_folder):
        (draft / LICENCES).mkdir(exist_ok=True)
        shutil.copyfile(path, draft / LICENCES / path.name)
        names.append(f"{LICENCES}/{path.name}")
    return names


def _without_path(model: UsedModel) -> UsedModel:
    """A model of a folder by the last part of its path, which says nothing of the machine."""
    return model.model_copy(update={"name": PurePath(model.name).name}) if model.origin == "folder" else model
