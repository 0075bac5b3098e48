"""Tests of `export.runtime`."""
