"""What a book offers becomes questions that a person would ask, with the book's own answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.generation.choices import selected, word_choice
from emosapp_data.generation.definitions import word_definition
from emosapp_data.generation.gaps import GAP, fill
from emosapp_data.generation.usage import Usage, head_noun, indefinite_article, is_plural
from emosapp_data.schema import Choice, EvidenceRole, KeyTerm, PairStatus, QAPair, Reason, ReviewQuestion

PROSE = Usage(
    [
        "A schema is a framework. Schemas guide what we notice, and each schema grows with use.",
        "Neurotransmitters are released, and a neurotransmitter crosses the gap.",
        "Amnesia is a loss. People with amnesia forget, and amnesia may pass.",
        "The law of effect was stated early. According to the law of effect, habits form.",
        "An engram is a trace. Lashley looked for an engram.",
        "Episodic memory is about events. We use episodic memory daily.",
        "The two-factor theory holds that emotion has two parts. Critics of the two-factor theory disagree.",
        "Learning is a change. Extinction is slow. The storage of facts is large; the capacity of memory is limited.",
        "A neutral cue comes first. Any neutral cue will do.",
        "Mood stabilizers help. The client relaxes. This is well known.",
    ]
)


@pytest.mark.parametrize(
    ("term", "definition", "question", "answer"),
    [
        (
            "schema",
            "framework that organizes information",
            "What is a schema?",
            "A schema is a framework that organizes information.",
        ),
        (
            "neurotransmitters",
            "chemical messengers of the nervous system",
            "What are neurotransmitters?",
            "Chemical messengers of the nervous system.",
        ),
        ("amnesia", "loss of long-term memory", "What is amnesia?", "Amnesia is the loss of long-term memory."),
        (
            "law of effect",
            "behavior that is rewarded will be repeated",
            "What is the law of effect?",
            "Behavior that is rewarded will be repeated.",
        ),
        ("engram", "physical trace of memory", "What is an engram?", "An engram is a physical trace of memory."),
        (
            "episodic memory",
            "type of memory for events",
            "What is episodic memory?",
            "Episodic memory is a type of memory for events.",
        ),
        (
            "two-factor theory",
            "view that an emotion needs arousal and a label",
            "What is the two-factor theory?",
            "The two-factor theory is the view that an emotion needs arousal and a label.",
        ),
        (
            "extinction",
            "(also, unlearning) decrease in a response",
            "What is extinction?",
            "Extinction is a decrease in a response. It is also called unlearning.",
        ),
        (
            "Neutral Cue",
            "The signal that means nothing yet. A bell may be one.",
            "What is a neutral cue?",
            "A neutral cue is the signal that means nothing yet. A bell may be one.",
        ),
        (
            "zeitgeber",
            "cue that sets the clock of the body",
            "What does “zeitgeber” mean?",
            "Cue that sets the clock of the body.",
        ),
    ],
)
def test_key_terms_are_asked_as_the_book_uses_them(term, definition, question, answer):
    assert word_definition(term, definition, PROSE)[:2] == (question, answer)


@pytest.mark.parametrize(
    ("text", "filling", "question", "answer"),
    [
        (
            "The capacity of memory is ________.",
            "limited",
            "What is the capacity of memory?",
            "The capacity of memory is limited.",
        ),
        (
            "Extinction occurs when ________.",
            "rewards stop",
            "When does extinction occur?",
            "Extinction occurs when rewards stop.",
        ),
        (
            "________ is when you forget your past.",
            "amnesia",
            "What is it called when you forget your past?",
            "Amnesia is when you forget your past.",
        ),
        (
            "Mood stabilizers, such as lithium, are used to treat ________.",
            "bipolar disorder",
            "What are mood stabilizers, such as lithium, used to treat?",
            "Mood stabilizers, such as lithium, are used to treat bipolar disorder.",
        ),
        (
            "The client stops. This is an example of a(n) ________.",
            "acrostic",
            "The client stops. What is this an example of?",
            "This is an example of an acrostic.",
        ),
        (
            "________ founded the first laboratory.",
            "Wilhelm Wundt",
            "Who founded the first laboratory?",
            "Wilhelm Wundt founded the first laboratory.",
        ),
        (
            "In ________ the cue comes before the ________.",
            "conditioning; response",
            "Complete the sentence: “In ____ the cue comes before the ____.”",
            "In conditioning the cue comes before the response.",
        ),
        (
            "A stimulus that elicits nothing at first is a(n) ________.",
            "neutral stimulus",
            "What is a stimulus that elicits nothing at first called?",
            "A stimulus that elicits nothing at first is a neutral stimulus.",
        ),
    ],
)
def test_statements_with_a_gap_become_questions(text, filling, question, answer):
    filled = fill(text, filling, PROSE)
    assert filled is not None
    assert (filled.question, filled.answer) == (question, answer)


def test_a_filling_that_does_not_fit_the_gaps_gives_nothing():
    assert fill("From ________ to ________ in ________.", "one; two", PROSE) is None


words = st.lists(st.sampled_from("memory stress the of reward cue habit sleep".split()), min_size=1, max_size=6).map(
    " ".join
)


@given(before=words, after=words, filling=words)
def test_the_answer_to_a_gap_is_the_whole_statement_with_the_gap_filled(before, after, filling):
    filled = fill(f"{before} ________ {after}.", filling, PROSE)
    assert filled is not None
    assert filled.answer.lower() == f"{before} {filling} {after}.".lower()
    assert not GAP.search(filled.answer)


def choices(*texts: str) -> tuple[Choice, ...]:
    return tuple(Choice(letter="abcd"[index], text=text, block=f"b{index}") for index, text in enumerate(texts))


FOODS = choices("food", "money", "water", "sleep")


@pytest.mark.parametrize(
    ("text", "options", "letter", "question", "answer"),
    [
        (
            "Which of the following is not a primary reinforcer?",
            FOODS,
            "B",
            "Which of these is not a primary reinforcer: food, money, water, or sleep?",
            "Money is not a primary reinforcer.",
        ),
        ("Which of the following is an example of a need?", FOODS, "A", "What is an example of a need?", "Food."),
        (
            "Who proposed observational learning?",
            choices("Ivan Pavlov", "Albert Bandura"),
            "b",
            "Who proposed observational learning?",
            "Albert Bandura.",
        ),
        (
            "Which of the following helps?",
            choices("rest", "company", "sleep", "All of the above"),
            "D",
            "Which of these helps: rest, company, or sleep?",
            "Rest, company, and sleep.",
        ),
    ],
)
def test_choices_become_questions_that_need_no_letters(text, options, letter, question, answer):
    worded = word_choice(text, options, selected(options, letter), PROSE)
    assert worded is not None
    assert (worded.question, worded.answer) == (question, answer)


@pytest.mark.parametrize(
    ("noun", "plural"),
    [
        ("neurotransmitters", True),
        ("stimuli", True),
        ("levels", True),
        ("bias", False),
        ("ethics", False),
        ("homeostasis", False),
        ("stress", False),
    ],
)
def test_plurals_are_told_from_words_that_end_in_s(noun, plural):
    assert is_plural(noun) is plural


def test_the_head_of_a_term_is_the_noun_it_is_about():
    assert [head_noun(term) for term in ("levels of processing", "couples therapy", "conditioned response (CR)")] == [
        "levels",
        "therapy",
        "response",
    ]


ARTICLES = {"engram": "an", "unconditioned response": "an", "SNS": "an", "UCS": "a", "hour": "an", "useful cue": "a"}


@pytest.mark.parametrize(("word", "article"), ARTICLES.items())
def test_the_article_follows_the_sound(word, article):
    assert indefinite_article(word) == article


def test_every_key_term_and_answered_question_of_the_sample_book_gives_a_pair(built_once):
    workspace, built = built_once
    generate = next(count for count in built.counts if count.step == "generate")
    assert (generate.items, generate.kept) == (120, 120)
    pairs = [QAPair.model_validate_json(line) for line in workspace.pairs.read_text().splitlines()]
    kept = [pair for pair in pairs if pair.status is PairStatus.KEPT]
    assert len(kept) >= 0.95 * 120
    assert {pair.evidence[0].role for pair in kept} == {EvidenceRole.ANSWER}


def test_pairs_cite_the_page_on_which_their_answer_is_printed(built_once):
    workspace, _ = built_once
    pairs = {
        pair.question: pair
        for line in workspace.pairs.read_text().splitlines()
        for pair in [QAPair.model_validate_json(line)]
    }
    safety_plan = pairs["What is a safety plan?"]
    assert (safety_plan.citation.first_page.pdf, safety_plan.citation.first_page.label) == (31, "27")
    assert safety_plan.citation.section == ("4 Helping and Being Helped", "Key Terms")
    haste = next(pair for question, pair in pairs.items() if question.startswith("Why does advice given early"))
    assert [evidence.role for evidence in haste.evidence] == [EvidenceRole.ANSWER, EvidenceRole.QUESTION]
    assert haste.citation.first_page.label == "30"


def test_what_gives_no_pair_says_why():
    from emosapp_data.generation.base import NoPair, PassageIndex  # noqa: PLC0415
    from emosapp_data.generation.textbook import TextbookGenerator  # noqa: PLC0415

    generator = TextbookGenerator(PassageIndex([]), PROSE)
    unanswered = ReviewQuestion.create(book="b", block="b1", number="7", text="Why?")
    undefined = KeyTerm.create(book="b", block="b1", term="schema", definition="")
    for element, reason in ((unanswered, Reason.NO_ANSWER), (undefined, Reason.NO_DEFINITION)):
        made = generator.generate(element)
        assert isinstance(made, NoPair)
        assert made.reason is reason


def pairs_of(*paragraphs):
    """Question and answer of each pair that is made from exercises set so, below their titles."""
    from corpus.elements.questions import review_questions  # noqa: PLC0415
    from corpus.passages import make_passages  # noqa: PLC0415
    from emosapp_data.generation.base import PassageIndex  # noqa: PLC0415
    from emosapp_data.generation.textbook import TextbookGenerator  # noqa: PLC0415
    from tests.corpus.pages import BOOK, read  # noqa: PLC0415
    from tests.corpus.quizzes import chapter  # noqa: PLC0415

    sheet = chapter().title("Review Questions")
    for paragraph in paragraphs:
        sheet = sheet.title(paragraph) if paragraph == "Answers" else sheet.set(paragraph)
    blocks = read(sheet)
    generator = TextbookGenerator(PassageIndex(make_passages(blocks, BOOK, {})), PROSE)
    return [(made.question, made.answer) for made in map(generator.generate, review_questions(blocks)[0])]


@pytest.mark.parametrize("room", ["1. ____ ", "____ 1. ", "1. "])
def test_room_for_the_letter_in_front_of_a_true_statement_is_no_gap(room):
    assert pairs_of(f"{room}Cortisol is a hormone.", "Answers", "1. T") == [
        ("True or false: Cortisol is a hormone.", "True.")
    ]


def test_a_choice_with_a_roman_number_is_answered_in_its_words():
    assert pairs_of("1. What rises?", "i. insulin", "ii. cortisol", "Answers", "1. ii") == [
        ("What rises?", "Cortisol.")
    ]


def test_the_answers_on_one_line_of_a_key_make_a_pair_each():
    made = pairs_of("1. Sleep is rest.", "2. Stress is rest.", "3. What is rest?", "Ans: sleep", "Answers", "1. T 2. F")
    assert [answer for _, answer in made] == ["True.", "False.", "sleep"]
