"""How far people agree with each other, and the checks with people. Published figures name reviewers by pseudonym only."""

from annotation.agreement.alpha import Alpha, alpha
from annotation.agreement.answers import AnswerAgreement, answer_agreement
from annotation.agreement.checks import CheckAgainstPeople, check_confusion
from annotation.agreement.figures import Agreement, Measure, agreement
from annotation.agreement.interval import Interval, Share, share, wilson

__all__ = [
    "Agreement",
    "Alpha",
    "AnswerAgreement",
    "CheckAgainstPeople",
    "Interval",
    "Measure",
    "Share",
    "agreement",
    "alpha",
    "answer_agreement",
    "check_confusion",
    "share",
    "wilson",
]
