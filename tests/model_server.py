"""A real model behind a real server: llama.cpp's, with SmolLM2. Tests that need it skip where it cannot be had."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from emosapp_data.errors import EmosappError
from emosapp_data.models.local import LocalModel, resolve, serve

CONTEXT = 2048
"""Tokens of prompt and reply that the tests' server holds."""


@pytest.fixture(scope="session")
def smollm2() -> LocalModel:
    """SmolLM2, downloaded once into this user's cache."""
    try:
        return resolve("local:smollm2")
    except EmosappError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def smollm2_server(smollm2: LocalModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base address of a server of SmolLM2, whose replies are reproducible."""
    log = tmp_path_factory.mktemp("server") / "server.log"
    with serve(smollm2, slots=1, context=CONTEXT, log=log) as url:
        yield url


def get(url: str) -> Any:
    """The JSON at an address; raises an OSError where nothing answers."""
    with _OPENER.open(url, timeout=60) as reply:
        return json.load(reply)


def chat(url: str, prompt: str, schema: dict[str, Any], **options: object) -> dict[str, Any]:
    """One chat completion in a JSON schema."""
    form = {"type": "json_schema", "json_schema": {"name": "reply", "strict": True, "schema": schema}}
    body = {"model": "any", "messages": [{"role": "user", "content": prompt}], "response_format": form, **options}
    request = urllib.request.Request(
        f"{url}/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with _OPENER.open(request, timeout=120) as reply:
        answer: dict[str, Any] = json.load(reply)
    return answer


def text(reply: dict[str, Any]) -> str:
    """What the model said."""
    said: str = reply["choices"][0]["message"]["content"]
    return said


def answers(url: str) -> bool:
    """Whether a server still answers there."""
    try:
        get(health(url))
    except OSError:
        return False
    return True


def health(url: str) -> str:
    """Where a server tells how it is."""
    return url.removesuffix("/v1") + "/health"


def write_gguf(path: Path, **values: object) -> Path:
    """A GGUF file that holds nothing but keys and values, of which dots are written as two underscores."""
    head = b"GGUF" + (3).to_bytes(4, "little") + (0).to_bytes(8, "little") + len(values).to_bytes(8, "little")
    for key, value in values.items():
        head += _packed(key.replace("__", "."))
        if isinstance(value, int):
            head += (4).to_bytes(4, "little") + value.to_bytes(4, "little")
        elif isinstance(value, list):
            head += (9).to_bytes(4, "little") + (8).to_bytes(4, "little") + len(value).to_bytes(8, "little")
            head += b"".join(_packed(item) for item in value)
        else:
            head += (8).to_bytes(4, "little") + _packed(str(value))
    path.write_bytes(head)
    return path


def _packed(string: str) -> bytes:
    data = string.encode()
    return len(data).to_bytes(8, "little") + data


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
