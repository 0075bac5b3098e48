"""Maintenance: ``python -m emosapp_argilla.admin COMMAND``.

- ``migrate``: brings the database's tables up to date.
- ``owner``: reads one JSON object from standard input (``username``, ``password``, ``api_key``, ``first_name``, ``workspaces``), and makes that
  owner, or gives an existing one this password and key. Standard input, because arguments can be seen by every user of the machine.
- ``reindex``: writes the whole search index anew from the database, also when its file is damaged or gone.
- ``check``: compares index and database and prints the outcome as JSON; exit code 1 where they differ.
"""

import argparse
import asyncio
import json
import sqlite3
import sys

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class Owner(BaseModel):
    """Whom ``owner`` is to make."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    username: str = Field(min_length=1)
    password: str = Field(min_length=8, max_length=72)
    """Argilla's own shortest, and bcrypt's longest."""
    api_key: str = Field(min_length=8)
    first_name: str = Field(min_length=1)
    workspaces: list[str] = []


def migrate() -> int:
    """Brings the database's tables up to date."""
    import alembic.config  # noqa: PLC0415
    from argilla_server.database import ALEMBIC_CONFIG_FILE  # noqa: PLC0415

    alembic.config.main(argv=["-c", ALEMBIC_CONFIG_FILE, "upgrade", "head"])
    return 0


def owner() -> int:
    """Makes or renews the owner that standard input describes."""
    try:
        wanted = Owner.model_validate_json(sys.stdin.read())
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, e['loc'])) or 'input'}: {e['msg']}" for e in error.errors(include_input=False)
        )
        return fail(f"The owner cannot be made: {problems}. Give one JSON object on standard input.")
    asyncio.run(_put_owner(wanted))
    print(json.dumps({"username": wanted.username, "workspaces": wanted.workspaces}))
    return 0


async def _put_owner(wanted: Owner) -> None:
    from argilla_server.contexts import accounts  # noqa: PLC0415
    from argilla_server.database import AsyncSessionLocal  # noqa: PLC0415
    from argilla_server.enums import UserRole  # noqa: PLC0415
    from argilla_server.models import User, Workspace, WorkspaceUser  # noqa: PLC0415

    async with AsyncSessionLocal() as session:
        user = await accounts.get_user_by_username(session, wanted.username)
        if user is None:
            user = User(username=wanted.username, first_name=wanted.first_name)
            session.add(user)
        user.role = UserRole.owner
        user.password_hash = accounts.hash_password(wanted.password)
        user.api_key = wanted.api_key
        await session.flush()
        for name in wanted.workspaces:
            workspace = await Workspace.get_by(session, name=name)
            if workspace is None:
                workspace = Workspace(name=name)
                session.add(workspace)
                await session.flush()
            if await WorkspaceUser.get_by(session, workspace_id=workspace.id, user_id=user.id) is None:
                session.add(WorkspaceUser(workspace_id=workspace.id, user_id=user.id))
        await session.commit()


def reindex() -> int:
    """Writes the whole index anew. Prints how many records it holds."""
    from emosapp_argilla import repair  # noqa: PLC0415
    from emosapp_argilla.engine import EmbeddedSearchEngine  # noqa: PLC0415

    print(json.dumps({"records": asyncio.run(repair.rebuild(EmbeddedSearchEngine()))}))
    return 0


def check() -> int:
    """Compares index and database; an index file that cannot be read differs."""
    from emosapp_argilla import repair  # noqa: PLC0415
    from emosapp_argilla.engine import EmbeddedSearchEngine  # noqa: PLC0415
    from emosapp_argilla.index.connection import UnusableIndexError  # noqa: PLC0415

    try:
        found = asyncio.run(repair.differences(EmbeddedSearchEngine()))
    except (sqlite3.DatabaseError, UnusableIndexError) as error:
        print(json.dumps({"datasets": [], "ok": False, "error": str(error)}))
        return 1
    datasets = [
        {
            "id": each.dataset_id,
            "name": each.name,
            "records": each.records,
            "indexed": each.indexed,
            "stale": len(each.stale),
            "surplus": len(each.surplus),
        }
        for each in found
    ]
    ok = all(each.ok for each in found)
    print(json.dumps({"datasets": datasets, "ok": ok}))
    return 0 if ok else 1


def fail(message: str) -> int:
    """Says on standard error what is wrong."""
    print(message, file=sys.stderr)
    return 2


COMMANDS = {"migrate": migrate, "owner": owner, "reindex": reindex, "check": check}


def main() -> int:
    """Runs one command."""
    parser = argparse.ArgumentParser(prog="emosapp_argilla.admin", description="Maintenance of the review server.")
    parser.add_argument("command", choices=COMMANDS)
    command = COMMANDS[parser.parse_args().command]
    from emosapp_argilla import discretion  # noqa: PLC0415 - a wrong command is answered at once

    discretion.hide_parameters()
    return command()


if __name__ == "__main__":
    sys.exit(main())
