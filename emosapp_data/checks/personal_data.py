"""Does a pair name or reach a private person?"""

from collections import Counter

from emosapp_data.checks.base import TextCheck
from emosapp_data.checks.safety.masking import personal
from emosapp_data.checks.safety.names import private_names
from emosapp_data.schema import Flag, Reason, Verdict

LANGUAGE = "en"
"""The only language whose names and private words are known."""


class PersonalData(TextCheck):
    """Rejects what reaches or identifies a person; flags full names that stand beside something private.

    Rejected: mail addresses, phone numbers, handles and accounts, street addresses with a house number, numbers of social security, bank
    accounts, cards and patients. Not rejected: emergency numbers and helplines (`safety.crisis_lines`), the mail addresses of offices, the
    addresses of publishers and other institutions, and the numbers of books, articles and grants. The detail says what was found without
    repeating it, since it becomes public with the release: 'a phone number (…42)'.

    What it cannot see: names that stand alone or beside something private that is not listed, first names, nicknames, names in small letters or
    in other scripts, people who can be recognized by their story, post office boxes, addresses in other forms than the English and the
    German one, and local phone numbers of less than seven digits or without any word or shape that tells them from other numbers.
    """

    name = "personal_data"

    def __init__(self, language: str = LANGUAGE) -> None:
        """Set the language of the dataset, as an ISO 639-1 code."""
        self.language = language

    def judge_text(self, question: str, answer: str) -> Verdict:
        """Judge a question and its answer."""
        told: list[str] = []
        for field, text in (("question", question), ("answer", answer)):
            told += [f"the {field} has {found.told}" for found in personal(text)]
        if told:
            return self.reject(Reason.PERSONAL_DATA, "; ".join(Counter(told)))
        if self.language != LANGUAGE:
            return self.passed(detail="names were not examined: only English ones are")
        names = {field for field, text in (("question", question), ("answer", answer)) if any(private_names(text))}
        if names:
            where = " and ".join(f"the {field}" for field in ("question", "answer") if field in names)
            return self.passed(flags=(Flag.PERSONAL_NAME,), detail=f"{where}: a full name beside something private")
        return self.passed()
