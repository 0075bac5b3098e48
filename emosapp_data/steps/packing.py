"""Blocks and passages compressed, some together: a library of books takes a fraction of the memory."""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Self

from emosapp_data.schema import Block, Passage
from emosapp_data.steps.base import batched

BLOCKS_TOGETHER = 500
"""Blocks in one packet."""
PASSAGES_TOGETHER = 10
"""Passages in one packet: few, since they are also asked for one by one."""


class PackedBlocks(Collection[Block]):
    """The blocks of a book, in order; going through them unpacks them anew, a packet at a time."""

    def __init__(self, packets: list[str], number: int) -> None:
        """Wrap what `packets` gave, and the number of blocks in it."""
        self.packets = packets
        self._number = number

    @classmethod
    def pack(cls, blocks: Iterable[Block]) -> Self:
        """Pack blocks, as they come."""
        packets: list[str] = []
        number = 0
        for some in batched(blocks, BLOCKS_TOGETHER):
            packets.append(_packed([block.to_json() for block in some]))
            number += len(some)
        return cls(packets, number)

    def __iter__(self) -> Iterator[Block]:
        """The blocks."""
        return map(Block.model_validate_json, self.lines())

    def lines(self) -> Iterator[str]:
        """The blocks as they are packed: as `Block.to_json` gives them."""
        for packet in self.packets:
            yield from _unpacked(packet)

    def plain(self) -> Iterator[dict[str, Any]]:
        """The blocks as JSON has them, without the fields that hold their default: no record is made, which takes most of the time."""
        return map(json.loads, self.lines())

    def __len__(self) -> int:
        """How many blocks there are."""
        return self._number

    def __contains__(self, block: object) -> bool:
        """Whether the block is one of them."""
        return any(block == other for other in self)


class PassagePacket(NamedTuple):
    """Some passages."""

    ids: list[str]
    lines: str
    """As `Passage.to_json` gives them, compressed."""


class PackedPassages(Mapping[str, Passage]):
    """Passages by their ids, in order, each unpacked when it is asked for: quickly one after the other."""

    def __init__(self, packets: Iterable[Sequence[Any]]) -> None:
        """Wrap what `packets` gave; it may have been JSON in the meantime, and come from several of these."""
        self.packets = [PassagePacket(*packet) for packet in packets]
        self._places = {
            passage: (number, at) for number, packet in enumerate(self.packets) for at, passage in enumerate(packet.ids)
        }
        self._open: tuple[int, list[str]] = (-1, [])

    @classmethod
    def pack(cls, passages: Iterable[Passage]) -> Self:
        """Pack passages, as they come."""
        return cls(
            PassagePacket([passage.id for passage in some], _packed([passage.to_json() for passage in some]))
            for some in batched(passages, PASSAGES_TOGETHER)
        )

    def __getitem__(self, passage: str) -> Passage:
        """A passage.

        Raises:
            KeyError: it is none of them.
        """
        number, at = self._places[passage]
        if self._open[0] != number:
            self._open = number, _unpacked(self.packets[number].lines)
        return Passage.model_validate_json(self._open[1][at])

    def lines(self) -> Iterator[str]:
        """The passages as they are packed: as `Passage.to_json` gives them."""
        for packet in self.packets:
            yield from _unpacked(packet.lines)

    def __contains__(self, passage: object) -> bool:
        """Whether the passage with this id is one of them."""
        return passage in self._places

    def __iter__(self) -> Iterator[str]:
        """The ids."""
        return iter(self._places)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._places)


def _packed(lines: Sequence[str]) -> str:
    return b64encode(zlib.compress("\n".join(lines).encode(), 1)).decode()


def _unpacked(packet: str) -> list[str]:
    return zlib.decompress(b64decode(packet)).decode().split("\n")
