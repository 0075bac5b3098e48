"""Blocks of conversations: all are in, none is split, none sees another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.chat import IGNORED, Block, Encoded, pack
from emosapp_data.errors import InputError

LENGTH = 40


def example(size: int, first: int = 0) -> Encoded:
    """A conversation of so many tokens, all learned, numbered from `first`."""
    return Encoded(list(range(first, first + size)), [True] * size, ())


EXAMPLES = st.lists(st.integers(0, LENGTH), max_size=60).map(
    lambda sizes: [example(size, 1000 * number) for number, size in enumerate(sizes)]
)


def segments(block: Block) -> list[slice]:
    return [slice(start, end) for start, end in zip(block.cu_seqlens, block.cu_seqlens[1:], strict=False)]


@given(encoded=EXAMPLES)
def test_each_conversation_is_whole_in_one_block(encoded: list[Encoded]) -> None:
    blocks = pack(encoded, LENGTH)
    assert sorted(number for block in blocks for number in block.examples) == list(range(len(encoded)))
    for block in blocks:
        assert len(block.input_ids) <= LENGTH
        for number, segment in zip(block.examples, segments(block), strict=True):
            assert block.input_ids[segment] == encoded[number].input_ids


@given(encoded=EXAMPLES)
def test_positions_and_segments_restart_with_each_conversation(encoded: list[Encoded]) -> None:
    for block in pack(encoded, LENGTH):
        for segment, place in enumerate(segments(block)):
            size = place.stop - place.start
            assert block.position_ids[place] == list(range(size))
            assert block.segment_ids[place] == [segment] * size
        columns = (block.input_ids, block.labels, block.position_ids, block.segment_ids)
        assert {len(column) for column in columns} == {block.cu_seqlens[-1]}


@given(encoded=EXAMPLES)
def test_no_conversation_is_asked_for_its_first_token(encoded: list[Encoded]) -> None:
    for block in pack(encoded, LENGTH):
        for number, place in zip(block.examples, segments(block), strict=True):
            assert block.labels[place] == [IGNORED, *encoded[number].labels[1:]][: len(encoded[number].input_ids)]


@given(encoded=EXAMPLES)
def test_few_blocks_are_needed_and_always_the_same(encoded: list[Encoded]) -> None:
    blocks = pack(encoded, LENGTH)
    least = -(-sum(len(conversation.input_ids) for conversation in encoded) // LENGTH)
    assert len(blocks) <= max(1, 2 * least) if encoded else not blocks
    room = [LENGTH - len(block.input_ids) for block in blocks]
    for later in range(1, len(blocks)):
        longest = max(len(encoded[number].input_ids) for number in blocks[later].examples)
        assert longest > min(room[:later]), "a conversation went behind a block that has room for it"
    assert blocks == pack(encoded, LENGTH)


def test_the_longest_go_first_each_into_the_first_block_with_room() -> None:
    sizes = [10, 30, 20, 15, 5]
    blocks = pack([example(size) for size in sizes], LENGTH)
    assert [block.examples for block in blocks] == [(0, 1), (2, 3, 4)]


def test_a_conversation_longer_than_a_block_is_told() -> None:
    with pytest.raises(InputError, match="conversation 2 has 41 tokens, more than a block of 40"):
        pack([example(3), example(41)], LENGTH)
