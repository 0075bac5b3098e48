"""Token counts of a set of conversations."""

from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.chat import ChatFormat, Lengths, TokenStatistics
from tests.emosapp_data.chat.conftest import Case
from tests.emosapp_data.chat.conversations import talk


def test_tokens_are_counted_by_conversation_and_by_answer(chatml: Case) -> None:
    chat: ChatFormat = chatml.chat
    encoded = [
        chat.encode(messages)
        for messages in (
            talk("Hi", "I'm here.", "Thanks", "Any time!", system="Be kind."),
            talk("Hi", "Hello", system="Be kind."),
        )
    ]
    sizes = [len(conversation.input_ids) for conversation in encoded]
    assert TokenStatistics.of(encoded, limit=30) == TokenStatistics(
        conversations=2,
        messages=8,
        answers=3,
        tokens=sum(sizes),
        learned=5 + 4 + 2,
        learned_share=11 / sum(sizes),
        limit=30,
        over_limit=1,
        conversation_tokens=Lengths(
            least=sizes[1], p50=sizes[1], p90=sizes[0], p95=sizes[0], p99=sizes[0], most=sizes[0]
        ),
        answer_tokens=Lengths(least=2, p50=4, p90=5, p95=5, p99=5, most=5),
    )


def test_of_no_conversations_all_counts_are_zero() -> None:
    assert TokenStatistics.of([]).model_dump(exclude_defaults=True) == {
        "conversations": 0,
        "messages": 0,
        "answers": 0,
        "tokens": 0,
        "learned": 0,
        "learned_share": 0.0,
        "limit": None,
        "over_limit": 0,
        "conversation_tokens": {},
        "answer_tokens": {},
    }


@given(numbers=st.lists(st.integers(0, 10_000), min_size=1))
def test_a_percentile_is_a_number_that_so_many_per_cent_do_not_exceed(numbers: list[int]) -> None:
    lengths = Lengths.of(numbers)
    for percent, found in ((50, lengths.p50), (90, lengths.p90), (95, lengths.p95), (99, lengths.p99)):
        assert 100 * sum(number <= found for number in numbers) >= percent * len(numbers)
        assert 100 * sum(number < found for number in numbers) < percent * len(numbers)
    assert (lengths.least, lengths.most) == (min(numbers), max(numbers))
