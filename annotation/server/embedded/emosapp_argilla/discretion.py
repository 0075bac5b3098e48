"""Keeps what is secret out of logs: an error of the database prints the statement's parameters, keys and password hashes among them."""

from argilla_server.database import async_engine, sync_engine


def hide_parameters() -> None:
    """Has errors of the database name their statement alone."""
    sync_engine.hide_parameters = async_engine.sync_engine.hide_parameters = True
