"""Spares the server work whose result is the same, or is thrown away.

Logging 500 records with three suggestions each spent four fifths of its time on events for webhooks that nobody had set up; then came one
validator that was built again and again, and the garbage collector, which looked through a hundred thousand living objects for every few
thousand new ones. Each change is made only if the server still has what it replaces, in the form in which it is known; otherwise the server
runs as it is.
"""

import gc
import inspect
import logging
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

from argilla_server.models import Webhook
from argilla_server.models import database as models
from argilla_server.webhooks.v1 import records as record_events
from pydantic import TypeAdapter
from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

LOGGER = logging.getLogger("argilla.embedded")

LISTENERS_SECONDS = 1.0
"""How long one database session (a request) remembers that there is no webhook."""


def apply() -> list[str]:
    """Applies what fits this server. Returns the names of what was applied."""
    applied = [f"{name}.parsed_settings" for name in ("Question", "MetadataProperty") if _share_adapter(name)]
    if _skip_unheard_events():
        applied.append("notify_record_event")
    _collect_less()
    LOGGER.debug("Shortened: %s", ", ".join(applied))
    return applied


def _collect_less() -> None:
    """Leaves what was imported out of every collection, and collects after more new objects: a request makes tens of thousands."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _share_adapter(model_name: str) -> bool:
    """``parsed_settings`` builds pydantic's validator anew at each call.

    A validator has no state, so one for all calls gives the same result; each call still validates the settings afresh.
    """
    settings_name = f"{model_name}Settings"
    model: Any = getattr(models, model_name, None)
    settings_type: Any = getattr(models, settings_name, None)
    current = inspect.getattr_static(model, "parsed_settings", None)
    if settings_type is None or not isinstance(current, property) or current.fget is None:
        return False
    # The body as it is known: one call of a validator of this very type. A server that does more keeps its own.
    if set(current.fget.__code__.co_names) != {"TypeAdapter", "validate_python", "settings", settings_name}:
        return False
    adapter: TypeAdapter[Any] = TypeAdapter(settings_type)

    def parsed_settings(self: Any) -> Any:
        return adapter.validate_python(self.settings)

    model.parsed_settings = property(parsed_settings, doc=current.__doc__)
    return True


def _skip_unheard_events() -> bool:
    """For each record the server loads its whole data set to describe an event, and then looks whether any webhook wants it.

    Here it looks first, and once a request instead of once a record. With a webhook all goes its old way.
    """
    original: Any = getattr(record_events, "notify_record_event", None)
    if original is None or list(inspect.signature(original).parameters) != ["db", "record_event", "record"]:
        return False
    notify = _only_if_heard(original)
    for name, module in list(sys.modules.items()):
        if name.startswith("argilla_server."):
            for attribute in ("notify_record_event", "notify_record_event_v1"):
                if getattr(module, attribute, None) is original:
                    setattr(module, attribute, notify)
    return True


def _only_if_heard(
    original: Callable[[AsyncSession, Any, Any], Awaitable[Any]],
) -> Callable[[AsyncSession, Any, Any], Awaitable[Any]]:
    async def notify_record_event(db: AsyncSession, record_event: Any, record: Any) -> Any:
        return await original(db, record_event, record) if await _anyone_listens(db) else []

    return notify_record_event


async def _anyone_listens(db: AsyncSession) -> bool:
    silent_since = db.info.get("emosapp_no_webhooks")
    if silent_since is not None and time.monotonic() - silent_since < LISTENERS_SECONDS:
        return False
    listening = bool(await db.scalar(select(exists().where(Webhook.enabled))))
    if not listening:
        db.info["emosapp_no_webhooks"] = time.monotonic()
    return listening
