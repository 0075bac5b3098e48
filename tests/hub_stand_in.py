"""A Hugging Face Hub that the tests have in hand: it speaks the protocol of the real one, and fails where it is told to.

The bytes of large files go to an object store over LFS, and are read from there.
What it was asked is in `requests`; what it holds is in `datasets`, one snapshot of all files for each commit.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import yaml

from tests.hub_datasets import (
    ACCOUNTS,
    WRITER,
    Account,
    Commit,
    Dataset,
    Refused,
    blob,
    info,
    is_large,
    ref,
    refuse,
    sha256,
    tree,
)

ROUTE = re.compile(r"/api/datasets/(?P<repo>[^/]+/[^/]+)(?:/(?P<what>[^/]+)(?:/(?P<rev>[^/]+)(?:/(?P<rest>.+))?)?)?")
FILE = re.compile(r"/datasets/(?P<repo>[^/]+/[^/]+)/resolve/(?P<rev>[^/]+)/(?P<path>.+)")
LFS = re.compile(r"/datasets/(?P<repo>[^/]+/[^/]+)\.git/info/lfs/objects/batch")
FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


@dataclass
class Fault:
    """What goes wrong with the next requests that a pattern matches, such as 'POST .*/commit/'."""

    pattern: str
    status: int = 0
    """Status of the answer; 0 for none, the connection breaks."""
    times: int = 1
    afterwards: bool = False
    """Whether the request has its effect all the same."""
    hook: Callable[[], object] = lambda: None
    """What happens first."""


class HubStandIn:
    """A running stand-in."""

    def __init__(self) -> None:
        self.datasets: dict[str, Dataset] = {}
        self.objects: dict[str, bytes] = {}
        self.requests: list[str] = []
        self.faults: list[Fault] = []
        self.lock = threading.RLock()
        self._http = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"hub": self}))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

    @property
    def store(self) -> str:
        """Where large files are read from: another host than the Hub's, as with the real one."""
        return f"http://localhost:{self._http.server_port}"

    @contextmanager
    def running(self) -> Iterator["HubStandIn"]:
        thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._http.shutdown()
            self._http.server_close()
            thread.join()

    def new(self, repo: str, private: bool = False) -> Dataset:
        """Make a dataset as the Hub does, with a first commit of its own."""
        made = self.datasets[repo] = Dataset(private)
        made.add({".gitattributes": b"*.parquet filter=lfs diff=lfs merge=lfs -text\n"}, "initial commit")
        return made

    def fault_of(self, request: str) -> Fault | None:
        for fault in self.faults:
            if fault.times and re.match(fault.pattern, request):
                fault.times -= 1
                return fault
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that was killed is no error."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: HubStandIn

    def _answer(self) -> None:
        length = self.headers.get("content-length")
        body = self.rfile.read(int(length)) if length else self._chunks()
        url = urlsplit(self.path)
        request = f"{self.command} {unquote(url.path)}"
        with self.hub.lock:
            self.hub.requests.append(request)
            fault = self.hub.fault_of(request)
        if fault:
            fault.hook()
        try:
            if fault and not fault.afterwards:
                return self._fail(fault)
            with self.hub.lock:
                answer = self._route(url.path, parse_qs(url.query), body)
        except Refused as refused:
            headers = {"X-Error-Code": refused.code, "X-Error-Message": refused.message}
            message = refused.message or refused.code
            return self._json({"error": message}, refused.status, {k: v for k, v in headers.items() if v})
        return self._fail(fault) if fault else answer()

    def _fail(self, fault: Fault) -> None:
        if fault.status:
            self._json({"error": "told to fail"}, fault.status)
        else:
            self.close_connection = True

    do_GET = do_HEAD = do_POST = do_PUT = _answer  # noqa: N815

    def _chunks(self) -> bytes:
        data = b""
        if self.headers.get("transfer-encoding") == "chunked":
            while size := int(self.rfile.readline(), 16):
                data += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        return data

    def _route(self, path: str, query: dict[str, list[str]], body: bytes) -> Callable[[], None]:
        """Do what is asked; what comes back sends the answer."""
        if path == "/api/whoami-v2":
            return self._whoami()
        if path == "/api/validate-yaml":
            return self._validate(json.loads(body)["content"])
        if path == "/api/repos/create":
            return self._create(json.loads(body))
        if path.startswith("/objects/"):
            return self._object(path.removeprefix("/objects/"), query, body)
        if found := LFS.fullmatch(path):
            self._dataset(found["repo"], write=True)
            return self._batch(json.loads(body))
        if found := FILE.fullmatch(path):
            return self._file(self._dataset(found["repo"]).at(unquote(found["rev"])), unquote(found["path"]))
        if found := ROUTE.fullmatch(path):
            if found["what"] in ("preupload", "commit", "tag"):
                return self._written(found, self._dataset(found["repo"], write=True), body)
            return self._read(found, self._dataset(found["repo"]), query, body)
        return refuse(404, "", f"no such address: {path}")

    def _read(
        self, asked: re.Match[str], dataset: Dataset, query: dict[str, list[str]], body: bytes
    ) -> Callable[[], None]:
        commit = dataset.at(unquote(asked["rev"] or "main"))
        answer: object
        match asked["what"]:
            case None | "revision":
                answer = info(asked["repo"], dataset, commit)
            case "refs":
                tags = [ref(name, f"refs/tags/{name}", tagged) for name, tagged in dataset.tags.items()]
                answer = {"branches": [ref("main", "refs/heads/main", dataset.head.id)], "converts": [], "tags": tags}
            case "tree":
                deep = query.get("recursive", [""])[0].lower() == "true"
                answer = tree(commit.files, unquote(asked["rest"] or ""), deep)
            case "paths-info":
                every = {entry["path"]: entry for entry in tree(commit.files, "", recursive=True)}
                answer = [every[path] for path in parse_qs(body.decode())["paths"] if path in every]
            case what:
                refuse(404, "", f"no such address: {what}")
        return lambda: self._json(answer)

    def _written(self, asked: re.Match[str], dataset: Dataset, body: bytes) -> Callable[[], None]:
        match asked["what"]:
            case "preupload":
                return self._preupload(dataset, json.loads(body)["files"])
            case "commit":
                return self._commit(dataset, asked["repo"], [json.loads(line) for line in body.splitlines()])
        return self._tag(dataset, dataset.at(unquote(asked["rev"])), json.loads(body)["tag"])

    def _account(self) -> Account | None:
        """Who asks; a token that is none is refused even where none is needed."""
        header = self.headers.get("authorization")
        if header is None:
            return None
        found = ACCOUNTS.get(header.removeprefix("Bearer "))
        return found or refuse(401, "", "Invalid credentials in Authorization header")

    def _dataset(self, repo: str, write: bool = False) -> Dataset:
        account = self._account()
        owner = repo.partition("/")[0]
        mine = account is not None and owner in (account.name, *account.organisations)
        found = self.hub.datasets.get(repo)
        if found is None or (found.private and not mine):
            refuse(404 if account else 401, "RepoNotFound", "Repository not found")
        assert found is not None
        if write and not (mine and account and account.role == "write"):
            refuse(403, "", "Forbidden: you must use a write token to upload to a repository.")
        return found

    def _whoami(self) -> Callable[[], None]:
        account = self._account() or refuse(401, "", "Invalid username or password.")
        groups = [{"type": "org", "name": name} for name in account.organisations]
        auth = {"type": "access_token", "accessToken": {"displayName": "test", "role": account.role}}
        return lambda: self._json({"type": "user", "name": account.name, "orgs": groups, "auth": auth})

    def _validate(self, card: str) -> Callable[[], None]:
        front = FRONT.match(card)
        try:
            header = yaml.safe_load(front[1]) if front else None
        except yaml.YAMLError as error:
            wrong = {"errors": [{"message": str(error)}], "warnings": []}
            return lambda: self._json(wrong, 400)
        remarks = [] if header else [{"message": "empty or missing yaml metadata in repo card"}]
        return lambda: self._json({"errors": [], "warnings": remarks})

    def _create(self, asked: dict[str, Any]) -> Callable[[], None]:
        account = self._account() or refuse(401, "", "Invalid username or password.")
        owner = asked.get("organization") or account.name
        repo, url = f"{owner}/{asked['name']}", f"{self.hub.url}/datasets/{owner}/{asked['name']}"
        assert asked["type"] == "dataset"
        if owner not in (account.name, *account.organisations) or account.role != "write":
            refuse(403, "", f'You don\'t have the rights to create a dataset under the namespace "{owner}"')
        if repo in self.hub.datasets:
            return lambda: self._json({"error": "You already created this dataset repo", "url": url}, 409)
        self.hub.new(repo, asked.get("visibility") == "private")
        return lambda: self._json({"url": url, "name": repo})

    def _preupload(self, dataset: Dataset, files: list[dict[str, Any]]) -> Callable[[], None]:
        there = {entry["path"]: entry for entry in tree(dataset.head.files, "", recursive=True)}
        ignored = dataset.head.files.get(".gitignore", b"").decode().split()
        answers = [
            {
                "path": file["path"],
                "uploadMode": "lfs" if is_large(file["path"]) else "regular",
                "shouldIgnore": file["path"] in ignored,
                "oid": there.get(file["path"], {}).get("lfs", there.get(file["path"], {})).get("oid"),
            }
            for file in files
        ]
        return lambda: self._json({"files": answers})

    def _batch(self, asked: dict[str, Any]) -> Callable[[], None]:
        assert asked["operation"] == "upload"
        assert asked["hash_algo"] == "sha256"
        assert "basic" in asked["transfers"]
        objects = []
        for one in asked["objects"]:
            place = f"{self.hub.store}/objects/{one['oid']}"
            upload = {"href": f"{place}?X-Amz-Signature=secret"}
            verify = {"href": f"{place}?verify=1", "header": {}}
            actions = {} if one["oid"] in self.hub.objects else {"actions": {"upload": upload, "verify": verify}}
            objects.append({**one, **actions})
        return lambda: self._json({"transfer": "basic", "objects": objects})

    def _object(self, oid: str, query: dict[str, list[str]], body: bytes) -> Callable[[], None]:
        """The object store: an object is put there under the checksum that it has, or not at all."""
        if self.command == "PUT":
            if sha256(body) != oid or "X-Amz-Signature" not in query:
                refuse(400, "", "the bytes do not have this checksum")
            self.hub.objects[oid] = body
            return lambda: self._send(200, b"", {"ETag": f'"{oid}"'})
        if oid not in self.hub.objects:
            refuse(404, "", "no such object")
        if self.command == "POST":
            if len(self.hub.objects[oid]) != json.loads(body)["size"]:
                refuse(400, "", "size differs")
            return lambda: self._json({})
        return lambda: self._bytes(self.hub.objects[oid], {"ETag": f'"{oid}"'})

    def _commit(self, dataset: Dataset, repo: str, lines: list[dict[str, Any]]) -> Callable[[], None]:
        made = dataset.apply(lines, self.hub.objects)
        url = f"{self.hub.url}/datasets/{repo}/commit/{made.id}"
        return lambda: self._json({"success": True, "commitOid": made.id, "commitUrl": url, "hookOutput": ""})

    def _tag(self, dataset: Dataset, commit: Commit, name: str) -> Callable[[], None]:
        if name in dataset.tags:
            refuse(409, "", f"Tag reference exists already: {name}")
        dataset.tags[name] = commit.id
        return lambda: self._json({})

    def _file(self, commit: Commit, path: str) -> Callable[[], None]:
        data = commit.files.get(path)
        if data is None:
            refuse(404, "EntryNotFound", "Entry not found")
        assert data is not None
        headers = {"X-Repo-Commit": commit.id}
        if not is_large(path):
            return lambda: self._bytes(data, {**headers, "ETag": f'"{blob(data)}"'})
        oid = sha256(data)
        linked = {
            "X-Linked-Size": str(len(data)),
            "X-Linked-Etag": f'"{oid}"',
            "Location": f"{self.hub.store}/objects/{oid}",
        }
        return lambda: self._send(302, b"", {**headers, **linked})

    def _bytes(self, data: bytes, headers: dict[str, str]) -> None:
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("range", ""))
        if not wanted:
            return self._send(200, data, {**headers, "Accept-Ranges": "bytes"})
        first, last = int(wanted[1]), min(int(wanted[2] or len(data) - 1), len(data) - 1)
        place = {"Content-Range": f"bytes {first}-{last}/{len(data)}"}
        return self._send(206, data[first : last + 1], {**headers, **place})

    def _json(self, value: object, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self._send(status, json.dumps(value).encode(), {"Content-Type": "application/json", **(headers or {})})

    def _send(self, status: int, data: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


if __name__ == "__main__":  # to try a command by hand: the address is printed, and each request
    with HubStandIn().running() as by_hand:
        print(f"export HF_ENDPOINT={by_hand.url} HF_TOKEN={WRITER} HF_HUB_DISABLE_XET=1", flush=True)
        seen = 0
        while True:
            time.sleep(0.2)
            for request in by_hand.requests[seen:]:
                print(request, flush=True)
                seen += 1
