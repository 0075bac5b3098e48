"""Are question and answer of a length that teaches something?"""

from emosapp_data.checks.base import TextCheck
from emosapp_data.config import LengthConfig
from emosapp_data.schema import Reason, Verdict


class Length(TextCheck):
    """Rejects questions and answers that are too short or too long, in characters."""

    name = "length"

    def __init__(self, config: LengthConfig) -> None:
        """Set the limits."""
        self.config = config

    def judge_text(self, question: str, answer: str) -> Verdict:
        """Judge a question and its answer."""
        for field, text, limits in (
            ("question", question, self.config.question),
            ("answer", answer, self.config.answer),
        ):
            if len(text) < limits.shortest:
                return self.reject(
                    Reason.TOO_SHORT,
                    f"the {field} has {len(text)} characters, at least {limits.shortest} are asked for",
                )
            if len(text) > limits.longest:
                return self.reject(
                    Reason.TOO_LONG, f"the {field} has {len(text)} characters, at most {limits.longest} are allowed"
                )
        return self.passed()
