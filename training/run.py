"""A run from its recipe to a model and a report; one that was interrupted goes on from its last whole checkpoint."""

import errno
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import torch
from pydantic import TypeAdapter
from transformers import set_seed

from emosapp_data.chat import IGNORED
from emosapp_data.dialogues import read_system_prompt
from emosapp_data.errors import EmosappError, InputError
from emosapp_data.progress import Reporter
from emosapp_data.workspace import write_text
from training.behaviour.answering import Answered, answer_all, read_prompts
from training.callbacks import MarkCheckpoints, Measure, QuantizationSwitch, StopAfter
from training.checkpoints import Found, find_checkpoints
from training.data import TrainingData, on_device, open_data
from training.exactness import compare, computed
from training.metrics import cut, read_metrics
from training.models import check_memory, find_model, load_model, load_tokenizer, model_size
from training.quantization.convert import merge_and_convert
from training.quantization.prepare import is_on, prepare, switch
from training.quantization.scheme import Scheme
from training.recipe import Recipe
from training.record import Outcome, RunRecord, UsedModel, library_versions, read_record, write_record
from training.report import write_report
from training.saving import save_model, save_quantized
from training.trainer import make_trainer, precision_of

CHECKPOINTS, ADAPTER, MODEL = "checkpoints", "adapter", "model"
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
        self.reporter, self.show = reporter, show
        self.source = find_model(self.recipe.model, show)
        self.tokenizer = load_tokenizer(self.source)
        self.data = open_data(request.data, request.workspace, self.tokenizer, self.recipe)
        self.dtype = precision_of(self.recipe.training)
        self.scheme = Scheme(group_size=self.recipe.quantization.group_size)
        self.steps = self.recipe.steps(len(self.data.train))
        self.recipe.check_steps(self.steps)

    def do(self) -> Finished:
        """Do what is left."""
        check_memory(model_size(self.source), self.recipe, "cuda" if torch.cuda.is_available() else "cpu")
        known = read_record(self.out)
        set_seed(self.recipe.training.seed)
        model = self._model()
        record = self._record(model)
        if known:
            _see_that_it_is_the_same(known, record, self.out)
            if known.threads != record.threads or known.libraries != record.libraries:
                self.show("note      begun with other libraries or threads: it does not go on bit for bit")
        checkpoints = find_checkpoints(self.out / CHECKPOINTS)
        self.out.mkdir(parents=True, exist_ok=True)
        self._tell(record, checkpoints)
        with _room_left(self.out):
            write_record(self.out, record)
            before = self._answers(model, "before.json")
            record, stopped = self._train(model, checkpoints, record, known.results[:1] if known else ())
            write_record(self.out, record)
            after = []
            if not stopped:
                after = self._answers(model, "after.json", anew=True)
                record = self._finish(model, record)
                write_record(self.out, record)
            report = write_report(self.out, record, before, after)
        return Finished(record, self.out / MODEL, report, tuple(lost(before, after)))

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

    def _train(
        self, model: Any, checkpoints: Found, record: RunRecord, measured: Sequence[Outcome]
    ) -> tuple[RunRecord, bool]:
        """Train what is left; returns what came out, and whether the time was up before the end."""
        quantizes = self.recipe.variant == "qat-lora"
        measure = Measure(self.out, lambda: trainer.tokens_read, lambda: quantizes and is_on(model), self.show)
        callbacks: list[Any] = [measure, MarkCheckpoints()]
        if quantizes:
            callbacks.append(
                QuantizationSwitch(self.recipe.quantization.from_step, lambda on: switch(model, on, self.out))
            )
        stop = StopAfter(self.request.minutes) if self.request.minutes is not None else None
        trainer = make_trainer(
            model,
            self.recipe,
            self.out / CHECKPOINTS,
            self.data.train,
            self.data.validation if self.data.validation else None,
            self.data.batches,
            [*callbacks, *([stop] if stop else [])],
        )
        cut(self.out, checkpoints.step)
        results = list(measured)
        if self.data.validation and not results:
            results = [Outcome(what="before training", loss=trainer.evaluate()["eval_loss"])]
            write_record(self.out, record.model_copy(update={"results": tuple(results)}))
        trainer.train(resume_from_checkpoint=str(checkpoints.latest) if checkpoints.latest else None)
        done = trainer.state.global_step
        if self.data.validation:
            what = "trained, quantization simulated" if quantizes and is_on(model) else "trained"
            last = [point.held_out for point in read_metrics(self.out).points if point.step == done and point.held_out]
            results.append(Outcome(what=what, loss=last[-1] if last else trainer.evaluate()["eval_loss"]))
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
            threads=torch.get_num_threads(),
            libraries=library_versions(),
        )

    def _answers(self, model: Any, name: str, anew: bool = False) -> list[Answered]:
        """Answers to the fixed prompts; those before training are asked for once, however often the run is interrupted."""
        if not self.request.answers:
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


def evaluate(model: Any, data: TrainingData, batch_size: int) -> float:
    """Loss on what is held out: the mean over all learned tokens, as the trainer's evaluation has it."""
    model.eval()
    total, count = 0.0, 0
    with torch.no_grad():
        for start in range(0, len(data.validation), batch_size):
            batch = on_device(data.batches(data.validation[start : start + batch_size]), model)
            learned = int((batch["labels"][:, 1:] != IGNORED).sum())
            total += float(model(**batch).loss) * learned
            count += learned
    return total / max(count, 1)


def _see_that_it_is_the_same(known: RunRecord, now: RunRecord, folder: Path) -> None:
    """See that the folder holds this run.

    Raises:
        InputError: it holds another; the first difference is named.
    """
    then, here = known.model_dump(mode="json"), now.model_dump(mode="json")
    for part in ("recipe", "model", "data", "examples", "steps", "precision"):
        if then[part] != here[part]:
            what = next(_differences(then[part], here[part], part))
            raise InputError(
                f"{folder}: holds a run of its own ({what}); give another folder with -o, or the same values"
            )


def _differences(then: Any, now: Any, name: str) -> Iterator[str]:
    if isinstance(then, dict) and isinstance(now, dict):
        for key in sorted(then.keys() | now.keys()):
            yield from _differences(then.get(key), now.get(key), f"{name}.{key}")
    elif then != now:
        yield f"{name} was {then!r} and now is {now!r}"


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
