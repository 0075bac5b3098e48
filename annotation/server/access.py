"""What a client needs to speak to an Argilla."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Access:
    """An Argilla and the key to it. The key is not part of what is printed."""

    url: str
    """Address without a path, such as `http://127.0.0.1:6900`."""
    api_key: str = field(repr=False)
    """API key of an owner."""
    pictures: Path | None = None
    """Folder whose files the server shows under `/pictures/`; None where it is another machine's."""
