"""A bundle's model in memory, once it is what the manifest says."""

from emosapp_data.errors import InputError
from export.bundle.manifest import Manifest
from export.bundle.read import AGAIN, Bundle
from export.runtime.program import Metadata, Program


def load_program(bundle: Bundle, threads: int | None = None) -> Program:
    """Load a bundle's model on ExecuTorch's runtime.

    Args:
        bundle: the bundle
        threads: how many compute; without a number, ExecuTorch's choice

    Raises:
        InputError: the model cannot be loaded, or is another than the manifest describes.
        MissingPartError: ExecuTorch is not installed.
    """
    program = Program(bundle.model, threads)
    if wrong := contradictions(program.metadata, bundle.manifest):
        raise InputError(f"{bundle.model}: says {'; '.join(wrong)}: they do not belong together; {AGAIN}")
    return program


def contradictions(found: Metadata, manifest: Manifest) -> list[str]:
    """What the model says otherwise than the manifest, in words."""
    says = {
        "context": (found.context, manifest.context),
        "tokens a call": (found.longest, manifest.prefill),
        "vocabulary": (found.vocabulary, manifest.vocabulary),
        "ends": (sorted(found.eos), sorted(manifest.eos)),
    }
    return [f"{name} {model}, and the manifest {said}" for name, (model, said) in says.items() if model != said]
