"""A `.pte` on this machine, in ExecuTorch's own runtime: loading it, and writing with it."""

from export.runtime.generate import Generation, Stopped, generate
from export.runtime.program import Metadata, Program
from export.runtime.sampling import Sampling
from export.runtime.text import TextStream

__all__ = ["Generation", "Metadata", "Program", "Sampling", "Stopped", "TextStream", "generate"]
