"""Runs: killed and gone on with bit for bit, exact to the converted model, and clear where something is in the way."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("peft")
pytest.importorskip("torchao")

import torch
from safetensors.torch import load_file, save_file

from emosapp_data.errors import EmosappError, InputError
from emosapp_data.progress import Silent
from tests.cli import command, emosapp
from tests.training.llamas import saved, smollm2_source, tokenizer  # noqa: F401 - fixtures
from training.checkpoints import find_checkpoints
from training.data import open_data
from training.exactness import PROMPTS, logits
from training.held_out import evaluate
from training.metrics import read_metrics
from training.models import find_model, load_tokenizer
from training.recipe import load_recipe
from training.record import read_record
from training.run import Request, run
from training.saving import load_quantized

STEPS, SWITCH = 12, 6
SETTINGS = {
    "training": {"max_steps": STEPS, "batch_size": 2, "length": 192, "save_every": 2, "evaluate_every": 4, "log_every": 1, "learning_rate": 0.01},
    "quantization": {"from_step": SWITCH},
}  # fmt: skip


@pytest.fixture(scope="module")
def place(built_once, tmp_path_factory, tokenizer):  # noqa: F811
    """A workspace with a release, and a model of two layers."""
    return built_once[0].path, saved(tmp_path_factory.mktemp("models") / "tiny", tokenizer)


def recipe(model: Path, variant: str = "qat-lora", **changes):
    settings = {"model": str(model), "training": {**SETTINGS["training"], **changes.pop("training", {})}}
    if variant == "qat-lora":
        settings["quantization"] = {**SETTINGS["quantization"], **changes.pop("quantization", {})}
    return load_recipe(f"smollm2-135m-{variant}", settings | changes)


def trained(place, output: Path, variant: str = "qat-lora", minutes: float | None = None, **changes):
    workspace, model = place
    request = Request(recipe(model, variant, **changes), ("knowledge",), workspace, output, minutes, answers=False)
    return run(request, Silent(), lambda _: None)


@pytest.fixture(scope="module")
def undisturbed(place, tmp_path_factory):
    """A whole run, of which nothing is to be changed."""
    return trained(place, tmp_path_factory.mktemp("run") / "undisturbed")


def weights(run_folder: Path):
    return load_file(run_folder / "checkpoints" / f"checkpoint-{STEPS}" / "adapter_model.safetensors")


def same(one, other):
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


def test_what_was_trained_is_what_the_converted_model_computes(undisturbed):
    exact = undisturbed.record.exact
    assert (exact.prompts, exact.merged, exact.converted, exact.same_choice) == (PROMPTS, 0.0, 0.0, 1.0)
    assert str(exact) == "logits in training, merged and converted are equal on 50 prompts"
    before, simulated, converted = (result.loss for result in undisturbed.record.results)
    assert simulated < before
    assert converted == pytest.approx(simulated, abs=1e-4)


def test_the_model_that_is_written_computes_what_was_trained(place, undisturbed):
    workspace, folder = place
    source = find_model(str(folder))
    data = open_data(("knowledge",), workspace, load_tokenizer(source), recipe(folder))
    batches = [data.batches([example]) for example in data.validation]
    found = load_quantized(undisturbed.model)
    loss = found(**data.batches(list(data.validation))).loss
    assert float(loss) == pytest.approx(undisturbed.record.results[-1].loss, abs=1e-4)
    assert logits(found, batches).shape[-1] == found.config.vocab_size


def test_the_record_names_all_that_is_needed_to_repeat_it(undisturbed):
    folder = undisturbed.report.parent
    record = read_record(folder)
    assert record == undisturbed.record
    assert record.data[0].name == "knowledge"
    assert len(record.data[0].manifest) == 64
    assert record.recipe["training"]["seed"] == 0
    assert {"torch", "transformers", "peft", "torchao"} <= record.libraries.keys()
    points = read_metrics(folder).points
    assert [point.quantized for point in points if point.loss is not None] == [False] * SWITCH + [True] * (
        STEPS - SWITCH
    )
    page = undisturbed.report.read_text(encoding="utf-8")
    assert "quantization is simulated from here on" in page
    assert "<polyline" in page


def test_the_same_run_gives_the_same_weights(place, undisturbed, tmp_path):
    assert same(weights(trained(place, tmp_path / "again").report.parent), weights(undisturbed.report.parent))


@pytest.mark.parametrize("steps", [3, 7, 11])
def test_a_run_that_is_killed_goes_on_to_the_same_weights(place, undisturbed, tmp_path, steps):
    workspace, model = place
    output = tmp_path / "run"
    options = [f"--set=training.{name}={value}" for name, value in SETTINGS["training"].items()]
    arguments = (
        "train",
        "smollm2-135m-qat-lora",
        "--model",
        model,
        "--data",
        "knowledge",
        "-w",
        workspace,
        "-o",
        output,
    )
    arguments += (*options, f"--set=quantization.from_step={SWITCH}", "--no-answers", "--quiet")
    process = subprocess.Popen(
        command(*arguments), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    deadline = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < deadline:
        if (output / "metrics.jsonl").exists() and len(read_metrics(output).training) >= steps:
            break
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    half = output / "checkpoints" / "checkpoint-99"
    half.mkdir(parents=True, exist_ok=True)
    (half / "adapter_model.safetensors").write_bytes(b"half")
    done = emosapp(*[argument for argument in arguments if argument != "--quiet"])
    assert done.returncode == 0, done.stderr
    assert "checkpoint-99 (half-written)" in done.stdout
    assert same(weights(output), weights(undisturbed.report.parent))
    assert [point.step for point in read_metrics(output).points if point.loss is not None] == list(range(1, STEPS + 1))


def test_a_run_whose_time_is_up_goes_on(place, undisturbed, tmp_path):
    stopped = trained(place, tmp_path / "run", minutes=0)
    assert stopped.record.steps_done == 1
    assert not stopped.model.exists()
    assert find_checkpoints(tmp_path / "run" / "checkpoints").step == 1
    assert same(weights(trained(place, tmp_path / "run").report.parent), weights(undisturbed.report.parent))


@pytest.mark.parametrize("variant", ["full", "lora-ptq"])
def test_the_other_variants_train_and_leave_a_model(place, tmp_path, variant):
    finished = trained(
        place, tmp_path / "run", variant, training={"learning_rate": 0.002 if variant == "full" else 0.01}
    )
    losses = {result.what: result.loss for result in finished.record.results}
    assert losses["trained"] < losses["before training"]
    assert ("trained and quantized" in losses) == (variant == "lora-ptq")
    assert (finished.model / ("quantized.safetensors" if variant == "lora-ptq" else "model.safetensors")).exists()


def test_the_form_of_the_paper_differs_once_it_is_merged_and_that_is_told(place, tmp_path):
    finished = trained(place, tmp_path / "run", quantization={"adapter": "separate"})
    exact = finished.record.exact
    assert exact.merged == 0.0 < exact.converted
    assert "differ from those of training by up to" in str(exact)


def test_a_folder_that_holds_another_run_is_left_alone(place, undisturbed):
    folder = undisturbed.report.parent
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    with pytest.raises(InputError, match=r"holds a run of its own \(recipe.training.seed was 0 and now is 7\)"):
        trained(place, folder, training={"seed": 7})
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_a_group_size_that_does_not_divide_a_layer_names_it(place, tmp_path):
    with pytest.raises(InputError, match=r"layers\.0\.mlp\.down_proj: 96 inputs are not divided by groups of 64"):
        trained(place, tmp_path / "run", quantization={"group_size": 64})
    assert not (tmp_path / "run").exists()


def test_a_full_disk_gives_one_line_and_keeps_what_was_whole(place, tmp_path, monkeypatch):
    import training.callbacks  # noqa: PLC0415

    trained(place, tmp_path / "run", minutes=0)
    real = training.callbacks.mark

    def full(checkpoint: Path) -> None:
        if checkpoint.name == "checkpoint-4":
            raise OSError(28, "No space left on device")
        real(checkpoint)

    monkeypatch.setattr(training.callbacks, "mark", full)
    with pytest.raises(EmosappError, match="the disk is full; make room and run the same command again"):
        trained(place, tmp_path / "run")
    found = find_checkpoints(tmp_path / "run" / "checkpoints")
    assert (found.step, found.removed) == (2, ("checkpoint-4 (half-written)",))


def test_a_run_that_diverges_ends_with_what_to_do(place, tmp_path, monkeypatch):
    worked = torch.optim.AdamW.step
    steps = []

    def step(self, *arguments, **options):
        worked(self, *arguments, **options)
        steps.append(self)
        if len(steps) == 3:
            self.param_groups[0]["params"][0].data.fill_(float("nan"))

    monkeypatch.setattr(torch.optim.AdamW, "step", step)
    told = r"step 4: the (held-out )?loss is nan, so the run has diverged; .* \(--set training.learning_rate=0.001\)"
    with pytest.raises(EmosappError, match=told):
        trained(place, tmp_path / "run")
    assert [point.step for point in read_metrics(tmp_path / "run").points if point.loss is not None] == [1, 2, 3]


def test_a_model_whose_weights_are_damaged_is_not_trained(place, tmp_path):
    workspace, model = place
    damaged = shutil.copytree(model, tmp_path / "damaged")
    tensors = load_file(damaged / "model.safetensors")
    tensors["model.norm.weight"].fill_(float("nan"))
    save_file(tensors, damaged / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(EmosappError, match="the loss is nan before training: weights of the model are damaged"):
        trained((workspace, damaged), tmp_path / "run", "full")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nothing", "--data", "knowledge"), "nothing: no such recipe"),
        (("smollm2-135m-qat-lora", "--data", "poems"), "no dataset 'poems' here"),
        (("smollm2-135m-qat-lora", "--data", "knowledge", "--model", "nowhere/at/all"), "nowhere/at/all"),
        (("smollm2-135m-qat-lora", "--data", "knowledge", "--set", "training.epoch=3"), "training.epoch: "),
        (("smollm2-135m-qat-lora", "--data", "knowledge", "--set", "epochs"), "--set epochs: write NAME=VALUE"),
    ],
)
def test_what_is_missing_is_said_in_one_line(place, tmp_path, arguments, told):
    done = emosapp("train", *arguments, "-w", place[0], "-o", tmp_path / "run")
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "run").exists()


def test_the_answers_are_laid_side_by_side(place, tmp_path):
    workspace, model = place
    request = Request(recipe(model), ("knowledge",), workspace, tmp_path / "run", None, answers=True)
    finished = run(request, Silent(), lambda _: None)
    before, after = (json.loads((tmp_path / "run" / name).read_text()) for name in ("before.json", "after.json"))
    assert [each["prompt"] for each in before] == [each["prompt"] for each in after]
    assert len(before) == 10
    page = finished.report.read_text(encoding="utf-8")
    assert "Answers before and after" in page
    assert all(each["prompt"]["name"] in page for each in before)


def test_training_that_is_not_installed_is_one_line(tmp_path):
    code = """
import sys, importlib.util
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name == "torch" else find(name, *rest)
from emosapp_data.cli import main
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", code, "train", "smollm2-135m-full", "--data", "x"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert (
        done.stderr
        == "error: torch not installed, which training needs; install with: pip install 'emosapp-data[training]'\n"
    )


def test_the_held_out_loss_is_the_mean_over_all_learned_tokens_whatever_the_batches(place, undisturbed):
    workspace, folder = place
    data = open_data(("knowledge",), workspace, load_tokenizer(find_model(str(folder))), recipe(folder))
    model = load_quantized(undisturbed.model)
    one, all_together = (evaluate(model, data, size) for size in (1, len(data.validation)))
    assert one == pytest.approx(all_together, rel=1e-6)
    assert undisturbed.record.results[1].loss == pytest.approx(undisturbed.record.results[2].loss, rel=1e-6)
    assert len(data.validation) > 1
