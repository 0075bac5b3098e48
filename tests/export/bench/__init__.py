"""Tests of `export.bench`."""
