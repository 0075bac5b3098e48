"""An answer gives all that was asked for, to the end."""

import pytest

from emosapp_data.checks.complete import Complete
from emosapp_data.schema import Reason
from tests.emosapp_data.checks.judging import judge

CHECK = Complete()
QUOTE = (
    "Positive symptoms, such as hallucinations, add something to experience; negative symptoms, such as flat emotion, take"
    " something away. Attachment is secure, avoidant or ambivalent. Ainsworth observed infants and found that most were secure."
)


@pytest.mark.parametrize(
    ("question", "answer", "detail"),
    [
        ("What are positive symptoms?", "They add something to", "breaks off"),
        ("What are positive symptoms?", "They add hallucinations and the.", "breaks off"),
        (
            "What do hallucinations and flat emotion stand for?",
            "Hallucinations add something to experience.",
            "'flat emotion'",
        ),
        ("Which three kinds of attachment are there?", "Attachment is secure.", "three kinds"),
        ("What did Ainsworth do, and what did she find?", "She observed infants.", "two things"),
    ],
)
def test_an_answer_that_breaks_off_or_leaves_something_out_is_rejected(question, answer, detail):
    verdict = judge(CHECK, question, answer, QUOTE)
    assert verdict.reason is Reason.INCOMPLETE_ANSWER
    assert detail in verdict.detail


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (
            "What do hallucinations and flat emotion stand for?",
            "Hallucinations are a positive symptom, flat emotion a negative one.",
        ),
        ("What do hallucinations and flat emotion have in common?", "Both are symptoms."),
        ("Which three kinds of attachment are there?", "Secure, avoidant and ambivalent."),
        ("What did Ainsworth do, and what did she find?", "She observed infants and found that most were secure."),
        ("What did Ainsworth find?", "Most infants were secure."),
        ("In which study was it asked who was secure and how many were not?", "In that of Ainsworth."),
        ("How long and how often were they observed?", "For an hour."),
        ("What do hallucinations add to?", "Experience is what they add to."),
    ],
)
def test_a_complete_answer_is_kept(question, answer):
    assert judge(CHECK, question, answer, QUOTE).passed
