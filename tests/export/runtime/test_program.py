"""A `.pte` in ExecuTorch's runtime: what it says, what it computes, and what is said of a file that is none."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from emosapp_data.errors import EmosappError, InputError, MissingPartError
from export.runtime import Program
from export.runtime.libraries import check_installed

Change = Callable[[bytes], bytes]


def swapped(old: bytes, new: bytes) -> Change:
    return lambda content: content.replace(old, new)


def test_a_program_says_what_it_is(program: Program) -> None:
    told = program.metadata
    assert told.vocabulary == 49152
    assert told.context >= 256
    assert 1 < told.longest <= told.context
    assert 2 in told.eos  # <|im_end|>
    assert program.load_seconds > 0
    assert program.threads >= 1


def test_tokens_one_by_one_and_at_once_give_the_same_logits_but_for_rounding(program: Program, ids: list[int]) -> None:
    at_once = program.forward(ids, 0)[-1]
    program.reset()
    for position, token in enumerate(ids):
        one_by_one = program.forward([token], position)[-1]
    assert at_once.dtype == np.float32
    assert at_once.shape == (program.metadata.vocabulary,)
    np.testing.assert_allclose(one_by_one, at_once, atol=1e-2)


def test_what_was_read_after_a_position_is_forgotten(program: Program, ids: list[int]) -> None:
    first = program.forward(ids, 0)[-1]
    program.forward([5, 6, 7], len(ids))
    again = program.forward(ids[-1:], len(ids) - 1)[-1]
    assert program.held == ids
    np.testing.assert_allclose(again, first, atol=1e-2)


def test_tokens_that_do_not_join_the_cache_are_refused_in_one_line(program: Program) -> None:
    context, longest = program.metadata.context, program.metadata.longest
    program.forward([1, 2], 0)
    for tokens, position, said in (
        ([], 0, "0 tokens in one call"),
        ([1] * (longest + 1), 0, f"reads 1 to {longest} at once"),
        ([1], 3, "only 2 tokens were read before"),
        ([1], context, f"position {context} is beyond its context of {context} tokens"),
        ([49152], 0, "outside its vocabulary of 49152"),
        ([-1], 0, "outside its vocabulary"),
    ):
        with pytest.raises(InputError, match=said) as told:
            program.forward(tokens, position)
        assert "\n" not in str(told.value)
    assert program.held == [1, 2]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda _: b"hello " * 1000, "not a .pte file"),
        (lambda _: b"", "not a .pte file"),
        (lambda content: content[:-1000], "its end is missing"),
        (lambda content: content[:5000], "its end is missing"),
        (lambda content: content[:4] + b"ET99" + content[8:], "of another version"),
        (lambda content: content[:2000] + bytes([content[2000] ^ 255]) + content[2001:], "cannot be loaded"),
        (swapped(b"XnnpackBackend", b"XnnpackBackenX"), "needs the backend XnnpackBackenX"),
        (swapped(b"llama::custom_sdpa", b"llama::custom_sdpX"), "needs the operator llama::custom_sdpX"),
    ],
    ids="text empty cut_at_the_end cut_at_the_start version damaged backend operator".split(),
)
def test_a_file_that_cannot_run_is_named_in_one_line(
    small_pte: Path, tmp_path: Path, change: Change, said: str
) -> None:
    path = tmp_path / "changed.pte"
    path.write_bytes(change(small_pte.read_bytes()))
    # A process of its own: the runtime may end one that reads a damaged file.
    code = "import sys; from pathlib import Path; from export.runtime import Program\n"
    code += "try: Program(Path(sys.argv[1]))\nexcept Exception as error: print(type(error).__name__, error)"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("InputError ")
    assert said in done.stdout
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.pte: cannot be read \(No such file or directory\)"):
        Program(tmp_path / "none.pte")


def test_all_programs_of_a_process_share_its_threads(program: Program) -> None:
    same = Program(program.path, program.threads)
    assert same.threads == program.threads
    with pytest.raises(EmosappError, match="is loaded with"):
        Program(program.path, program.threads + 1)
    with pytest.raises(InputError, match="0 threads"):
        Program(program.path, 0)


def test_without_executorch_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("export.runtime.libraries.find_spec", lambda _: None)
    with pytest.raises(MissingPartError, match=r"pip install 'emosapp-data\[export\]'"):
        check_installed()
