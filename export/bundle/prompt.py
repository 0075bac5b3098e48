"""How a conversation is written for the model, taken from the tokenizer's own chat template."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from emosapp_data.chat.chat_format import DATE
from emosapp_data.schema import Record
from export.bundle.files import CHAT_TEMPLATE, TOKENIZER_CONFIG

HOLE = "{}"
"""Where the words of a message stand."""
WORDS = {"system": "SYSTEMWORDS", "user": "USERWORDS", "assistant": "ASSISTANTWORDS"}
"""Words that no template has of its own."""


class PromptFormat(Record):
    """A conversation is the system message, then user and assistant in turn, and what asks for an answer.

    `{}` stands for what is said.
    """

    opening: str
    """What comes first where there is no system message: often one that the template has of its own."""
    system: str
    """The system message, with all that comes first."""
    user: str
    """A message of the user."""
    assistant: str
    """An answer that was given before."""
    answer: str
    """What asks for an answer."""

    def begun(self, system: str | None) -> str:
        """What comes before the first message of the user."""
        return self.opening if system is None else self.system.replace(HOLE, system)

    def written(self, system: str | None, user: str) -> str:
        """What the model is given for a first message."""
        return self.begun(system) + self.user.replace(HOLE, user) + self.answer


def prompt_format(folder: Path) -> PromptFormat | None:
    """Take apart the chat template of a tokenizer's folder; none where there is none, or its parts depend on each other."""
    config = _config(folder / TOKENIZER_CONFIG)
    template = _template(folder / CHAT_TEMPLATE) or config.get("chat_template")
    if not isinstance(template, str):
        return None
    try:
        compiled = _environment().from_string(template)
        return _parts(
            lambda *roles, ask=False: compiled.render(
                messages=[{"role": role, "content": WORDS[role]} for role in roles],
                add_generation_prompt=ask,
                bos_token=_text(config.get("bos_token")),
                eos_token=_text(config.get("eos_token")),
                date_string=DATE,
            )
        )
    except (TemplateError, TypeError, ValueError):
        return None


def _parts(render: Callable[..., str]) -> PromptFormat | None:
    """Find the parts by what each further message adds."""
    bare = render("user")
    first = render("system", "user")
    answered = render("system", "user", "assistant")
    again = render("system", "user", "assistant", "user")
    asked = render("system", "user", ask=True)
    if not (answered.startswith(first) and again.startswith(answered) and asked.startswith(first)):
        return None
    user = again.removeprefix(answered)
    assistant = answered.removeprefix(first)
    if not first.endswith(user) or not bare.endswith(user):
        return None
    found = {"system": first.removesuffix(user), "user": user, "assistant": assistant}
    if any(text.count(WORDS[role]) != 1 or HOLE in text for role, text in found.items()):
        return None
    parts = {role: text.replace(WORDS[role], HOLE) for role, text in found.items()}
    return PromptFormat(opening=bare.removesuffix(user), **parts, answer=asked.removeprefix(first))


def _environment() -> ImmutableSandboxedEnvironment:
    """Jinja as transformers sets it up for chat templates."""
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    environment.globals["raise_exception"] = _refuse
    environment.filters["tojson"] = lambda value, **_: json.dumps(value, ensure_ascii=False)
    return environment


def _refuse(message: str) -> None:
    raise TemplateError(message)


def _config(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _template(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None


def _text(token: Any) -> str:
    """A special token's text: itself, or the field of the record that describes it."""
    return str(token.get("content", "")) if isinstance(token, dict) else str(token or "")
