"""Where on its pages a quote stands."""

from collections.abc import Mapping
from itertools import pairwise

from emosapp_data.schema import Block, LineBox, Passage


def quote_boxes(passage: Passage, blocks: Mapping[str, Block], start: int, end: int) -> list[LineBox]:
    """The printed lines that hold `passage.text[start:end]`, in order."""
    found: list[LineBox] = []
    limits = [*(mark.start for mark in passage.blocks), len(passage.text) + 2]
    for mark, (first, after) in zip(passage.blocks, pairwise(limits), strict=True):
        if start < after and first < end:
            block = blocks[mark.block]
            shift = first + len(block.printed) - len(block.text)
            starts = [shift + line.start for line in block.lines]
            ends = [*starts[1:], after - 2]
            found += [line for line, at, to in zip(block.lines, starts, ends, strict=True) if at < end and start < to]
    return found
