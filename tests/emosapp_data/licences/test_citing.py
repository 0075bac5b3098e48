"""Credit: every work with title, authors, source and licence, in plain text and as Markdown that shows others' words unchanged."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from emosapp_data.licences import attribution, credit
from emosapp_data.schema import Book

CHANGES = "The text was extracted from the PDF; questions and answers were made from it."


def work(**known: object) -> Book:
    return Book.model_validate({"id": "a", "title": "Coping", "file_name": "a.pdf", "sha256": "0" * 64, **known})


KNOWN = work(
    title="Feeling and Coping",
    authors=("Ada Able", "Ben Bold", "Cy Cole"),
    edition="2nd",
    year=2026,
    licence="CC-BY-4.0",
    source_url="https://example.org/books/feeling_and_coping",
)


def shown(markdown: str) -> str:
    """What a reader sees; every line break as a space."""
    parser = MarkdownIt("js-default")
    pieces = []
    for block in parser.parse(markdown):
        for token in block.children or ():
            assert token.type in ("text", "text_special", "softbreak", "link_open", "link_close"), token.type
            pieces.append(token.content)
        pieces.append(" " if block.type == "inline" else "")
    return "".join(pieces)


def blocks(markdown: str) -> list[str]:
    return [token.type for token in MarkdownIt("js-default").parse(markdown)]


def test_a_credit_names_title_authors_licence_and_source():
    assert credit(KNOWN) == (
        "Feeling and Coping, 2nd edition, by Ada Able, Ben Bold and Cy Cole (2026), "
        "licensed under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/), "
        "https://example.org/books/feeling_and_coping"
    )


def test_what_is_not_known_of_a_work_is_said_in_words():
    assert credit(work()) == "Coping, author not stated, under an unknown licence, source not stated"
    assert "under other terms (All rights reserved)" in credit(work(licence="All rights reserved"))


@pytest.mark.parametrize(
    ("edition", "words"),
    [("3rd", "3rd edition"), ("3", "edition 3"), ("Revised edition", "Revised edition"), ("2nd ed.", "2nd ed.")],
)
def test_an_edition_is_called_one_once(edition, words):
    assert credit(work(edition=edition)).startswith(f"Coping, {words}, author")


@pytest.mark.parametrize(
    ("licence", "words"),
    [
        ("CC-BY-NC-SA-3.0-IGO", "CC BY-NC-SA 3.0 IGO (https://creativecommons.org/licenses/by-nc-sa/3.0/igo/)"),
        ("CC-BY-SA-2.1-JP", "CC BY-SA 2.1 JP (https://creativecommons.org/licenses/by-sa/2.1/jp/)"),
        ("CC0-1.0", "CC0-1.0 (https://creativecommons.org/publicdomain/zero/1.0/)"),
        ("MIT", "MIT (https://spdx.org/licenses/MIT.html)"),
        ("LicenseRef-Permission", "LicenseRef-Permission"),
        (
            "cc-by-4.0 or (mit and isc)",
            "CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/) or (MIT (https://spdx.org/licenses/MIT.html) "
            "and ISC (https://spdx.org/licenses/ISC.html))",
        ),
    ],
)
def test_licences_have_their_names_and_addresses(licence, words):
    assert f"licensed under {words}, source" in credit(work(licence=licence))


def test_the_attribution_credits_every_work_once_and_says_that_works_were_changed():
    text = attribution([KNOWN, work(), KNOWN], "CC-BY-4.0", "knowledge 1.0.0", CHANGES)
    seen = shown(text)
    assert seen.count(credit(KNOWN)) == seen.count(credit(work())) == 1
    assert "knowledge 1.0.0 is licensed under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)." in seen
    assert f"The works were changed. {CHANGES}" in seen
    assert "endorse" in seen
    assert text == attribution([work(), KNOWN], "CC-BY-4.0", "knowledge 1.0.0", CHANGES)


def test_the_attribution_of_a_dataset_without_a_licence_says_so():
    assert "stress 0.1.0 is under an unknown licence." in shown(attribution([work()], None, "stress 0.1.0", CHANGES))


words = st.text(
    st.characters(exclude_categories=("C", "Z")) | st.sampled_from(" -+*_#<>[]()!`~|&\\1.:/@=$"), max_size=30
)


@settings(deadline=None)
@given(words.filter(str.strip), words.filter(str.strip), words)
def test_words_of_others_are_shown_as_they_are_and_are_no_markup(title, author, url):
    book = work(title=f"{title} x", authors=(author,), source_url=f"https://example.org/{url}", licence="MIT")
    text = attribution([book], "MIT", "knowledge 1.0.0", CHANGES)
    assert blocks(text) == blocks(attribution([work()], "MIT", "knowledge 1.0.0", CHANGES))
    line = credit(book).rpartition(", https://")[0]
    assert line in shown(text)


def test_an_address_cannot_run_a_program_or_leave_its_link():
    assert "link_open" not in str(
        MarkdownIt().parse(attribution([work(source_url="javascript:a(1)")], None, "a", CHANGES))
    )
    assert "<https://example.org/a%3Eb%20c>" in attribution(
        [work(source_url="https://example.org/a>b c")], None, "a", CHANGES
    )
