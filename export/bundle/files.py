"""The files of a bundle: what they are called, their checksums, and how they are replaced, whole or not at all."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field

from emosapp_data.release.verify import sha256
from emosapp_data.schema import Record
from emosapp_data.workspace import flush

MODEL = "model.pte"
TOKENIZER, TOKENIZER_CONFIG, CHAT_TEMPLATE = "tokenizer.json", "tokenizer_config.json", "chat_template.jinja"
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
CARD, ANDROID, NOTICE = "README.md", "ANDROID.md", "NOTICE"
LICENCES = "licences"
"""Folder with the base model's own licence files."""
KEPT = (MODEL, TOKENIZER, TOKENIZER_CONFIG, CHAT_TEMPLATE)
"""Files of model and tokenizer."""
NEEDED = (MODEL, TOKENIZER)
"""Files without which nothing runs."""
UPDATE = ".update"
"""Folder with new texts, all of which take the place of the old ones, now or when the bundle is next read."""
OURS = frozenset({*KEPT, MANIFEST, SUMS, CARD, ANDROID, NOTICE, LICENCES, UPDATE, f"{UPDATE}.tmp"})
"""All that may be in a bundle's folder."""


class BundleFile(Record):
    """A file of a bundle."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Checksum."""
    bytes: int = Field(ge=0)
    """Size."""


def described(path: Path) -> BundleFile:
    """A file's checksum and size; it is read piece by piece."""
    return BundleFile(sha256=sha256(path), bytes=path.stat().st_size)


def sums(files: Mapping[str, BundleFile], manifest: str) -> str:
    """The text of `SHA256SUMS`, in the format that `sha256sum --check` reads.

    Args:
        files: all files but the manifest and this one
        manifest: the manifest's checksum
    """
    known = {MANIFEST: manifest, **{name: file.sha256 for name, file in files.items()}}
    return "".join(f"{checksum}  {name}\n" for name, checksum in sorted(known.items()))


def replace_texts(folder: Path, texts: Mapping[str, str]) -> None:
    """Replace files of a bundle, all of them or none, whenever the process is killed; the folder stays the same one."""
    draft = folder / f"{UPDATE}.tmp"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    for name, text in texts.items():
        (draft / name).write_bytes(text.encode())
    flush(draft)
    draft.rename(folder / UPDATE)
    finish_update(folder)


def finish_update(folder: Path) -> None:
    """Put new texts into their places, where a process was killed before it had done so."""
    update = folder / UPDATE
    if not update.is_dir():
        return
    for path in sorted(update.iterdir()):
        path.replace(folder / path.name)
    update.rmdir()
