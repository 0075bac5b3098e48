"""What asks for a person is flagged with its subject and the words; what only looks like it is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.checks.sensitive import Sensitive, find
from emosapp_data.schema import Flag

CHECK = Sensitive()


def flags(answer: str, question: str = "What does the book say?") -> set[Flag]:
    return set(CHECK.judge_text(question, answer).flags)


@pytest.mark.parametrize(
    "text",
    [
        "Suicide is among the leading causes of death in young adults.",
        "She denied any suicidal thoughts.",
        "I want to end my life.",
        "Lately I think about dying a lot.",
        "I see no reason to live.",
        "They would be better off without me.",
        "He tried to kill himself last year.",
        "Sometimes I wish I had never been born.",
        "I don't want to be here anymore.",
        "I am tired of living.",
        "Her brother took his own life.",
        "He died by his own hand.",
        "I just want to die.",
        "Life is not worth living.",
        "He wrote a goodbye letter.",
        "kms",
        "People there say unalive instead.",
    ],
)
def test_talk_of_suicide_is_found_in_plain_words_and_in_euphemisms(text):
    assert Flag.SUICIDE in flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "Self-harm is not always a wish to die.",
        "selfharm",
        "self‑injurious behaviour",
        "I cut myself again.",
        "She began cutting when she was twelve.",
        "He hurts himself when he is angry.",
        "NSSI is common in adolescence.",
        "After the overdose she was brought to hospital.",
    ],
)
def test_talk_of_self_harm_is_found(text):
    assert Flag.SELF_HARM in flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "Children who were abused trust less easily.",
        "My husband hits me when he drinks.",
        "He has choked her twice.",
        "She was raped at a party.",
        "Domestic violence is a crime.",
        "The boy was neglected by his parents.",
        "I am afraid of my boyfriend.",
        "My stepfather touched me inappropriately.",
        "He forces himself on her.",
        "At school he is bullied every day.",
    ],
)
def test_talk_of_abuse_and_violence_is_found(text):
    assert Flag.ABUSE in flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "Anorexia nervosa has the highest mortality of all.",
        "I starve myself before every match.",
        "She makes herself throw up after meals.",
        "Binge eating often follows a diet.",
        "He is terrified of gaining weight.",
        "Many dancers show disordered eating.",
    ],
)
def test_talk_of_eating_disorders_is_found(text):
    assert Flag.EATING_DISORDER in flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "Take 20 mg twice a day.",
        "SSRIs raise the level of serotonin in the synapse.",
        "He stopped taking his medication.",
        "She was prescribed an antidepressant.",
        "You may double the dose after a week.",
        "I came off my meds.",
        "Zoloft did not help me.",
        "Never stop taking your medication without talking to your doctor.",
    ],
)
def test_talk_of_medication_its_dose_and_stopping_it_is_found(text):
    assert Flag.MEDICATION in flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "You have depression.",
        "You are clearly bipolar.",
        "It sounds like you have PTSD.",
        "I think you have an eating disorder.",
        "You are suffering from major depression.",
        "You’re probably autistic.",
        "What you are describing is an anxiety disorder.",
        "You show all the classic signs of borderline personality disorder.",
        "Your symptoms indicate depression.",
    ],
)
def test_telling_the_reader_what_they_suffer_from_is_found(text):
    assert Flag.DIAGNOSIS in flags(text)


def test_asking_for_a_diagnosis_is_found_too_as_less_sure():
    verdict = CHECK.judge_text("Do I have ADHD or am I just lazy?", "Many people wonder about this.")
    assert verdict.flags == (Flag.DIAGNOSIS,)
    assert verdict.score == 0.5


@pytest.mark.parametrize(
    "text",
    [
        "You don't need a therapist.",
        "Stop taking your medication, it only dulls you.",
        "There is no need to see a doctor.",
        "Don't talk to a counsellor about this.",
        "Therapy is a waste of time for you: there is no point in going to a therapist.",
        "Therapists are useless.",
        "Nobody can help you.",
        "You should just snap out of it.",
        "Asking for help is a sign of weakness.",
        "Do not tell anyone about this.",
        "You can beat depression on your own, without any medication.",
    ],
)
def test_advice_against_seeking_help_is_found(text):
    assert Flag.DISCOURAGES_HELP in flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "Smoking is harmful.",
        "They killed time until the bus came.",
        "After the exam I was dead tired.",
        "The suicide squeeze is a play in baseball.",
        "A drug-free survey design was used.",
        "This is an abuse of statistics.",
        "Serotonin is a neurotransmitter.",
        "Diagnosis means naming a disorder by its signs.",
        "Substance abuse and drug abuse are now called substance use disorders.",
        "If you have depression, exercise may help.",
        "Do you have depression or do you know someone who has?",
        "Do not hesitate to call a helpline.",
        "Don't be afraid to see a therapist.",
        "If you are worried, talk to a doctor.",
        "The patient had no history of medication use.",
        "Cut yourself some slack.",
        "He cut himself off from his friends.",
        "The lithium-ion battery was empty.",
        "It hit me that I was wrong.",
        "Every textbook covers depression, anxiety and schizophrenia.",
        "The dependent variable is measured in milliseconds.",
        "Media violence was measured with a questionnaire.",
    ],
)
def test_what_only_looks_like_it_is_not_flagged(text):
    assert flags(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "SUICIDE",
        "suicidality",
        "antisuicidal",
        "s u i c i d e",
        "s.u.i.c.i.d.e",
        "su1cide",
        "ѕuісіde",
        "sui\u200bcide",
        "sui\u00adcide",
        "súicide",
        "sui\u2060cide",
        "commited sucide",
        "I want to\nend\u00a0my   life",
        "I don’t want to live anymore",
    ],
)
def test_letter_case_look_alikes_spaced_letters_and_common_misspellings_hide_nothing(text):
    assert Flag.SUICIDE in flags(text)


def test_a_flag_leaves_nothing_out_and_names_its_words():
    verdict = CHECK.judge_text("What are warning signs?", "Talking about suicide, or of having no reason to live.")
    assert verdict.passed
    assert verdict.reason is None
    assert verdict.flags == (Flag.SUICIDE,)
    assert verdict.detail == "suicide: 'no reason to live', 'suicide'"
    assert verdict.score == 1.0


def test_a_pair_with_several_subjects_has_a_flag_for_each():
    verdict = CHECK.judge_text("I was abused and I cut myself. What now?", "You have PTSD. You don't need a therapist.")
    assert set(verdict.flags) == {Flag.ABUSE, Flag.SELF_HARM, Flag.DIAGNOSIS, Flag.DISCOURAGES_HELP}


def test_the_score_puts_the_surest_first():
    def score(answer: str) -> float | None:
        return CHECK.judge_text("Well?", answer).score

    assert score("The sky is blue.") == 0.0
    ordered = [score("He is bullied."), score("Suicide is a subject."), score("I want to kill myself.")]
    assert ordered == sorted(ordered, key=lambda each: each or 0.0)


def test_the_question_is_examined_like_the_answer():
    assert flags("Call someone now.", question="I want to kill myself. What should I do?") == {Flag.SUICIDE}


def test_another_language_is_not_passed_in_silence():
    verdict = Sensitive("de").judge_text("Was ist Suizid?", "Suizid ist eine Selbsttötung.")
    assert verdict.flags == ()
    assert verdict.score is None
    assert "not examined" in verdict.detail


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_judged_and_the_flags_and_the_score_agree(question, answer):
    verdict = CHECK.judge_text(question, answer)
    assert verdict.passed
    assert (verdict.score != 0.0) == bool(verdict.flags) == bool(verdict.detail)


@given(
    st.sampled_from(["I want to die", "I cut myself", "My father beat me", "You have depression"]), st.text(max_size=80)
)
def test_words_in_front_in_a_sentence_of_their_own_do_not_hide_a_finding(said, before):
    assert {each.flag for each in find(said)} <= {each.flag for each in find(f"{before} .\n{said}")}
