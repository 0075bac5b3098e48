"""An answer answers its own question, not another."""

import pytest

from emosapp_data.checks.off_question import OffQuestion
from emosapp_data.schema import Reason
from tests.emosapp_data.checks.judging import judge

CHECK = OffQuestion()
QUOTE = (
    "Elizabeth Loftus showed students films of accidents. Leading questions change what witnesses remember: flashbulb memory"
    " is a vivid recollection of a dramatic event, and confidence in it stays high."
)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("At which university did Loftus show her films?", "She showed students films of accidents."),
        ("Who was shown films of accidents?", "It was a vivid recollection of a dramatic event."),
        ("When does confidence in flashbulb memory stay high?", "Confidence in flashbulb memory is what stays high."),
        ("In what year did Loftus show her films?", "Loftus showed films of accidents."),
        ("How many students saw the films of Loftus?", "Students were shown films of accidents."),
        ("Why does confidence in flashbulb memory stay high?", "Confidence in flashbulb memory stays high."),
        ("How can flashbulb memory be measured?", "Flashbulb memory is a vivid recollection of a dramatic event."),
        (
            "Do leading questions also change the memories of parrots?",
            "Leading questions change what witnesses remember.",
        ),
    ],
)
def test_an_answer_to_another_question_is_rejected(question, answer):
    assert judge(CHECK, question, answer, QUOTE).reason is Reason.OFF_QUESTION


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What kind of films did Loftus show?", "Films of accidents."),
        ("How many people saw the films?", "Several students did."),
        ("Who saw the films?", "Students did."),
        ("Who showed them?", "Elizabeth Loftus."),
        ("When do memories change?", "When leading questions are asked."),
        ("Why are witnesses unreliable?", "Leading questions change what they remember."),
        ("What is flashbulb memory?", "Flashbulb memory is a vivid recollection of a dramatic event."),
        ("Do leading questions change memories?", "Yes, witnesses remember differently after them."),
        ("How should one think of flashbulb memory?", "As a vivid recollection in which one is confident."),
    ],
)
def test_an_answer_to_its_question_is_kept(question, answer):
    assert judge(CHECK, question, answer, QUOTE).passed
