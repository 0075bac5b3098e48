"""A small program to measure."""

from tests.export.small import plain_cut, small_pte, small_run, smollm2  # noqa: F401 - fixtures
