"""Proving that a bundle computes what was trained."""

from export.verify.verify import verify

__all__ = ["verify"]
