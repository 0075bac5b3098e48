"""Tests of the bundle that an export leaves."""
