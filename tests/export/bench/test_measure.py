"""Figures of a small real program and of llama.cpp: that they are there and add up, never how large they are."""

import sys
from pathlib import Path

import pytest

from emosapp_data.errors import EmosappError, InputError, MissingPartError
from emosapp_data.models import smollm2 as gguf_model
from export.bench import (
    Figures,
    Workload,
    bandwidth,
    compare,
    conditions,
    measure,
    read_per_token,
    requantize,
    rows,
    share_of_bandwidth,
)
from export.bench.llamacpp import llamacpp
from export.bench.memory import reset_peak, resident


@pytest.fixture(scope="session")
def gguf_file() -> Path:
    """SmolLM2 as a GGUF file."""
    pytest.importorskip("gguf")
    try:
        return gguf_model.fetch()
    except EmosappError as error:
        pytest.skip(str(error))


def check(figures: Figures, repetitions: int) -> None:
    assert figures.repetitions == repetitions
    for spread in (figures.load_seconds, figures.first_prefill, figures.warm_prefill, figures.decode):
        assert 0 < spread.least <= spread.median <= spread.most
    if sys.platform == "linux":
        assert figures.runtime_memory is not None
        assert figures.python_memory is not None
        assert figures.process_memory is not None
        whole = figures.runtime_memory.median + figures.python_memory.median
        assert whole == pytest.approx(figures.process_memory.median, rel=0.05)


SHORT = Workload(context=256, prompt=16, answer=4)


def test_a_program_is_measured_in_fresh_processes(small_pte: Path) -> None:
    told: list[int] = []
    figures = measure(small_pte, SHORT, threads=1, repetitions=2, done=told.append)
    check(figures, 2)
    assert told == [1, 1]
    assert figures.engine.startswith("executorch ")
    assert figures.size == small_pte.stat().st_size
    assert figures.threads == 1
    assert "1 thread, context 256; median of 2 processes" in conditions(figures)
    assert [name for name, _ in rows(figures)][:4] == [
        "size",
        "load, to the first token",
        "prefill of 16 tokens, first",
        "prefill of 16 tokens, warm",
    ]


def test_llamacpp_does_the_same_work_with_the_same_threads(small_pte: Path, gguf_file: Path) -> None:
    pytest.importorskip("xllamacpp")
    both = compare(small_pte, gguf_file, SHORT, threads=1, repetitions=1)
    check(both.executorch, 1)
    check(both.llamacpp, 1)
    assert both.llamacpp.engine.startswith("llama.cpp ")
    assert both.executorch.threads == both.llamacpp.threads == 1
    assert both.executorch.answer_tokens == both.llamacpp.answer_tokens == 4
    assert both.decode == both.executorch.decode.median / both.llamacpp.decode.median
    assert both.prefill > 0


def test_a_model_of_four_bits_can_be_had_in_the_other_format(gguf_file: Path, tmp_path: Path) -> None:
    from gguf import GGUFReader  # noqa: PLC0415
    from gguf.quants import dequantize  # noqa: PLC0415

    written = GGUFReader(requantize(gguf_file, tmp_path / "other.gguf", "Q4_0"))
    source = GGUFReader(gguf_file)
    assert {tensor.name: tensor.tensor_type.name for tensor in written.tensors} == {
        tensor.name: tensor.tensor_type.name.replace("Q4_1", "Q4_0") for tensor in source.tensors
    }
    assert set(written.fields) == set(source.fields)
    for before, after in list(zip(source.tensors, written.tensors, strict=True))[:8]:
        old, new = (dequantize(tensor.data, tensor.tensor_type) for tensor in (before, after))
        assert abs(old - new).max() <= 0.15 * abs(old).max() + 1e-6
    with pytest.raises(InputError, match="no 4-bit format"):
        requantize(gguf_file, tmp_path / "other.gguf", "Q8_0")


def test_without_llamacpp_the_command_that_installs_it_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("export.bench.llamacpp.find_spec", lambda _: None)
    with pytest.raises(MissingPartError, match=r"pip install 'emosapp-data\[export,local\]'"):
        llamacpp(tmp_path / "model.gguf", SHORT, 1)


def test_what_does_not_fit_is_refused_before_anything_is_loaded(small_pte: Path) -> None:
    with pytest.raises(InputError, match=r"250 \+ 64 tokens do not fit into a context of 256"):
        measure(small_pte, Workload(256, 250))
    with pytest.raises(InputError, match="repetitions have to be 1 or more"):
        measure(small_pte, SHORT, repetitions=0)
    with pytest.raises(InputError, match="prompt and answer have to be 1 or more"):
        measure(small_pte, Workload(256, 0))


def test_a_process_that_fails_says_why_in_one_line(small_pte: Path) -> None:
    with pytest.raises(EmosappError, match="measuring failed") as told:
        measure(small_pte, Workload(10_000, 16, 1000), repetitions=1)
    assert "beyond its context" in str(told.value)
    assert "\n" not in str(told.value)


def test_bandwidth_is_measured() -> None:
    assert bandwidth(1) > 1e8


def test_of_the_embedding_table_one_row_is_read_for_a_token() -> None:
    assert read_per_token(1_000_000, 1000, 64) == 1_000_000 - 999 * 68
    assert read_per_token(1_000_000, 1000, 64, embedding_bits=32) == 1_000_000 - 999 * 256
    assert read_per_token(1_000_000, 1000, 64, tied=True) == 1_000_000
    assert share_of_bandwidth(10, 1_000_000_000, 20e9) == 0.5


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells resident memory")
def test_the_peak_counts_from_where_it_was_reset() -> None:
    big = bytearray(64 << 20)
    high = resident()
    del big
    reset_peak()
    low = resident()
    assert high is not None
    assert low is not None
    assert low.now <= low.peak < high.peak
