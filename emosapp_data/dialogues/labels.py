"""Normalised labels: strategies, problems and emotions, whatever a copy calls them.

Source: S. Liu et al., "Towards Emotional Support Dialog Systems", ACL 2021 (arXiv 2106.01144): the eight strategies of
table 2, the problems and emotions of its tables on the data. Only spellings that are known are changed. A label that is
not known stays as it is and is reported: it is never guessed.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Strategy(StrEnum):
    """What the supporter does."""

    QUESTION = "question"
    RESTATEMENT_OR_PARAPHRASING = "restatement_or_paraphrasing"
    REFLECTION_OF_FEELINGS = "reflection_of_feelings"
    SELF_DISCLOSURE = "self_disclosure"
    AFFIRMATION_AND_REASSURANCE = "affirmation_and_reassurance"
    PROVIDING_SUGGESTIONS = "providing_suggestions"
    INFORMATION = "information"
    OTHERS = "others"


class Problem(StrEnum):
    """What the dialogue is about."""

    ONGOING_DEPRESSION = "ongoing_depression"
    JOB_CRISIS = "job_crisis"
    BREAKUP_WITH_PARTNER = "breakup_with_partner"
    PROBLEMS_WITH_FRIENDS = "problems_with_friends"
    ACADEMIC_PRESSURE = "academic_pressure"
    PROCRASTINATION = "procrastination"
    ALCOHOL_ABUSE = "alcohol_abuse"
    TROUBLE_WITH_PARENTS = "trouble_with_parents"
    TROUBLE_WITH_CHILDREN = "trouble_with_children"
    SLEEP_PROBLEMS = "sleep_problems"
    APPEARANCE_ANXIETY = "appearance_anxiety"
    SCHOOL_BULLYING = "school_bullying"


class Emotion(StrEnum):
    """What the seeker feels."""

    ANXIETY = "anxiety"
    DEPRESSION = "depression"
    SADNESS = "sadness"
    ANGER = "anger"
    FEAR = "fear"
    SHAME = "shame"
    DISGUST = "disgust"
    NERVOUSNESS = "nervousness"
    GUILT = "guilt"
    JEALOUSY = "jealousy"
    PAIN = "pain"


class Label(NamedTuple):
    """A label as it is kept."""

    value: str
    """The normalised label, or the source's own."""
    known: bool
    """Whether it is a normalised one."""
    renamed: bool
    """Whether it was called by another name, rather than in other letters."""


STRATEGIES: Mapping[str, str] = {
    **{strategy.value: strategy.value for strategy in Strategy},
    "questions": Strategy.QUESTION.value,
    "reflection_of_feeling": Strategy.REFLECTION_OF_FEELINGS.value,
    "affirmation_&_reassurance": Strategy.AFFIRMATION_AND_REASSURANCE.value,
    "other": Strategy.OTHERS.value,
}
PROBLEMS: Mapping[str, str] = {
    **{problem.value: problem.value for problem in Problem},
    "conflict_with_parents": Problem.TROUBLE_WITH_PARENTS.value,
    "issues_with_parents": Problem.TROUBLE_WITH_PARENTS.value,
    "problems_with_parents": Problem.TROUBLE_WITH_PARENTS.value,
    # In all ten dialogues of this label a parent speaks of a child: it is another trouble than that with parents.
    "issues_with_children": Problem.TROUBLE_WITH_CHILDREN.value,
}
EMOTIONS: Mapping[str, str] = {emotion.value: emotion.value for emotion in Emotion}


def strategy_label(text: str) -> Label:
    """The normalised strategy."""
    return _normalised(text, STRATEGIES)


def problem_label(text: str) -> Label:
    """The normalised problem."""
    return _normalised(text, PROBLEMS)


def emotion_label(text: str) -> Label:
    """The normalised emotion."""
    return _normalised(text, EMOTIONS)


def strategy_title(value: str) -> str:
    """A strategy as people and models read it: 'Restatement or Paraphrasing'."""
    return TITLES.get(value, value)


TITLES: Mapping[str, str] = {
    Strategy.QUESTION: "Question",
    Strategy.RESTATEMENT_OR_PARAPHRASING: "Restatement or Paraphrasing",
    Strategy.REFLECTION_OF_FEELINGS: "Reflection of Feelings",
    Strategy.SELF_DISCLOSURE: "Self-disclosure",
    Strategy.AFFIRMATION_AND_REASSURANCE: "Affirmation and Reassurance",
    Strategy.PROVIDING_SUGGESTIONS: "Providing Suggestions",
    Strategy.INFORMATION: "Information",
    Strategy.OTHERS: "Others",
}


def _normalised(text: str, names: Mapping[str, str]) -> Label:
    plain = "_".join(text.casefold().replace("-", " ").replace("_", " ").split())
    value = names.get(plain)
    return Label(text.strip(), False, False) if value is None else Label(value, True, value != plain)
