"""Benchmarks from files on this machine: found, read into documents, with all that is wrong in them listed."""

from evaluation.benchmarks.document import Document, Loaded
from evaluation.benchmarks.known import BENCHMARKS, GENERAL, Known, known
from evaluation.benchmarks.load import find, load
from evaluation.benchmarks.overlap import overlap

__all__ = ["BENCHMARKS", "GENERAL", "Document", "Known", "Loaded", "find", "known", "load", "overlap"]
