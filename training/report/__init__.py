"""The page that tells of a run: its curve, its figures, and how the model answers where it matters most."""

from training.report.page import REPORT, write_report

__all__ = ["REPORT", "write_report"]
