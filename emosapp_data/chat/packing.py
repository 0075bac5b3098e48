"""Several conversations in one block of tokens, none of which sees another."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from emosapp_data.chat.encoded import IGNORED, Encoded
from emosapp_data.errors import InputError


class Block(NamedTuple):
    """Conversations one behind the other, without padding."""

    examples: tuple[int, ...]
    """Which conversations, in their order, counted from 0."""
    input_ids: list[int]
    """Their token ids."""
    labels: list[int]
    """The token ids to learn, -100 elsewhere; never at a conversation's first token, which would be told from the last
    of the conversation before."""
    position_ids: list[int]
    """Each token's place in its own conversation."""
    segment_ids: list[int]
    """Which conversation of the block each token belongs to, from 0. A token may see those of its own segment."""
    cu_seqlens: list[int]
    """Where each conversation begins, and the block's length, as attention kernels for packed sequences take them."""


def pack(encoded: Sequence[Encoded], length: int) -> list[Block]:
    """Put conversations into blocks of at most `length` tokens: each, the longest first, into the first that has room.

    First-fit decreasing never needs more than 11/9 of the fewest blocks, and 6/9 of one (Dósa 2007). No conversation is
    split, and within a block they keep their order. The same input gives the same blocks.

    Raises:
        InputError: a conversation is longer than a block.
    """
    sizes = [len(example.input_ids) for example in encoded]
    for number, size in enumerate(sizes):
        if size > length:
            raise InputError(
                f"conversation {number + 1} has {size} tokens, more than a block of {length}; shorten it first"
            )
    return [_block(encoded, sorted(examples)) for examples in _first_fit_decreasing(sizes, length)]


def _first_fit_decreasing(sizes: Sequence[int], length: int) -> list[list[int]]:
    blocks: list[list[int]] = []
    room = np.full(len(sizes), length)  # never more blocks than conversations, and one not begun has room for any
    for number in sorted(range(len(sizes)), key=lambda number: (-sizes[number], number)):
        block = int(np.argmax(room >= sizes[number]))
        if block == len(blocks):
            blocks.append([])
        blocks[block].append(number)
        room[block] -= sizes[number]
    return blocks


def _block(encoded: Sequence[Encoded], examples: Sequence[int]) -> Block:
    block = Block(tuple(examples), [], [], [], [], [0])
    for segment, number in enumerate(examples):
        example = encoded[number]
        size = len(example.input_ids)
        block.input_ids.extend(example.input_ids)
        block.labels.extend([IGNORED, *example.labels[1:]][:size])
        block.position_ids.extend(range(size))
        block.segment_ids.extend([segment] * size)
        block.cu_seqlens.append(block.cu_seqlens[-1] + size)
    return block
