"""Blocks and passages compressed: a library of books takes a fraction of the memory."""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Self

from emosapp_data.schema import Block, Passage

PACKED_TOGETHER = 500
"""Blocks in one packet."""


class PackedBlocks(Collection[Block]):
    """The blocks of a book, in order; going through them unpacks them anew, a packet at a time."""

    def __init__(self, packets: list[str], number: int) -> None:
        """Wrap what `packets` gave, and the number of blocks in it."""
        self.packets = packets
        self._number = number

    @classmethod
    def pack(cls, blocks: Iterable[Block]) -> Self:
        """Pack blocks, as they come."""
        blocks = iter(blocks)
        packets: list[str] = []
        number = 0
        for first in blocks:
            some = [block.to_json() for block in chain([first], islice(blocks, PACKED_TOGETHER - 1))]
            packets.append(b64encode(zlib.compress("\n".join(some).encode(), 1)).decode())
            number += len(some)
        return cls(packets, number)

    def __iter__(self) -> Iterator[Block]:
        """The blocks."""
        return map(Block.model_validate_json, self.lines())

    def lines(self) -> Iterator[str]:
        """The blocks as they are packed: as `Block.to_json` gives them."""
        for packet in self.packets:
            yield from zlib.decompress(b64decode(packet)).decode().split("\n")

    def __len__(self) -> int:
        """How many blocks there are."""
        return self._number

    def __contains__(self, block: object) -> bool:
        """Whether the block is one of them."""
        return any(block == other for other in self)


class PackedPassages(Mapping[str, Passage]):
    """Passages by their ids, each unpacked when it is asked for."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        """Pack passages, as they come."""
        self._packed = {passage.id: zlib.compress(passage.to_json().encode(), 1) for passage in passages}

    def __getitem__(self, passage: str) -> Passage:
        """A passage.

        Raises:
            KeyError: it is none of them.
        """
        return Passage.model_validate_json(zlib.decompress(self._packed[passage]))

    def __iter__(self) -> Iterator[str]:
        """The ids."""
        return iter(self._packed)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._packed)
