"""Runs one module of checks and prints the outcome of each as JSON: ``python -m inside.runner inside.check_search``."""

import json
import sys
import unittest
from typing import Any


class Outcome(unittest.TestResult):
    """Remembers what went wrong, by test; of a test's subtests the first three."""

    def __init__(self) -> None:
        super().__init__()
        self.by_test: dict[str, list[str]] = {}

    def startTest(self, test: unittest.TestCase) -> None:  # noqa: N802 (unittest's name)
        self.by_test[_name(test)] = []

    def addError(self, test: unittest.TestCase, err: Any) -> None:  # noqa: N802 (unittest's name)
        self.by_test.setdefault(_name(test), []).append(self._exc_info_to_string(err, test))  # type: ignore[attr-defined]

    addFailure = addError  # noqa: N815 (unittest's name)

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, err: Any) -> None:  # noqa: N802 (unittest's name)
        if err is not None:
            self.addError(test, err)
            self.by_test[_name(test)].append(str(subtest)[:2000])


def _name(test: unittest.TestCase) -> str:
    return ".".join(test.id().split(".")[-2:])


def main() -> None:
    """Runs the module that the command line names."""
    outcome = Outcome()
    unittest.defaultTestLoader.loadTestsFromName(sys.argv[1]).run(outcome)
    print(json.dumps({name: "\n".join(problems[:6]) or None for name, problems in outcome.by_test.items()}))


if __name__ == "__main__":
    main()
