"""Models of the Hugging Face Hub. What goes wrong there is told in one line."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from emosapp_data.errors import EmosappError, InputError, MissingPartError

LICENCES = ("LICENSE*", "NOTICE*", "USE_POLICY*", "README.md")
DESCRIPTION = ("config.json", "generation_config.json", "tokenizer*", "special_tokens_map.json", "*.jinja", *LICENCES)
"""Files that say what a model is, and under which terms; a few megabytes."""
WEIGHTS = ("*.safetensors", "model.safetensors.index.json")
INSTALL = "install it with: pip install 'emosapp-data[training]'"


def fetch_description(repository: str, revision: str | None) -> Path:
    """The folder of a model's configuration and tokenizer, named after its commit; downloaded where it is not at hand.

    Raises:
        InputError: there is no such model, or this account may not have it.
        EmosappError: the Hub does not answer.
    """
    return _snapshot(repository, revision, DESCRIPTION)


def fetch_weights(repository: str, revision: str | None) -> Path:
    """The same folder, with the weights.

    Raises:
        InputError: there is no such model, or this account may not have it.
        EmosappError: the Hub does not answer.
    """
    return _snapshot(repository, revision, (*DESCRIPTION, *WEIGHTS))


def _snapshot(repository: str, revision: str | None, patterns: Sequence[str]) -> Path:
    try:
        from huggingface_hub import snapshot_download  # noqa: PLC0415
    except ImportError as error:
        raise MissingPartError(f"huggingface_hub is missing; {INSTALL}") from error
    # Weights of a subfolder are another layout's, such as Meta's own.
    with _told(repository, revision):
        return Path(
            snapshot_download(repository, revision=revision, allow_patterns=list(patterns), ignore_patterns=["*/*"])
        )


@contextmanager
def _told(repository: str, revision: str | None) -> Iterator[None]:
    """Say in one line what the Hub's client says in many."""
    from huggingface_hub import errors  # noqa: PLC0415

    try:
        yield
    except errors.GatedRepoError as error:
        raise InputError(
            f"{repository}: its makers give it only to those who agreed to their terms; agree to them at "
            f"https://huggingface.co/{repository}, and sign in with 'hf auth login'"
        ) from error
    except errors.RevisionNotFoundError as error:
        raise InputError(
            f"{repository}: has no revision {revision!r} on the Hub; leave out what follows the @"
        ) from error
    except (errors.RepositoryNotFoundError, errors.HFValidationError) as error:
        raise InputError(
            f"{repository}: no such folder here, and no such model on the Hub that this account may see; check the name, "
            "and sign in with 'hf auth login' if the model is private"
        ) from error
    except OSError as error:
        if error.errno is not None and not isinstance(error, ConnectionError | TimeoutError):
            raise EmosappError(f"{repository}: could not be stored ({error.strerror}); see HF_HOME") from error
        raise _unreachable(repository, error) from error
    except Exception as error:  # the client passes on those of whichever HTTP library it is built on
        raise _unreachable(repository, error) from error


def _unreachable(repository: str, error: Exception) -> EmosappError:
    cause: BaseException = error.__cause__ or error
    status = getattr(getattr(cause, "response", None), "status_code", None)
    why = f"it answers with status {status}" if status else type(cause).__name__
    return EmosappError(
        f"{repository}: the Hub cannot be reached ({why}), and the model is not in its cache; check the network, or give "
        "the folder of a model, or smollm2-135m"
    )
