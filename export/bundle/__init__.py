"""What `emosapp export` leaves: a folder with the model for the phone, and all that one has to know of it."""

from export.bundle.manifest import (
    Check,
    Manifest,
    Measured,
    Scheme,
    TrainingFacts,
    Verification,
    library_versions,
)
from export.bundle.read import Bundle, check_context, read_bundle, read_manifest
from export.bundle.write import Contents, check_target, draft_folder, finish_bundle, update

__all__ = [
    "Bundle",
    "Check",
    "Contents",
    "Manifest",
    "Measured",
    "Scheme",
    "TrainingFacts",
    "Verification",
    "check_context",
    "check_target",
    "draft_folder",
    "finish_bundle",
    "library_versions",
    "read_bundle",
    "read_manifest",
    "update",
]
