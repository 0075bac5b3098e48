"""An answer says what its evidence says: no other number, no lost negation, no opposite, no exchange, nothing new."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.checks.supported import Supported
from emosapp_data.schema import Reason, Verdict
from tests.emosapp_data.checks.judging import judge

CHECK = Supported(1.5)

EXTINCTION = (
    "When the metronome was presented many times without food, salivation gradually disappeared, a process called extinction."
    " Extinction does not erase the association: after a pause of a day, the response often returned, though weaker than before."
)
SHOCKS = (
    "No shocks were in fact delivered. Psychiatrists had predicted that fewer than one in a hundred would go to the end;"
    " in the first study 26 of 40 men did. When the experimenter gave his orders by telephone, obedience fell sharply."
)
BYSTANDERS = (
    "Of those who believed that they alone could hear it, 85 per cent went for help; of those who believed that four others"
    " were listening, only 31 per cent did. The students were not indifferent: many were trembling when the experimenter came in."
)
EXERCISE = (
    "Six months after the end of the treatment, fewer of those in the exercise group had relapsed. Exercise need not be hard:"
    " a brisk walk of thirty minutes three times a week was enough."
)
INFANTS = (
    "Securely attached infants were upset when the caregiver left but were quickly comforted on her return. Avoidant infants"
    " showed little distress at the separation. Early attachment does not fix later relationships once and for all."
)
MEMORY = (
    "Explicit memory includes episodic memory, for events of one’s own life, and semantic memory, for facts and concepts."
    " Damage to the hippocampus impairs the forming of new explicit memories, but it leaves implicit memory largely intact."
)
PLACEBOS = (
    "Placebos can work even when patients are told that the pill holds no active drug. Larger pills work better than smaller"
    " ones, and injections better than pills. People who are warned of side effects report more of them."
)
HELPERS = (
    "Supporters need training in listening and must know when to pass a person on to a professional. They are not therapists"
    " and should not give advice on medication."
)


def said(answer: str, quote: str, question: str = "What does the study show?") -> Verdict:
    return judge(CHECK, question, answer, quote)


@pytest.mark.parametrize(
    ("question", "answer", "quote"),
    [
        (
            "Does extinction wipe out what was learned?",
            "No. After a break of one day the response often came back, if in a weaker form, so the association had not been erased.",
            EXTINCTION,
        ),
        ("Did the participants really give shocks?", "No, none were actually delivered.", SHOCKS),
        ("How many men went to the end?", "Twenty-six of the forty men.", SHOCKS),
        ("What happened when the orders came over the phone?", "Far fewer people obeyed.", SHOCKS),
        ("How many students helped when they thought nobody else was listening?", "85% of them.", BYSTANDERS),
        (
            "Did the students not care?",
            "They did care: many of them were shaking when the experimenter entered.",
            BYSTANDERS,
        ),
        (
            "How much exercise was asked for?",
            "Walking briskly for half an hour three times each week was sufficient.",
            EXERCISE,
        ),
        (
            "How do securely attached babies behave?",
            "They get upset when their caregiver goes away and are soon calmed when she comes back.",
            INFANTS,
        ),
        (
            "How does damage to the hippocampus affect memory?",
            "New explicit memories can hardly be formed any more, whereas implicit memory is mostly spared.",
            MEMORY,
        ),
        (
            "What is the difference?",
            "Episodic memory stores events of one’s own life, semantic memory facts and concepts.",
            MEMORY,
        ),
        (
            "Can a placebo help somebody who knows of it?",
            "Yes, it can work even for patients who have been told that there is no active substance in the pill.",
            PLACEBOS,
        ),
        ("Do pills or injections make the stronger placebo?", "Injections do.", PLACEBOS),
        (
            "What should peer supporters refrain from?",
            "Giving advice about medicines, since they aren’t therapists.",
            HELPERS,
        ),
    ],
)
def test_an_honest_paraphrase_passes(question, answer, quote):
    assert judge(CHECK, question, answer, quote).detail == ""


@pytest.mark.parametrize(
    ("answer", "quote", "detail"),
    [
        (
            "In the first study 36 of 40 men went to the end.",
            SHOCKS,
            "the answer says 36, the evidence one, a hundred, 26",
        ),
        ("About 58 per cent went for help.", BYSTANDERS, "58 %"),
        ("After a pause of a week, the response often returned.", EXTINCTION, "a week"),
        ("A brisk walk of thirty minutes five times a week was enough.", EXERCISE, "five times"),
        ("A brisk walk of an hour was enough.", EXERCISE, "an hour"),
        ("In 1974, obedience fell sharply.", SHOCKS, "1974"),
    ],
)
def test_a_number_that_the_evidence_does_not_have_is_rejected_with_the_evidence_s_own(answer, quote, detail):
    verdict = said(answer, quote)
    assert verdict.reason is Reason.UNSUPPORTED
    assert detail in verdict.detail


@pytest.mark.parametrize(
    ("answer", "quote"),
    [
        ("31 per cent of those who believed that they alone could hear it went for help.", BYSTANDERS),
        (
            "You breathe in to a count of six and out through the mouth to a count of four.",
            "Breathe in while you count to four; breathe out through the mouth while you count to six.",
        ),
        (
            "In a year about 1.5 per cent of children walk in their sleep, against 5 per cent of adults.",
            "About 5 per cent of children have walked in their sleep in the past year, against 1.5 per cent of adults.",
        ),
    ],
)
def test_numbers_that_change_places_are_rejected(answer, quote):
    assert said(answer, quote).reason is Reason.UNSUPPORTED


@pytest.mark.parametrize(
    ("question", "answer", "quote"),
    [
        ("Does extinction erase the association?", "Yes. Extinction erases the association.", EXTINCTION),
        ("Did they give shocks?", "Shocks were in fact delivered.", SHOCKS),
        ("How did the students feel?", "The students were indifferent, although many were trembling.", BYSTANDERS),
        ("How hard must exercise be?", "A brisk walk was not enough.", EXERCISE),
        (
            "Does early attachment determine relationships?",
            "Early attachment fixes later relationships once and for all.",
            INFANTS,
        ),
        ("What does the hippocampus do?", "Damage to it does not impair the forming of new explicit memories.", MEMORY),
        ("Can placebos work openly?", "Placebos cannot work when patients are told about the drug.", PLACEBOS),
        (
            "What may supporters do?",
            "They should give advice on medication, although they are not therapists.",
            HELPERS,
        ),
        (
            "Do people notice the switch?",
            "People usually notice that the person they talk to has been exchanged.",
            "People rarely notice that the person they talk to has been exchanged.",
        ),
        (
            "How are fears faced?",
            "The feared situations are faced step by step, with safety behaviours.",
            "The feared situations are faced step by step, from the easiest to the hardest, and without safety behaviours.",
        ),
    ],
)
def test_a_negation_that_is_dropped_or_added_is_rejected(question, answer, quote):
    assert judge(CHECK, question, answer, quote).reason is Reason.UNSUPPORTED


@pytest.mark.parametrize(
    ("answer", "quote", "detail"),
    [
        ("The response was stronger than before.", EXTINCTION, "'stronger' where the evidence says 'weaker'"),
        ("When the experimenter gave his orders by telephone, obedience rose sharply.", SHOCKS, "'rose'"),
        ("More of those in the exercise group had relapsed.", EXERCISE, "'More' where the evidence says 'fewer'"),
        ("People who are warned of side effects report fewer of them.", PLACEBOS, "'fewer'"),
        (
            "The orthosympathetic branch lets the body rest.",
            "The parasympathetic branch lets the body rest.",
            "'orthosympathetic'",
        ),
        (
            "Signals run from the hardest task to the easiest.",
            "Signals run from the easiest task to the hardest.",
            "exchanged",
        ),
        (
            "Easier tasks call for a lower level of arousal.",
            "The harder the task, the lower the best level of arousal.",
            "'Easier' where the evidence says 'harder'",
        ),
    ],
)
def test_an_opposite_is_rejected_and_both_words_are_named(answer, quote, detail):
    verdict = said(answer, quote)
    assert verdict.reason is Reason.UNSUPPORTED
    assert detail in verdict.detail


@pytest.mark.parametrize(
    ("answer", "quote"),
    [
        ("They are upset when the caregiver returns but quickly comforted when she leaves.", INFANTS),
        ("Semantic memory is for events of one’s own life, and episodic memory is for facts and concepts.", MEMORY),
        ("It impairs the forming of new implicit memories, but leaves explicit memory largely intact.", MEMORY),
        ("Pills work better than injections.", PLACEBOS),
        (
            "The particular method matters more than the relationship between helper and client.",
            "The relationship between helper and client matters more than the particular method.",
        ),
        (
            "Flashbulb memories lost details faster than ordinary memories.",
            "Flashbulb and ordinary memories lost details at the same rate.",
        ),
    ],
)
def test_terms_that_change_places_are_rejected(answer, quote):
    assert said(answer, quote).reason is Reason.UNSUPPORTED


@pytest.mark.parametrize(
    ("answer", "quote", "named"),
    [
        ("Obedience fell sharply, and the women among them laughed.", SHOCKS, "women"),
        ("The response often returned, because the dogs were hungry again.", EXTINCTION, "dogs"),
        ("Securely attached infants were upset and reached for a toy or a blanket.", INFANTS, "blanket"),
        ("Supporters need training in listening, a contract and a salary.", HELPERS, "salary"),
        ("Milgram’s students were not indifferent.", BYSTANDERS, "Milgram"),
        ("The students were not indifferent, as the WHO has confirmed.", BYSTANDERS, "WHO"),
    ],
)
def test_a_claim_or_name_that_the_evidence_does_not_have_is_rejected(answer, quote, named):
    verdict = said(answer, quote)
    assert verdict.reason is Reason.UNSUPPORTED
    assert named in verdict.detail


def test_the_evidence_is_the_quote_and_the_passage_only_names_things():
    text = f"The experimenter sat behind a mirror. {SHOCKS}"
    question = "What happened at the telephone?"
    named = "The experimenter gave orders by telephone and obedience fell; the mirror did not matter."
    assert judge(
        CHECK, question, "When the experimenter behind the mirror telephoned, obedience fell.", SHOCKS, text
    ).passed
    assert judge(CHECK, question, named, SHOCKS).reason is Reason.UNSUPPORTED


def test_the_score_falls_with_what_is_new_before_the_answer_is_rejected():
    near = said("Obedience fell sharply.", SHOCKS)
    far = said("Obedience fell sharply, as the textbook explains.", SHOCKS)
    too_far = said("Obedience fell sharply when trumpets, drums and sirens sounded.", SHOCKS)
    assert near.score is not None
    assert far.score is not None
    assert too_far.score is not None
    assert near.score > far.score > too_far.score
    assert [near.passed, far.passed, too_far.passed] == [True, True, False]


@pytest.mark.parametrize("quote", [EXTINCTION, SHOCKS, BYSTANDERS, EXERCISE, INFANTS, MEMORY, PLACEBOS, HELPERS])
def test_the_evidence_supports_itself(quote):
    assert said(quote, quote).score == 1


@given(st.text(max_size=80), st.text(min_size=1, max_size=80))
def test_any_text_can_be_judged(answer, quote):
    verdict = said(answer, quote)
    assert verdict.score is None or 0 <= verdict.score <= 1


@pytest.mark.parametrize(
    ("quote", "answer"),
    [
        ("He studied correlation because he was interested in inheritance.", "He was interested in inheritance because he studied correlation."),
        ("Poor sleep leads to irritability in most people.", "Irritability leads to poor sleep in most people."),
        ("Rumination is caused by low mood.", "Rumination causes low mood."),
    ],
)  # fmt: skip
def test_cause_and_effect_must_not_change_places(quote, answer):
    assert said(answer, quote).reason is Reason.UNSUPPORTED


@pytest.mark.parametrize(
    ("quote", "answer"),
    [
        ("He studied correlation because he was interested in inheritance.", "Because of his interest in inheritance, he studied correlation."),
        ("Poor sleep leads to irritability in most people.", "In most people irritability is caused by poor sleep."),
        ("Low mood causes rumination.", "Rumination is due to low mood."),
    ],
)  # fmt: skip
def test_cause_and_effect_may_be_told_in_another_order(quote, answer):
    assert said(answer, quote).passed
