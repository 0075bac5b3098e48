"""Workspaces, datasets and accounts on the server, by Argilla's own client."""

import logging
import secrets
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from annotation.argilla.client import Client, RemoteDataset, through_proxy
from annotation.argilla.names import DatasetName
from annotation.argilla.templates import guidelines, settings
from annotation.server.access import Access
from emosapp_data.errors import EmosappError, MissingPartError

if TYPE_CHECKING:
    import argilla

CLOSER = "closed-by-push-"
"""Beginning of the names of the accounts whose responses close records. Nobody knows their passwords."""
PATIENCE = 120
"""Seconds to wait for one answer."""


class Server:
    """What there is on a server, and what is made where it is missing."""

    def __init__(self, access: Access, client: Client) -> None:
        """Speak to the server of `access`; Argilla's own client is loaded when something is to be made."""
        self._access, self._client = access, client
        everything = client.datasets()
        self._datasets = {(each.workspace, each.name): each for each in everything if each.ready}
        self._unfinished = {(each.workspace, each.name): each for each in everything if not each.ready}
        self._sdk: argilla.Argilla | None = None

    def dataset(self, workspace: str, name: DatasetName) -> RemoteDataset:
        """A dataset of ours; made if it is missing, with its workspace. Its guidelines are brought up to date.

        Raises:
            EmosappError: the server refuses.
        """
        found = self._datasets.get((workspace, str(name))) or self._make(workspace, name)
        wanted = guidelines(name.template, page_path(found.id))
        if found.guidelines != wanted:
            self._client.ask("PATCH", f"/datasets/{found.id}", {"guidelines": wanted})
        return found

    def datasets(self) -> list[RemoteDataset]:
        """All datasets that are ready for use."""
        return list(self._datasets.values())

    def closers(self, number: int) -> list[str]:
        """Ids of so many accounts whose responses close records; made if they are missing."""
        known = {user.name: user.id for user in self._client.users()}
        wanted = [f"{CLOSER}{index + 1}" for index in range(number)]
        for name in wanted:
            if name not in known:
                known[name] = self._make_closer(name)
        return [known[name] for name in wanted]

    def _make_closer(self, name: str) -> str:
        with _said_plainly(self._access.url):
            import argilla as rg  # noqa: PLC0415

            made = rg.User(
                username=name,
                first_name="Closed by push",
                role="annotator",
                password=secrets.token_urlsafe(32),
                client=self._own_client(),
            ).create()
            return str(made.id)

    def _make(self, workspace: str, name: DatasetName) -> RemoteDataset:
        if half_made := self._unfinished.pop((workspace, str(name)), None):
            self._client.ask("DELETE", f"/datasets/{half_made.id}")
        with _said_plainly(self._access.url):
            import argilla as rg  # noqa: PLC0415

            client = self._own_client()  # fields and questions cannot be made before there is one
            if workspace not in self._client.workspaces():
                rg.Workspace(name=workspace, client=client).create()
            wanted = settings(name.template, name.reviewers)
            made = rg.Dataset(name=str(name), workspace=workspace, settings=wanted, client=client).create()
        dataset = RemoteDataset(str(made.id), str(name), workspace, "")
        self._datasets[workspace, str(name)] = dataset
        return dataset

    def _own_client(self) -> "argilla.Argilla":
        if self._sdk is None:
            import argilla as rg  # noqa: PLC0415

            logging.getLogger("argilla.sdk").setLevel(logging.CRITICAL)  # it logs what it raises, too
            self._sdk = rg.Argilla(
                api_url=self._access.url,
                api_key=self._access.api_key,
                timeout=PATIENCE,
                trust_env=through_proxy(self._access.url),
            )
        return self._sdk


def page_path(dataset: str) -> str:
    """Path of the page on which a dataset's records stand in the order of review."""
    return f"/dataset/{dataset}/annotation-mode?page=1&status=pending&sort=metadata.rank.asc"


@contextmanager
def _said_plainly(url: str) -> Iterator[None]:
    """Turn the errors of Argilla's client into one line that holds no key."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except ImportError:
        raise MissingPartError(
            "argilla is not installed; 'pip install \"emosapp-data[annotation]\"' installs it"
        ) from None
    except EmosappError:
        raise
    except Exception as error:  # its errors have no common type, and some of them hold the request with its headers
        status = getattr(error, "status_code", None)
        reason = f"{type(error).__name__}, {status}" if status else type(error).__name__
        raise EmosappError(f"{url}: the dataset cannot be made ({reason}); see the server's log") from None
