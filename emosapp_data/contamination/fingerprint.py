"""What the judgement on contamination depends on, as one hash."""

from collections.abc import Iterable

from emosapp_data.contamination.index import METHOD_VERSION
from emosapp_data.contamination.item import Benchmark
from emosapp_data.schema.base import content_id


def fingerprint(benchmarks: Iterable[Benchmark]) -> str:
    """A hash of the benchmarks' names and bytes, in their order, and of the method: it belongs into a step's parameters."""
    return content_id("benchmarks", [METHOD_VERSION, *([each.name, each.digest] for each in benchmarks)])
