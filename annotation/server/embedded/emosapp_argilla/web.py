"""What is added to the server's own pages: pictures of book pages, and a policy that keeps the browser from contacting other hosts."""

import os
from pathlib import Path

from argilla_server.settings import settings
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import MutableHeaders
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PICTURES_VARIABLE = "EMOSAPP_PICTURES"

POLICY = "; ".join(
    (
        "default-src 'self'",
        # The pages carry inline scripts, compile templates, and show custom fields in frames with scripts of their own.
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
"""Books and reviews stay on this machine: no font, counter or picture is fetched from elsewhere, whatever a field's HTML asks for.

The API's documentation page, which loads its scripts from another host, stays empty.
"""


class PolicyHeaders:
    """Sends the policy with every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on; an HTTP answer gets its headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = POLICY
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
            await send(message)

        await self.app(scope, receive, with_headers)


def mount_pictures(app: FastAPI) -> None:
    """Serves the folder that the environment variable names at ``/pictures/``, if it names one. There is no listing.

    The mount is the first of all, because the server's pages answer for every address that nobody else has taken.
    """
    folder = os.environ.get(PICTURES_VARIABLE)
    if folder:
        files = StaticFiles(directory=Path(folder), check_dir=False)
        app.router.routes.insert(0, Mount(f"{settings.base_url.rstrip('/')}/pictures", files, name="pictures"))
