"""A `.pte` computes on ExecuTorch's runtime what the quantized model computes in PyTorch, and says what runners ask it."""

from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("torchao")
pytest.importorskip("executorch")

from emosapp_data.errors import EmosappError, InputError  # noqa: E402
from export.checkpoint import Checkpoint, read_checkpoint  # noqa: E402
from export.lowering import lower  # noqa: E402
from export.model import Lengths, eager_model  # noqa: E402
from export.pte import ExportOptions, Written, program_constants, write_pte  # noqa: E402
from tests.export.small import CONTEXT, PREFILL, small_pte, small_run  # noqa: E402, F401 - fixtures
from tests.export.tiny import tiny_folder, tiny_run  # noqa: E402

OPTIONS = ExportOptions(context=96, prefill=32)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Checkpoint:
    """A tiny quantized model."""
    return read_checkpoint(tiny_run(tmp_path_factory.mktemp("tiny") / "run"))


@pytest.fixture(scope="module")
def written(tiny: Checkpoint, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """That model, lowered."""
    return write_pte(tiny, OPTIONS, tmp_path_factory.mktemp("tiny-pte") / "model.pte")


@torch.no_grad()
def test_prefill_and_decode_give_the_logits_of_the_quantized_model(small_run: Path, small_pte: Path) -> None:  # noqa: F811
    """XNNPACK adds in another order than PyTorch, which moves logits by about a millionth.

    Where that moves an input across the border of two of its 255 steps, logits of a text, and of what is read after it, move
    by up to some hundredths; most short texts are spared.
    """
    model = eager_model(read_checkpoint(small_run), Lengths(CONTEXT, PREFILL))
    program, apart = _program(small_pte), []
    for seed in range(15):
        apart += _differences(program, model, vocabulary=49152, pieces=(5, 1, 1), seed=seed)
    assert sorted(apart)[len(apart) // 2] < 1e-5, apart
    assert max(apart) < 0.1, apart


@torch.no_grad()
@pytest.mark.parametrize(("precision", "tolerance"), [("fp32", 1e-5), ("bf16", 0.05)])
def test_a_context_is_filled_to_its_end_whatever_the_precision(
    tmp_path: Path, precision: Any, tolerance: float
) -> None:
    checkpoint = read_checkpoint(tiny_folder(tmp_path / "model"))
    path = tmp_path / "model.pte"
    write_pte(checkpoint, ExportOptions(96, 32, precision), path)
    model = eager_model(checkpoint, Lengths(96, 32), precision)
    assert max(_differences(_program(path), model, vocabulary=320, pieces=(32, 31, 1, 31, 1))) < tolerance


def test_pieces_are_the_same_to_the_byte_with_all_passes_of_xnnpack(tiny: Checkpoint) -> None:
    lengths = Lengths(OPTIONS.context, OPTIONS.prefill)
    few, all_of_them = (
        lower(eager_model(tiny, lengths), lengths, {}, lambda _: None, all_passes=each) for each in (False, True)
    )
    assert _pieces(few.program) == _pieces(all_of_them.program)
    assert few.pieces == all_of_them.pieces == len(_pieces(few.program))


def test_there_are_two_pieces_a_layer(written: Written) -> None:
    assert written.pieces <= 2 * 2 + 2


def test_every_linear_layer_is_xnnpacks(written: Written) -> None:
    from executorch.exir._serialize._program import deserialize_pte_binary  # noqa: PLC0415

    program = deserialize_pte_binary(written.path.read_bytes()).program
    names = {operator.name for operator in program.execution_plan[0].operators}
    assert not {name for name in names if "linear" in name or "mm" in name or "torchao" in name}
    assert {delegate.id for delegate in program.execution_plan[0].delegates} == {"XnnpackBackend"}


def test_the_program_says_what_runners_ask(written: Written) -> None:
    program = _program(written.path)
    expected = {
        "get_bos_id": 1,
        "get_eos_ids": [2, 7],
        "get_vocab_size": 320,
        "get_max_seq_len": 32,
        "get_max_context_len": 96,
        "get_n_layers": 2,
        "use_kv_cache": True,
        "use_sdpa_with_kv_cache": True,
        "enable_dynamic_shape": True,
    }
    for name, value in expected.items():
        answer = program.run_method(name, ())
        assert (answer if isinstance(value, list) else answer[0]) == value, name


def test_each_stage_is_measured(written: Written) -> None:
    names = [stage.name for stage in written.stages]
    assert names == ["read weights", "trace", "decompose", "partition", "plan memory", "write"]
    assert written.size == written.path.stat().st_size
    assert written.peak_memory > written.size
    assert [path.name for path in written.path.parent.iterdir()] == ["model.pte"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (ExportOptions(context=1), "takes from 2 to 2,048"),
        (ExportOptions(context=4096), "takes from 2 to 2,048"),
        (ExportOptions(context=64, prefill=65), "from 2 to the context of 64"),
    ],
)
def test_lengths_that_the_model_does_not_take_are_refused(
    tiny: Checkpoint, tmp_path: Path, options: ExportOptions, reason: str
) -> None:
    with pytest.raises(InputError, match=reason):
        write_pte(tiny, options, tmp_path / "model.pte")
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_told_in_one_line(tiny: Checkpoint, tmp_path: Path) -> None:
    with pytest.raises(EmosappError, match="cannot be written"):
        write_pte(tiny, OPTIONS, tmp_path / "nowhere" / "model.pte")


def test_a_model_that_does_not_say_where_a_text_ends_is_refused(tmp_path: Path) -> None:
    folder = tiny_folder(tmp_path / "model", eos_token_id=None)
    (folder / "tokenizer_config.json").unlink()
    with pytest.raises(InputError, match="which token ends a text"):
        program_constants(read_checkpoint(folder), Lengths(96, 32))


def _program(path: Path) -> Any:
    import executorch.extension.llm.custom_ops.custom_ops  # noqa: PLC0415 - registers attention and cache
    import executorch.kernels.quantized  # noqa: F401, PLC0415 - registers the embedding
    from executorch.extension.pybindings import portable_lib  # noqa: PLC0415

    return portable_lib._load_for_executorch(str(path))


def _pieces(program: Any) -> list[bytes]:
    """What XNNPACK is given for each piece."""
    module = program.exported_program().graph_module
    return [
        bytes(getattr(module, node.target).processed_bytes)
        for node in module.graph.nodes
        if node.op == "get_attr" and hasattr(getattr(module, node.target), "processed_bytes")
    ]


def _differences(program: Any, model: Any, vocabulary: int, pieces: tuple[int, ...], seed: int = 0) -> list[float]:
    """Largest difference of the logits after each piece of a text, as a share of the largest logit."""
    tokens = torch.randint(0, vocabulary, (1, sum(pieces)), generator=torch.Generator().manual_seed(seed))
    start, apart = 0, []
    for piece in pieces:
        part, place = tokens[:, start : start + piece].contiguous(), torch.tensor([start])
        expected = model(part, place)
        apart.append(float((program.forward((part, place))[0] - expected).abs().max() / expected.abs().max()))
        start += piece
    return apart
