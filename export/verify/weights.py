"""Whether the weights in a `.pte` are those that were trained: the same codes and scales, not almost the same."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np

from export.layout import EMBEDDING, OUTPUT
from export.rows import Rows
from export.verify.stored import Stored, StoredWeight


class Difference(NamedTuple):
    """A weight that the program does not hold as it was trained."""

    name: str
    """Meta's name of it."""
    what: str
    """What differs."""


class Compared(NamedTuple):
    """The weights that were compared."""

    weights: int
    """How many."""
    numbers: int
    """How many codes, scales and others."""
    differences: tuple[Difference, ...]
    """What differs, the first layer first."""


def compare_weights(trained: Iterable[tuple[str, Any]], stored: Stored) -> Compared:
    """Compare what was trained with what a program holds.

    Args:
        trained: Meta's names, in the order of the layers, and `Quantized`, `Rows` or a tensor
        stored: what `read_stored` found
    """
    left: dict[bytes, list[StoredWeight]] = defaultdict(list)
    for weight in stored.linears:
        left[_fingerprint(weight)].append(weight)
    count = numbers = 0
    unfound: list[tuple[str, StoredWeight]] = []
    differences = []
    for name, value in trained:
        count += 1
        if isinstance(value, tuple) and name != EMBEDDING:
            weight = _as_stored(value)
            numbers += weight.codes.size + weight.scales.size
            if same := left.get(_fingerprint(weight)):
                same.pop()
            else:
                unfound.append((name, weight))
            continue
        parts = value if isinstance(value, tuple) else (value.float(),)
        numbers += sum(part.numel() for part in parts)
        if any(part.contiguous().numpy().tobytes() not in stored.constants for part in parts):
            differences.append(Difference(name, "not among the constants of the program"))
    rest = [weight for same in left.values() for weight in same]
    differences += _explained(unfound, rest)
    return Compared(count, numbers, tuple(sorted(differences, key=lambda each: _place(each.name))))


def _explained(unfound: list[tuple[str, StoredWeight]], rest: list[StoredWeight]) -> Iterator[Difference]:
    """Compare each weight that was not found with the one of its shape that is left and the most like it."""
    for name, weight in unfound:
        alike = [other for other in rest if other.codes.shape == weight.codes.shape]
        if not alike:
            yield Difference(name, "not in the program")
            continue
        nearest = min(alike, key=lambda other: np.count_nonzero(other.codes != weight.codes))
        codes = np.count_nonzero(nearest.codes != weight.codes)
        scales = np.count_nonzero(nearest.scales != weight.scales)
        yield Difference(
            name, f"{codes:,} of {weight.codes.size:,} codes and {scales:,} of {weight.scales.size:,} scales differ"
        )


def _as_stored(value: Any) -> StoredWeight:
    scales = value.scales.float()
    return StoredWeight(value.codes.numpy(), (scales.unsqueeze(-1) if isinstance(value, Rows) else scales).numpy())


def _fingerprint(weight: StoredWeight) -> bytes:
    digest = hashlib.sha256(f"{weight.codes.shape} {weight.scales.shape}".encode())
    digest.update(np.ascontiguousarray(weight.codes).data)
    digest.update(np.ascontiguousarray(weight.scales).data)
    return digest.digest()


def _place(name: str) -> tuple[int, str]:
    """Where a weight stands: the embedding first, then layer after layer."""
    if name == EMBEDDING:
        return -1, name
    parts = name.split(".")
    return (int(parts[1]), name) if parts[0] == "layers" else (1_000_000, "~" if name == OUTPUT else name)
