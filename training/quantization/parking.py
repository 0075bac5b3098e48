"""Frozen weights that are not needed while their fake-quantized copies stand in their place."""

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch

from emosapp_data.errors import InputError


class Parking:
    """A nameless file on disk that is gone with the process: originals and copies need not both be in memory."""

    def __init__(self, weights: Iterable[Any], folder: Path | None = None) -> None:
        """Make room for these weights, in a folder of the user's or where temporary files go.

        Raises:
            InputError: the disk has no room for them.
        """
        where = folder or Path(tempfile.gettempdir())
        needed, free = sum(weight.nbytes for weight in weights), shutil.disk_usage(where).free
        if needed > free:
            raise InputError(
                f"{where}: {needed / 1e9:.1f} GB of frozen weights have to be put aside while quantization is on, "
                f"and {free / 1e9:.1f} GB are free; make room, or set TMPDIR to a folder on another disk"
            )
        self._file = tempfile.TemporaryFile(dir=where)  # noqa: SIM115 - open as long as the weights are parked

    def park(self, weight: Any) -> "Parked":
        """Write a weight down."""
        parked = Parked(self, self._file.seek(0, 2))
        weight.detach().cpu().contiguous().view(torch.uint8).numpy().tofile(self._file)
        return parked

    def read(self, start: int, weight: Any) -> None:
        """Put back what was written from this byte on."""
        self._file.seek(start)
        found = torch.from_numpy(np.fromfile(self._file, np.uint8, weight.nbytes))
        weight.copy_(found.view(weight.dtype).view(weight.shape))

    def __deepcopy__(self, memo: dict[int, Any]) -> "Parking":
        return self  # nothing in it ever changes


class Parked(NamedTuple):
    """One weight's original."""

    parking: Parking
    start: int
    """Its first byte."""

    def restore(self, weight: Any) -> None:
        """Write the original over the copy, bit by bit as it was."""
        self.parking.read(self.start, weight)
