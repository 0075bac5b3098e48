"""A cluster for the tests of one module."""

from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from tests.ray_cluster import Cluster, two_machines


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A Ray cluster with one worker on each of two machines."""
    if find_spec("ray") is None:
        pytest.skip("needs Ray: pip install 'emosapp-data[scale]'")
    with two_machines() as running:
        yield running
