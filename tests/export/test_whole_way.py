"""From a release to an answer and a score of the exported model, as `make demo-model` goes it, with the first two layers of SmolLM2."""

import pytest

pytest.importorskip("torch")
pytest.importorskip("torchao")
pytest.importorskip("executorch")

pytest.importorskip("lm_eval")

from evaluation.agreement import agreement
from evaluation.record import Kind, read_evaluation
from tests.cli import emosapp
from tests.evaluation import files
from tests.export.small import plain_cut, smollm2  # noqa: F401 - fixtures
from training.record import read_record


def test_a_release_becomes_a_model_that_answers_on_the_phones_runtime(built_once, plain_cut, tmp_path):  # noqa: F811
    workspace, run, bundle = built_once[0].path, tmp_path / "run", tmp_path / "bundle"
    settings = ["training.max_steps=4", "training.batch_size=1", "training.length=192", "quantization.from_step=2"]
    trained = emosapp(
        "train", "demo", "--model", plain_cut, "--data", "knowledge", "-w", workspace, "-o", run, "--no-answers",
        *[f"--set={setting}" for setting in settings],
    )  # fmt: skip
    assert trained.returncode == 0, trained.stderr
    assert "logits in training, merged and converted are equal on 50 prompts" in trained.stdout
    exported = emosapp("export", run, "-o", bundle, "--context", "256", "--prefill", "64")
    assert exported.returncode == 0, exported.stdout + exported.stderr
    assert "as they were trained" in exported.stdout
    card = (bundle / "README.md").read_text(encoding="utf-8")
    assert f"{read_record(run).results[-1].loss:.4f}" in card
    assert "| knowledge | 0.1.0 |" in card
    answered = emosapp("chat", bundle, "--once", "What is stress?", "--seed", "0", "--tokens", "8")
    assert answered.returncode == 0, answered.stderr
    assert answered.stdout.strip()

    files.mhqa(tmp_path)
    for model, kind in ((run, Kind.QUANTIZED), (run, Kind.SIMULATED), (bundle, Kind.RUNTIME)):
        asked = (
            "--data",
            tmp_path,
            "-o",
            tmp_path / kind,
            "--name",
            kind.value,
            "--benchmarks",
            "mhqa:b",
            "--kind",
            kind.value,
        )
        scored = emosapp("evaluate", "run", model, *asked)
        assert scored.returncode == 0, scored.stderr
        assert read_evaluation(tmp_path / kind).model.variant == "qat-lora"
    simulated = agreement(tmp_path / Kind.QUANTIZED, tmp_path / Kind.SIMULATED)
    assert (simulated.share, simulated.typical) == (1.0, 0.0)
    assert agreement(tmp_path / Kind.QUANTIZED, tmp_path / Kind.RUNTIME).typical < 1.0
