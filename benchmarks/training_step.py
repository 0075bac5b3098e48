"""What a training step costs with fake quantization: time against plain LoRA's in one process, peak memory each in its own.

    python -m benchmarks.training_step [--model FOLDER] [--tokens 96] [--batch 4] [--steps 7]
    python -m benchmarks.training_step --one-b

Measured on SmolLM2-135M's shape and on two layers of Llama 3.2 1B's, both with random weights in float32, or on the model
in a folder. Steps of the forms take turns, so that what else the machine does hits all alike; a ratio is the median of
the rounds' ratios. On a machine that is not idle, threads wait for each other at every small operation: look at the time
of the processor, with `--threads 1`. `--one-b` takes the whole 1B shape in bfloat16, where one step of each form has to do.
"""

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

SHAPES = {
    "135M": {"hidden": 576, "layers": 30, "heads": 9, "kv_heads": 3, "intermediate": 1536, "vocabulary": 49_152},
    "1B, 2 layers": {
        "hidden": 2048,
        "layers": 2,
        "heads": 32,
        "kv_heads": 8,
        "intermediate": 8192,
        "vocabulary": 1_024,
    },
    "1B": {"hidden": 2048, "layers": 16, "heads": 32, "kv_heads": 8, "intermediate": 8192, "vocabulary": 128_256},
}
FORMS = ["lora", "merged", "separate"]
"""LoRA alone, and with fake quantization of either form."""


class Seconds(NamedTuple):
    """What a step took."""

    wall: float
    processor: float
    """Of all threads together."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", help="folder of a model; otherwise random weights of two shapes")
    parser.add_argument("--tokens", type=int, default=96)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--steps", type=int, default=7)
    parser.add_argument("--threads", type=int, help="threads of torch; as many as it chooses otherwise")
    parser.add_argument("--one-b", action="store_true", help="one step of the whole 1B shape in bfloat16")
    parser.add_argument(
        "--only", choices=["full", *FORMS], help="one form: a step's time and the process's peak memory"
    )
    parser.add_argument("--shape", choices=SHAPES)
    options = parser.parse_args()
    if options.only:
        _one(options)
    elif options.one_b:
        for form in ("full", *FORMS):
            print(f"1B {form:<9} {_apart('1B', form, options)}", flush=True)
    else:
        shapes = [options.shape] if options.shape else [options.model] if options.model else ["135M", "1B, 2 layers"]
        for shape in shapes:
            _times(shape, options)
            _memory(shape, options)


def _times(shape: str, options: argparse.Namespace) -> None:
    steps = {form: _step(shape, form, options) for form in FORMS}
    rounds = [{form: step() for form, step in steps.items()} for _ in range(options.steps + 1)][1:]
    for form in FORMS:
        wall, cpu = (statistics.median(each[form][kind] for each in rounds) for kind in (0, 1))
        of_wall, of_cpu = (
            statistics.median(each[form][kind] / each["lora"][kind] for each in rounds) for kind in (0, 1)
        )
        print(
            f"{shape:<13} {form:<9} {wall:6.2f} s a step, {of_wall:.2f} of LoRA's; "
            f"processor {cpu:6.2f} s, {of_cpu:.2f} of LoRA's",
            flush=True,
        )


def _memory(shape: str, options: argparse.Namespace) -> None:
    peaks = {form: float(_apart(shape, form, options).split()[-2]) for form in FORMS}
    for form, peak in peaks.items():
        print(f"{shape:<13} {form:<9} {peak:6.0f} MiB at most, {peak / peaks['lora']:.2f} of LoRA's", flush=True)


def _apart(shape: str, form: str, options: argparse.Namespace) -> str:
    """What a process of its own has to say about one form."""
    command = [sys.executable, "-m", "benchmarks.training_step", "--only", form]
    command += ["--model", options.model] if options.model else ["--shape", shape]
    command += ["--tokens", str(options.tokens), "--batch", str(options.batch), "--steps", "1"]
    command += ["--threads", str(options.threads)] if options.threads else []
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[-1]


def _one(options: argparse.Namespace) -> None:
    step = _step(options.shape or options.model, options.only, options)
    ready = _peak()
    seconds = [step() for _ in range(options.steps + 1)]
    peak = _peak()
    print(
        f"first step {seconds[0].wall:.1f} s, next {seconds[-1].wall:.1f} s; {ready:.0f} MiB when ready, at most {peak:.0f} MiB"
    )


def _peak() -> float:
    """MiB that this process has held at most. What `getrusage` says begins with the peak of the process that started it."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _step(shape: str, form: str, options: argparse.Namespace) -> Callable[[], Seconds]:
    """A training step on random tokens of a new model, which returns what it took."""
    import torch  # noqa: PLC0415

    from training.quantization.prepare import prepare, switch  # noqa: PLC0415
    from training.quantization.scheme import Scheme  # noqa: PLC0415

    if options.threads:
        torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    model = _model(shape, "full" if form == "full" else "lora")
    if form in {"merged", "separate"}:
        prepare(model, Scheme(), adapter=form)
        switch(model, on=True)
    model.train()
    optimizer = torch.optim.AdamW([each for each in model.parameters() if each.requires_grad], lr=1e-5)
    tokens = torch.randint(0, model.config.vocab_size, (options.batch, options.tokens))

    def step() -> Seconds:
        start, used = time.perf_counter(), time.process_time()
        model(input_ids=tokens, labels=tokens).loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        return Seconds(time.perf_counter() - start, time.process_time() - used)

    return step


def _model(shape: str, form: str) -> Any:
    import torch  # noqa: PLC0415
    from peft import LoraConfig, get_peft_model  # noqa: PLC0415
    from transformers import AutoModelForCausalLM, LlamaConfig  # noqa: PLC0415

    if shape in SHAPES:
        size = SHAPES[shape]
        config = LlamaConfig(
            hidden_size=size["hidden"],
            intermediate_size=size["intermediate"],
            num_hidden_layers=size["layers"],
            num_attention_heads=size["heads"],
            num_key_value_heads=size["kv_heads"],
            vocab_size=size["vocabulary"],
            tie_word_embeddings=True,
            use_cache=False,
        )
        dtype = torch.bfloat16 if shape == "1B" else torch.float32
        model = AutoModelForCausalLM.from_config(config, dtype=dtype)
    else:
        model = AutoModelForCausalLM.from_pretrained(shape, dtype=torch.float32)
        model.config.use_cache = False
    if form == "full":
        return model
    projections = ["q_proj", "k_proj", "v_proj", "o_proj"]
    return get_peft_model(model, LoraConfig(r=16, lora_alpha=32, target_modules=projections, task_type="CAUSAL_LM"))


if __name__ == "__main__":
    main()
