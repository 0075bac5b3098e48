"""Tests of `export.chat`."""
