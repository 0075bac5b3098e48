"""What an error of the database says, for it goes into a log."""

# ruff: noqa: PT009, PT027 - unittest, since pytest is not in the server's environment

import unittest

from argilla_server.database import AsyncSessionLocal, sync_engine
from emosapp_argilla import discretion
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

WRONG = text("SELECT nothing FROM nowhere WHERE api_key = :key")


class Discretion(unittest.IsolatedAsyncioTestCase):
    """With what is bound to a statement."""

    async def test_an_error_does_not_tell_what_was_bound_to_its_statement(self) -> None:
        discretion.hide_parameters()
        async with AsyncSessionLocal() as session:
            with self.assertRaises(SQLAlchemyError) as caught:
                await session.execute(WRONG, {"key": "the owner's key"})
        with sync_engine.connect() as connection, self.assertRaises(SQLAlchemyError) as caught_too:
            connection.execute(WRONG, {"key": "the owner's key"})
        for error in (caught.exception, caught_too.exception):
            self.assertIn("nowhere", str(error))
            self.assertNotIn("owner's key", str(error))
