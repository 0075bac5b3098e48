"""The review server: started with one command, killed at will, backed up and restored; nothing that was submitted is lost."""

import os
import signal
import sqlite3
import stat
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from annotation.server.backup import restore
from annotation.server.credentials import Credentials, read_credentials, write_credentials
from annotation.server.environment import VARIABLE
from annotation.server.home import Home, local_access
from annotation.server.processes import Part
from annotation.server.reviewers import read_places, with_places
from emosapp_data.errors import InputError
from tests.annotation.conftest import ReviewServer, free_port, review_command
from tests.annotation.test_server_files import quiet_home

httpx = pytest.importorskip("httpx", reason="needs emosapp-data[annotation]")
psutil = pytest.importorskip("psutil", reason="needs emosapp-data[annotation]")

NewServer = Callable[[Path], ReviewServer]


def make_dataset(server: ReviewServer, name: str, records: int, reviewers: int = 1) -> tuple[str, list[str]]:
    """A published dataset with one question; gives its id and its records' ids."""
    with server.owner() as owner:
        workspaces = {entry["name"]: entry["id"] for entry in owner.get("/me/workspaces").json()["items"]}
        overlap = {"strategy": "overlap", "min_submitted": reviewers}
        dataset = {"name": name, "workspace_id": workspaces["reviewers"], "distribution": overlap}
        at = f"/datasets/{owner.post('/datasets', json=dataset).raise_for_status().json()['id']}"
        text = {"name": "question", "title": "Question", "required": True, "settings": {"type": "text"}}
        owner.post(f"{at}/fields", json=text).raise_for_status()
        options = [{"value": value, "text": value, "description": None} for value in ("accept", "reject")]
        settings = {"type": "label_selection", "options": options}
        decision = {"name": "decision", "title": "Decision", "required": True, "settings": settings}
        owner.post(f"{at}/questions", json=decision).raise_for_status()
        owner.put(f"{at}/publish").raise_for_status()
        items = [{"fields": {"question": f"What is fear number {number}?"}} for number in range(records)]
        made = owner.post(f"{at}/records/bulk", json={"items": items}).raise_for_status().json()["items"]
        return at.rsplit("/", 1)[1], [record["id"] for record in made]


def submit(client: "httpx.Client", record: str) -> int:
    """Submit a response; gives the status code."""
    response = {"status": "submitted", "values": {"decision": {"value": "accept"}}}
    return int(client.post(f"/records/{record}/responses", json=response).status_code)


def submitted(server: ReviewServer, dataset: str) -> int:
    """Records of a dataset that enough people have judged, as Argilla's search has it."""
    with server.owner() as owner:
        scope = {"entity": "response", "property": "status"}
        filters = {"type": "and", "and": [{"type": "terms", "scope": scope, "values": ["submitted"]}]}
        found = owner.post(f"/datasets/{dataset}/records/search", params={"limit": 1}, json={"filters": filters})
        return int(found.raise_for_status().json()["total"])


def secrets_of(home: Path) -> list[str]:
    """Everything that nobody else may read."""
    credentials = read_credentials(home / "credentials.json")
    assert credentials is not None
    passwords = [account.password for account in credentials.reviewers.values() if account.password]
    return [credentials.owner_password, credentials.owner_api_key, credentials.auth_secret, *passwords]


class TestLife:
    """From the first start to the end."""

    def test_one_command_gives_an_argilla_that_reviewers_can_log_in_to(self, review_server: ReviewServer) -> None:
        review_server.serve()
        with review_server.reviewer("anna") as anna:
            assert anna.get("/me").json()["role"] == "annotator"
            assert [entry["name"] for entry in anna.get("/me/workspaces").json()["items"]] == ["reviewers"]
        with review_server.owner() as owner:
            names = {entry["name"] for entry in owner.get("/me/workspaces").json()["items"]}
        assert {"reviewers", "adjudication"} <= names
        assert "<html" in httpx.get(review_server.access.url, follow_redirects=True, trust_env=False).text

    def test_status_tells_what_runs_and_who_reviews(self, review_server: ReviewServer) -> None:
        review_server.serve()
        found = review_server.status()
        assert found["running"]
        assert [(part["part"], part["running"], part["answers"]) for part in found["parts"]] == [
            (part, True, True) for part in Part
        ]
        assert {"name": "ben", "workspaces": ["reviewers"]} in found["content"]["reviewers"]
        assert "reviewers" in review_server.run("status").stdout

    def test_serving_again_starts_nothing_and_shows_no_password(self, review_server: ReviewServer) -> None:
        review_server.serve()
        before = review_server.pids()
        printed = review_server.serve("--reviewers", "anna")
        assert review_server.pids() == before
        assert "was running already" in printed
        assert not [secret for secret in secrets_of(review_server.home) if secret in printed]

    def test_serving_with_more_names_adds_them(self, review_server: ReviewServer) -> None:
        printed = review_server.serve("--reviewers", "carl@second", "--reviewers", "dora, anna@second")
        assert review_server.password("carl") in printed
        assert review_server.password("anna") not in printed
        with review_server.reviewer("carl") as carl, review_server.reviewer("anna") as anna:
            assert [entry["name"] for entry in carl.get("/me/workspaces").json()["items"]] == ["second"]
            assert {entry["name"] for entry in anna.get("/me/workspaces").json()["items"]} == {"reviewers", "second"}

    def test_other_code_finds_the_running_server_and_its_key_is_not_printed(self, review_server: ReviewServer) -> None:
        review_server.serve()
        access = local_access(review_server.home)
        assert access is not None
        assert access.url == f"http://127.0.0.1:{review_server.port}"
        assert access.api_key not in repr(access)
        with review_server.owner() as owner:
            assert owner.get("/me").json()["username"] == "owner"

    def test_stop_ends_every_part_and_the_next_start_goes_on(self, review_server: ReviewServer) -> None:
        review_server.serve()
        pids = review_server.pids()
        ran = review_server.run("stop")
        assert ran.stdout == "stopped: worker, server, redis\n"
        assert not [pid for pid in pids.values() if psutil.pid_exists(pid)]
        assert local_access(review_server.home) is None
        assert review_server.run("status").returncode == 1
        assert review_server.run("stop").stdout == "nothing was running\n"
        review_server.serve()
        with review_server.reviewer("ben") as ben:
            assert ben.get("/me").is_success

    def test_another_port_while_it_runs(self, review_server: ReviewServer) -> None:
        review_server.serve()
        ran = review_server.run("serve", "--port", free_port())
        assert ran.returncode == 2
        assert "stop it first" in ran.stderr

    def test_in_the_foreground_it_ends_with_the_command(self, new_review_server: NewServer, tmp_path: Path) -> None:
        # so long that no socket could have a path in it, and with characters that mean something in addresses
        server = new_review_server(tmp_path / ("long %?# " * 12) / "home")
        environment = {**os.environ, VARIABLE: str(server.environment)}
        arguments = ("serve", "--foreground", "--home", server.home, "--port", server.port, "--reviewers", "anna")
        with subprocess.Popen(
            review_command(*arguments), stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True
        ) as command:
            assert command.stdout is not None
            told = ""
            while "Ctrl-C stops the server" not in told:
                told += (line := command.stdout.readline())
                assert line, "it ended at its start"
            assert not [secret for secret in secrets_of(server.home) if secret in told]
            assert Home(server.home).processes.running() == tuple(Part)
            socket_file = Home(server.home).processes.read().socket
            assert socket_file is not None
            assert stat.S_IMODE(socket_file.parent.stat().st_mode) == 0o700
            with server.reviewer("anna") as anna:
                assert anna.get("/me").is_success
            command.send_signal(signal.SIGTERM)
            assert command.wait(60) == 0
        assert Home(server.home).processes.running() == ()
        assert not socket_file.parent.exists()


class TestSecrets:
    """Nobody else on the machine gets in."""

    def test_no_file_can_be_read_by_others(self, review_server: ReviewServer) -> None:
        review_server.serve()
        make_dataset(review_server, "modes", 2)
        copied_pages = review_server.home / "scratch"  # Argilla's own, with the modes of what is in its package
        found = [path for path in review_server.home.rglob("*") if copied_pages not in path.parents]
        assert stat.S_IMODE(review_server.home.stat().st_mode) == 0o700
        assert [path for path in found if stat.S_IMODE(path.lstat().st_mode) & 0o077] == []

    def test_no_log_and_no_command_line_holds_a_secret(self, review_server: ReviewServer) -> None:
        review_server.serve("--reviewers", "anna,ben")
        with review_server.reviewer("anna") as anna:
            anna.post("/token", data={"username": "anna", "password": "wrong"})
            anna.get("/me", params={"api_key": "x"})
        texts = [path.read_text(errors="replace") for path in (review_server.home / "logs").iterdir()]
        texts += [" ".join(psutil.Process(pid).cmdline()) for pid in review_server.pids().values()]
        told = [review_server.run("status").stdout, review_server.serve()]
        for secret in secrets_of(review_server.home):
            assert not [text for text in texts + told if secret in text]
        assert not [text for text in texts if "anna" in text]

    def test_only_argilla_listens_and_on_this_machine_alone(self, review_server: ReviewServer) -> None:
        review_server.serve()
        listening = {
            (part, connection.laddr)
            for part, pid in review_server.pids().items()
            for connection in psutil.Process(pid).net_connections("inet")
            if connection.status == psutil.CONN_LISTEN
        }
        assert listening == {(Part.SERVER, ("127.0.0.1", review_server.port))}

    def test_passwords_are_random_and_not_in_a_repr(self, tmp_path: Path) -> None:
        first, second = (with_places(Credentials.new(), read_places(["anna"])) for _ in range(2))
        write_credentials(tmp_path / "credentials.json", first)
        assert stat.S_IMODE((tmp_path / "credentials.json").stat().st_mode) == 0o600
        assert read_credentials(tmp_path / "credentials.json") == first
        assert not set(secrets_of(tmp_path)) & {second.owner_password, second.owner_api_key, second.auth_secret}
        assert not [secret for secret in secrets_of(tmp_path) if secret in repr(first)]


class TestKilled:
    """`kill -9` of any part loses nothing."""

    @pytest.mark.parametrize("parts", [[Part.REDIS], [Part.SERVER], [Part.WORKER], list(Part)], ids=" ".join)
    def test_what_was_submitted_is_there_after_the_next_start(
        self, review_server: ReviewServer, parts: list[Part]
    ) -> None:
        review_server.serve()
        dataset, records = make_dataset(review_server, f"killed-{'-'.join(parts)}", 5)
        with review_server.reviewer("anna") as anna:
            assert [submit(anna, record) for record in records] == [201] * 5
        for part in parts:
            review_server.kill(part)
        before = review_server.pids()
        assert [part["running"] for part in review_server.status()["parts"]] == [part not in parts for part in Part]
        assert review_server.run("status").returncode == 1
        printed = review_server.serve()
        assert f"{', '.join(parts)} had ended and runs again" in printed
        after = review_server.pids()
        assert {part for part in Part if before[part] != after[part]} == set(parts)
        assert submitted(review_server, dataset) == 5
        with review_server.reviewer("ben") as ben:
            assert submit(ben, records[0]) in {201, 409, 422}

    def test_a_start_that_was_killed_is_finished_by_the_next(self, review_server: ReviewServer) -> None:
        review_server.run("stop")
        environment = {
            **os.environ,
            "EMOSAPP_REVIEW_HOME": str(review_server.home),
            VARIABLE: str(review_server.environment),
        }
        with subprocess.Popen(
            review_command("serve"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
        ) as starting:
            while Part.SERVER not in review_server.pids():
                assert starting.poll() is None
                time.sleep(0.01)
            starting.kill()
        begun = review_server.pids()
        review_server.serve()
        assert begun.items() <= review_server.pids().items()
        assert review_server.status()["running"]

    def test_four_reviewers_lose_nothing_while_the_server_is_killed_twice(
        self, review_server: ReviewServer, tmp_path: Path
    ) -> None:
        names = ["anna", "ben", "eva", "finn"]
        review_server.serve("--reviewers", ",".join(names))
        dataset, records = make_dataset(review_server, "four", 100, reviewers=4)
        done: Counter[str] = Counter()
        stopped = threading.Event()

        def work(name: str) -> None:
            with review_server.reviewer(name) as client:
                for record in records:
                    while not stopped.is_set():
                        try:
                            code = submit(client, record)
                        except httpx.TransportError:
                            time.sleep(0.2)
                            continue
                        assert code in {201, 409}, code  # 409: the response was kept, its answer was lost
                        done[name] += 1
                        break

        with ThreadPoolExecutor(len(names)) as pool:
            working = [pool.submit(work, name) for name in names]
            try:
                for count in (100, 250):
                    while sum(done.values()) < count and not any(future.done() for future in working):
                        time.sleep(0.01)
                    review_server.kill(Part.SERVER)
                    review_server.serve()
                assert review_server.run("backup", tmp_path / "while-they-work.zip").returncode == 0
                for future in working:
                    future.result(timeout=300)
            finally:
                stopped.set()
        assert done == dict.fromkeys(names, 100)
        assert submitted(review_server, dataset) == 100
        with sqlite3.connect(review_server.home / "argilla.db") as database:
            query = "SELECT count(*) FROM responses JOIN records ON records.id = record_id WHERE dataset_id = ?"
            assert database.execute(query, [dataset.replace("-", "")]).fetchone() == (400,)


class TestBackup:
    """One file holds the server."""

    def test_a_restored_server_has_the_same_responses_and_logins(
        self, review_server: ReviewServer, new_review_server: NewServer, tmp_path: Path
    ) -> None:
        review_server.serve("--reviewers", "anna,ben")
        dataset, records = make_dataset(review_server, "backup", 4)
        with review_server.reviewer("anna") as anna:
            assert [submit(anna, record) for record in records[:3]] == [201] * 3
        (review_server.home / "pictures" / "book").mkdir(exist_ok=True)
        (review_server.home / "pictures" / "book" / "page-1.png").write_bytes(b"picture")
        ran = review_server.run("backup", tmp_path / "review.zip")
        assert ran.returncode == 0, ran.stderr
        assert "passwords" in ran.stdout
        assert stat.S_IMODE((tmp_path / "review.zip").stat().st_mode) == 0o600
        other = new_review_server(tmp_path / "other")
        ran = other.run("restore", tmp_path / "review.zip")
        assert ran.returncode == 0, ran.stderr
        other.serve()
        assert other.password("anna") == review_server.password("anna")
        assert submitted(other, dataset) == 3
        with other.reviewer("anna") as anna, other.owner() as owner:
            assert submit(anna, records[3]) == 201
            assert owner.get(f"/datasets/{dataset}").json()["name"] == "backup"
        assert submitted(other, dataset) == 4
        assert submitted(review_server, dataset) == 3
        assert (other.home / "pictures" / "book" / "page-1.png").read_bytes() == b"picture"
        other.close()

    def test_it_is_refused_while_the_server_runs_or_is_there(self, review_server: ReviewServer, tmp_path: Path) -> None:
        review_server.serve()
        review_server.run("backup", tmp_path / "review.zip")
        ran = review_server.run("restore", tmp_path / "review.zip", "--replace")
        assert ran.returncode == 2
        assert "'emosapp review stop' first" in ran.stderr
        home = quiet_home(tmp_path / "home")
        with pytest.raises(InputError, match="--replace moves it aside"):
            restore(home, tmp_path / "review.zip", environment=review_server.environment)

    def test_replacing_keeps_the_server_that_was_there(self, review_server: ReviewServer, tmp_path: Path) -> None:
        review_server.serve()
        review_server.run("backup", tmp_path / "review.tar.gz")
        home = quiet_home(tmp_path / "home")
        key = home.known_credentials().owner_api_key
        restored = restore(home, tmp_path / "review.tar.gz", replace=True, environment=review_server.environment)
        assert restored.aside is not None
        assert Home(restored.aside).known_credentials().owner_api_key == key
        assert home.known_credentials().owner_api_key == review_server.access.api_key

    def test_the_index_can_be_built_anew_under_a_running_server(self, review_server: ReviewServer) -> None:
        review_server.serve()
        dataset, records = make_dataset(review_server, "reindex", 6)
        with review_server.reviewer("anna") as anna:
            assert [submit(anna, record) for record in records] == [201] * 6
        with sqlite3.connect(review_server.home / "search-index.sqlite3") as index:
            before = tables(index)
        ran = review_server.run("reindex")
        assert ran.returncode == 0, ran.stderr
        assert "the server runs again" in ran.stdout
        assert review_server.status()["running"]
        assert submitted(review_server, dataset) == 6
        with sqlite3.connect(review_server.home / "search-index.sqlite3") as index:
            assert tables(index) == before


def tables(database: sqlite3.Connection) -> int:
    """How many tables there are."""
    count: int = database.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[0]
    return count
