"""What happens in the course of a run: quantization is switched on, checkpoints are marked, measurements are written."""

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from accelerate import PartialState
from accelerate.utils import gather_object
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from emosapp_data.errors import EmosappError
from emosapp_data.progress import Advance
from training.checkpoints import mark
from training.metrics import Point, append


class QuantizationSwitch(TrainerCallback):
    """Simulates quantization from a step on, whether the run came there undisturbed or goes on from a checkpoint."""

    def __init__(self, from_step: int, switch: Callable[[bool], None]) -> None:
        """Set the number of steps before the switch, and what switches."""
        self.from_step = from_step
        self.on = False
        self._switch = switch

    def on_step_begin(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """Switch, once so many steps are done."""
        if not self.on and state.global_step >= self.from_step:
            self._switch(True)
            self.on = True


class MarkCheckpoints(TrainerCallback):
    """Marks each checkpoint once all of it is on disk, what other processes write included."""

    def on_save(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """Mark the checkpoint that was just written."""
        PartialState().wait_for_everyone()
        if state.is_world_process_zero:
            mark(Path(str(args.output_dir)) / f"checkpoint-{state.global_step}")


class Measure(TrainerCallback):
    """Writes what is measured, and shows how the run gets on."""

    def __init__(
        self, run: Path, tokens: Callable[[], int], quantized: Callable[[], bool], show: Callable[[str], None]
    ) -> None:
        """Take what is to be told of.

        Args:
            run: the folder of the run.
            tokens: how many tokens were read so far in this process.
            quantized: whether quantization is simulated now.
            show: shows a line.
        """
        self._run, self._tokens, self._quantized, self._show = run, tokens, quantized, show
        self._before = 0.0
        self._start = self._last = time.monotonic()
        self._last_tokens = 0
        self._first_step = 0
        self.advance: Advance | None = None

    def on_train_begin(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """Begin to count the time; a run that goes on adds it to what it took before."""
        self._before = float((state.log_history[-1] if state.log_history else {}).get("seconds", 0.0))
        self._start = self._last = time.monotonic()
        self._first_step = state.global_step

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """Count the step."""
        if self.advance:
            self.advance(1)

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, Any] | None = None,
        **_: Any,
    ) -> None:
        """Write what was logged.

        Raises:
            EmosappError: the loss is no number any more, in any of the processes: nothing that follows would be worth a thing.
        """
        logs = logs or {}
        for name in ("loss", "eval_loss"):
            if not math.isfinite(logs.get(name, 0.0)):
                raise EmosappError(_diverged(name, logs[name], state.global_step, args.learning_rate))
        if not state.is_world_process_zero or not {"loss", "eval_loss"} & logs.keys():
            return
        now, tokens = time.monotonic(), self._tokens()
        pace = (tokens - self._last_tokens) / max(now - self._last, 1e-6) if "loss" in logs else None
        if "loss" in logs:
            self._last, self._last_tokens = now, tokens
        seconds = round(self._before + now - self._start, 1)
        if state.log_history:
            state.log_history[-1]["seconds"] = seconds
        point = Point(
            step=state.global_step,
            seconds=seconds,
            loss=logs.get("loss"),
            held_out=logs.get("eval_loss"),
            learning_rate=logs.get("learning_rate"),
            gradient=logs.get("grad_norm"),
            tokens_per_second=round(pace, 1) if pace is not None else None,
            quantized=self._quantized(),
        )
        append(self._run, point)
        self._show(self._told(point, state))

    def on_evaluate(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """What an evaluation took is no time of training tokens."""
        self._last, self._last_tokens = time.monotonic(), self._tokens()

    def _told(self, point: Point, state: TrainerState) -> str:
        where = f"step {point.step:,} of {state.max_steps:,}" if point.step else "before training"
        if point.held_out is not None:
            return f"{where}  held-out loss {point.held_out:.4f}"
        done = point.step - self._first_step
        left = (time.monotonic() - self._start) / max(done, 1) * (state.max_steps - point.step)
        fake = "  quantized" if point.quantized else ""
        return f"{where}  loss {point.loss:.4f}  {point.tokens_per_second:,.0f} tokens/s{fake}  {duration(left)} left"


class StopAfter(TrainerCallback):
    """Ends the run in good order when its time is up, with a checkpoint."""

    def __init__(self, minutes: float) -> None:
        """Set the minutes of training."""
        self._minutes = minutes
        self._start = 0.0
        self.stopped = False

    def on_train_begin(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """Begin to count."""
        self._start = time.monotonic()

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """Stop when the time is up."""
        up = time.monotonic() - self._start > 60 * self._minutes
        if any(gather_object([up])) and state.global_step < state.max_steps:  # all stop at the same step
            control.should_save = control.should_training_stop = self.stopped = True


def _diverged(name: str, loss: float, step: int, rate: float) -> str:
    if not step:
        return f"the loss is {loss} before training: weights of the model are damaged; get it again from its source"
    kind = "held-out loss" if name == "eval_loss" else "loss"
    return (
        f"step {step:,}: the {kind} is {loss}, so the run has diverged; begin anew in another folder with a lower learning"
        f" rate (--set training.learning_rate={rate / 10:g})"
    )


def duration(seconds: float) -> str:
    """A time in words: '45 s', '12 min', '1 h 20 min'."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
