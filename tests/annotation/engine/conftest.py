"""How the checks in ``inside/`` are run in the server's environment.

Each ``test_`` method of an ``inside/check_*.py`` becomes a test here, by reading the file; the file itself needs argilla-server, so it runs
in a subprocess, once a module.
"""

import ast
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
EMBEDDED = Path(__file__).parents[3] / "annotation" / "server" / "embedded"


@pytest.fixture(scope="session")
def run_inside(
    server_environment: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], dict[str, str | None]]:
    """Runs a module of ``inside/`` in the server's environment: the outcome of each test, None or what went wrong."""
    results: dict[str, dict[str, str | None]] = {}

    def run(module: str) -> dict[str, str | None]:
        if module not in results:
            home = tmp_path_factory.mktemp(module)
            finished = subprocess.run(
                [server_environment / "bin" / "python", "-m", "inside.runner", f"inside.{module}"],
                env=inside_variables(home),
                cwd=HERE,
                capture_output=True,
                text=True,
                timeout=600,
                check=False,
            )
            assert finished.returncode == 0, finished.stderr[-4000:]
            results[module] = json.loads(finished.stdout.splitlines()[-1])
        return results[module]

    return run


def inside_variables(home: Path) -> dict[str, str]:
    """Variables of a process in the server's environment whose data lies in this folder."""
    home.mkdir(parents=True, exist_ok=True)
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": os.pathsep.join((str(EMBEDDED), str(HERE))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "ARGILLA_HOME_PATH": str(home),
        "ARGILLA_DATABASE_URL": f"sqlite+aiosqlite:///{home}/argilla.db?check_same_thread=False",
        "ARGILLA_AUTH_SECRET_KEY": "only for tests",
        # No Redis answers there; only what needs none runs with these variables.
        "ARGILLA_REDIS_URL": f"unix://{home}/redis.sock",
        "HF_HUB_OFFLINE": "1",
    }


def checks() -> Iterator[tuple[str, str]]:
    """Module and name of each check inside."""
    for path in sorted((HERE / "inside").glob("check_*.py")):
        for case in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(case, ast.ClassDef):
                for method in case.body:
                    if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and method.name.startswith("test_"):
                        yield path.stem, f"{case.name}.{method.name}"
