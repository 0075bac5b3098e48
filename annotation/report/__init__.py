"""The page on a review: how far it is, how people agree, what they find wrong, and what the checks are worth."""

from annotation.report.figures import ReviewFigures, gather
from annotation.report.page import render

__all__ = ["ReviewFigures", "gather", "render"]
