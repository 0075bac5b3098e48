"""The few questions that are asked of a running server itself."""

from types import TracebackType
from typing import Any

from annotation.server.access import Access
from emosapp_data.errors import EmosappError

PATIENCE = 60.0
"""Seconds to wait for one answer; a busy server answers within a few."""


class Rest:
    """Argilla's interface over HTTP, as its owner."""

    def __init__(self, access: Access) -> None:
        """Speak to the server of `access`, never through a proxy."""
        import httpx  # noqa: PLC0415

        self._client = httpx.Client(
            base_url=f"{access.url}/api/v1",
            headers={"X-Argilla-Api-Key": access.api_key},
            timeout=PATIENCE,
            trust_env=False,
        )

    def __enter__(self) -> "Rest":
        """Keep connections until the block ends."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the connections."""
        self._client.close()

    def items(self, path: str) -> list[dict[str, Any]]:
        """The list that is found at a path.

        Raises:
            EmosappError: the server did not answer, or refused.
        """
        return list(self._ask("GET", path)["items"])

    def post(self, path: str, content: dict[str, Any]) -> dict[str, Any]:
        """Send something; gives what the server made of it.

        Raises:
            EmosappError: the server did not answer, or refused.
        """
        return self._ask("POST", path, content)

    def _ask(self, method: str, path: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
        import httpx  # noqa: PLC0415

        try:
            answer = self._client.request(method, path, json=content)
        except httpx.HTTPError as error:
            raise EmosappError(
                f"{self._client.base_url}: no answer ({type(error).__name__}); see 'emosapp review status'"
            ) from error
        if answer.is_error:
            # what was sent may hold a password, and an answer repeats what was wrong in it
            raise EmosappError(f"{self._client.base_url}: {method} {path} was refused with {answer.status_code}")
        found: dict[str, Any] = answer.json()
        return found


def answers(url: str, patience: float = 2.0) -> bool:
    """Whether an Argilla answers at this address."""
    import httpx  # noqa: PLC0415

    try:
        found = httpx.get(f"{url}/api/v1/version", timeout=patience, trust_env=False)
        return bool(found.is_success and "version" in found.json())
    except (httpx.HTTPError, ValueError):
        return False
