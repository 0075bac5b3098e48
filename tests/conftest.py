"""What the tests share: the sample book, a workspace built from it, and data that may lie beside the project."""

import gc
import os
import secrets
import shutil
import signal
from pathlib import Path

import pytest
from hypothesis import settings

from corpus.book import BookDescription
from emosapp_data.config import BuildConfig
from emosapp_data.pipeline import Built, build
from emosapp_data.progress import Silent
from emosapp_data.steps.extract import BookFile
from emosapp_data.workspace import Workspace
from tests.model_server import smollm2, smollm2_server  # noqa: F401 - fixtures for all tests

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "examples" / "feeling-and-coping.pdf"
SHARED = ROOT.parent / "shared"

# One thread for each process, before anything imports torch: two processes with two threads each slow each other tenfold,
# and a run repeats bit for bit with the same number of threads only.
os.environ["OMP_NUM_THREADS"] = "1"

# Who knows it may use the Ray clusters of the tests; Ray reads it when something first imports it.
os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32), "RAY_USAGE_STATS_ENABLED": "0"}

# Where the tests run in the background, Ctrl-C is ignored, and would be by all that they start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("emosapp", deadline=None)  # the first example may load a dictionary
settings.load_profile("emosapp")


def pytest_collection_finish() -> None:
    """Set aside for the garbage collector what lives to the end: all modules, which libraries such as statsmodels walk."""
    gc.collect()
    gc.freeze()


def book_file(path: Path, **options: object) -> BookFile:
    """A book without a description of its own."""
    return BookFile(path, BookDescription(), **options)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def sample_book() -> Path:
    """The sample textbook of the project."""
    return SAMPLE


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real books beside the project."""
    if not (SHARED / "data" / "textbooks").exists():
        pytest.skip("needs the real textbooks in ../shared/data")
    return SHARED


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory, sample_book: Path) -> tuple[Workspace, Built]:
    """A workspace built from the sample book; not to be changed."""
    workspace = Workspace(tmp_path_factory.mktemp("built") / "workspace")
    return workspace, build(workspace, [book_file(sample_book)], BuildConfig(), Silent())


@pytest.fixture
def built(built_once: tuple[Workspace, Built], tmp_path: Path) -> Workspace:
    """A workspace built from the sample book, to do with as one likes."""
    shutil.copytree(built_once[0].path, tmp_path / "workspace")
    return Workspace(tmp_path / "workspace")
