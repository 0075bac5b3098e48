"""Whether what training needs is installed, and what its libraries need not tell."""

import logging
import warnings
from importlib.util import find_spec

NEEDED = ("torch", "transformers", "peft", "torchao", "accelerate")


def check_installed() -> None:
    """See that the libraries are there, before anything is read.

    Raises:
        MissingPartError: one is not.
    """
    from emosapp_data.errors import MissingPartError  # noqa: PLC0415

    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise MissingPartError(
            f"{', '.join(missing)} not installed, which training needs; install with: pip install 'emosapp-data[training]'"
        )


def quiet_libraries() -> None:
    """Keep libraries from telling a user of kernels for other hardware, of their own coming changes, and of every file."""
    from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415

    disable_progress_bar()
    for name in ("torchao", "torch.utils._pytree", "transformers.trainer_utils"):
        logging.getLogger(name).setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", category=FutureWarning, module=r"(transformers|peft|torchao|accelerate)\b")
    warnings.filterwarnings("ignore", category=UserWarning, module=r"torch\.utils\.checkpoint")


def is_first_process() -> bool:
    """Whether this process is the one that shows, of those that `accelerate launch` started."""
    from accelerate import PartialState  # noqa: PLC0415

    return bool(PartialState().is_main_process)
