"""What quantization costs, and what training with it wins back: the paper's variants on the same data, steps and seeds.

    emosapp dialogues ESConv.json -o WORKSPACE --about esconv
    emosapp release-dialogues WORKSPACE
    python -m benchmarks.training_variants --data esconv -w WORKSPACE -o FOLDER [--seeds 0 1] [--steps 128]

Each variant is a run of `emosapp train` on SmolLM2-135M, in a folder of its own, which is left alone once it is finished: an
interrupted benchmark goes on, and seeds may be measured in processes side by side (with OMP_NUM_THREADS=1). The losses are
of the same held-out sequences, each over their learned tokens. `qat-lora` comes in both forms; LoRA without quantization is
what `lora-ptq` holds before it is quantized.
"""

import argparse
import json
import shutil
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RUNS: dict[str, dict[str, Any]] = {
    "full": {},
    "lora-ptq": {},
    "qat-lora merged": {"quantization": {"adapter": "merged"}},
    "qat-lora separate": {"quantization": {"adapter": "separate"}},
}
"""The runs, and what their recipes change."""


def main() -> None:
    """Train what is missing, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="esconv")
    parser.add_argument("-w", "--workspace", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1])
    parser.add_argument("--steps", type=int, default=128)
    parser.add_argument("--length", type=int, default=512)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--held-out", type=int, default=24, help="sequences that the loss is measured on")
    parser.add_argument("--learning-rate", type=float, default=3e-4, help="of the adapters")
    parser.add_argument("--full-learning-rate", type=float, default=3e-5, help="of all weights")
    options = parser.parse_args()
    for seed in options.seeds:
        for name in RUNS:
            _train(name, seed, options)
    _table(options)


def _train(name: str, seed: int, options: argparse.Namespace) -> None:
    """Do one run, unless it is done."""
    from emosapp_data.cli.training import quiet_libraries  # noqa: PLC0415
    from emosapp_data.progress import Silent  # noqa: PLC0415

    folder = _folder(name, seed, options)
    if (folder / "done").exists():
        return
    quiet_libraries()
    from training.recipe import load_recipe  # noqa: PLC0415
    from training.run import CHECKPOINTS, Request, run  # noqa: PLC0415

    variant = name.split(maxsplit=1)[0]
    changes = {
        "training": {
            "max_steps": options.steps,
            "batch_size": options.batch,
            "length": options.length,
            "learning_rate": options.full_learning_rate if variant == "full" else options.learning_rate,
            "warmup": 0.05,
            "evaluate_every": options.steps // 2,
            "evaluate_on": options.held_out,
            "save_every": options.steps // 2,
            "seed": seed,
        }
    }
    for section, values in RUNS[name].items():
        changes[section] = {**values, "from_step": options.steps // 4}
    recipe = load_recipe(f"smollm2-135m-{variant}", changes)
    print(f"--- {name}, seed {seed}", flush=True)
    request = Request(recipe, (options.data,), options.workspace, folder, answers=False)
    run(request, Silent(), lambda line: print(line, flush=True))
    shutil.rmtree(folder / CHECKPOINTS)
    (folder / "done").touch()


def _table(options: argparse.Namespace) -> None:
    """Losses, by variant: mean over the seeds, and each of them."""
    found: dict[str, list[float]] = {}
    for seed in options.seeds:
        for name in RUNS:
            for what, loss in _losses(name, _folder(name, seed, options)):
                found.setdefault(what, []).append(loss)
    print(f"\n{'held-out loss':<42} {'mean':>7} {'spread':>7}   each seed")
    for what, losses in found.items():
        each = " ".join(f"{loss:.4f}" for loss in losses)
        print(f"{what:<42} {statistics.mean(losses):7.4f} {max(losses) - min(losses):7.4f}   {each}")
    plain = found["LoRA"]
    print("\nQuantization costs, over LoRA in full precision of the same seed:")
    for what in ("LoRA + PTQ", "QAT-LoRA merged, converted", "QAT-LoRA separate, converted"):
        costs = [loss - base for loss, base in zip(found[what], plain, strict=True)]
        each = " ".join(f"{cost:+.4f}" for cost in costs)
        print(f"{what:<42} {statistics.mean(costs):+7.4f} {max(costs) - min(costs):7.4f}   {each}")


def _losses(name: str, folder: Path) -> Iterator[tuple[str, float]]:
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    losses = {result["what"]: result["loss"] for result in record["results"]}
    converted = losses.get("trained and quantized")
    if name == "full":
        yield "before training", losses["before training"]
        yield "full", losses["trained"]
    elif name == "lora-ptq":
        yield "LoRA", losses["trained"]
        yield "LoRA + PTQ", converted
    else:
        shown = name.replace("qat-lora", "QAT-LoRA")
        yield f"{shown}, as trained", losses["trained, quantization simulated"]
        yield f"{shown}, converted", converted


def _folder(name: str, seed: int, options: argparse.Namespace) -> Path:
    return Path(options.output) / f"{name.replace(' ', '-')}-{seed}"


if __name__ == "__main__":
    main()
