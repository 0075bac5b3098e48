"""A build that is killed at any moment ends, when it is run again, with the release of an undisturbed one."""

import random
import subprocess
import time

from emosapp_data.audit import audit
from emosapp_data.ledger import Ledger
from emosapp_data.pipeline import Built
from emosapp_data.workspace import Workspace
from tests.cli import command, emosapp
from tests.emosapp_data.test_release import digest

KILLS = 10
SEED = 2026


def test_ten_kills_leave_no_trace_in_the_release(built_once: tuple[Workspace, Built], sample_book, tmp_path):
    target = tmp_path / "killed"
    build = command("build", sample_book, "-o", target, "--quiet")
    started = time.monotonic()
    subprocess.run(
        command("build", sample_book, "-o", tmp_path / "undisturbed", "--quiet"), check=True, capture_output=True
    )
    length = time.monotonic() - started
    chance = random.Random(SEED)
    killed = attempts = 0
    while killed < KILLS:
        attempts += 1
        assert attempts <= 10 * KILLS, "builds end before they can be killed"
        process = subprocess.Popen(build, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(chance.random() * length)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            killed += 1
    last = emosapp("build", sample_book, "-o", target, "--quiet")
    assert last.returncode == 0, last.stderr
    assert (
        digest(target / "releases") == digest(tmp_path / "undisturbed" / "releases") == digest(built_once[0].releases)
    )
    with Ledger.read(target) as ledger:
        assert audit(ledger.counts()) == []
    leftovers = [
        path.name
        for path in target.rglob("*")
        if path.name.startswith(".") and path.name not in (".lock", ".lock-holder")
    ]
    assert leftovers == []
