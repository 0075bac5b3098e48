"""The `Trainer` of a run: transformers' own, told what a recipe says, and counting the tokens that it reads."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import Trainer, TrainerCallback, TrainingArguments
from transformers.trainer_callback import PrinterCallback, ProgressCallback

from training.held_out import losses
from training.recipe import Recipe, TrainingSettings

SCHEDULES = {"constant": "constant_with_warmup", "linear": "linear", "cosine": "cosine"}
"""What transformers calls what the learning rate does after the warm-up."""
KEPT = 2
"""Checkpoints kept at least: the one before stays until the next is marked as whole."""


class CountingTrainer(Trainer):
    """Counts the tokens of the steps, those that are only read included, as many for each of several processes; and weighs
    the held-out loss by the learned tokens."""

    tokens_read: int = 0

    def training_step(self, model: Any, inputs: dict[str, Any], num_items_in_batch: Any = None) -> Any:
        """Do a step, and count its tokens."""
        self.tokens_read += int(inputs["input_ids"].numel()) * self.args.world_size
        return super().training_step(model, inputs, num_items_in_batch)

    @torch.no_grad()
    def evaluate(self, *_: Any, **__: Any) -> dict[str, float]:
        """Measure the loss on what is held out. (`Trainer` gives every batch the same weight, however few tokens it learns.)"""
        self.model.eval()
        total = count = 0.0
        for batch in self.get_eval_dataloader():
            sums, counts = self.accelerator.gather_for_metrics(losses(self.model, self._prepare_inputs(batch)))
            total += float(sums.sum())
            count += float(counts.sum())
        metrics = {"eval_loss": total / max(count, 1.0)}
        self.log(metrics)
        self.control: Any = self.callback_handler.on_evaluate(self.args, self.state, self.control, metrics)
        return metrics


def make_trainer(
    model: Any,
    recipe: Recipe,
    folder: Path,
    train: Any,
    held_out: Any,
    collate: Any,
    callbacks: Sequence[TrainerCallback],
    evaluate_first: bool,
) -> CountingTrainer:
    """A trainer for a recipe.

    Args:
        model: what is trained.
        recipe: how.
        folder: where checkpoints are written.
        train: the examples.
        held_out: what the loss is measured on; none where nothing is held out.
        collate: makes a batch of examples.
        callbacks: what happens in the course of the run.
        evaluate_first: whether the loss is measured before the first step as well. (Measured before `train` is called, the
            model would not be shared with other processes, each of which would train one of its own.)
    """
    trainer = CountingTrainer(
        model=model,
        args=_arguments(recipe, folder, held_out is not None, evaluate_first),
        train_dataset=train,
        eval_dataset=held_out,
        data_collator=collate,
        callbacks=list(callbacks),
    )
    for shown in (PrinterCallback, ProgressCallback):
        trainer.remove_callback(shown)
    return trainer


def precision_of(settings: TrainingSettings) -> torch.dtype:
    """What is computed with: bfloat16 where the hardware has it and nothing else is asked for."""
    if settings.precision == "auto":
        good = torch.cuda.is_available() and torch.cuda.is_bf16_supported()
        return torch.bfloat16 if good else torch.float32
    return torch.bfloat16 if settings.precision == "bfloat16" else torch.float32


def _arguments(recipe: Recipe, folder: Path, evaluates: bool, evaluate_first: bool) -> TrainingArguments:
    settings = recipe.training
    return TrainingArguments(
        output_dir=str(folder),
        num_train_epochs=settings.epochs,
        max_steps=settings.max_steps or -1,
        per_device_train_batch_size=settings.batch_size,
        per_device_eval_batch_size=settings.batch_size,
        gradient_accumulation_steps=settings.accumulation,
        learning_rate=settings.learning_rate,
        lr_scheduler_type=SCHEDULES[settings.schedule],
        warmup_steps=settings.warmup,  # less than 1: a share of the steps
        optim="adamw_torch",
        weight_decay=settings.weight_decay,
        max_grad_norm=settings.max_grad_norm,
        seed=settings.seed,
        data_seed=settings.seed,
        logging_steps=settings.log_every,
        eval_on_start=evaluates and evaluate_first,
        eval_strategy="steps" if evaluates else "no",
        eval_steps=settings.evaluate_every,
        save_strategy="steps",
        save_steps=settings.save_every,
        save_total_limit=max(settings.keep, KEPT),
        activation_checkpointing=settings.gradient_checkpointing,
        activation_checkpointing_kwargs={"use_reentrant": False} if settings.gradient_checkpointing else None,
        bf16=not recipe.trains_adapter and precision_of(settings) is torch.bfloat16,
        use_cpu=not torch.cuda.is_available(),
        dataloader_pin_memory=False,
        remove_unused_columns=False,
        disable_tqdm=True,
        report_to=[],
        logging_nan_inf_filter=False,
    )
