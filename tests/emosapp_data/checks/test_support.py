"""What an answer may say that its evidence does not: claims, orders, roles, shares, denials, terms."""

import pytest

from emosapp_data.checks.supported import Supported
from emosapp_data.schema import Reason, Verdict
from tests.emosapp_data.checks.judging import judge

CHECK = Supported(1.5)


def said(answer: str, quote: str) -> Verdict:
    return judge(CHECK, "What does the study show?", answer, quote)


def test_a_reference_to_the_literature_is_no_number_of_the_matter():
    quote = "Two in three slept badly (Meyer & Katz, 2009)."
    assert said("Two in three slept badly.", quote).score == 1
    assert said(quote, quote).score == 1
    assert said("Two in three slept badly in 1997.", quote).reason is Reason.UNSUPPORTED


@pytest.mark.parametrize(
    "clause",
    [
        "because teachers never care",
        "which is why landlords raise the rent",
        "so that the landlord can sell the house",
        "especially among sailors with a pension",
        "and farmers do so more often than bakers",
    ],
)
def test_a_clause_that_rests_on_nothing_is_rejected_although_the_rest_is_near_verbatim(clause):
    quote = "Most of the students in the survey slept badly before an examination and felt tired on the day after it."
    answer = "Most of the students in the survey slept badly before an examination"
    assert said(f"{answer}.", quote).passed
    assert said(f"{answer}, {clause}.", quote).reason is Reason.UNSUPPORTED


@pytest.mark.parametrize(
    ("answer", "quote"),
    [
        ("The bell rings after the food is given.", "The bell rings before the food is given."),
        ("He gave the food and then rang the bell.", "He rang the bell and then gave the food."),
        (
            "The memory moves from long-term to short-term store.",
            "The memory moves from short-term to long-term store.",
        ),
        ("What you feel determines what you think.", "What you think determines what you feel."),
        ("The patients trained the nurses.", "The nurses trained the patients for a month."),
        ("The nurses were trained by the patients.", "The nurses trained the patients for a month."),
        (
            "The clerks trust “red” labels more than “blue” ones.",
            "The clerks trust “blue” labels more than “red” ones.",
        ),
    ],
)
def test_an_order_or_a_role_that_is_turned_round_is_rejected(answer, quote):
    assert said(answer, quote).reason is Reason.UNSUPPORTED
    assert said(quote, quote).passed


def test_the_passive_voice_says_the_same():
    assert said("The patients were trained by the nurses.", "The nurses trained the patients for a month.").passed


@pytest.mark.parametrize(
    ("answer", "quote"),
    [
        ("About half of them had forgotten it.", "It was forgotten by 71 per cent of them."),
        ("One in three had forgotten it.", "It was forgotten by 14 per cent of them."),
        ("He visits the clinic twice a month.", "He visits the clinic every six months, and likes it."),
        ("The news came in the 1970s.", "The news came in the 1980s."),
    ],
)
def test_a_share_a_frequency_or_a_decade_is_held_against_the_evidence_s(answer, quote):
    assert said(answer, quote).reason is Reason.UNSUPPORTED


def test_a_fraction_may_stand_for_a_share_that_is_near():
    assert said("Nearly half of them had forgotten it.", "It was forgotten by 47 per cent of them.").passed


@pytest.mark.parametrize(
    ("answer", "quote"),
    [
        (
            "The staff could handle severe illnesses such as mania.",
            "Staff were not trained to handle severe illnesses such as mania.",
        ),
        ("It is only concerned with sleep.", "It is not only concerned with sleep but also with dreams."),
        ("The mechanism is known by now.", "The mechanism is unknown by now."),
        ("We report such memories as facts rather than as stories.", "We report such memories as stories."),
        ("It is unlikely to help patients with a phobia.", "It may help patients with a phobia."),
    ],
)
def test_the_polarity_of_what_is_said_is_held_against_the_evidence_s(answer, quote):
    assert said(answer, quote).reason is Reason.UNSUPPORTED


def test_two_negations_say_what_none_says():
    assert said("They are unlikely to sit still.", "They are not likely to sit still.").passed
    assert said("He kept rereading his notes.", "He could not stop rereading his notes.").passed


@pytest.mark.parametrize(
    ("answer", "quote"),
    [
        ("Children learn bad things by watching.", "Children learn good and bad things by watching."),
        ("Amnesia follows psychological trauma.", "Amnesia follows physical trauma, or psychological trauma."),
        ("Therapists help their patients.", "Therapists help their patients. Clients see what the therapist does."),
    ],
)
def test_one_of_two_that_the_evidence_names_side_by_side_may_be_told_alone(answer, quote):
    assert said(answer, quote).passed


@pytest.mark.parametrize(
    ("answer", "quote"),
    [
        ("Two dozen men took part.", "Twenty-four men took part."),
        ("Dinner is at six.", "Dinner is at 6:00."),
        ("They manage it before the age of two.", "Children manage it before they are 2 years old."),
    ],
)
def test_the_same_number_in_other_words_passes(answer, quote):
    assert said(answer, quote).passed


def test_another_age_is_rejected():
    answer = "They manage it before the age of four."
    assert said(answer, "Children manage it before they are 2 years old.").reason is Reason.UNSUPPORTED


def test_a_term_of_the_passage_does_not_stand_for_the_evidence_s():
    quote = "Recalling a scene in which one was never present is misattribution."
    text = f"{quote} Suggestibility is another error."
    question = "A man recalls a party at which he was not present. What is this called?"
    assert judge(CHECK, question, "This is suggestibility.", quote, text).reason is Reason.UNSUPPORTED
    assert judge(CHECK, question, "This is misattribution.", quote, text).passed


def test_opposites_must_not_change_places_between_what_is_denied_and_what_holds():
    quote = "The patients could not form new episodic memories, but they still formed procedural memories."
    answer = "The patients could not form new procedural memories, but they still formed episodic memories."
    assert said(quote, quote).passed
    assert said(answer, quote).reason is Reason.UNSUPPORTED


def test_a_person_is_not_what_the_person_does():
    quote = "One of the research participants wrote a letter about the study."
    assert said("One of the researchers wrote a letter about the study.", quote).reason is Reason.UNSUPPORTED


def test_not_failing_to_do_it_is_doing_it():
    quote = "The nurses did not fail to answer the bell at night."
    assert said("The nurses answered the bell at night.", quote).passed


def test_a_no_within_a_name_denies_nothing():
    quote = "The children waited in the trial, which is called the No Show trial of the patience test."
    assert said("The children waited in the trial called the No Show trial.", quote).passed


def test_only_must_not_become_not_only():
    quote = "The theory gives only a measure of memory."
    assert said("The theory gives not only a measure of memory but a cure.", quote).reason is Reason.UNSUPPORTED


def test_an_ordinal_must_be_that_of_the_evidence():
    quote = "In the second stage of sleep the breath slows."
    assert said("In the second stage of sleep the breath slows.", quote).passed
    assert said("In the fourth stage of sleep the breath slows.", quote).reason is Reason.UNSUPPORTED
