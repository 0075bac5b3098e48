"""NOTICE of a bundle: what the base model's licence wants to be told, and that it was changed."""

from collections.abc import Iterator

from export.bundle.card import VARIANTS, base_name
from export.bundle.files import LICENCES
from export.bundle.manifest import Manifest


def notice(manifest: Manifest) -> str:
    """The text of NOTICE, plain text."""
    return "\n".join(_lines(manifest))


def _lines(manifest: Manifest) -> Iterator[str]:
    base = manifest.base_licence
    yield manifest.name
    yield ""
    if base.display:
        yield base.display
        yield ""
    if base.notices:
        yield from base.notices
        yield ""
    yield f"This model was made from {base_name(manifest)}, and changed: {_changes(manifest)}."
    yield ""
    where = f" ({base.url})" if base.url else ""
    yield f"Licence of the base model: {base.name}{where}."
    if base.policy:
        yield f"Its use is bound by the acceptable use policy: {base.policy}"
    copies = [name for name in manifest.files if name.startswith(f"{LICENCES}/")]
    if copies:
        yield f"Its own files are in this bundle: {', '.join(copies)}."
    for data in manifest.data:
        yield f"Trained on {data.name} {data.version}, licence: {data.licence or 'unknown'}."
    yield ""
    yield f"Licence of the whole: {manifest.licence or 'unknown'}."
    for obstacle in manifest.obstacles:
        yield f"Must not be passed on: {obstacle}."
    yield ""


def _changes(manifest: Manifest) -> str:
    kept = "quantized (4 and 8 bits)" if manifest.scheme.precision == "int4" else f"kept as {manifest.scheme.dtype}"
    done = f"{VARIANTS[manifest.variant]}; " if manifest.variant else ""
    return f"{done}it was {kept} and written as an ExecuTorch program"
