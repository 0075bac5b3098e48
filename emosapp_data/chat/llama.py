"""Llama 3's tokenizer from the file that Meta publishes, and a chat template that writes what Llama 3.2 was trained on."""

from base64 import b64decode
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from emosapp_data.errors import InputError, MissingPartError

BEGIN, END_OF_TURN, PADDING = "<|begin_of_text|>", "<|eot_id|>", "<|finetune_right_pad_id|>"
NAMED = (
    BEGIN,
    "<|end_of_text|>",
    "<|reserved_special_token_0|>",
    "<|reserved_special_token_1|>",
    PADDING,
    "<|step_id|>",
    "<|start_header_id|>",
    "<|end_header_id|>",
    "<|eom_id|>",
    END_OF_TURN,
    "<|python_tag|>",
    "<|image|>",
)
"""Special tokens in the order of their ids, which follow those of the file (`llama_models/llama3/tokenizer.py`)."""
ORDINARY = 128_000
"""How many tokens the file holds."""
SPECIAL = 256
"""How many special tokens there are; those behind the named ones are reserved and numbered from 2."""


def llama_template() -> str:
    """The chat template of Llama 3.2: a system message with two dates comes first, always; messages are stripped."""
    return (files("emosapp_data.chat") / "templates" / "llama3.2.jinja").read_text(encoding="utf-8")


def packaged_tokenizer() -> Path:
    """The tokenizer's file in the package `llama-models`, of which nothing is imported.

    Raises:
        MissingPartError: the package is not installed.
    """
    found = find_spec("llama_models")
    for folder in (found.submodule_search_locations or []) if found else []:
        if (file := Path(folder) / "llama3" / "tokenizer.model").is_file():
            return file
    raise MissingPartError("Llama 3's tokenizer is not installed; install it with: pip install 'emosapp-data[chat]'")


def llama_tokenizer(model_file: Path | None = None) -> Any:
    """A fast tokenizer of transformers for Llama 3, 3.1 and 3.2, with the template of 3.2.

    Args:
        model_file: Meta's `tokenizer.model`; without one, that of the package `llama-models`

    Raises:
        InputError: the file is not such a tokenizer.
        MissingPartError: a package is not installed.
    """
    file = model_file or packaged_tokenizer()
    try:
        from transformers import PreTrainedTokenizerFast  # noqa: PLC0415
        from transformers.convert_slow_tokenizer import TikTokenConverter  # noqa: PLC0415
    except ImportError as error:
        raise MissingPartError("transformers is missing; install it with: pip install 'emosapp-data[chat]'") from error
    special = [*NAMED, *(f"<|reserved_special_token_{number + 2}|>" for number in range(SPECIAL - len(NAMED)))]
    converter = TikTokenConverter(str(file), extra_special_tokens=special)
    # The converter's own reader, tiktoken's, keeps a copy by the file's path, and reads that when the file has changed.
    converter.load_tiktoken_bpe = lambda path: _ranks(Path(path))
    backend = converter.converted()
    return PreTrainedTokenizerFast(
        tokenizer_object=backend,
        bos_token=BEGIN,
        eos_token=END_OF_TURN,
        pad_token=PADDING,
        chat_template=llama_template(),
        clean_up_tokenization_spaces=False,
    )


def _ranks(file: Path) -> dict[bytes, int]:
    """The tokens with their ids, which are also the order in which they are merged: a line for each, in base 64."""
    try:
        lines = [line.split() for line in file.read_bytes().splitlines() if line]
        ranks = {b64decode(token, validate=True): int(rank) for token, rank in lines}
    except OSError as error:
        raise InputError(
            f"{file} cannot be read ({error.strerror}); give the path of Llama 3's tokenizer.model"
        ) from error
    except ValueError as error:
        raise InputError(f"{file} is not Llama 3's tokenizer.model ({error}); give the path of that file") from error
    if len(ranks) != ORDINARY:
        raise InputError(f"{file} holds {len(ranks):,} tokens, but Llama 3's tokenizer.model has {ORDINARY:,}")
    return ranks
