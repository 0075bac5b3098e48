"""Is the pair in the language of the dataset?"""

from functools import cache
from typing import Any

from emosapp_data.checks.base import TextCheck
from emosapp_data.schema import Reason, Verdict

SURE = 0.9
"""Probability from which another language counts as found; short texts of names and terms look like many languages."""
SHORTEST = 40
"""Characters below which the language of a text cannot be told."""


class Language(TextCheck):
    """Rejects pairs that are surely in another language (py3langid, the classifier of Lui and Baldwin 2012)."""

    name = "language"

    def __init__(self, language: str) -> None:
        """Set the language of the dataset, as an ISO 639-1 code."""
        self.language = language

    def judge_text(self, question: str, answer: str) -> Verdict:
        """Judge a question and its answer."""
        text = f"{question} {answer}"
        if len(text) < SHORTEST:
            return self.passed()
        found, probability = _identifier().classify(text)
        if found != self.language and probability >= SURE:
            return self.reject(
                Reason.WRONG_LANGUAGE, f"looks like {found!r}, not {self.language!r}", round(float(probability), 4)
            )
        return self.passed()


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
