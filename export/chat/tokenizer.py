"""A model's tokenizer with its chat template, without transformers, whose import takes longer than loading a model."""

import datetime
import json
from pathlib import Path
from typing import Any, NoReturn

from jinja2 import TemplateError
from jinja2.ext import loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment
from tokenizers import Tokenizer

from emosapp_data.errors import InputError

TOKENIZER, CONFIG, TEMPLATE = "tokenizer.json", "tokenizer_config.json", "chat_template.jinja"
NAMED = ("bos_token", "eos_token", "pad_token", "unk_token")
"""Special tokens that a template may write by name."""


class ChatTokenizer:
    """What `emosapp_data.chat.ChatFormat` needs of a tokenizer of transformers, read from the files that transformers saves.

    A template is rendered as transformers renders it: in a sandbox, with the same blank lines left out, the same functions,
    and the same special tokens by name.
    """

    is_fast = True

    def __init__(self, folder: Path) -> None:
        """Read a tokenizer.

        Args:
            folder: with `tokenizer.json`, `tokenizer_config.json` and, unless that holds it, `chat_template.jinja`

        Raises:
            InputError: a file is missing or cannot be read, or there is no chat template.
        """
        path = folder / TOKENIZER
        if not path.is_file():
            raise InputError(f"{folder}: no {TOKENIZER}; copy the model's tokenizer there, or export it again")
        try:
            self.backend_tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises nothing narrower
            raise InputError(f"{path}: not a tokenizer ({_first_line(error)}); export it again") from error
        config = _read_config(folder / CONFIG)
        self.chat_template = _template(folder, config)
        self._named = {name: _text(config[name]) for name in NAMED if config.get(name)}
        self._environment = ImmutableSandboxedEnvironment(
            trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols]
        )
        self._environment.filters["tojson"] = _to_json
        self._environment.globals.update(raise_exception=_refuse, strftime_now=_now)

    def apply_chat_template(
        self,
        conversation: list[dict[str, Any]],
        *,
        tokenize: bool = False,
        chat_template: str | None = None,
        add_generation_prompt: bool = False,
        **values: Any,
    ) -> str:
        """Render a conversation; the names are those of transformers.

        Raises:
            jinja2.TemplateError: the template is wrong, or refuses the conversation.
            NotImplementedError: tokens are asked for.
        """
        if tokenize:
            raise NotImplementedError("only text is rendered here; ChatFormat makes tokens")
        template = self._environment.from_string(chat_template or self.chat_template)
        return template.render(
            messages=conversation, add_generation_prompt=add_generation_prompt, **{**self._named, **values}
        )


def _read_config(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not readable as JSON ({error}); export it again") from error
    return config if isinstance(config, dict) else {}


def _template(folder: Path, config: dict[str, Any]) -> str:
    path = folder / TEMPLATE
    text = path.read_text(encoding="utf-8") if path.is_file() else config.get("chat_template")
    if not isinstance(text, str) or not text:
        raise InputError(f"{folder}: no chat template ({TEMPLATE}); a model without one holds no conversations")
    return text


def _text(token: Any) -> str:
    return str(token["content"]) if isinstance(token, dict) else str(token)


def _to_json(value: Any, indent: int | None = None, **_: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _refuse(message: str) -> NoReturn:
    raise TemplateError(message)


def _now(form: str) -> str:
    return datetime.datetime.now().strftime(form)  # noqa: DTZ005 - the date where the user is


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
