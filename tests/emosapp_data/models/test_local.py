"""A model in a file is served on this computer for as long as it is needed, and no longer."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.errors import EmosappError, InputError, MissingPartError
from emosapp_data.models import local
from emosapp_data.models.gguf import read_head
from emosapp_data.models.local import LocalModel, resolve, serve
from tests.model_server import answers, chat, get, health, text, write_gguf

PASSAGES = (
    "Working memory holds a small amount of information for a few seconds.",
    "Most people recover from grief without treatment.",
    "Sleep has four stages that repeat about every ninety minutes.",
    "Pavlov's dogs salivated at the sound of a metronome.",
    "Cognitive dissonance is the discomfort felt when two beliefs contradict each other.",
    "Attention selects some stimuli for further processing.",
)
SHORT = {"type": "string", "maxLength": 30}
SCHEMA = {
    "type": "object",
    "properties": {
        "kind": {"enum": ["knowledge", "application"]},
        "question": SHORT,
        "answer": SHORT,
    },
    "required": ["kind", "question", "answer"],
    "additionalProperties": False,
}
SERVE = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run in the background would ignore it
from pathlib import Path
from emosapp_data.models.local import LocalModel, serve
with serve(LocalModel(Path(sys.argv[1]), "model", "", None), context=512) as url:
    print(url, flush=True)
    time.sleep(600)
"""


def ask(url: str, passage: str, **options: object) -> str:
    options = {"temperature": 0.8, "seed": 7, "max_tokens": 60, **options}
    return text(chat(url, f"Write a question about this passage: {passage}", SCHEMA, **options))


def gone_within(url: str, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while answers(url):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_the_server_is_well_and_each_slot_has_the_context_that_was_asked_for(smollm2):
    with serve(smollm2, slots=3, context=512) as url:
        assert get(health(url)) == {"status": "ok"}
        assert [slot["n_ctx"] for slot in get(url.removesuffix("/v1") + "/slots")] == [512] * 3


def test_it_listens_on_loopback_only_and_names_the_model_without_its_place(smollm2, smollm2_server):
    assert smollm2_server.startswith("http://127.0.0.1:")
    offered = get(smollm2_server + "/models")
    assert [model["id"] for model in offered["data"]] == [smollm2.name]
    assert str(smollm2.path.parent) not in json.dumps(offered)


def test_every_reply_fits_the_schema(smollm2_server):
    for passage in PASSAGES:
        # Enough for the longest texts that the schema allows: a reply that is cut off is no JSON.
        reply = json.loads(ask(smollm2_server, passage, max_tokens=120))
        assert set(reply) == {"kind", "question", "answer"}
        assert reply["kind"] in ("knowledge", "application")
        assert all(isinstance(reply[name], str) and len(reply[name]) <= 30 for name in ("question", "answer"))


@pytest.mark.parametrize("temperature", [0, 0.8])
def test_the_same_request_gets_the_same_reply_whatever_was_asked_before_and_at_the_same_time(
    smollm2_server, temperature
):
    def reply(passage: str) -> str:
        return ask(smollm2_server, passage, temperature=temperature, max_tokens=24)

    alone = {passage: reply(passage) for passage in PASSAGES[:3]}
    order = [*reversed(alone), *alone]
    with ThreadPoolExecutor(3) as together:
        assert list(together.map(reply, order)) == [alone[passage] for passage in order]


def test_the_server_ends_with_the_block(smollm2):
    with serve(smollm2, context=512) as url:
        assert answers(url)
    assert not answers(url)


def test_the_server_ends_when_the_block_fails_and_the_failure_is_passed_on(smollm2):
    with pytest.raises(ZeroDivisionError), serve(smollm2, context=512) as url:
        raise ZeroDivisionError
    assert not answers(url)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_server_ends_with_its_parent_however_that_ends_and_leaves_no_file(smollm2, end, tmp_path):
    command = [sys.executable, "-c", SERVE, str(smollm2.path)]
    here = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=here) as parent:
        assert parent.stdout is not None
        url = parent.stdout.readline().strip()
        assert answers(url)
        parent.send_signal(end)
        parent.wait()
        assert gone_within(url, 10)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_said_on_the_terminal_and_the_log_tells_what_llama_cpp_did(smollm2, tmp_path, capfd):
    log = tmp_path / "server.log"
    log.write_text("an earlier run\n")
    with serve(smollm2, context=512, log=log) as url:
        ask(url, PASSAGES[0], max_tokens=4)
    assert capfd.readouterr() == ("", "")
    assert log.read_text().startswith("an earlier run\n")
    assert "model loaded" in log.read_text()


def test_a_truncated_model_gives_one_line_that_says_why(smollm2, tmp_path):
    part = tmp_path / "part.gguf"
    with smollm2.path.open("rb") as whole:
        part.write_bytes(whole.read(20_000_000))
    model = resolve(f"local:{part}")
    with pytest.raises(InputError, match=r"part\.gguf: .*data is not within the file bounds") as error, serve(model):
        pass
    assert "\n" not in str(error.value)


def test_a_model_of_an_unknown_kind_gives_one_line_that_says_why(smollm2, tmp_path):
    path = write_gguf(tmp_path / "odd.gguf", general__architecture="hal9000", hal9000__context_length=4096)
    with (
        pytest.raises(InputError, match=r"odd\.gguf: unknown model architecture: 'hal9000'"),
        serve(resolve(f"local:{path}")),
    ):
        pass


def test_a_server_that_dies_in_the_middle_explains_the_failure_of_the_block(smollm2, monkeypatch):
    started: list[subprocess.Popen[bytes]] = []

    class Remembered(subprocess.Popen[bytes]):
        def __init__(self, *arguments, **options):
            started.append(self)
            super().__init__(*arguments, **options)

    monkeypatch.setattr(subprocess, "Popen", Remembered)

    def ask_a_killed_server() -> None:
        with serve(smollm2, context=512) as url:
            started[0].kill()
            ask(url, PASSAGES[0])

    with pytest.raises(EmosappError, match=r"ended during the run: ended by SIGKILL \(probably out of memory\)"):
        ask_a_killed_server()


def test_a_server_that_takes_too_long_is_given_up_and_ended(smollm2, monkeypatch):
    monkeypatch.setattr(local, "PATIENCE", 0.01)
    with pytest.raises(EmosappError, match="did not load the model within"), serve(smollm2):
        pass


def test_more_context_than_the_model_was_trained_for_is_refused_before_anything_starts(smollm2):
    assert smollm2.context == 8192
    with pytest.raises(InputError, match="reads 8192 tokens at once"), serve(smollm2, context=8193):
        pass


def test_a_model_is_known_by_its_content(smollm2, tmp_path):
    content = smollm2.path.read_bytes()
    (tmp_path / "renamed.gguf").write_bytes(content)
    renamed = resolve(f"local:{tmp_path / 'renamed.gguf'}")
    assert renamed == LocalModel(tmp_path / "renamed.gguf", "renamed", hashlib.sha256(content).hexdigest(), 8192)
    assert renamed.sha256 == smollm2.sha256


@pytest.mark.usefixtures("llama_cpp")
class TestFilesThatAreNoModel:
    def test_a_missing_file(self, tmp_path):
        with pytest.raises(InputError, match=r"none\.gguf: no such file"):
            resolve(f"local:{tmp_path / 'none.gguf'}")

    def test_a_folder(self, tmp_path):
        with pytest.raises(InputError, match="is a folder"):
            resolve(f"local:{tmp_path}")

    @pytest.mark.parametrize("content", [b"", b"GGU", b"PK\x03\x04 not a model"])
    def test_a_file_in_another_format(self, tmp_path, content):
        (tmp_path / "model.gguf").write_bytes(content)
        with pytest.raises(InputError, match="is not a GGUF file"):
            resolve(f"local:{tmp_path / 'model.gguf'}")

    @pytest.mark.parametrize("spec", ["local:", "smollm2", "gpt-5"])
    def test_a_name_that_means_no_file(self, spec):
        with pytest.raises(InputError, match="names no local model"):
            resolve(spec)

    def test_one_of_several_files_without_the_others(self, tmp_path):
        for number in (1, 3):
            write_gguf(tmp_path / f"large-{number:05}-of-00003.gguf", general__architecture="llama")
        first = tmp_path / "large-00001-of-00003.gguf"
        with pytest.raises(InputError, match=r"one of 3 files, and beside it is no large-00002-of-00003\.gguf"):
            resolve(f"local:{first}")
        write_gguf(tmp_path / "large-00002-of-00003.gguf")
        complete = resolve(f"local:{first}")
        write_gguf(tmp_path / "large-00002-of-00003.gguf", general__name="another")
        assert resolve(f"local:{first}").sha256 != complete.sha256


def test_without_llama_cpp_the_command_that_installs_it_is_named(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(MissingPartError, match=r"pip install 'emosapp-data\[local\]'"):
        resolve(f"local:{tmp_path / 'model.gguf'}")


def test_the_head_of_a_model_is_read_past_lists(tmp_path):
    path = write_gguf(
        tmp_path / "m.gguf", general__architecture="qwen3", general__tags=["a", "bc"], qwen3__context_length=40960
    )
    assert read_head(path) == ("qwen3", 40960)


@given(data=st.data())
def test_a_damaged_head_is_the_users_error_or_goes_unnoticed_but_nothing_else(data, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "damaged.gguf"
    whole = write_gguf(path, general__architecture="llama", tokens=["a", "b"], llama__context_length=2048).read_bytes()
    cuts = sorted(data.draw(st.lists(st.integers(4, len(whole)), max_size=4)))
    pieces = [whole[begin:end] for begin, end in pairwise([0, *cuts, len(whole)])]
    path.write_bytes(b"".join(piece + data.draw(st.binary(max_size=9)) for piece in pieces))
    with suppress(InputError):
        read_head(path)


@pytest.fixture
def llama_cpp() -> None:
    pytest.importorskip("xllamacpp")
