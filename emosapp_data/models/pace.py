"""How fast a server is asked: limits of requests and tokens, and a pause for everyone when the server asks for one."""

import asyncio
import time

from aiolimiter import AsyncLimiter

from emosapp_data.config import ServerConfig

MINUTE = 60.0


class Pace:
    """Holds back calls. Belongs to one event loop."""

    def __init__(self, config: ServerConfig) -> None:
        """Set the limits."""
        requests = config.requests_per_minute
        # One request each MINUTE / requests seconds, rather than a minute's worth at once: servers count in short windows.
        self._requests = AsyncLimiter(1, MINUTE / requests) if requests else None
        self._tokens = AsyncLimiter(config.tokens_per_minute, MINUTE) if config.tokens_per_minute else None
        self._resume = 0.0

    async def wait(self, tokens: int) -> None:
        """Wait until a call over so many tokens may begin."""
        if self._requests:
            await self._requests.acquire()
        if self._tokens:
            await self._tokens.acquire(min(tokens, self._tokens.max_rate))
        while (left := self._resume - time.monotonic()) > 0:
            await asyncio.sleep(left)

    def pause(self, seconds: float) -> None:
        """Let no call begin for so many seconds: the server is busy, whichever call it said it to."""
        self._resume = max(self._resume, time.monotonic() + seconds)
