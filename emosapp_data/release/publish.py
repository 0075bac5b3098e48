"""Publishing a release on the Hugging Face Hub, where its licence allows it and its bytes are what they were."""

from pathlib import Path

from emosapp_data.errors import EmosappError, ReleaseError
from emosapp_data.release.verify import read_release, verify


def publish(folder: Path, repository: str, private: bool) -> str:
    """Upload a release; the token is the one of `hf auth login` or HF_TOKEN. Returns the address of the dataset.

    Raises:
        ReleaseError: the release must not be published, or its files were changed.
        EmosappError: the Hub refuses, or cannot be reached.
    """
    release = read_release(folder)
    verify(folder)
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
