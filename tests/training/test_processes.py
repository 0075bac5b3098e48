"""Several processes that train side by side: the losses of one process with the batch of all of them, and whole checkpoints."""

import subprocess
import sys

import pytest

pytest.importorskip("torch")
pytest.importorskip("peft")
pytest.importorskip("torchao")

from emosapp_data.progress import Silent
from tests.training.llamas import saved, smollm2_source, tokenizer  # noqa: F401 - fixtures
from training.checkpoints import find_checkpoints
from training.metrics import read_metrics
from training.recipe import load_recipe
from training.record import read_record
from training.run import Request, run

STEPS, SWITCH = 6, 3
TRAINING = {"max_steps": STEPS, "length": 192, "save_every": 2, "evaluate_every": 3, "log_every": 1, "learning_rate": 0.001}  # fmt: skip


@pytest.fixture(scope="module")
def place(built_once, tmp_path_factory, tokenizer):  # noqa: F811
    """A workspace with a release, and a model of two layers."""
    return built_once[0].path, saved(tmp_path_factory.mktemp("models") / "tiny", tokenizer)


def launched(place, output, *options):
    """Two processes with a batch of one sequence each."""
    workspace, model = place
    command = [sys.executable, "-m", "accelerate.commands.launch", "--multi_gpu", "--num_processes", "2"]
    command += ["-m", "emosapp_data.cli", "train", "smollm2-135m-qat-lora", "--model", str(model)]
    command += ["--data", "knowledge", "-w", str(workspace), "-o", str(output), "--no-answers"]
    command += ["--set", "training.batch_size=1"]
    command += [f"--set=training.{name}={value}" for name, value in TRAINING.items()]
    command += [f"--set=quantization.from_step={SWITCH}", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


def test_two_processes_learn_what_one_does_with_the_batch_of_both(place, tmp_path):
    stopped = launched(place, tmp_path / "two", "--minutes", "0")
    assert stopped.returncode == 0, stopped.stderr
    assert find_checkpoints(tmp_path / "two" / "checkpoints").step == 1
    done = launched(place, tmp_path / "two")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("goes on   from step 1") == done.stdout.count("Report") == 1
    record = read_record(tmp_path / "two")
    assert (record.processes, record.steps_done, record.exact.largest) == (2, STEPS, 0.0)

    workspace, model = place
    settings = {"model": str(model), "training": {**TRAINING, "batch_size": 2}, "quantization": {"from_step": SWITCH}}
    recipe = load_recipe("smollm2-135m-qat-lora", settings)
    run(Request(recipe, ("knowledge",), workspace, tmp_path / "one", None, answers=False), Silent(), lambda _: None)
    one, two = (read_metrics(tmp_path / name) for name in ("one", "two"))
    assert dict(two.training) == pytest.approx(dict(one.training), rel=1e-4)
    measured = {step: loss for step, loss in two.held_out if step != 1}  # where the first part was stopped
    assert measured == pytest.approx(dict(one.held_out), rel=1e-4)
    assert len(measured) == 1 + STEPS // TRAINING["evaluate_every"]


def test_a_log_for_tensorboard_is_written_where_it_is_asked_for(place, tmp_path):
    event_accumulator = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")
    workspace, model = place
    settings = {"model": str(model), "training": {**TRAINING, "max_steps": 4, "tensorboard": True}}
    recipe = load_recipe("smollm2-135m-lora-ptq", settings)
    request = Request(recipe, ("knowledge",), workspace, tmp_path / "run", None, answers=False)
    run(request, Silent(), lambda _: None)
    log = event_accumulator.EventAccumulator(str(tmp_path / "run" / "tensorboard"))
    log.Reload()
    shown = [event.value for event in log.Scalars("train/loss")]
    assert shown == pytest.approx([loss for _, loss in read_metrics(tmp_path / "run").training], rel=1e-4)
