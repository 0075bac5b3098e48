"""A run from its recipe to a model and a report; one that was interrupted goes on from its last whole checkpoint."""

import errno
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import torch
from accelerate import PartialState
from pydantic import TypeAdapter
from transformers import set_seed

from emosapp_data.dialogues import read_system_prompt
from emosapp_data.errors import EmosappError
from emosapp_data.progress import Reporter
from emosapp_data.workspace import write_text
from training.behaviour.answering import Answered, answer_all, read_prompts
from training.callbacks import MarkCheckpoints, Measure, QuantizationSwitch, StopAfter
from training.checkpoints import Found, find_checkpoints
from training.data import open_data
from training.exactness import compare, computed
from training.held_out import evaluate
from training.metrics import cut
from training.models import Device, check_memory, find_model, free_memory, load_model, load_tokenizer, model_size
from training.quantization.convert import merge_and_convert
from training.quantization.prepare import is_on, prepare, switch
from training.quantization.scheme import Scheme
from training.recipe import Recipe
from training.record import (
    Outcome,
    RunRecord,
    UsedModel,
    library_versions,
    read_record,
    see_that_it_is_the_same,
    write_record,
)
from training.report import REPORT, write_report
from training.saving import save_model, save_quantized
from training.tensorboard import check_tensorboard, tensorboard
from training.trainer import make_trainer, precision_of

CHECKPOINTS, ADAPTER, MODEL, TENSORBOARD = "checkpoints", "adapter", "model", "tensorboard"
ANSWERED = TypeAdapter(list[Answered])
NO_ROOM = ("No space left on device", "failed writing file", "Disk quota exceeded")
"""How libraries say that the disk is full."""
NO_MEMORY = ("can't allocate memory", "not enough memory", "out of memory")
"""How they say that the memory is."""


class Request(NamedTuple):
    """What is asked for."""

    recipe: Recipe
    data: tuple[str, ...]
    """Datasets, such as 'paper-mixture@1.0.0'."""
    workspace: Path
    """Where they are."""
    output: Path
    """The folder of the run."""
    minutes: float | None = None
    """Stop after so many."""
    answers: bool = True
    """Whether the model answers the fixed prompts."""


class Finished(NamedTuple):
    """What a run left."""

    record: RunRecord
    model: Path
    """The merged model, not quantized yet: what export starts from."""
    report: Path
    lost: tuple[str, ...]
    """Prompts whose answers held what they have to hold before training, and no longer do."""


def run(request: Request, reporter: Reporter, show: Callable[[str], None]) -> Finished:
    """Do a run, or what is left of it.

    Raises:
        InputError: the folder holds another run, or something that is needed is missing or does not fit.
        EmosappError: the disk or the memory is full.
    """
    return _Run(request, reporter, show).do()


class _Run:
    """A run on its way."""

    def __init__(self, request: Request, reporter: Reporter, show: Callable[[str], None]) -> None:
        self.request, self.recipe, self.out = request, request.recipe, request.output
        self.processes = PartialState(cpu=not torch.cuda.is_available())
        self.show = show if self.processes.is_main_process else lambda _: None
        with self.processes.main_process_first():
            self.source = find_model(self.recipe.model, self.show)
            self.tokenizer = load_tokenizer(self.source)
            self.data = open_data(request.data, request.workspace, self.tokenizer, self.recipe)
        self.dtype = precision_of(self.recipe.training)
        self.scheme = Scheme(group_size=self.recipe.quantization.group_size)
        self.steps = self.recipe.steps(len(self.data.train), self.processes.num_processes)
        self.recipe.check_steps(self.steps)
        if self.recipe.training.tensorboard:
            check_tensorboard()

    def do(self) -> Finished:
        """Do what is left."""
        self._check_memory()
        known = read_record(self.out)
        set_seed(self.recipe.training.seed)
        model = self._model()
        record = self._record(model)
        if known:
            see_that_it_is_the_same(known, record, self.out)
            if known.threads != record.threads or known.libraries != record.libraries:
                self.show("note      begun with other libraries or threads: it does not go on bit for bit")
        with self.processes.main_process_first():
            checkpoints = find_checkpoints(self.out / CHECKPOINTS)
        self.out.mkdir(parents=True, exist_ok=True)
        self._tell(record, checkpoints)
        with _room_left(self.out):
            self._write(record)
            before = self._answers(model, "before.json")
            record, stopped = self._train(model, checkpoints, record)
            self._write(record)
            finished = self._leave(model, record, before, stopped)
        self.processes.wait_for_everyone()
        return finished

    def _leave(self, model: Any, record: RunRecord, before: list[Answered], stopped: bool) -> Finished:
        """Leave the model, unless the time was up, and the report; the first of several processes does."""
        report, after = self.out / REPORT, list[Answered]()
        if self.processes.is_main_process:
            if not stopped:
                after = self._answers(model, "after.json", anew=True)
                record = self._finish(model, record)
                self._write(record)
            write_report(self.out, record, before, after)
        return Finished(record, self.out / MODEL, report, tuple(lost(before, after)))

    def _check_memory(self) -> None:
        """See that it fits, together with the other processes of this machine where they share its memory."""
        size, on_gpu = model_size(self.source), torch.cuda.is_available()
        sharing = 1 if on_gpu else self.processes.num_processes
        device: Device = "cuda" if on_gpu else "cpu"
        check_memory(size, self.recipe, device, free_memory(device) // sharing)

    def _write(self, record: RunRecord) -> None:
        """Write the record; the first of several processes does."""
        if self.processes.is_main_process:
            write_record(self.out, record)

    def _model(self) -> Any:
        """The model with all that the variant puts into it."""
        if not self.recipe.trains_adapter:  # in bfloat16 steps this small would be rounded away
            return load_model(self.source, torch.float32)
        model = load_model(self.source, self.dtype)
        from peft import LoraConfig, get_peft_model  # noqa: PLC0415

        lora = self.recipe.lora
        config = LoraConfig(
            r=lora.rank,
            lora_alpha=lora.alpha,
            lora_dropout=lora.dropout,
            target_modules=list(lora.targets),
            bias="none",
            task_type="CAUSAL_LM",
        )
        model = get_peft_model(model, config)
        if self.recipe.variant == "qat-lora":
            prepare(model, self.scheme, self.recipe.quantization.adapter)
        if self.recipe.training.gradient_checkpointing:
            model.enable_input_require_grads()
        return model

    def _train(self, model: Any, checkpoints: Found, record: RunRecord) -> tuple[RunRecord, bool]:
        """Train what is left; returns what came out, and whether the time was up before the end."""
        quantizes = self.recipe.variant == "qat-lora"
        measure = Measure(self.out, lambda: trainer.tokens_read, lambda: quantizes and is_on(model), self.show)
        callbacks: list[Any] = [measure, MarkCheckpoints()]
        if quantizes:
            callbacks.append(
                QuantizationSwitch(self.recipe.quantization.from_step, lambda on: switch(model, on, self.out))
            )
        if self.recipe.training.tensorboard and self.processes.is_main_process:
            callbacks.append(tensorboard(self.out / TENSORBOARD, checkpoints.step))
        stop = StopAfter(self.request.minutes) if self.request.minutes is not None else None
        trainer = make_trainer(
            model,
            self.recipe,
            self.out / CHECKPOINTS,
            self.data.train,
            self.data.validation if self.data.validation else None,
            self.data.batches,
            [*callbacks, *([stop] if stop else [])],
            evaluate_first=checkpoints.latest is None,
        )
        if self.processes.is_main_process:
            cut(self.out, checkpoints.step)
        trainer.train(resume_from_checkpoint=str(checkpoints.latest) if checkpoints.latest else None)
        done, results = trainer.state.global_step, list[Outcome]()
        if self.data.validation:
            measured = {log["step"]: log["eval_loss"] for log in trainer.state.log_history if "eval_loss" in log}
            last = measured[done] if done in measured else trainer.evaluate()["eval_loss"]
            what = "trained, quantization simulated" if quantizes and is_on(model) else "trained"
            results = [Outcome(what="before training", loss=measured[0]), Outcome(what=what, loss=last)]
        return record.model_copy(update={"steps_done": done, "results": tuple(results)}), bool(stop and stop.stopped)

    def _finish(self, model: Any, record: RunRecord) -> RunRecord:
        """Merge, quantize where the variant says so, measure again, and write the model."""
        folder = self.out / MODEL
        if not self.recipe.quantized:
            save_model(model.merge_and_unload() if self.recipe.trains_adapter else model, self.tokenizer, folder)
            return record
        trained = computed(model, self.data) if self.recipe.variant == "qat-lora" else None
        model.save_pretrained(self.out / ADAPTER)
        converted = merge_and_convert(model, self.scheme)
        exact = compare(trained, converted) if trained else None
        save_quantized(converted, self.tokenizer, self.scheme, folder)
        results = record.results
        if self.data.validation:
            loss = evaluate(converted, self.data, self.recipe.training.batch_size)
            results = (*results, Outcome(what="trained and quantized", loss=loss))
        return record.model_copy(update={"results": results, "exact": exact})

    def _record(self, model: Any) -> RunRecord:
        parameters = list(model.parameters())
        return RunRecord(
            recipe=self.recipe.model_dump(mode="json"),
            model=UsedModel(
                name=self.source.name,
                origin=self.source.origin,
                revision=self.source.revision,
                parameters=sum(each.numel() for each in parameters),
                trained=sum(each.numel() for each in parameters if each.requires_grad),
            ),
            data=self.data.datasets,
            tokens=self.data.statistics.model_dump(mode="json"),
            examples=len(self.data.train),
            measured_on=len(self.data.validation),
            unmeasured=self.data.unmeasured,
            steps=self.steps,
            precision=str(self.dtype).removeprefix("torch."),
            device=torch.cuda.get_device_name() if torch.cuda.is_available() else "CPU",
            processes=self.processes.num_processes,
            threads=torch.get_num_threads(),
            libraries=library_versions(),
        )

    def _answers(self, model: Any, name: str, anew: bool = False) -> list[Answered]:
        """Answers to the fixed prompts; those before training are asked for once, however often the run is interrupted."""
        if not self.request.answers or not self.processes.is_main_process:
            return []
        path = self.out / name
        if path.exists() and not anew:
            return ANSWERED.validate_json(path.read_bytes())
        prompts = read_prompts()
        self.show(f"answering {len(prompts)} fixed prompts {name.removesuffix('.json')} training")
        system = read_system_prompt(self.recipe.system or "supporter").text
        found = answer_all(model, self.tokenizer, system, prompts, lambda _: None)
        write_text(path, ANSWERED.dump_json(found, indent=1).decode() + "\n")
        return found

    def _tell(self, record: RunRecord, checkpoints: Found) -> None:
        """Say what is about to happen."""
        for each in record.data:
            self.show(
                f"data      {each.name} {each.version}: "
                + ", ".join(f"{s} {n:,}" for s, n in each.conversations.items())
            )
            if each.left_out:
                self.show("          left out: " + ", ".join(f"{reason} {n:,}" for reason, n in each.left_out.items()))
        model = record.model
        self.show(
            f"model     {model.name}: {model.parameters:,} parameters, {model.trained:,} trained; {record.precision}"
        )
        self.show(f"steps     {record.steps:,}, of {record.examples:,} sequences an epoch")
        if record.unmeasured:
            all_held_out = record.measured_on + record.unmeasured
            self.show(f"held out  {record.measured_on:,} of {all_held_out:,} sequences, as evaluate_on asks for")
        for removed in checkpoints.removed:
            self.show(f"removed   {removed}")
        if checkpoints.latest:
            self.show(f"goes on   from step {checkpoints.step:,}")


def lost(before: Sequence[Answered], after: Sequence[Answered]) -> list[str]:
    """Prompts whose answers held what they have to hold before training, and no longer do."""
    return [new.prompt.name for old, new in zip(before, after, strict=False) if old.holds and new.holds is False]


@contextmanager
def _room_left(folder: Path) -> Iterator[None]:
    """Say in one line where the disk or the memory is full; what was written before is whole."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        text = str(error)
        if getattr(error, "errno", None) == errno.ENOSPC or any(sign in text for sign in NO_ROOM):
            raise EmosappError(
                f"{folder}: the disk is full; make room and run the same command again, which goes on from the last checkpoint"
            ) from error
        if isinstance(error, torch.cuda.OutOfMemoryError) or any(sign in text for sign in NO_MEMORY):
            raise EmosappError(
                "the memory is full; try --set training.batch_size=1, --set training.gradient_checkpointing=true or a smaller "
                "training.length"
            ) from error
        raise
