"""Does a pair speak of something on which no machine should decide alone?"""

from emosapp_data.checks.base import TextCheck
from emosapp_data.checks.safety import abuse, advice, eating, medication, self_destruction
from emosapp_data.checks.safety.folding import fold
from emosapp_data.checks.safety.rule import Finding
from emosapp_data.schema import Flag, Verdict

SUBJECTS = (
    self_destruction.SUBJECT,
    abuse.SUBJECT,
    eating.SUBJECT,
    medication.SUBJECT,
    advice.SUBJECT,
)
LANGUAGE = "en"
"""The only language whose words are known."""
SHOWN = 4
"""Findings that are told for each subject."""
LONGEST = 60
"""Letters that are shown of one finding."""


class Sensitive(TextCheck):
    """Flags suicide, self-harm, abuse, eating disorders, medication, diagnoses of the reader and advice against seeking help.

    Nothing is rejected: a textbook of psychology has to speak of these, and a person decides how. For suicide, self-harm and abuse the
    words are chosen so that as little as possible is missed, mentions that deny or define them included; for the others so that few
    harmless pairs are queued. The score is how sure it is that a person should look, from 0 to 1, set by judgement for each kind of words and
    not a probability.

    What it cannot see: what is meant but not said, irony, slang that is not listed, any language but English, and whether what the
    pair says of the subject is right or harmful.
    """

    name = "sensitive"

    def __init__(self, language: str = LANGUAGE) -> None:
        """Set the language of the dataset, as an ISO 639-1 code."""
        self.language = language

    def judge_text(self, question: str, answer: str) -> Verdict:
        """Judge a question and its answer."""
        if self.language != LANGUAGE:
            return self.passed(detail="not examined: only English is")
        findings = find(f"{question} \n{answer}")
        told: dict[Flag, list[str]] = {}
        for finding in findings:
            words = told.setdefault(finding.flag, [])
            if len(words) < SHOWN and not any(finding.words in known for known in words):
                words.append(finding.words)
        detail = "; ".join(
            f"{flag.value}: {', '.join(repr(_short(words)) for words in found)}" for flag, found in told.items()
        )
        return self.passed(max((finding.score for finding in findings), default=0.0), tuple(told), detail)


def find(text: str) -> list[Finding]:
    """What a text speaks of, the surest first."""
    folded = fold(text)
    findings = (finding for subject in SUBJECTS for finding in subject.find(folded))
    return sorted(findings, key=lambda finding: -finding.score)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()}…"
