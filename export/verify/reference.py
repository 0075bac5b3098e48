"""The trained model in transformers, and step by step the roundings of the export: what each of them changes in the logits."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from export.checkpoint import Checkpoint, Precision
from export.model import row_tensor
from export.rows import quantize_rows
from export.verify.continuations import Continuation

DISTURBANCE = 1e-6
"""Relative; a sum of a thousand float32 numbers in another order differs by about as much."""


class Divergence(NamedTuple):
    """A token that the trained model would not have chosen."""

    prompt: int
    """Which prompt, counted from 0."""
    place: int
    """Which token of the answer, counted from 0."""
    margin: float
    """By how much the reference finds another token likelier, in logits."""
    difference: float
    """Largest difference between the logits of runtime and reference there."""


class Terms(NamedTuple):
    """Where the logits of runtime and training differ: largest difference of each step, over all tokens of all answers."""

    embedding: float
    """Rounding the embedding to 8 bits."""
    output: float
    """Rounding the output layer to 8 bits, and its input."""
    arithmetic: float
    """The runtime's kernels, with the same numbers: sums in another order, and inputs that so fall to the next of 256 levels."""
    typical: float
    """Root mean square of that last one."""
    unrest: float
    """Root mean square of what a disturbance of one in a million, as sums in another order make it, changes in the reference."""
    spread: float
    """Standard deviation of the logits, to compare with."""
    divergences: tuple[Divergence, ...]
    """Tokens that the reference, with all roundings, would not have chosen."""


def compare_logits(checkpoint: Checkpoint, precision: Precision, answers: Sequence[Continuation]) -> Terms:
    """Compare the runtime's logits with those of the model that was trained.

    Each answer is read by the reference as a whole, so that a token is judged by what really stood before it.

    Args:
        checkpoint: what was exported
        precision: how
        answers: what the runtime wrote
    """
    model = trained_model(checkpoint, precision)
    trained = [_read(model, answer) for answer in answers]
    embedding = output = 0.0
    final = trained
    if precision == "int4":
        raw = _round_embedding(model)
        rounded = [_read(model, answer) for answer in answers]
        _round_output(model, raw)
        final = [_read(model, answer) for answer in answers]
        embedding, output = _largest(trained, rounded), _largest(rounded, final)
    with disturbed(model):
        moved = [_read(model, answer) for answer in answers]
    of_runtime = [answer.logits for answer in answers]
    return Terms(
        embedding=embedding,
        output=output,
        arithmetic=_largest(of_runtime, final),
        typical=_typical(of_runtime, final),
        unrest=_typical(moved, final),
        spread=float(np.std(np.concatenate([each[::8] for each in final]))),
        divergences=tuple(_divergences(answers, final)),
    )


def trained_model(checkpoint: Checkpoint, precision: Precision) -> Any:
    """The model in transformers, its linear layers quantized as they are exported."""
    import torch  # noqa: PLC0415
    from transformers import AutoModelForCausalLM  # noqa: PLC0415

    from training.models.loading import quiet  # noqa: PLC0415
    from training.quantization.convert import as_tensor  # noqa: PLC0415
    from training.quantization.grid import quantize  # noqa: PLC0415
    from training.quantization.prepare import targets  # noqa: PLC0415
    from training.saving import load_quantized  # noqa: PLC0415

    if checkpoint.quantized:
        return load_quantized(checkpoint.model).float()
    dtype = torch.bfloat16 if precision == "bf16" else torch.float32
    with quiet():
        model = AutoModelForCausalLM.from_pretrained(checkpoint.model, dtype=dtype, local_files_only=True)
    if precision == "int4":
        for _, linear, _ in targets(model):
            weight = as_tensor(quantize(linear.weight, checkpoint.scheme.group_size), checkpoint.scheme, torch.float32)
            linear.weight = torch.nn.Parameter(weight, requires_grad=False)
    return model.eval()


def _round_embedding(model: Any) -> Any:
    """Round the embedding to 8 bits; an output layer that was the same stays as it is. Returns the output layer's weight."""
    import torch  # noqa: PLC0415

    embedding, output = model.get_input_embeddings(), model.get_output_embeddings()
    raw = output.weight.detach()
    output.weight = torch.nn.Parameter(raw, requires_grad=False)
    rows = quantize_rows(embedding.weight).dequantize()
    embedding.weight = torch.nn.Parameter(rows, requires_grad=False)
    return raw


def _round_output(model: Any, raw: Any) -> None:
    import torch  # noqa: PLC0415

    weight = row_tensor(quantize_rows(raw))
    model.get_output_embeddings().weight = torch.nn.Parameter(weight, requires_grad=False)


def _read(model: Any, answer: Continuation) -> NDArray[np.float32]:
    """The reference's logits for each token of an answer; shape (tokens, vocabulary)."""
    import torch  # noqa: PLC0415

    ids = torch.tensor([[*answer.prompt, *answer.tokens[:-1]]])
    with torch.no_grad():
        logits = model(input_ids=ids, use_cache=False, logits_to_keep=len(answer.tokens)).logits
    found: NDArray[np.float32] = logits[0].float().numpy()
    return found


@contextmanager
def disturbed(model: Any) -> Iterator[None]:
    """Disturb what goes into each layer of the decoder, in the last bits that float32 has."""
    import torch  # noqa: PLC0415

    random = torch.Generator().manual_seed(0)

    def disturb(_: Any, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        hidden, *rest = arguments
        return (hidden * (1 + DISTURBANCE * torch.randn(hidden.shape, generator=random)), *rest)

    hooks = [layer.register_forward_pre_hook(disturb) for layer in model.model.layers]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def _typical(some: Sequence[NDArray[np.float32]], others: Sequence[NDArray[np.float32]]) -> float:
    squares = sum(float(np.square(a - b, dtype=np.float64).sum()) for a, b in zip(some, others, strict=True))
    return float((squares / sum(each.size for each in some)) ** 0.5)


def _largest(some: Sequence[NDArray[np.float32]], others: Sequence[NDArray[np.float32]]) -> float:
    return max(float(np.abs(a - b).max()) for a, b in zip(some, others, strict=True))


def _divergences(answers: Sequence[Continuation], final: Sequence[NDArray[np.float32]]) -> list[Divergence]:
    found = []
    for number, (answer, logits) in enumerate(zip(answers, final, strict=True)):
        for place, token in enumerate(answer.tokens):
            margin = float(logits[place].max() - logits[place, token])
            if margin > 0:
                difference = float(np.abs(answer.logits[place] - logits[place]).max())
                found.append(Divergence(number, place, margin, difference))
    return found
