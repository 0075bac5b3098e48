"""What the paper reports (arXiv 2507.10580), to stand beside our figures."""

from typing import NamedTuple


class Published(NamedTuple):
    """A variant of the paper."""

    name: str
    """What it is."""
    variant: str
    """The variant of ours that corresponds."""
    mhqa: float
    """Its score on MHQA, in percent."""
    dreaddit: float
    """Its F1 on Dreaddit, in percent; which F1 is not published."""
    memory: str
    """The memory of the phone that it needs."""


PUBLISHED = (
    Published("full fine-tuning", "full", 44.40, 58.23, "8 GB"),
    Published("QAT-LoRA", "qat-lora", 39.34, 46.63, "6 GB"),
)
"""Llama-3.2-1B-Instruct. In the order in which the paper's benchmarks are named; whoever has the paper at hand should check it."""
