"""Which model is asked, how, and where it is reached."""

from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from emosapp_data.config.base import Config

Structure = Literal["auto", "json_schema", "json_object", "none"]


class Prices(Config):
    """What a model costs."""

    input: float = Field(ge=0)
    """Price of a million tokens that are sent."""
    output: float = Field(ge=0)
    """Price of a million tokens that are written."""
    currency: str = "USD"
    """Currency of the prices."""


class ServerConfig(Config):
    """Where a model is reached, and how fast. Nothing in here changes a result, so none of it stands in a release."""

    base_url: str | None = None
    """Address of an OpenAI-compatible server, such as http://127.0.0.1:8000/v1; none for OpenAI's own."""
    api_key_variable: str = "OPENAI_API_KEY"
    """Environment variable that holds the key; the key itself is never written anywhere."""
    concurrency: int = Field(default=8, ge=1, le=1024)
    """Calls under way at a time."""
    requests_per_minute: float | None = Field(default=None, gt=0)
    """Most calls begun in a minute, evenly spaced."""
    tokens_per_minute: float | None = Field(default=None, gt=0)
    """Most tokens sent and asked for in a minute."""
    timeout: float = Field(default=180, gt=0)
    """Seconds after which a call without an answer is given up and tried again."""
    attempts: int = Field(default=6, ge=1)
    """How often a call is tried before it counts as failed; twice if there is no answer in time."""
    longest_wait: float = Field(default=60, ge=0)
    """Longest pause between two attempts, in seconds, where the server does not name one; it doubles from one second."""
    slots: int = Field(default=1, ge=1, le=64)
    """Replies that a server of our own writes side by side; only with one does the same seed give the same reply."""
    context: int = Field(default=4096, ge=512)
    """Tokens of question and reply together, for a server of our own."""
    give_up_after: int = Field(default=20, ge=1)
    """The run ends when so many calls in a row have failed."""

    @field_validator("base_url")
    @classmethod
    def _is_an_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("an address begins with http:// or https:// and names a host")
        if parts.username or parts.password or parts.query:
            raise ValueError("no key belongs into an address; the variable that api_key_variable names holds it")
        return value


class ModelConfig(Config):
    """A model and how it writes."""

    name: str = Field(min_length=1)
    """Name as the server knows it, or 'local:FILE.gguf' or 'local:smollm2' for a server of our own."""
    temperature: float = Field(default=0.7, ge=0, le=2)
    """Sampling temperature."""
    top_p: float = Field(default=1.0, gt=0, le=1)
    """Share of the probability that is sampled from."""
    max_tokens: int = Field(default=1200, ge=16)
    """Most tokens of a reply."""
    seed: int = 0
    """Seed of the sampling, for servers that take one."""
    structure: Structure = "auto"
    """How the form of a reply is asked for: by JSON schema, as any JSON, in words only, or the first that works."""
    repairs: int = Field(default=1, ge=0, le=5)
    """How often a reply that cannot be read is asked for again, with what was wrong."""
    extra: dict[str, str | int | float | bool] = Field(default_factory=dict)
    """Further fields of the request, for what only some servers know."""
    prices: Prices | None = None
    """What the model costs, for the plan."""
    server: ServerConfig = ServerConfig()
    """Where it is reached."""

    @property
    def local(self) -> bool:
        """Whether a server of our own runs the model."""
        return self.name.startswith("local:")
