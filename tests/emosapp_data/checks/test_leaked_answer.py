"""A question that gives its answer away teaches nothing."""

import pytest

from emosapp_data.checks.leaked_answer import LeakedAnswer
from emosapp_data.schema import Reason

CHECK = LeakedAnswer(1.0)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (
            "Given that the bystander effect means that people help less readily when others are present, what does it mean?",
            "It means that people help less readily when others are present.",
        ),
        (
            "What is the amygdala, which plays a central part in fear, known to play a part in?",
            "It plays a central part in fear.",
        ),
        ("Extinction weakens a response. What effect does extinction have on a response?", "It weakens the response."),
        (
            "Piaget’s first stages are the sensorimotor and the preoperational stage. Which comes after the sensorimotor stage?",
            "The preoperational stage, in which children use symbols.",
        ),
        ("The mean was 42 days. After how many days was half of the habit formed on average?", "After 42 days."),
        ("What is the term for memory that is episodic?", "It is called episodic memory."),
    ],
)
def test_an_answer_that_stands_in_its_question_is_rejected(question, answer):
    assert CHECK.judge_text(question, answer).reason is Reason.LEAKED_ANSWER


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Is extinction the same as forgetting?", "No, extinction is not the same as forgetting."),
        ("Which is learned first, grammar or words?", "Words are learned first."),
        ("True or false: Extinction erases the association.", "False."),
        ("Complete the sentence: “The ____ comes first.”", "The alarm comes first."),
        (
            "What is rewarding successive steps toward a behaviour called?",
            "Rewarding successive steps toward a behaviour is shaping.",
        ),
        ("What does the amygdala do?", "The amygdala plays a central part in fear."),
        ("How many dogs salivated?", "Seven dogs did."),
        ("Dogs salivated at the sound. What had come before it?", "Food had always preceded the sound."),
    ],
)
def test_an_answer_that_adds_what_was_asked_is_kept(question, answer):
    assert CHECK.judge_text(question, answer).passed
