"""Each check rejects what it is there for, says what it found, and leaves good pairs alone."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from emosapp_data.checks import ExactDuplicate, all_checks
from emosapp_data.checks.folding import fold
from emosapp_data.config import ChecksConfig
from emosapp_data.schema import Evidence, EvidenceRole, Origin, QAPair, Reason, Verdict
from tests.emosapp_data.test_schema import PAGE, a_passage

TEXT = "Coping is dealing with demands. About 85 per cent of students do not sleep enough before an exam. The alarm reaction comes first."
PASSAGE = a_passage(TEXT)
QUESTION, ANSWER = (
    "How many students do not sleep enough before an exam?",
    "About 85 per cent of students do not sleep enough before an exam.",
)
QUOTE = ANSWER


def pair(question: str = QUESTION, answer: str = ANSWER, quote: str = QUOTE, start: int | None = None) -> QAPair:
    start = TEXT.find(quote) if start is None else start
    evidence = Evidence(
        role=EvidenceRole.ANSWER,
        passage=PASSAGE.id,
        quote=quote,
        start=start,
        end=start + len(quote),
        first_page=PAGE,
        last_page=PAGE,
    )
    origin = Origin(generator="textbook", version=1, element="term-1", pattern="test")
    return QAPair.create(
        question=question, answer=answer, evidence=(evidence,), citation=PASSAGE.citation, origin=origin
    )


def verdicts(judged: QAPair) -> dict[str, Reason]:
    found = [check.judge(judged, {PASSAGE.id: PASSAGE}) for check in all_checks(ChecksConfig())]
    return {verdict.check: verdict.reason for verdict in found if verdict.reason}


def test_a_good_pair_passes_every_check():
    assert verdicts(pair()) == {}


@pytest.mark.parametrize(
    "question",
    [
        "Explain why sleep matters.",
        "According to the model, name and describe the stages.",
        "“I feel fine.” What would you say to that student?",
        "Complete the sentence: “The ____ comes first.”",
        "True or false: Coping is dealing with demands.",
        "Which of these is first: alarm, resistance, or exhaustion?",
    ],
)
def test_requests_are_questions_too(question):
    assert "well_formed" not in verdicts(pair(question))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("The students of the second year.", ANSWER),
        ("how many students sleep?", ANSWER),
        (QUESTION, "About 85 per cent of"),
        (QUESTION, "About 85 per cent of students do not (sleep enough."),
        (QUESTION, "About 85 per cent of of students do not sleep enough."),
        (QUESTION, "About 85 per cent of stu- dents do not sleep enough."),
        (QUESTION, "About 85 per cent\ufffd of students do not sleep enough."),
        (QUESTION, "About ____ per cent of students do not sleep enough."),
    ],
)
def test_broken_text_is_rejected(question, answer):
    assert verdicts(pair(question, answer)).get("well_formed") is Reason.MALFORMED


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What does Figure 3.2 show about coping?", ANSWER),
        ("What is the main point of this section?", ANSWER),
        ("According to the text, what is coping?", ANSWER),
        ("What does this demonstrate?", ANSWER),
        ("Why is it?", ANSWER),
        ("Which of the following is a form of coping?", ANSWER),
        ("Which theory was described above?", ANSWER),
        (QUESTION, "About 85 per cent of students, as shown in Table 2.1."),
        (QUESTION, "As discussed in this chapter, about 85 per cent of students."),
    ],
)
def test_what_needs_the_page_is_rejected(question, answer):
    assert verdicts(pair(question, answer)).get("self_contained") is Reason.NOT_SELF_CONTAINED


@pytest.mark.parametrize(
    "question",
    [
        "What is it called when a response fades?",
        "What is this physical trace of memory known as?",
        "Recognition means identifying previously learned information: true or false?",
        "A friend sees a dog and starts to cry. What does this demonstrate?",
        "Why is it important to sleep before an exam?",
        "Which of the following is first: alarm, resistance, or exhaustion?",
    ],
)
def test_what_explains_itself_is_kept(question):
    assert "self_contained" not in verdicts(pair(question))


def test_a_quote_that_does_not_stand_where_it_should_is_rejected():
    assert verdicts(pair(start=5)) == {"grounded": Reason.NOT_GROUNDED}
    assert verdicts(pair(quote="About 15 per cent of students", start=33))["grounded"] is Reason.NOT_GROUNDED


def test_an_answer_that_says_more_than_its_quotes_is_rejected_and_the_words_are_named():
    said_more = pair(answer="About 85 per cent of students do not sleep enough because teachers never care.")
    supported = next(check for check in all_checks(ChecksConfig()) if check.name == "supported")
    verdict = supported.judge(said_more, {PASSAGE.id: PASSAGE})
    assert verdict.reason is Reason.UNSUPPORTED
    assert "teachers" in verdict.detail
    assert verdict.score is not None
    assert verdict.score < 0.95


def test_lengths_and_language_are_checked():
    assert verdicts(pair(question="Why?"))["length"] is Reason.TOO_SHORT
    assert verdicts(pair(answer=ANSWER * 30))["length"] is Reason.TOO_LONG
    german = pair("Wie viele Studierende schlafen zu wenig?", "Ungefähr 85 Prozent der Studierenden schlafen zu wenig.")
    assert verdicts(german)["language"] is Reason.WRONG_LANGUAGE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What is coping?", "what is  COPING"),
        ("“Well-being” matters.", "Well being matters"),
        ("It’s a ‘habit’ (of mind).", "It's a habit of mind"),
    ],
)
def test_case_spaces_and_punctuation_make_no_difference(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Stress increases memory.", "Stress decreases memory."),
        ("They do sleep.", "They don't sleep."),
        ("They can sleep.", "They can't sleep."),
        ("About 1.5 hours", "About 15 hours"),
        ("a change of -5", "a change of 5"),
        ("about −70 mV", "about 70 mV"),
        ("p = .5", "p = 5"),
        ("10² people", "102 people"),
        ("Arousal ↑", "Arousal ↓"),
        ("feeling 😊", "feeling 😢"),
        ("No, stress helps.", "No stress helps."),
        ("5 % of people", "5 people"),
        ("Men score lower than women.", "Women score lower than men."),
        ("3,000 people", "3 000 people and more"),
    ],
)
def test_what_could_change_the_meaning_always_makes_a_difference(one, other):
    assert fold(one) != fold(other)


@given(st.text())
@example("-0")
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_of_equal_pairs_the_first_stays_and_the_verdict_names_it():
    first, same, different = pair(), pair(question=QUESTION.upper()), pair(question="How many sleep too little?")
    judged = list(ExactDuplicate().judge_all([first, same, different]))
    assert [(judged_pair.id, verdict.passed) for judged_pair, verdict in judged] == [
        (first.id, True),
        (same.id, False),
        (different.id, True),
    ]
    assert judged[1][1].detail == f"same as {first.id}"


def test_of_equal_pairs_the_better_supported_one_stays():
    def supported(judged: QAPair, score: float) -> QAPair:
        found = Verdict(check="supported", version=1, passed=True, score=score)
        return judged.model_copy(update={"verdicts": (found,)})

    worse, better = supported(pair(), 0.8), supported(pair(question=QUESTION.upper()), 0.9)
    judged = list(ExactDuplicate().judge_all([worse, better]))
    assert [verdict.passed for _, verdict in judged] == [False, True]
    assert judged[0][1].detail == f"same as {better.id}"
