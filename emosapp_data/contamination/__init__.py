"""Keeps the questions on which models are measured out of the data on which they are trained.

`read_benchmarks` reads the files that a user names, `ContaminationIndex` finds their items in question-answer pairs.
"""

from emosapp_data.contamination.fingerprint import fingerprint
from emosapp_data.contamination.index import ContaminationIndex
from emosapp_data.contamination.item import Benchmark, BenchmarkItem
from emosapp_data.contamination.overlap import Overlap, OverlapKind
from emosapp_data.contamination.read import read_benchmark, read_benchmarks

__all__ = [
    "Benchmark",
    "BenchmarkItem",
    "ContaminationIndex",
    "Overlap",
    "OverlapKind",
    "fingerprint",
    "read_benchmark",
    "read_benchmarks",
]
