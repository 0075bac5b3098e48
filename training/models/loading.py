"""From a model that was found to one in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from emosapp_data.errors import InputError, MissingPartError
from training.models.folder import check_folder
from training.models.hub import INSTALL, fetch_weights
from training.models.source import ModelSource


def load_model(source: ModelSource, dtype: Any = "float32") -> Any:
    """The model, on the CPU, for evaluation; attention is PyTorch's own (SDPA), which training from packed data relies on.

    Args:
        source: what `find_model` found; the weights of a model of the Hub are downloaded where they are not at hand
        dtype: of the weights in memory, as a torch.dtype or its name

    Raises:
        InputError: the weights cannot be read, or are not those of the configuration.
        MissingPartError: a package is not installed.
        EmosappError: the Hub does not answer.
    """
    transformers = _transformers()
    folder = source.folder
    if source.origin == "hub":
        folder = fetch_weights(source.name, source.revision)
        check_folder(folder)
    with quiet(), _readable(folder):
        model, report = transformers.AutoModelForCausalLM.from_pretrained(
            folder, dtype=dtype, attn_implementation="sdpa", local_files_only=True, output_loading_info=True
        )
    if missing := sorted(report["missing_keys"]):
        raise InputError(
            f"{folder}: the weights lack {missing[0]}{f' and {len(missing) - 1} more' if len(missing) > 1 else ''}, which "
            "the configuration asks for; download the model again"
        )
    return model.eval()


def load_tokenizer(source: ModelSource) -> Any:
    """The model's tokenizer, a fast one with a chat template.

    Raises:
        InputError: it cannot be read, or has no chat template.
        MissingPartError: a package is not installed.
    """
    transformers = _transformers()
    with quiet(), _readable(source.folder):
        tokenizer = transformers.AutoTokenizer.from_pretrained(source.folder, local_files_only=True)
    if not tokenizer.chat_template:
        raise InputError(
            f"{source.folder}: its tokenizer has no chat template, so it is no model for conversations; give one that was "
            "tuned to follow instructions (its name often ends in -Instruct)"
        )
    return tokenizer


@contextmanager
def quiet() -> Iterator[None]:
    """Keep transformers from drawing progress bars of its own, and from warnings that say nothing to a user."""
    from transformers.utils import logging  # noqa: PLC0415

    before, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(before)
        if bars:
            logging.enable_progress_bar()


def _transformers() -> Any:
    try:
        import torch  # noqa: F401, PLC0415
        import transformers  # noqa: PLC0415
    except ImportError as error:
        raise MissingPartError(f"{error.name} is missing; {INSTALL}") from error
    return transformers


@contextmanager
def _readable(folder: Path) -> Iterator[None]:
    """Say in one line what is wrong with a file; each library below has errors of its own for that."""
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        first = " ".join(str(error).split())[:200]
        raise InputError(f"{folder}: cannot be loaded ({first}); download the model again") from error
