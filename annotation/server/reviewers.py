"""Reviewers: from names on the command line to accounts of a running Argilla."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from annotation.server.credentials import ADJUDICATION, OWNER, REVIEWERS, Account, Credentials, new_password
from annotation.server.rest import Rest
from emosapp_data.errors import InputError

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
WORKSPACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
"""As Argilla's own client has them."""


class Place(NamedTuple):
    """A reviewer and the workspace that they are to work in."""

    name: str
    workspace: str


class NewPassword(NamedTuple):
    """What a person is told once."""

    name: str
    password: str
    workspaces: tuple[str, ...]

    def __repr__(self) -> str:
        """Without the password."""
        return f"NewPassword({self.name!r})"


def read_places(given: Iterable[str]) -> list[Place]:
    """Reviewers from values such as `anna,ben` or `carl@second`.

    Raises:
        InputError: a name that cannot be one; all of them in one line.
    """
    entries = [entry.strip() for value in given for entry in value.split(",") if entry.strip()]
    places, problems = [], []
    for entry in entries:
        name, at, workspace = entry.partition("@")
        place = Place(name, workspace if at else REVIEWERS)
        if problem := _problem(place):
            problems.append(f"{entry!r}: {problem}")
        places.append(place)
    if problems:
        raise InputError("--reviewers: " + "; ".join(problems))
    return places


def _problem(place: Place) -> str | None:
    if not NAME.fullmatch(place.name):
        return "a name is up to 64 letters, digits and . _ -, and begins with a letter or digit"
    if place.name == OWNER:
        return "this is the name of the server's owner, who sees all workspaces anyway"
    if not WORKSPACE.fullmatch(place.workspace):
        return "after @ comes a workspace: up to 64 letters, digits and _ -"
    if place.workspace == ADJUDICATION:
        return "in the workspace 'adjudication' the owner alone decides"
    return None


def with_places(credentials: Credentials, places: Iterable[Place], known: Iterable[str] = ()) -> Credentials:
    """The credentials with these reviewers in them; who is new gets a password.

    Args:
        credentials: as they were
        places: reviewers to add
        known: names that Argilla has, whose passwords stay what they are
    """
    reviewers = {
        name: account if account.password or name in known else account.model_copy(update={"password": new_password()})
        for name, account in credentials.reviewers.items()
    }
    for place in places:
        before = reviewers.get(place.name) or Account(
            password=None if place.name in known else new_password(), workspaces=()
        )
        if place.workspace not in before.workspaces:
            reviewers[place.name] = before.model_copy(update={"workspaces": (*before.workspaces, place.workspace)})
    return credentials.model_copy(update={"reviewers": reviewers})


def make_accounts(rest: Rest, credentials: Credentials) -> None:
    """Give Argilla the workspaces and reviewers that it lacks; what it has stays as it is.

    Raises:
        EmosappError: the server refused.
    """
    workspaces = {entry["name"]: entry["id"] for entry in rest.items("/me/workspaces")}
    for name in credentials.workspaces:
        if name not in workspaces:
            workspaces[name] = rest.post("/workspaces", {"name": name})["id"]
    users = {entry["username"]: entry["id"] for entry in rest.items("/users")}
    for name, account in credentials.reviewers.items():
        if name not in users:
            new = {"username": name, "first_name": name, "role": "annotator", "password": account.password}
            users[name] = rest.post("/users", new)["id"]
    for name in credentials.workspaces:
        inside = {entry["username"] for entry in rest.items(f"/workspaces/{workspaces[name]}/users")}
        for reviewer, account in credentials.reviewers.items():
            if name in account.workspaces and reviewer not in inside:
                rest.post(f"/workspaces/{workspaces[name]}/users", {"user_id": users[reviewer]})
