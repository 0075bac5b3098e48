"""A curator at work: log in, accept, edit and reject by clicking in a real browser, and the release changes accordingly.

With EMOSAPP_ARTEFACTS set to a folder, screenshots of what the curator sees are left there.
"""

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from emosapp_data.workspace import Workspace
from tests.annotation.conftest import ReviewServer
from tests.cli import emosapp

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="module")
def chromium() -> str:
    """The browser."""
    pytest.importorskip("playwright", reason="needs playwright")
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    return found


class Foreign(list[str]):
    """Addresses on other machines from which something came."""


@pytest.fixture
def page(chromium: str, review_server: ReviewServer) -> "Iterator[Page]":
    """A fresh browser window, at the sign-in page."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        window = browser.new_page(viewport={"width": 1440, "height": 1000})
        window.goto(review_server.access.url)
        yield window
        browser.close()


def sign_in(page: "Page", name: str, password: str) -> None:
    """Sign in as a person does."""
    page.locator("input[type=text], input[name=username]").first.fill(name)
    page.locator("input[type=password]").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("Your datasets").wait_for()


def open_dataset(page: "Page", name: str) -> None:
    """Go from the list of datasets to the first pair."""
    page.get_by_text(name, exact=True).first.click()
    page.get_by_text("Decision").first.wait_for()


def click_label(page: "Page", text: str) -> None:
    """Click an answer to a question."""
    page.locator("label", has_text=re.compile(rf"^\s*\d*\s*{re.escape(text)}\s*$")).first.click()


def submit(page: "Page", submitted: int) -> None:
    """Submit, and see it counted."""
    page.get_by_role("button", name=re.compile("Submit")).first.click()
    page.wait_for_function(f"() => /Submitted\\s+{submitted}\\s/.test(document.body.innerText + ' ')")


def picture(page: "Page", name: str) -> None:
    """Leave a screenshot where it is asked for."""
    if folder := os.environ.get("EMOSAPP_ARTEFACTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(1500)  # pictures of pages come in
        page.screenshot(path=str(Path(folder) / name))


def rows(workspace: Workspace) -> dict[str, dict[str, Any]]:
    """The rows of the latest release, by id."""
    latest = max(workspace.releases.glob("knowledge/*.*.*"), key=lambda path: tuple(map(int, path.name.split("."))))
    found = [row for path in (latest / "data").glob("*.parquet") for row in pq.read_table(path).to_pylist()]
    return {row["id"]: row for row in found}


def test_what_a_curator_clicks_is_what_the_release_holds(
    page: "Page", review_server: ReviewServer, built: Workspace
) -> None:
    foreign = Foreign()
    page.on(
        "response",
        lambda got: (
            foreign.append(got.url) if not got.url.startswith((review_server.access.url, "data:", "blob:")) else None
        ),
    )
    pushed = review_server.run("push", built.path, "--share", "0", "--quiet")
    assert pushed.returncode == 0, pushed.stderr
    queue = [json.loads(line) for line in built.review_queue.read_text().splitlines()]

    sign_in(page, "anna", review_server.password("anna"))
    picture(page, "datasets.png")
    open_dataset(page, "knowledge-pairs-1")
    page.get_by_text(queue[0]["question"], exact=True).first.wait_for()
    picture(page, "review-page.png")
    click_label(page, "Accept")
    submit(page, 1)

    page.get_by_text(queue[1]["question"], exact=True).first.wait_for()
    click_label(page, "Accept with my changes")
    shorter = queue[1]["answer"].rsplit(". ", 1)[0] + "."
    page.get_by_text(queue[1]["answer"], exact=True).last.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(shorter)
    picture(page, "edited.png")
    submit(page, 2)

    page.get_by_text(queue[2]["question"], exact=True).first.wait_for()
    click_label(page, "Reject")
    click_label(page, "not worth learning")
    picture(page, "rejected.png")
    submit(page, 3)

    pulled = review_server.run("pull", built.path, "--quiet")
    assert pulled.returncode == 0, pulled.stderr
    assert "3 new" in pulled.stdout
    reviews = [json.loads(line) for line in built.reviews.read_text().splitlines()]
    assert [(each["pair"], each["decision"]) for each in reviews] == [
        (queue[0]["id"], "accept"),
        (queue[1]["id"], "edit"),
        (queue[2]["id"], "reject"),
    ]
    assert reviews[1]["corrected_answer"] == shorter
    assert "corrected_question" not in reviews[1], "a prefilled text that was left alone is no correction"
    assert reviews[2]["issues"] == ["trivial"]

    before = rows(built)
    ran = emosapp("release", built.path)
    assert ran.returncode == 0, ran.stderr
    after = rows(built)
    assert after[queue[0]["id"]]["review"] == "accepted"
    assert queue[2]["id"] in before
    assert queue[2]["id"] not in after
    (edited,) = (row for row in after.values() if row["parent"])
    assert (edited["parent"], edited["answer"], edited["review"]) == (queue[1]["id"], shorter, "edited")
    assert not foreign, "the review page brings nothing from other machines"
    leaks_nothing(review_server, built, page)


def leaks_nothing(server: ReviewServer, workspace: Workspace, page: "Page") -> None:
    """No password, key or name in anything that is logged, recorded, reported or released."""
    assert server.run("report", workspace.path).returncode == 0
    assert emosapp("report", workspace.path).returncode == 0
    credentials = json.loads((server.home / "credentials.json").read_text())
    secrets = [credentials["owner_password"], credentials["owner_api_key"], credentials["auth_secret"]]
    secrets += [each["password"] for each in credentials["reviewers"].values()]
    files = [path for path in workspace.path.rglob("*") if path.is_file()]
    logs = [path for path in (server.home / "logs").rglob("*") if path.is_file()]
    assert workspace.review_report in files
    for path in (*files, *logs):
        content = path.read_bytes()
        for secret in secrets:
            assert secret.encode() not in content, path
    for path in (*files, *logs):
        assert not re.search(rb"\banna\b", path.read_bytes(), re.IGNORECASE), path
