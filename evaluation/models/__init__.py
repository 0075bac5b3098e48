"""Models under test: whatever computes them, lm-eval asks them the same items with the same prompts."""

from evaluation.models.opened import Opened, Wanted, open_model

__all__ = ["Opened", "Wanted", "open_model"]
