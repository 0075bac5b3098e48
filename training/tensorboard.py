"""A log for TensorBoard, for those who ask for one."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from emosapp_data.errors import MissingPartError


def check_tensorboard() -> None:
    """See that TensorBoard is installed.

    Raises:
        MissingPartError: it is not.
    """
    if find_spec("tensorboard") is None:
        raise MissingPartError("training.tensorboard: TensorBoard is missing; install it with: pip install tensorboard")


def tensorboard(folder: Path, step: int) -> Any:
    """What writes the log, as a callback of `Trainer`; what a run wrote after the step that it goes on from is left out."""
    from torch.utils.tensorboard import SummaryWriter  # noqa: PLC0415
    from transformers.integrations import TensorBoardCallback  # noqa: PLC0415

    return TensorBoardCallback(SummaryWriter(folder, purge_step=step))
