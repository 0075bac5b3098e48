"""A question says what it is about, so that two readers would answer it alike."""

import pytest

from emosapp_data.checks.vague import Vague
from emosapp_data.schema import Reason

CHECK = Vague()


@pytest.mark.parametrize(
    "question",
    [
        "What can be said about Jean Piaget?",
        "What is interesting about memory?",
        "What are some facts about dreams?",
        "Tell me something about conditioning.",
        "What should teachers bear in mind?",
        "What do people need?",
        "How do things change over time?",
        "What did the participants do?",
        "Why is life hard for some people?",
        "What happens in the world?",
        "What is known about hormones?",
        "Why is motivation so important?",
        "How does culture affect us?",
        "Could you tell us about phobias?",
        "What did the researchers find in the study?",
    ],
)
def test_a_question_to_which_anything_is_an_answer_is_rejected(question):
    assert CHECK.judge_text(question, "Anything.").reason is Reason.VAGUE


@pytest.mark.parametrize(
    "question",
    [
        "What is forgetting?",
        "What does recall mean?",
        "What is meant by object permanence?",
        "How do psychologists define intelligence?",
        "What did Milgram’s participants believe?",
        "How do fixed-ratio schedules differ from variable-ratio schedules?",
        "Why do children who saw the adult punished imitate less?",
        "“I have always been like this.” What would Rogers reply?",
        "True or false: people differ.",
        "Why is rehearsal important for material that has to be kept for years?",
        "Can people learn to read faster and still understand everything?",
    ],
)
def test_a_question_with_a_subject_is_kept(question):
    assert CHECK.judge_text(question, "An answer.").passed


def test_the_more_particular_a_question_the_higher_its_score():
    wide, narrow = (
        CHECK.judge_text("How does sleep help people?", ""),
        CHECK.judge_text("How does deep sleep help the hippocampus to consolidate episodic memories?", ""),
    )
    assert wide.score is not None
    assert narrow.score is not None
    assert wide.score < narrow.score
