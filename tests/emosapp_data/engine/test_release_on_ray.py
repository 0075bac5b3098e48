"""Two hundred books give the same release on a Ray cluster as on this machine, also when workers and machines are lost."""

import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

for package in ("typst", "pymupdf_fonts"):
    pytest.importorskip(package, reason=f"the typesetter of test books needs {package}")

from emosapp_data.audit import audit  # noqa: E402
from emosapp_data.errors import WorkspaceError  # noqa: E402
from emosapp_data.ledger import Ledger  # noqa: E402
from emosapp_data.workspace import Workspace  # noqa: E402
from tests.cli import command, emosapp  # noqa: E402
from tests.emosapp_data.test_release import digest  # noqa: E402
from tests.ray_cluster import Cluster  # noqa: E402
from tests.typesetter import random_style, typeset  # noqa: E402

BOOKS = 200
SMALL = {"parts": False, "contents": "none", "key_terms": "chapter", "questions": False, "references": "none"}
DESCRIPTION = "title: A Short Course on Feeling, {}\nauthors: The Typesetter\nlicence: CC-BY-4.0\n"
SECONDS = 300


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Books of one chapter, each in a style of its own, from two to some ten pages."""
    folder = tmp_path_factory.mktemp("library")
    books = []
    for seed in range(BOOKS):
        book = folder / f"book-{seed:03}.pdf"
        book.write_bytes(typeset(replace(random_style(seed), **SMALL), chapters=1).pdf)  # type: ignore[arg-type]
        book.with_suffix(".yaml").write_text(DESCRIPTION.format(seed))
        books.append(book)
    return books


@pytest.fixture(scope="module")
def local(library: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The workspace that two processes of this machine build."""
    workspace = Workspace(tmp_path_factory.mktemp("local") / "workspace")
    done = emosapp("build", *library, "-o", workspace.path, "--quiet", "--jobs", 2)
    assert done.returncode == 0, done.stderr
    return workspace


def same(one: Workspace, other: Workspace) -> bool:
    """Whether the releases, and what the workspaces show beside them, have the same bytes."""
    files = ("blocks", "passages", "pairs", "near_duplicates", "review_queue")
    assert [name for name in files if getattr(one, name).read_bytes() != getattr(other, name).read_bytes()] == []
    return digest(one.releases) == digest(other.releases)


def recorded(workspace: Workspace, step: str) -> int:
    """How many items of a step are on record in a workspace that is being built."""
    try:
        with Ledger.read(workspace.path) as ledger:
            return sum(count.items for count in ledger.counts() if count.step == step)
    except WorkspaceError:  # it is just being made
        return 0


def wait_for(condition: Callable[[], object], process: subprocess.Popen[str]) -> None:
    """Wait until something is the case while a process runs."""
    until = time.monotonic() + SECONDS
    while not condition():
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_cluster_gives_the_same_release(library, local, cluster: Cluster, tmp_path):
    workspace = Workspace(tmp_path / "workspace")
    done = emosapp("build", *library, "-o", workspace.path, "--quiet", "--cluster", cluster.address)
    assert (done.returncode, done.stderr) == (0, "")
    assert same(workspace, local)
    with Ledger.read(workspace.path) as ledger:
        (extracted,) = (count for count in ledger.counts() if count.step == "extract")
        assert (extracted.kept, extracted.failed) == (BOOKS, 0)


def test_a_killed_worker_and_a_lost_machine_leave_no_trace_in_the_release(library, local, cluster: Cluster, tmp_path):
    workspace = Workspace(tmp_path / "workspace")
    build = command("build", *library, "-o", workspace.path, "--quiet", "--cluster", cluster.address)
    with subprocess.Popen(build, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        wait_for(lambda: recorded(workspace, "extract") >= BOOKS // 5, process)
        workers: list[psutil.Process] = []
        wait_for(lambda: workers.extend(cluster.nodes[0].processes("ray::run_batch")) or workers, process)
        for worker in workers:
            worker.kill()
        assert recorded(workspace, "extract") < BOOKS
        wait_for(lambda: recorded(workspace, "check") >= BOOKS // 5, process)
        for raylet in cluster.nodes[1].processes("raylet/raylet"):
            raylet.kill()
        assert recorded(workspace, "duplicates") == 0
        _, said = process.communicate(timeout=SECONDS)
    assert (process.returncode, said) == (0, "")
    assert same(workspace, local)
    with Ledger.read(workspace.path) as ledger:
        assert audit(ledger.counts()) == []
        assert [count.failed for count in ledger.counts()] == [0] * len(ledger.counts())
