"""Argilla's interface over HTTP, for what its own client cannot do or does slowly.

The client of the `argilla` package has no times of responses, cannot answer for another user, and builds an object for every
value; records and responses therefore go over plain HTTP, in pages. A request that fails because the server is away is tried
again, so that work goes on through a restart: all that is sent here can be sent twice.
"""

from collections.abc import Iterator
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

from annotation.server.access import Access
from emosapp_data.errors import EmosappError, InputError

PATIENCE = 120.0
"""Seconds to wait for one answer; 500 records take a server on a slow machine half a minute."""
RETRY_SECONDS = 90.0
"""How long a server may be away."""
FIRST_SECONDS = 8.0
"""How long one may be away that has not answered yet: it may be the wrong address."""
LONGEST_PAUSE = 8.0
AWAY = frozenset({429, 502, 503, 504})
"""Answers that a server or a proxy before it gives while it is not ready."""
PAGE = 250
"""Records a page: more take more memory and are no faster."""


class User(NamedTuple):
    """An account. Its key, which Argilla tells its owner, is left out on purpose."""

    id: str
    name: str
    role: str

    def __repr__(self) -> str:
        """Without the name."""
        return f"User({self.role})"

    @property
    def owns(self) -> bool:
        """Whether their word may decide by the rule 'owner'."""
        return self.role in {"owner", "admin"}


class RemoteDataset(NamedTuple):
    """A dataset of the server."""

    id: str
    name: str
    workspace: str
    guidelines: str
    ready: bool = True
    """Whether it was made to the end; before, it holds no records."""


class AwayError(EmosappError):
    """The server does not answer, or not yet."""


class Client:
    """A connection to an Argilla. Use as a context manager."""

    def __init__(self, access: Access, patience: float = RETRY_SECONDS) -> None:
        """Speak to the server of `access`.

        Args:
            access: the address and an owner's key.
            patience: seconds for which a server may be away.
        """
        import httpx  # noqa: PLC0415

        self.url = access.url
        self._patience = patience
        self._http = httpx.Client(
            base_url=f"{access.url}/api/v1",
            headers={"X-Argilla-Api-Key": access.api_key},
            timeout=httpx.Timeout(PATIENCE, connect=10.0),
            trust_env=through_proxy(access.url),
        )

    def __enter__(self) -> Self:
        """Return the client itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self._http.close()

    def check(self) -> None:
        """See that an Argilla of a fitting version answers and takes the key, and that the key is an owner's.

        Raises:
            InputError: one of these is not so.
            EmosappError: the server does not answer.
        """
        patience, self._patience = self._patience, min(self._patience, FIRST_SECONDS)
        version = str(self.ask("GET", "/version").get("version", "unknown"))
        self._patience = patience
        if not version.startswith("2."):
            raise InputError(f"{self.url}: argilla-server {version}; this needs version 2, such as 2.8.0")
        if self.ask("GET", "/me").get("role") != "owner":
            raise InputError(
                f"{self.url}: the key is not an owner's; an owner's key is needed to make datasets and read reviews"
            )

    def ask(self, method: str, path: str, content: Any = None, **query: str | int) -> Any:
        """One request, tried again while the server is away; gives the answer's JSON.

        Raises:
            InputError: the key is wrong, or not allowed to do this.
            EmosappError: the server stays away, or refuses.
        """
        import tenacity  # noqa: PLC0415

        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(AwayError),
            wait=tenacity.wait_exponential_jitter(multiplier=0.2, max=LONGEST_PAUSE),
            stop=tenacity.stop_after_delay(self._patience),
            reraise=True,
        )
        return retrying(self._once, method, path, content, query)

    def _once(self, method: str, path: str, content: Any, query: dict[str, str | int]) -> Any:
        import httpx  # noqa: PLC0415

        try:
            answer = self._http.request(method, path, json=content, params=query)
        except httpx.InvalidURL:
            raise InputError(f"{self.url}: not an address") from None
        except httpx.TransportError as error:
            raise AwayError(
                f"{self.url}: no answer ({type(error).__name__}); is it running? 'emosapp review status' tells of a local one"
            ) from None
        if answer.status_code in AWAY or (answer.status_code == 500 and method != "POST"):
            raise AwayError(f"{self.url}: the server cannot answer ({answer.status_code}); run the command again later")
        if answer.status_code in {401, 403}:
            raise InputError(
                f"{self.url}: the key in ARGILLA_API_KEY is not taken ({answer.status_code}); it must be an owner's"
            )
        if answer.is_error:
            raise EmosappError(f"{self.url}: {method} {path} was refused ({answer.status_code}): {_detail(answer)}")
        try:
            return answer.json() if answer.content else {}
        except ValueError:
            raise InputError(f"{self.url}: answers, but not as an Argilla does; is the address right?") from None

    def users(self) -> list[User]:
        """All accounts."""
        return [User(entry["id"], entry["username"], entry["role"]) for entry in self.ask("GET", "/users")["items"]]

    def workspaces(self) -> dict[str, str]:
        """Names and ids of the workspaces."""
        return {entry["name"]: entry["id"] for entry in self.ask("GET", "/me/workspaces")["items"]}

    def datasets(self) -> list[RemoteDataset]:
        """All datasets, also those that were not made to the end."""
        names = {identity: name for name, identity in self.workspaces().items()}
        return [
            RemoteDataset(
                entry["id"],
                entry["name"],
                names[entry["workspace_id"]],
                entry.get("guidelines") or "",
                entry["status"] == "ready",
            )
            for entry in self.ask("GET", "/me/datasets")["items"]
            if entry["workspace_id"] in names
        ]

    def questions(self, dataset: str) -> dict[str, str]:
        """Names and ids of a dataset's questions."""
        return {entry["name"]: entry["id"] for entry in self.ask("GET", f"/datasets/{dataset}/questions")["items"]}

    def records(self, dataset: str, include: str | None = None) -> Iterator[dict[str, Any]]:
        """All records of a dataset in the order in which they were made, from the server's database."""
        query: dict[str, str | int] = {"include": include} if include else {}
        offset = 0
        while page := self.ask("GET", f"/datasets/{dataset}/records", offset=offset, limit=PAGE, **query)["items"]:
            offset += len(page)
            yield from page

    def answered(self, dataset: str) -> Iterator[dict[str, Any]]:
        """The records to which somebody has responded, with the responses, from the server's search index.

        A record that somebody responds to in the meantime moves those behind it further on, so that one of them comes twice. A
        record from which a response was deleted moves them closer, and one of them is missed.
        """
        scope = {"entity": "response", "property": "status"}
        some = {"type": "terms", "scope": scope, "values": ["submitted", "draft", "discarded"]}
        query = {
            "filters": {"type": "and", "and": [some]},
            "sort": [{"scope": {"entity": "record", "property": "inserted_at"}, "order": "asc"}],
        }
        path = f"/datasets/{dataset}/records/search"
        offset = 0
        while page := self.ask("POST", path, query, include="responses", offset=offset, limit=PAGE)["items"]:
            offset += len(page)
            yield from (entry["record"] for entry in page if entry)

    def responses_by_user(self, dataset: str) -> dict[str, int]:
        """How many responses of each account the server's database holds, whatever their status."""
        entries = self.ask("GET", f"/datasets/{dataset}/users/progress")["users"]
        return {
            entry["username"]: sum(sum((entry.get(status) or {}).values()) for status in ("completed", "pending"))
            for entry in entries
        }


def through_proxy(url: str) -> bool:
    """Whether a proxy that the environment names may be used: never for a server on this machine."""
    return urlsplit(url).hostname not in {"127.0.0.1", "localhost", "::1"}


def _detail(answer: Any) -> str:
    """What the server says is wrong, in short. It may repeat what was sent, but no password and no key is ever sent here."""
    try:
        detail = answer.json().get("detail", "")
    except ValueError:
        detail = answer.text
    return " ".join(str(detail).split())[:300] or "no reason given"
