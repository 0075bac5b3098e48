"""Pseudonyms of reviewers: the same person has the same one everywhere in a workspace, and nobody can tell who it is.

A bare hash of a name is no pseudonym: who knows the names can hash them all. So it is keyed (HMAC-SHA-256, RFC 2104), and
the key stays in the workspace, readable by its owner alone.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

PREFIX = "reviewer-"


class Pseudonyms:
    """Gives pseudonyms to names."""

    def __init__(self, key: bytes) -> None:
        """Use a key."""
        self._key = key

    @classmethod
    def of(cls, key_file: Path) -> "Pseudonyms":
        """Those of a workspace; its key is made where there is none."""
        key_file.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return cls(bytes.fromhex(key_file.read_text(encoding="ascii").strip()))
        key = secrets.token_bytes(32)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        return cls(key)

    def __call__(self, name: str) -> str:
        """The pseudonym of a name, such as 'reviewer-3fa91c2b'; letter case and spaces around it do not matter."""
        digest = hmac.new(self._key, name.strip().casefold().encode(), hashlib.sha256).hexdigest()
        return PREFIX + digest[:8]
