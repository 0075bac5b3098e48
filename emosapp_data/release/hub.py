"""A dataset on the Hugging Face Hub. What goes wrong there is told in one line, and never with the token.

Everything goes through `huggingface_hub`, which decides how files travel (Xet or LFS) and what is tried again.
"""

import hashlib
import os
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from pydantic import BaseModel, ValidationError

from emosapp_data.errors import EmosappError, InputError
from emosapp_data.release.verify import MANIFEST, sha256
from emosapp_data.release.versions import VERSION

if TYPE_CHECKING:
    from huggingface_hub.hf_api import RepoFile

KIND = "dataset"
SIGN_IN = "sign in with 'hf auth login', or set HF_TOKEN to a token that may write"
QUERY = re.compile(r"(https?://[^\s?'\"]+)\?[^\s'\"]*")
"""An address with its query, which may hold a signature."""


class Remote(NamedTuple):
    """What the Hub says of a dataset."""

    head: str
    """The commit of its main branch."""
    private: bool
    versions: Mapping[str, str]
    """The commit of each version that is tagged."""


class RemoteFile(BaseModel):
    """One file of a manifest; of a manifest of any version of this toolkit, so that more is no error."""

    path: str


class RemoteManifest(BaseModel):
    """What publishing has to know of a release that is on the Hub."""

    name: str
    version: str
    files: tuple[RemoteFile, ...]


class Commit(NamedTuple):
    """A commit that was made."""

    id: str
    remarks: tuple[str, ...]
    """What the Hub has to say of the card."""


class Hub:
    """A dataset on the Hub, which may not be there yet."""

    def __init__(self, repository: str) -> None:
        """Know where the dataset is and who asks; nothing is sent yet.

        Args:
            repository: OWNER/NAME.

        Raises:
            InputError: the name is none, or nobody is signed in.
        """
        from huggingface_hub import HfApi  # noqa: PLC0415

        self.repository = checked_name(repository)
        self.endpoint = endpoint()
        self._token = ""
        with self.telling("nothing was uploaded"):
            self._token = _token()
        self._api = HfApi(endpoint=self.endpoint, token=self._token, library_name="emosapp-data")

    @property
    def address(self) -> str:
        """Where a person finds the dataset."""
        return address_of(self.repository)

    def look(self) -> Remote | None:
        """What is there; none where there is no such dataset, or none that the account may see."""
        from huggingface_hub.errors import RepositoryNotFoundError  # noqa: PLC0415

        try:
            info = self._api.dataset_info(self.repository)
        except RepositoryNotFoundError:
            return None
        tags = self._api.list_repo_refs(self.repository, repo_type=KIND).tags
        versions = {tag.name: tag.target_commit for tag in tags if VERSION.fullmatch(tag.name)}
        return Remote(info.sha or "", bool(info.private), versions)

    def create(self, private: bool) -> Remote:
        """Make the dataset, without any files.

        Raises:
            EmosappError: it is there, but the account may not see it.
        """
        self._api.create_repo(self.repository, repo_type=KIND, private=private, exist_ok=True)
        if (made := self.look()) is None:
            raise EmosappError(f"{self.repository}: this dataset exists, but {self._who()} may not see it")
        return made

    def files(self, revision: str) -> dict[str, "RepoFile"]:
        """The files at a revision, by their path."""
        from huggingface_hub.hf_api import RepoFile  # noqa: PLC0415

        tree = self._api.list_repo_tree(self.repository, repo_type=KIND, revision=revision, recursive=True)
        return {entry.path: entry for entry in tree if isinstance(entry, RepoFile)}

    def manifest(self, revision: str) -> RemoteManifest | None:
        """The manifest at a revision; none where the file called so is not one of ours."""
        with TemporaryDirectory(prefix="emosapp-") as folder:
            path = self._api.hf_hub_download(
                self.repository, MANIFEST, repo_type=KIND, revision=revision, cache_dir=folder
            )
            try:
                return RemoteManifest.model_validate_json(Path(path).read_bytes())
            except ValidationError:
                return None

    def differing(self, revision: str, files: Mapping[str, Path]) -> list[str]:
        """Which of these files are not at a revision, or with other bytes; further files there do not count."""
        there = self.files(revision)
        return [name for name, path in files.items() if name not in there or not _same(path, there[name])]

    def commit(self, files: Mapping[str, Path], gone: Sequence[str], message: str, parent: str) -> Commit:
        """Put files on the main branch and take others away, all at once.

        Args:
            files: the files by their path.
            gone: paths of the files to take away.
            message: what the commit is called.
            parent: the commit that main has to have still.
        """
        from huggingface_hub import CommitOperationAdd, CommitOperationDelete  # noqa: PLC0415

        operations: list[CommitOperationAdd | CommitOperationDelete] = [
            *(CommitOperationAdd(name, path) for name, path in files.items()),
            *(CommitOperationDelete(name) for name in gone),
        ]
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", UserWarning)
            made = self._api.create_commit(
                self.repository, operations, commit_message=message, repo_type=KIND, parent_commit=parent or None
            )
        remarks = (one for one in caught if issubclass(one.category, UserWarning))
        return Commit(made.oid, tuple(self._safe(str(one.message)) for one in remarks))

    def tag(self, commit: str, version: str, message: str) -> None:
        """Give a commit the name by which one asks for it."""
        self._api.create_tag(self.repository, tag=version, revision=commit, tag_message=message, repo_type=KIND)

    @contextmanager
    def telling(self, state: str) -> Iterator[None]:
        """Turn whatever goes wrong into one line that ends with the state in which things are then.

        Raises:
            EmosappError: something went wrong.
        """
        try:
            yield
        except EmosappError:
            raise
        except Exception as error:  # the client passes on those of whichever HTTP library it is built on
            raise self.told(error, state) from error

    def told(self, error: Exception, state: str) -> EmosappError:
        """What went wrong, and the state in which things are then, in one line."""
        return EmosappError(f"{self.repository}: {self._reason(error)}; {state}")

    def _reason(self, error: Exception) -> str:
        while isinstance(error, RuntimeError | FileNotFoundError) and isinstance(error.__cause__, Exception):
            error = error.__cause__  # threads that upload and functions that look into caches hide what they met
        status = getattr(getattr(error, "response", None), "status_code", None)
        said = self._safe(getattr(error, "server_message", None) or str(error) or type(error).__name__)
        owner = self.repository.partition("/")[0]
        match status:
            case None if isinstance(error, ConnectionError | TimeoutError) or type(error).__module__.startswith("http"):
                return f"the connection to {self.endpoint} failed ({said})"
            case None:
                return said
            case 401:
                return f"the Hub does not accept the token (401): {SIGN_IN}"
            case 403 | 404:
                return f"no permission to write there, or no such owner as {owner!r} ({status}: {said}); {self._who()}"
            case 409 | 412:
                return f"somebody else changed the dataset at the same time ({status}: {said})"
            case 429:
                return f"too many requests, so wait a while (429: {said})"
            case _ if status >= 500:
                return f"the Hub has a fault of its own, so wait a while ({status}: {said})"
        return f"the Hub refuses it ({status}: {said})"

    def _who(self) -> str:
        """Who is signed in, as far as the Hub tells."""
        try:
            who = self._api.whoami()
            role = who.get("auth", {}).get("accessToken", {}).get("role")
            groups = ", ".join(group["name"] for group in who.get("orgs", [])) or "none"
            return f"signed in is {who['name']} (organisations: {groups}{'; the token may only read' if role == 'read' else ''})"
        except Exception:  # it would only have helped to explain another error
            return SIGN_IN

    def _safe(self, text: str) -> str:
        """A message on one line, without the token and without signatures."""
        line = " ".join(QUERY.sub(r"\1", text).split())
        return line.replace(self._token, "***") if self._token else line


def checked_name(repository: str) -> str:
    """The name of a dataset on the Hub, once it is known to be one.

    Raises:
        InputError: it is none.
    """
    from huggingface_hub.errors import HFValidationError  # noqa: PLC0415
    from huggingface_hub.utils import validate_repo_id  # type: ignore[attr-defined]  # noqa: PLC0415

    try:
        validate_repo_id(repository)
    except HFValidationError:
        pass
    else:
        if "/" in repository:
            return repository
    raise InputError(f"{repository!r} is no name on the Hub: write OWNER/NAME, such as my-lab/knowledge")


def address_of(repository: str) -> str:
    """Where a person finds a dataset.

    Raises:
        InputError: the name is none.
    """
    return f"{endpoint()}/datasets/{checked_name(repository)}"


def endpoint() -> str:
    """The address of the Hub; HF_ENDPOINT counts as it is now, not as it was when the client was imported."""
    from huggingface_hub.constants import ENDPOINT  # noqa: PLC0415

    return (os.environ.get("HF_ENDPOINT") or ENDPOINT).rstrip("/")


def _token() -> str:
    """The token of `hf auth login` or HF_TOKEN.

    Raises:
        InputError: there is none, or it is none.
    """
    from huggingface_hub import get_token  # noqa: PLC0415

    token = get_token()
    if not token:
        raise InputError(f"not signed in to the Hub: {SIGN_IN}")
    if not (token.isascii() and token.isprintable() and " " not in token):
        raise InputError(f"the token for the Hub holds characters that no token has: {SIGN_IN}")
    return token


def _same(path: Path, there: "RepoFile") -> bool:
    """Whether a file has the bytes that the Hub names: by their SHA-256 where it is a large file, or else by git's hash."""
    if there.size != path.stat().st_size:
        return False
    if there.lfs is not None:
        return sha256(path) == there.lfs.sha256
    data = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest() == there.blob_id
