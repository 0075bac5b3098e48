"""What a `.pte` takes of this machine: size, time and memory, beside llama.cpp where that is installed."""

from export.bench.bandwidth import bandwidth, read_per_token, share_of_bandwidth
from export.bench.figures import Figures, Spread
from export.bench.gguf_width import requantize
from export.bench.measure import Comparison, compare, measure
from export.bench.processes import Workload
from export.bench.words import conditions, rows

__all__ = [
    "Comparison",
    "Figures",
    "Spread",
    "Workload",
    "bandwidth",
    "compare",
    "conditions",
    "measure",
    "read_per_token",
    "requantize",
    "rows",
    "share_of_bandwidth",
]
