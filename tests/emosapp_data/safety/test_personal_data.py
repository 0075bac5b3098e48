"""What reaches a person is rejected without being repeated; helplines, offices and scholars stay."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from emosapp_data.checks.personal_data import PersonalData
from emosapp_data.checks.safety.crisis_lines import NUMBERS, is_crisis_line
from emosapp_data.checks.safety.masking import masked
from emosapp_data.schema import Flag, Reason, Verdict

CHECK = PersonalData()


def judged(answer: str, question: str = "How can one reach help?") -> Verdict:
    return CHECK.judge_text(question, answer)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Write to jane.doe@example.org.", "a mail address"),
        ("Write to jane (at) example (dot) org.", "a mail address"),
        ("Call me on (212) 555-0142.", "a phone number"),
        ("212-555-0142", "a phone number"),
        ("+44 20 7946 0958", "a phone number"),
        ("020 7946 0958", "a phone number"),
        ("+49 170 1234567", "a phone number"),
        ("My number is 5550142.", "a phone number"),
        ("She lives at 12 Oak Street.", "a street address"),
        ("44 Elm Drive, Springfield, IL 62704", "a street address"),
        ("1820 Maple Street, Austin, TX", "a street address"),
        ("Lindenstraße 12, 10115 Berlin", "a street address"),
        ("Follow @jane_doe92 for more.", "a handle"),
        ("My insta is jane.doe.92", "a handle"),
        ("As u/some_body_12 wrote, it passes.", "a handle"),
        ("See instagram.com/jane.doe92", "the address of an account"),
        ("See https://www.linkedin.com/in/jane-doe-123", "the address of an account"),
        ("219-09-9999", "a social security number"),
        ("GB82 WEST 1234 5698 7654 32", "a bank account number"),
        ("4111 1111 1111 1111", "a card number"),
        ("MRN: 0048213", "a number of identity"),
    ],
)
def test_what_reaches_or_identifies_a_person_is_rejected(text, kind):
    verdict = judged(text)
    assert verdict.reason is Reason.PERSONAL_DATA
    assert kind in verdict.detail


@pytest.mark.parametrize(
    "text",
    [
        "Call 988 or 1-800-273-8255, or text HOME to 741741.",
        "Call Samaritans on 116 123 or write to jo@samaritans.org.",
        "TelefonSeelsorge: 0800 111 0 111",
        "Lifeline: 13 11 14. In danger, dial 911, 112 or 999.",
        "Write to permissions@example.org or info@example.org.",
        "OpenStax, Rice University, 6100 Main Street, Houston, TX 77005",
    ],
)
def test_helplines_and_offices_are_no_private_persons(text):
    assert judged(text).passed


@pytest.mark.parametrize(
    "text",
    [
        "In 1969 Sesame Street was first shown.",
        "In 1954 Supreme Court justices read the study.",
        "pages 123-145, 1990-2004",
        "ISBN 978-1-947172-07-4, ISBN 0-13-110362-8",
        "doi:10.1037/0003-066X.59.1.29",
        "t(28) = 2.14, p = .0412345; F(1, 234) = 4.5678901",
        "The town has 1,234,567 people, the country 10 000 000.",
        "12.03.2020, 2020-03-12, 1914-1918",
        "5, 10, 15, 20, 25; 1 2 3 4 5 6 7 8 9",
        "ORCID 0000-0002-1825-0097",
        "see @fig-means and the decorator @property",
        "Percentiles are at 85-115 and 70-130.",
    ],
)
def test_years_pages_statistics_and_catalogue_numbers_are_no_personal_data(text):
    assert judged(text).passed


@pytest.mark.parametrize(
    "text",
    [
        "My friend Anna Kowalski was in hospital.",
        "The patient John Miller shouted.",
        "Sara Lindqvist was diagnosed with depression.",
        "Peter Novak, a former client of mine, cried.",
        "My name is Laura Bianchi.",
        "Karim Haddad attempted suicide.",
    ],
)
def test_a_full_name_beside_something_private_asks_for_a_person(text):
    verdict = judged(text)
    assert verdict.passed
    assert verdict.flags == (Flag.PERSONAL_NAME,)
    assert not set(re.findall(r"[A-Z]\w+", verdict.detail)) & set(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "Ivan Pavlov studied the digestion of dogs.",
        "Elizabeth Loftus (1979) asked about broken glass.",
        "Phineas Gage was hospitalized for months.",
        "H.M. was diagnosed with epilepsy.",
        "Maria is 19 and was diagnosed with depression.",
        "The client fills in the Patient Health Questionnaire.",
        "His student Mary Ainsworth extended the theory.",
        "According to Carl Rogers, a therapist is congruent.",
        "A patient with Major Depression was treated.",
    ],
)
def test_scholars_historical_cases_and_first_names_are_left_alone(text):
    assert judged(text) == CHECK.passed()


def test_the_detail_says_where_and_how_often_something_was_found_but_not_what():
    verdict = CHECK.judge_text("Who is jane.doe@example.org?", "Call (212) 555-0142.")
    assert verdict.detail == "the question has a mail address; the answer has a phone number (…42)"


def test_in_another_language_contacts_are_rejected_and_names_are_said_not_to_be_examined():
    check = PersonalData("de")
    assert check.judge_text("Wie?", "Schreib an erika.muster@example.org.").reason is Reason.PERSONAL_DATA
    assert "not examined" in check.judge_text("Wer?", "Meine Freundin Erika Muster war krank.").detail


def test_masking_leaves_the_rest_of_a_text_as_it_is():
    assert (
        masked("Ask jane.doe@example.org, or call (212) 555-0142 today.")
        == "Ask [a mail address], or call [a phone number] today."
    )


def test_helplines_are_known_with_and_without_their_country_code():
    assert is_crisis_line("1-800-273-8255")
    assert is_crisis_line("+49 800 111 0 111")
    assert is_crisis_line("0800 1111")
    assert not is_crisis_line("1-800-273-8256")
    assert all(number.isdigit() and is_crisis_line(number) for number in NUMBERS)


LOCAL = st.from_regex(r"[a-z]{3,8}\.[a-z]{3,9}[0-9]{2}", fullmatch=True)
WORDS = st.lists(st.sampled_from("so you can ask her about it at home".split()), min_size=1, max_size=6).map(" ".join)


@given(LOCAL, WORDS, WORDS)
def test_a_mail_address_is_found_anywhere_and_never_repeated(local, before, after):
    address = f"{local}@example.org"
    assume(local.split(".")[0] not in ("info", "help", "press"))
    verdict = judged(f"{before} {address}, {after}")
    assert verdict.reason is Reason.PERSONAL_DATA
    assert local not in verdict.detail
    assert "example" not in verdict.detail
    assert address not in masked(f"{before} {address} {after}")


@given(
    st.integers(2_000_000_000, 9_999_999_999).map(str),
    st.sampled_from(["({0}) {1}-{2}", "{0}-{1}-{2}", "{0}.{1}.{2}", "+1 {0} {1} {2}", "call {0}{1}{2}"]),
    WORDS,
)
def test_at_most_two_digits_of_a_phone_number_are_told(digits, shape, before):
    area, exchange, line = digits[:3], digits[3:6], digits[6:]
    assume(exchange[0] not in "01" and not is_crisis_line(digits))
    verdict = judged(f"{before} {shape.format(area, exchange, line)}.")
    assert verdict.reason is Reason.PERSONAL_DATA
    assert len(re.findall(r"\d", verdict.detail)) <= 2


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_judged_and_no_detail_has_more_than_two_digits_in_a_row(question, answer):
    verdict = CHECK.judge_text(question, answer)
    assert not re.search(r"\d{3}", verdict.detail)
    masked(answer)
