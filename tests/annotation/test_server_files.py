"""What of the review server can be told without one that runs: files, processes, refusals, its environment."""

import json
import os
import shutil
import socket
import sqlite3
import stat
import subprocess
import tarfile
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.server import environment as environments
from annotation.server.backup import back_up, restore
from annotation.server.credentials import Credentials, write_credentials
from annotation.server.environment import prepare
from annotation.server.home import Home
from annotation.server.processes import Part, Process, find, start, stop
from annotation.server.reviewers import Place, read_places, with_places
from emosapp_data.errors import EmosappError, InputError, WorkspaceError
from tests.annotation.conftest import free_port, review_command

psutil = pytest.importorskip("psutil", reason="needs emosapp-data[annotation]")


def quiet_home(path: Path) -> Home:
    """A home with a database that has what a backup counts, and in which nothing runs."""
    home = Home(path)
    with home.claimed():
        home.make()
    write_credentials(home.credentials, with_places(Credentials.new(), [Place("anna", "reviewers")]))
    with sqlite3.connect(home.database) as database:
        database.executescript(
            "CREATE TABLE datasets (id); CREATE TABLE records (id); CREATE TABLE responses (status);"
            "CREATE TABLE users (id, username, role); CREATE TABLE workspaces (id, name);"
            "CREATE TABLE workspaces_users (user_id, workspace_id);"
        )
    return home


def damaged(good: Path, bad: Path, damage: str) -> Path:
    """A copy of a backup with something wrong in it."""
    if damage in {"flipped", "cut"}:
        content = bytearray(good.read_bytes())
        content[len(content) // 2] ^= 1
        bad.write_bytes(content if damage == "flipped" else content[: len(content) // 2])
        return bad
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if damage == "climbing" and name == "manifest.json":
                content = content.replace(b"pictures/page.png", b"pictures/../../page.png")
            if damage != "missing" or name != "argilla.db":
                target.writestr(name, content + (b" " if damage == "changed" and name == "argilla.db" else b""))
    return bad


class TestBackupFile:
    """A backup is whole, or it is refused."""

    @pytest.mark.parametrize("damage", ["flipped", "cut", "changed", "missing", "climbing"])
    def test_a_damaged_backup_changes_nothing(self, damage: str, tmp_path: Path) -> None:
        home = quiet_home(tmp_path / "home")
        (home.pictures / "page.png").write_bytes(os.urandom(50_000))
        back_up(home, tmp_path / "good.zip")
        bad = damaged(tmp_path / "good.zip", tmp_path / "bad.zip", damage)
        before = {path: path.read_bytes() for path in home.path.rglob("*") if path.is_file()}
        with pytest.raises(InputError):
            restore(home, bad, replace=True, environment=tmp_path / "never made")
        assert {path: path.read_bytes() for path in home.path.rglob("*") if path.is_file()} == before
        assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.zip", "good.zip", "home"]

    def test_a_backup_overwrites_no_file(self, tmp_path: Path) -> None:
        home = quiet_home(tmp_path / "home")
        (tmp_path / "there.zip").write_text("something else")
        for name in ("there.zip", "review.rar", "nowhere/review.zip"):
            with pytest.raises(InputError):
                back_up(home, tmp_path / name)
        assert (tmp_path / "there.zip").read_text() == "something else"

    def test_a_damaged_database_is_told_in_one_line(self, tmp_path: Path) -> None:
        home = quiet_home(tmp_path / "home")
        home.database.write_bytes(b"no database at all " * 1000)
        with pytest.raises(EmosappError, match="cannot be backed up") as raised:
            back_up(home, tmp_path / "review.zip")
        assert "\n" not in str(raised.value)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["home"]

    def test_both_kinds_of_file_hold_the_same(self, tmp_path: Path) -> None:
        home = quiet_home(tmp_path / "home")
        for name in ("review.zip", "review.tgz"):
            back_up(home, tmp_path / name)
        with zipfile.ZipFile(tmp_path / "review.zip") as packed, tarfile.open(tmp_path / "review.tgz") as tar:
            assert sorted(packed.namelist()) == sorted(tar.getnames())
            assert json.loads(packed.read("manifest.json"))["files"].keys() == {"argilla.db", "credentials.json"}


class TestProcesses:
    """What was started is found again, and nothing else."""

    def test_a_number_that_belongs_to_another_process_now_is_left_alone(self, tmp_path: Path) -> None:
        home = quiet_home(tmp_path / "home")
        with subprocess.Popen(["sleep", "600"]) as foreign:
            try:
                began = psutil.Process(foreign.pid).create_time()
                for part in Part:
                    home.processes.keep(part, Process(pid=foreign.pid, created=began - 3600))
                assert home.processes.running() == ()
                ran = subprocess.run(
                    review_command("stop", "--home", home.path), capture_output=True, text=True, check=False
                )
                assert ran.stdout == "nothing was running\n"
                assert foreign.poll() is None
            finally:
                foreign.kill()

    def test_a_process_that_does_not_listen_is_ended_by_force(self, tmp_path: Path) -> None:
        deaf = ["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done"]
        record = start(deaf, {"PATH": os.environ["PATH"]}, tmp_path, tmp_path / "log")
        while "ready" not in (tmp_path / "log").read_text():
            time.sleep(0.01)
        assert stop(record, gentle=0.2)
        assert find(record) is None
        assert not stop(record)


class TestRefused:
    """One line says what is wrong."""

    def test_a_taken_port_names_a_free_one(self, tmp_path: Path) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            ran = subprocess.run(
                review_command("serve", "--home", tmp_path / "home", "--port", port),
                capture_output=True, text=True, check=False,
            )  # fmt: skip
        assert ran.returncode == 2
        assert ran.stderr.startswith(f"error: port {port} is taken by another program; --port ")
        assert ran.stderr.count("\n") == 1

    def test_two_commands_at_once_on_one_home(self, tmp_path: Path) -> None:
        home = quiet_home(tmp_path / "home")
        with home.claimed():
            for arguments in (["serve"], ["stop"], ["backup", tmp_path / "b.zip"]):
                ran = subprocess.run(
                    review_command(*arguments, "--home", home.path), capture_output=True, text=True, check=False
                )
                assert ran.returncode == 2
                assert "another 'emosapp review' command is at work here" in ran.stderr
                assert ran.stderr.count("\n") == 1
            with pytest.raises(WorkspaceError), home.claimed():
                pass

    def test_a_folder_of_something_else_is_left_as_it_is(self, tmp_path: Path) -> None:
        (tmp_path / "thesis").mkdir(mode=0o755)
        (tmp_path / "thesis" / "chapter.txt").write_text("Fear.")
        ran = subprocess.run(
            review_command("serve", "--home", tmp_path / "thesis", "--port", free_port()),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 2
        assert "holds something else" in ran.stderr
        assert stat.S_IMODE((tmp_path / "thesis").stat().st_mode) == 0o755
        assert [path.name for path in (tmp_path / "thesis").iterdir()] == ["chapter.txt"]

    def test_a_home_without_a_server(self, tmp_path: Path) -> None:
        for command in ("stop", "status", "backup", "reindex"):
            ran = subprocess.run(
                review_command(command, "--home", tmp_path / "home"), capture_output=True, text=True, check=False
            )
            assert ran.returncode == 2
            assert "'emosapp review serve' makes one" in ran.stderr
        assert not (tmp_path / "home").exists()

    @pytest.mark.parametrize(
        "name", ["-rf", "an na", "owner", "anna@", "anna@adjudication", "anna@../x", "a" * 65, "Ä"]
    )
    def test_a_name_that_cannot_be_one(self, name: str) -> None:
        with pytest.raises(InputError, match=r"^--reviewers: .*"):
            read_places(["ben", name])

    @given(st.lists(st.tuples(st.from_regex(r"[a-z][a-z0-9_.-]{0,9}", fullmatch=True), st.sampled_from(["x", "y"]))))
    def test_every_reviewer_is_in_the_workspaces_that_were_named(self, given_places: list[tuple[str, str]]) -> None:
        places = [place for place in given_places if place[0] != "owner"]
        read = read_places([",".join(f"{name}@{workspace}" for name, workspace in places)])
        credentials = with_places(Credentials.new(), read)
        assert {(n, w) for n, account in credentials.reviewers.items() for w in account.workspaces} == set(places)
        assert with_places(credentials, read) == credentials


SMALL_LOCK = (
    "six==1.17.0"
    " --hash=sha256:4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274"
    " --hash=sha256:ff70335d468e7eb6ec65b95b99d3a2836546063f63acc5171de367e834932a81\n"
)


class TestEnvironment:
    """The server's own Python."""

    @pytest.fixture(autouse=True)
    def small_lock(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
        lock = tmp_path / "requirements.lock"
        lock.write_text(SMALL_LOCK)
        monkeypatch.setattr(environments, "LOCK", lock)
        return lock

    def test_one_that_was_left_half_made_is_made_anew(self, tmp_path: Path, small_lock: Path) -> None:
        told: list[str] = []
        path = tmp_path / "environment"
        try:
            prepare(path, told.append)
        except EmosappError as error:
            pytest.skip(str(error))
        assert len(told) == 2
        assert prepare(path, told.append).python.exists()
        assert len(told) == 2
        (path / environments.WHOLE).unlink()
        shutil.rmtree(path / "bin")
        prepare(path, told.append)
        assert len(told) == 4
        ran = subprocess.run([path / "bin" / "python", "-c", "import six"], check=False)
        assert ran.returncode == 0
        small_lock.write_text(SMALL_LOCK + "# another\n")
        prepare(path, told.append)
        assert len(told) == 6

    def test_a_folder_with_something_else_is_not_touched(self, tmp_path: Path) -> None:
        (tmp_path / "thesis").mkdir()
        (tmp_path / "thesis" / "chapter.txt").write_text("Fear.")
        with pytest.raises(InputError, match="holds something else"):
            prepare(tmp_path / "thesis")
        assert (tmp_path / "thesis" / "chapter.txt").read_text() == "Fear."

    def test_without_a_network_it_says_so_in_one_line(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in {"INDEX_URL": f"http://127.0.0.1:{free_port()}", "CONFIG_FILE": os.devnull}.items():
            monkeypatch.setenv(f"PIP_{name}", value)
        for name in ("FIND_LINKS", "EXTRA_INDEX_URL", "NO_INDEX"):
            monkeypatch.delenv(f"PIP_{name}", raising=False)
        with pytest.raises(EmosappError, match="could not be downloaded from PyPI") as raised:
            prepare(tmp_path / "environment")
        assert "\n" not in str(raised.value)
        assert not (tmp_path / "environment" / environments.WHOLE).exists()
