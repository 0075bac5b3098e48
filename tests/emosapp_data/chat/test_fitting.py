"""Long conversations lose whole exchanges, and it is told how many messages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emosapp_data.chat import ChatFormat, Fitted, Keep, Message, Unusable, fit
from tests.emosapp_data.chat.conftest import Case
from tests.emosapp_data.chat.conversations import said, talk, talks

WORDS = st.lists(st.sampled_from("I feel low today because of my work".split()), min_size=1, max_size=12).map(" ".join)
ENDS: list[Keep] = ["beginning", "end"]


@pytest.fixture(params=["chatml", "instructions"], scope="module")
def chat(request: pytest.FixtureRequest) -> ChatFormat:
    case: Case = request.getfixturevalue(request.param)
    return case.chat


def kept(messages: list[Message], number: int, keep: Keep) -> list[Message]:
    """The conversation with that number of exchanges."""
    head = [message for message in messages if message.role == "system"]
    rest = messages[len(head) :]
    return head + (rest[: 2 * number] if keep == "beginning" else rest[len(rest) - 2 * number :])


@given(messages=talks(WORDS, exchanges=8), limit=st.integers(10, 200), keep=st.sampled_from(ENDS))
@settings(max_examples=200)
def test_as_many_whole_exchanges_stay_as_fit(chat: ChatFormat, messages: list[Message], limit: int, keep: Keep) -> None:
    exchanges = sum(message.role == "assistant" for message in messages)
    forms = [kept(messages, number, keep) for number in range(exchanges, 0, -1)]
    fitting = [form for form in forms if len(chat.encode(form).input_ids) <= limit]
    tokens = len(chat.encode(messages).input_ids)
    if fitting:
        assert fit(chat, messages, limit, keep=keep) == Fitted(
            chat.encode(fitting[0]), len(messages) - len(fitting[0]), tokens
        )
    else:
        assert fit(chat, messages, limit, keep=keep) == Fitted(None, len(messages), tokens, Unusable.TOO_LONG)


def test_the_end_is_left_out_or_the_oldest_exchanges_but_never_the_system_message(chat: ChatFormat) -> None:
    messages = talk("one", "two", "three", "four", "five", "six", system="Be kind.")
    limit = len(chat.encode(messages).input_ids) - 1
    beginning, end = (fit(chat, messages, limit, keep=keep) for keep in ENDS)
    assert beginning == (chat.encode(messages[:5]), 2, limit + 1, None)
    assert end == (chat.encode([messages[0], *messages[3:]]), 2, limit + 1, None)


def test_one_long_exchange_goes_and_all_short_ones_stay(chat: ChatFormat) -> None:
    long, short = ["I have much to say. " * 50, "Go on."], ["one", "two", "three", "four", "five", "six"]
    limit = len(chat.encode(talk(*short)).input_ids)
    assert fit(chat, talk(*long, *short), limit, keep="end").left_out == 2
    assert fit(chat, talk(*short, *long), limit).left_out == 2


def test_what_follows_the_last_answer_goes_first(chat: ChatFormat) -> None:
    messages = [*talk("one", "two"), said("user", "Bye for now")]
    limit = len(chat.encode(messages).input_ids) - 1
    for keep in ENDS:
        assert fit(chat, messages, limit, keep=keep) == (chat.encode(messages[:2]), 1, limit + 1, None)
    assert fit(chat, messages, limit + 1).encoded == chat.encode(messages)


def test_answers_in_a_row_stay_together(chatml: Case) -> None:
    messages = [*talk("one", "two"), said("assistant", "and two"), *talk("three", "four")]
    limit = len(chatml.chat.encode(messages).input_ids) - 1
    assert fit(chatml.chat, messages, limit).left_out == 2
    assert fit(chatml.chat, messages, limit, keep="end").left_out == 3


def test_a_conversation_without_an_answer_is_not_used(chat: ChatFormat) -> None:
    assert fit(chat, talk("Hello?"), 100)[::3] == (None, Unusable.NO_ANSWER)


def test_the_system_message_that_is_put_first_counts(chat: ChatFormat) -> None:
    messages = talk("one", "two", "three", "four")
    limit = len(chat.encode(messages, system="Be kind.").input_ids)
    assert fit(chat, messages, limit, system="Be kind.").left_out == 0
    shorter = fit(chat, messages, limit - 1, system="Be kind.")
    assert shorter.encoded == chat.encode(messages[:2], system="Be kind.")
