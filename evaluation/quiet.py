"""Keeping lm-eval and what it uses from drawing bars of their own and telling what no user asks."""

import logging
import os
import warnings


def quiet_harness() -> None:
    """Call before lm-eval is first imported; later calls do nothing new."""
    os.environ.setdefault("TQDM_DISABLE", "1")
    os.environ.setdefault("HF_DATASETS_DISABLE_PROGRESS_BARS", "1")
    for name in ("lm_eval", "lm-eval", "evaluate", "sqlitedict"):
        logging.getLogger(name).setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", category=FutureWarning, message=".*past_key_values.*")
