"""A small model for tests: the first two layers of SmolLM2, quantized as a run leaves it, and lowered once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from emosapp_data.errors import EmosappError
from training.models import ModelSource, find_model, load_model, load_tokenizer

LAYERS = 2
CONTEXT, PREFILL = 256, 64


@pytest.fixture(scope="session")
def smollm2() -> ModelSource:
    """SmolLM2 in the layout of transformers; whoever cannot get it skips."""
    return _source()


@pytest.fixture(scope="session")
def plain_cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with its first two layers in the layout of transformers; not to be changed."""
    return _once("cut", tmp_path_factory, _plain_cut)


@pytest.fixture(scope="session")
def small_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run's folder with the same layers as variant qat-lora leaves them; not to be changed."""
    return _once("small", tmp_path_factory, lambda folder: quantized_run(_source(), folder, LAYERS))


@pytest.fixture(scope="session")
def small_pte(small_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That run, lowered; not to be changed."""
    return _once("model.pte", tmp_path_factory, lambda path: _small_pte(small_run, path))


def _source() -> ModelSource:
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    try:
        return find_model("smollm2")
    except EmosappError as error:
        pytest.skip(str(error))


_made: dict[str, Path] = {}
"""Made once for all files that import the fixtures: each import is a fixture of its own to pytest."""


def _once(name: str, folders: pytest.TempPathFactory, make: Callable[[Path], object]) -> Path:
    if name not in _made:
        path = folders.mktemp(name) / name
        make(path)
        _made[name] = path
    return _made[name]


def _plain_cut(path: Path) -> None:
    from training.saving import save_model  # noqa: PLC0415

    source = _source()
    save_model(cut(load_model(source), LAYERS), load_tokenizer(source), path)


def _small_pte(run: Path, path: Path) -> None:
    pytest.importorskip("executorch")
    from export.checkpoint import read_checkpoint  # noqa: PLC0415
    from export.pte import ExportOptions, write_pte  # noqa: PLC0415

    write_pte(read_checkpoint(run), ExportOptions(context=CONTEXT, prefill=PREFILL), path)


def cut(model: Any, layers: int) -> Any:
    """A model's first layers."""
    model.model.layers = model.model.layers[:layers]
    model.config.num_hidden_layers = layers
    return model


def quantized_run(source: ModelSource, folder: Path, layers: int) -> Path:
    """Write a run's folder with a model's first layers, quantized."""
    pytest.importorskip("torchao")
    from training.quantization.convert import merge_and_convert  # noqa: PLC0415
    from training.quantization.scheme import Scheme  # noqa: PLC0415
    from training.record import write_record  # noqa: PLC0415
    from training.saving import save_quantized  # noqa: PLC0415

    scheme = Scheme()
    model = merge_and_convert(cut(load_model(source), layers), scheme)
    folder.mkdir(parents=True)
    save_quantized(model, load_tokenizer(source), scheme, folder / "model")
    write_record(folder, run_record())
    return folder


def run_record(**values: Any) -> Any:
    """The record of a finished run."""
    from training.record import RunRecord, UsedModel  # noqa: PLC0415

    known = {
        "recipe": {"name": "demo", "model": "smollm2-135m", "variant": "qat-lora"},
        "model": UsedModel(name="smollm2-135m", origin="smollm2", parameters=1, trained=1),
        "data": (),
        "tokens": {},
        "examples": 4,
        "steps": 8,
        "steps_done": 8,
        "precision": "float32",
        "device": "CPU",
        "threads": 1,
        "libraries": {},
    }
    return RunRecord(**{**known, **values})
