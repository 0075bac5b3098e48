"""Publishing a release on the Hugging Face Hub, where its licence allows it and its bytes are what they were."""

import hashlib
from pathlib import Path

from pydantic import ValidationError

from emosapp_data.errors import EmosappError, ReleaseError
from emosapp_data.schema import Release


def read_release(folder: Path) -> Release:
    """The manifest of a release.

    Raises:
        ReleaseError: the folder holds no release.
    """
    manifest = folder / "manifest.json"
    if not manifest.exists():
        raise ReleaseError(f"{folder}: no release here; give a folder such as WORKSPACE/releases/knowledge/0.1.0")
    try:
        return Release.model_validate_json(manifest.read_bytes())
    except ValidationError as error:
        raise ReleaseError(f"{manifest}: not a manifest of this version ({error.error_count()} problems)") from None


def verify(folder: Path, release: Release) -> None:
    """Compare every file with its checksum.

    Raises:
        ReleaseError: a file is missing, changed or not in the manifest.
    """
    expected = {file.path: file.sha256 for file in release.files}
    found = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    for name in sorted(expected.keys() | found.keys()):
        if name not in found:
            raise ReleaseError(f"{folder / name}: missing, although the manifest names it")
        if name not in expected:
            raise ReleaseError(f"{folder / name}: not in the manifest; a release is never added to")
        if hashlib.sha256(found[name].read_bytes()).hexdigest() != expected[name]:
            raise ReleaseError(f"{folder / name}: changed since the release was made; build it again")


def publish(folder: Path, repository: str, private: bool) -> str:
    """Upload a release; the token is the one of `hf auth login` or HF_TOKEN. Returns the address of the dataset.

    Raises:
        ReleaseError: the release must not be published, or its files were changed.
        EmosappError: the Hub refuses, or cannot be reached.
    """
    release = read_release(folder)
    verify(folder, release)
    if release.obstacles:
        raise ReleaseError(f"{folder}: must not be published: {'; '.join(release.obstacles)}")
    from huggingface_hub import HfApi  # noqa: PLC0415
    from huggingface_hub.errors import HfHubHTTPError  # noqa: PLC0415

    api = HfApi()
    try:
        address = api.create_repo(repository, repo_type="dataset", private=private, exist_ok=True)
        api.upload_folder(
            repo_id=repository,
            repo_type="dataset",
            folder_path=folder,
            commit_message=f"{release.name} {release.version}",
        )
    except HfHubHTTPError as error:
        raise EmosappError(f"the Hub refused {repository}: {_first_line(error)}; 'hf auth login' signs in") from None
    except Exception as error:  # the Hub's client passes on the exceptions of whichever HTTP library it is built on
        raise EmosappError(f"could not upload to {api.endpoint}: {_first_line(error)}") from None
    return str(address)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
