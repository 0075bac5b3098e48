"""Work on a server's data that needs it to stand still."""

from pathlib import Path

from annotation.server import redis
from annotation.server.environment import Tell, prepare
from annotation.server.home import Home
from annotation.server.parts import Runtime
from annotation.server.processes import Part
from annotation.server.serving import halt, serve


def reindex(home: Home, environment: Path | None = None, tell: Tell = lambda _: None) -> bool:
    """Build the search index anew from the database; gives whether the server was stopped for it and started again.

    A response that is submitted while the index is read from the database could be missing from it, so nobody submits meanwhile.

    Raises:
        InputError: there is no server.
        WorkspaceError: another command is at work on it.
        EmosappError: the index could not be built.
    """
    home.must_be_used()
    with home.claimed():
        home.make()
        prepared = prepare(environment, tell)
        ran = home.processes.runs(Part.SERVER)
        if ran:
            tell("stopping Argilla while its index is built")
        for part in (Part.WORKER, Part.SERVER):
            halt(home, part)
        runtime = Runtime(home, prepared, home.known_credentials(), redis.socket_path(home), home.read_settings().port)
        tell("building the search index; about half a minute for 15,000 records")
        runtime.admin("reindex")
    if ran:
        serve(home, environment=environment, tell=tell)
    return ran
