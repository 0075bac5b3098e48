"""What the stand-in for the Hugging Face Hub holds: accounts, datasets, their commits and tags.

Parquet files are large files, as on the Hub.
"""

import base64
import hashlib
from dataclasses import dataclass, field
from typing import Any, NamedTuple

WRITER, READER, STRANGER = "hf_writer", "hf_reader", "hf_stranger"


class Account(NamedTuple):
    """Whom a token belongs to."""

    name: str
    organisations: tuple[str, ...] = ()
    role: str = "write"


ACCOUNTS = {
    WRITER: Account("someone", ("lab",)),
    READER: Account("someone", ("lab",), "read"),
    STRANGER: Account("else"),
}


class Refused(Exception):  # noqa: N818
    def __init__(self, status: int, code: str = "", message: str = "") -> None:
        self.status, self.code, self.message = status, code, message


def refuse(status: int, code: str = "", message: str = "") -> Any:
    raise Refused(status, code, message)


class Commit(NamedTuple):
    """All files as one commit left them."""

    id: str
    message: str
    files: dict[str, bytes]


@dataclass
class Dataset:
    """A repository: its commits on main, the oldest first, and its tags."""

    private: bool
    commits: list[Commit] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def head(self) -> Commit:
        return self.commits[-1]

    def at(self, revision: str) -> Commit:
        """The commit of a branch, a tag or an id."""
        wanted = self.head.id if revision == "main" else self.tags.get(revision, revision)
        return next((commit for commit in self.commits if commit.id == wanted), None) or refuse(404, "RevisionNotFound")

    def add(self, files: dict[str, bytes], message: str = "by hand") -> Commit:
        """Put a commit with these files, and no others, on main."""
        names = "".join(f"{name}{sha256(data)}" for name, data in files.items())
        commit = Commit(sha1(f"{len(self.commits)}{message}{names}".encode()), message, files)
        self.commits.append(commit)
        return commit

    def apply(self, lines: list[dict[str, Any]], objects: dict[str, bytes]) -> Commit:
        """Put a commit on main as a client describes it, line by line; the bytes of large files are among the objects."""
        header, files = lines[0]["value"], dict(self.head.files)
        assert lines[0]["key"] == "header"
        if header.get("parentCommit", self.head.id) != self.head.id:
            refuse(412, "", "A commit has happened since. Please refresh and try again.")
        for line in lines[1:]:
            value = line["value"]
            match line["key"]:
                case "file":
                    if is_large(value["path"]):
                        refuse(400, "", f"{value['path']}: has to be a large file")
                    files[value["path"]] = base64.b64decode(value["content"])
                case "lfsFile":
                    data = objects.get(value["oid"], b"")
                    if value["algo"] != "sha256" or len(data) != value["size"]:
                        refuse(400, "", f"{value['path']}: was not uploaded")
                    files[value["path"]] = data
                case "deletedFile":
                    if files.pop(value["path"], None) is None:
                        refuse(404, "EntryNotFound", "A file with this name doesn't exist")
        return self.add(files, header["summary"])


def info(repo: str, dataset: Dataset, commit: Commit) -> dict[str, Any]:
    files = [{"rfilename": name} for name in commit.files]
    return {"id": repo, "sha": commit.id, "private": dataset.private, "tags": [], "siblings": files}


def ref(name: str, ref: str, commit: str) -> dict[str, str]:
    return {"name": name, "ref": ref, "targetCommit": commit}


def tree(files: dict[str, bytes], folder: str, recursive: bool) -> list[dict[str, Any]]:
    """Files and folders below a folder."""
    start = f"{folder}/" if folder else ""
    inside = {name: data for name, data in files.items() if name.startswith(start)}
    if not inside:
        refuse(404, "EntryNotFound", f"{folder} does not exist")
    entries: dict[str, dict[str, Any]] = {}
    for name, data in inside.items():
        parts = name.removeprefix(start).split("/")
        for depth in range(1, len(parts)):
            path = start + "/".join(parts[:depth])
            entries[path] = {"type": "directory", "path": path, "oid": sha1(path.encode()), "size": 0}
        pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256(data)}\nsize {len(data)}\n".encode()
        entry = {"type": "file", "path": name, "size": len(data), "oid": blob(pointer if is_large(name) else data)}
        if is_large(name):
            entry["lfs"] = {"oid": sha256(data), "size": len(data), "pointerSize": len(pointer)}
        entries[name] = entry
    return [entry for path, entry in entries.items() if recursive or "/" not in path.removeprefix(start)]


def is_large(path: str) -> bool:
    return path.endswith(".parquet")


def blob(data: bytes) -> str:
    """The hash that git gives a file."""
    return sha1(b"blob %d\0" % len(data) + data)


def sha1(data: bytes) -> str:
    return hashlib.sha1(data).hexdigest()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
