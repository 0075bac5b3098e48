"""Names, passwords and keys of a server: made here, kept in one file that its owner alone can read."""

import secrets
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from annotation.server.private import write_private
from emosapp_data.errors import InputError

OWNER = "owner"
REVIEWERS, ADJUDICATION = "reviewers", "adjudication"
"""The workspace of reviewers who are not put elsewhere, and that of the owner alone."""

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters of passwords: none that is taken for another one."""


class Account(BaseModel):
    """A reviewer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    password: str | None = Field(repr=False)
    """None for somebody who had been made in Argilla itself."""
    workspaces: tuple[str, ...]


class Credentials(BaseModel):
    """All that is secret of a server."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    owner_password: str = Field(repr=False)
    owner_api_key: str = Field(repr=False)
    auth_secret: str = Field(repr=False)
    """Signs the tokens of people who are logged in."""
    reviewers: dict[str, Account] = {}

    @classmethod
    def new(cls) -> "Credentials":
        """Fresh secrets, and no reviewer."""
        return cls(
            owner_password=new_password(), owner_api_key=secrets.token_urlsafe(32), auth_secret=secrets.token_hex(32)
        )

    @property
    def workspaces(self) -> tuple[str, ...]:
        """All workspaces that the server is to have."""
        places = {place for account in self.reviewers.values() for place in account.workspaces}
        return (REVIEWERS, ADJUDICATION, *sorted(places - {REVIEWERS, ADJUDICATION}))


def new_password() -> str:
    """A password that can be read out and typed: 16 letters in groups of four, 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def read_credentials(path: Path) -> Credentials | None:
    """What a file holds; None where there is none.

    Raises:
        InputError: the file is damaged. Its content is not shown.
    """
    try:
        return Credentials.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError:
        raise InputError(f"{path}: damaged; move it away, and 'emosapp review serve' makes new passwords") from None


def write_credentials(path: Path, credentials: Credentials) -> None:
    """Keep the secrets, readable by their owner alone."""
    write_private(path, credentials.model_dump_json(indent=1) + "\n")
