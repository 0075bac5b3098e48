"""The size of the paper's model: Llama 3.2 1B's shape with random weights, exported and measured on this machine.

    python -m benchmarks.export_1b -o FOLDER [--context 2048] [--repetitions 3]

Random weights have the true size, memory and speed. Prints what export takes, the size of the `.pte`, what the runtime takes of
memory, and the share of this machine's memory bandwidth that decoding reaches.
"""

import argparse
import json
from pathlib import Path

CONFIG = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "vocab_size": 128_256,
    "hidden_size": 2048,
    "intermediate_size": 8192,
    "num_hidden_layers": 16,
    "num_attention_heads": 32,
    "num_key_value_heads": 8,
    "head_dim": 64,
    "max_position_embeddings": 131_072,
    "rms_norm_eps": 1e-5,
    "hidden_act": "silu",
    "tie_word_embeddings": True,
    "bos_token_id": 128_000,
    "eos_token_id": [128_001, 128_008, 128_009],
    "rope_parameters": {
        "rope_type": "llama3",
        "rope_theta": 500_000.0,
        "factor": 32.0,
        "low_freq_factor": 1.0,
        "high_freq_factor": 4.0,
        "original_max_position_embeddings": 8192,
    },
}
GROUP = 32


def main() -> None:
    """Make the model where it is missing, export it, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--context", type=int, default=2048)
    parser.add_argument("--repetitions", type=int, default=3)
    options = parser.parse_args()
    model, program = options.output / "model", options.output / "model.pte"
    if not (model / "quantized.safetensors").exists():
        _write_model(model)
    _export(model, program, options.context)
    _measure(program, options)


def _write_model(folder: Path) -> None:
    """A model of random codes and scales, as a run of variant qat-lora leaves one."""
    import torch  # noqa: PLC0415
    from safetensors.torch import save_file  # noqa: PLC0415

    from training.models.shape import shape_of  # noqa: PLC0415

    torch.manual_seed(0)
    shape, tensors = shape_of(CONFIG), {}
    for layer in range(shape.layers):
        for name, (inputs, outputs) in shape.linears.items():
            part = "self_attn" if name[0] in "qkvo" else "mlp"
            weight = f"model.layers.{layer}.{part}.{name}.weight"
            tensors[f"{weight}.codes"] = torch.randint(-8, 8, (outputs, inputs), dtype=torch.int8)
            scales = 0.004 + 0.002 * torch.rand(outputs, inputs // GROUP)
            tensors[f"{weight}.scales"] = scales.bfloat16()
        for name in ("input_layernorm", "post_attention_layernorm"):
            tensors[f"model.layers.{layer}.{name}.weight"] = torch.ones(shape.hidden)
    tensors["model.norm.weight"] = torch.ones(shape.hidden)
    tensors["model.embed_tokens.weight"] = 0.02 * torch.randn(shape.vocabulary, shape.hidden)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    (folder / "quantization.json").write_text(json.dumps({"group_size": GROUP}), encoding="utf-8")
    (folder / "tokenizer.json").write_text("{}", encoding="utf-8")
    save_file(tensors, folder / "quantized.safetensors", metadata={"format": "pt"})


def _export(model: Path, program: Path, context: int) -> None:
    from export.checkpoint import read_checkpoint  # noqa: PLC0415
    from export.pte import ExportOptions, write_pte  # noqa: PLC0415

    written = write_pte(read_checkpoint(model), ExportOptions(context=context), program)
    clock = sum(stage.seconds for stage in written.stages)
    processor = sum(stage.processor_seconds for stage in written.stages)
    print(
        f"export: {clock:.0f} s ({processor:.0f} s of the processor), at most {written.peak_memory / 2**30:.2f} GiB; "
        f"{written.size / 2**30:.3f} GiB in {written.pieces} pieces"
    )
    for stage in written.stages:
        print(f"  {stage.name:<14}{stage.seconds:7.1f} s")


def _measure(program: Path, options: argparse.Namespace) -> None:
    from export.bench import (  # noqa: PLC0415
        Workload,
        bandwidth,
        conditions,
        measure,
        read_per_token,
        rows,
        share_of_bandwidth,
    )

    figures = measure(program, Workload(options.context), repetitions=options.repetitions)
    print(conditions(figures))
    for name, text in rows(figures):
        print(f"  {name:<34}{text}")
    available = bandwidth(figures.threads)
    each = read_per_token(figures.size, CONFIG["vocab_size"], CONFIG["hidden_size"])  # type: ignore[arg-type]
    share = share_of_bandwidth(figures.decode.median, each, available)
    print(
        f"  {each / 1e6:,.0f} MB are read for a token; this machine reads {available / 1e9:.1f} GB/s with {figures.threads} threads: "
        f"decoding reaches {share:.0%} of that"
    )


if __name__ == "__main__":
    main()
