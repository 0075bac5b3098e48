"""Which model is meant, and how it is reached: a server somewhere, or one of our own for the length of the run."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from emosapp_data.config import ModelConfig
from emosapp_data.models.client import Client
from emosapp_data.models.reply import ServerError

LOCAL_TIMEOUT = 3600.0
"""Seconds that a reply of our own server may take."""


def identity(config: ModelConfig) -> str:
    """What tells a model apart, as the ledger and every pair name it: its name, and of a file also its checksum.

    Raises:
        InputError: a local model is not there.
    """
    if not config.local:
        return config.name
    from emosapp_data.models.local import resolve  # noqa: PLC0415

    model = resolve(config.name)
    return f"{model.name}@sha256:{model.sha256[:16]}"


@contextmanager
def reached(config: ModelConfig, log: Path | None = None) -> Iterator[Client]:
    """A client for the model, to be opened in an event loop; a local model has its server until the block ends.

    Args:
        config: the model.
        log: where a server of our own writes what it has to say.
    """
    if not config.local:
        yield Client(config)
        return
    from emosapp_data.models.local import resolve, serve  # noqa: PLC0415

    # A call waits for its slot, not for the network, and a large model on a small processor takes its time.
    server = config.server.model_copy(update={"concurrency": config.server.slots, "timeout": LOCAL_TIMEOUT})
    with serve(resolve(config.name), slots=server.slots, context=server.context, log=log) as url:
        yield Client(config.model_copy(update={"server": server}), url)


async def problems(client: Client) -> list[str]:
    """What would make every call fail, found out without spending a token: one line each."""
    try:
        offered = await client.models()
    except ServerError as error:
        return [str(error)]
    name = client.config.name
    if client.config.local or not offered or name in offered or f"{name}:latest" in offered:
        return []
    shown = ", ".join(offered[:8]) + (", …" if len(offered) > 8 else "")
    return [f"model {name!r}: the server at {client.address} does not offer it; it offers {shown}"]
