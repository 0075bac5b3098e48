"""Desks for the tests of files."""

from pathlib import Path

import pytest

from tests.annotation.files.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture(params=["review.csv", "review.jsonl"])
def either(tmp_path: Path, request: pytest.FixtureRequest) -> Desk:
    return Desk(tmp_path, request.param)
