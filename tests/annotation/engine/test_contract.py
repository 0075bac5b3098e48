"""What the embedded engine promises, checked in the server's own environment."""

from collections.abc import Callable

import pytest

from tests.annotation.engine.conftest import checks


@pytest.mark.parametrize(("module", "check"), list(checks()))
def test_the_engine_keeps_its_contract(
    module: str, check: str, run_inside: Callable[[str], dict[str, str | None]]
) -> None:
    outcome = run_inside(module)
    assert check in outcome, f"{check} did not run"
    assert outcome[check] is None, outcome[check]
