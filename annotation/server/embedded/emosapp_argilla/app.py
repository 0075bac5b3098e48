"""The application: ``uvicorn emosapp_argilla.app:app``.

Argilla's own, with our engine, our additions, and an index that was checked before the first request.
"""

import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

import argilla_server
from argilla_server.settings import settings
from fastapi import FastAPI

from emosapp_argilla import ENGINE_NAME, discretion, faster, repair, web
from emosapp_argilla.engine import EmbeddedSearchEngine

LOGGER = logging.getLogger("argilla.embedded")


def prepare(app: FastAPI) -> FastAPI:
    """Adds to Argilla's application what this package is for."""
    discretion.hide_parameters()
    faster.apply()
    app.add_middleware(web.PolicyHeaders)
    web.mount_pictures(app)
    serve = app.router.lifespan_context

    @contextlib.asynccontextmanager
    async def checked(inner: FastAPI) -> AsyncIterator[Any]:
        await check_index()
        async with serve(inner) as state:
            yield state

    app.router.lifespan_context = checked
    return app


async def check_index() -> None:
    """Replaces an unusable index file and brings the index in line with the database. Nothing where another engine is configured."""
    if settings.search_engine != ENGINE_NAME:
        return
    engine = EmbeddedSearchEngine()
    engine.index.mend()
    written = await repair.repair(engine)
    LOGGER.info("Search index checked: %d records written", written)


app = prepare(argilla_server.app)
