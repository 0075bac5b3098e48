"""The background worker: ``python -m emosapp_argilla.worker``. Runs Argilla's jobs with our engine until it is told to stop (SIGTERM).

Each job runs in a process of its own, forked from this one: a job that dies does not take the worker along, and each has its own event loop
and connections. This process itself opens neither the database nor the index. A job that runs at SIGTERM is finished first.
"""

import logging
import sys
import time

import redis.exceptions
from argilla_server.jobs.queues import DEFAULT_QUEUE, HIGH_QUEUE, REDIS_CONNECTION
from rq import Worker

# Registers the engine before a job asks for it.
import emosapp_argilla.engine  # noqa: F401
from emosapp_argilla import discretion, faster

LOGGER = logging.getLogger("argilla.embedded")
PATIENCE_SECONDS = 2.0
"""Between attempts to reach Redis, which may be started after us or be restarted."""


def main() -> int:
    """Works until told to stop."""
    discretion.hide_parameters()
    faster.apply()
    while True:
        try:
            # Webhook calls first, as Argilla intends with the name of that queue.
            Worker([HIGH_QUEUE, DEFAULT_QUEUE], connection=REDIS_CONNECTION).work(logging_level="WARNING")
        except redis.exceptions.ConnectionError as error:
            LOGGER.warning("Redis cannot be reached (%s); trying again", error)
            time.sleep(PATIENCE_SECONDS)
        else:
            return 0


if __name__ == "__main__":
    sys.exit(main())
