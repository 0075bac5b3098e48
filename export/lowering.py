"""From the model in PyTorch to a program of ExecuTorch whose linear layers XNNPACK runs, 4-bit weights against 8-bit inputs.

Nearly all of what lowering a language model costs is spent on visiting its nodes, each time with symbolic shapes, not on its
weights. So the graph is decomposed once, partitioned once into few and large pieces, and each piece is spared the passes of
XNNPACK that have nothing to do in it.
"""

import logging
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from emosapp_data.errors import EmosappError
from export.model import Lengths

ONLY_LINEAR = "dqlinear_partitioner"
"""XNNPACK's key for a piece in which, of its passes, only the one that finds linear layers has to run. The others fold batch
norms and convolutions, rewrite upsampling, pooling and layouts of images, or tidy up clones, and a Llama has none of these: a
test shows that the pieces are the same to the byte with all passes."""


class Lowered(NamedTuple):
    """A program, before it is written."""

    program: Any
    """ExecutorchProgramManager."""
    pieces: int
    """Parts of the graph that XNNPACK runs, each as a whole."""


def lower(
    model: Any, lengths: Lengths, metadata: Mapping[str, Any], stage: Callable[[str], None], *, all_passes: bool = False
) -> Lowered:
    """Lower a model.

    Args:
        model: `export.transformer.Transformer`
        lengths: that it was made for; a call takes from 1 to `prefill` tokens
        metadata: constants that the program gives out, as runners ask for them
        stage: told the name of each stage as it begins
        all_passes: run all passes of XNNPACK on each piece, which takes long

    Raises:
        EmosappError: a quantized layer is left that XNNPACK does not run.
    """
    import torch  # noqa: PLC0415
    from executorch.exir import to_edge  # noqa: PLC0415

    with _quiet(), torch.no_grad():
        stage("trace")
        exported = _traced(model, lengths)
        stage("decompose")
        edge = to_edge(exported, constant_methods=dict(metadata), compile_config=_edge_config())
        del exported
        stage("partition")
        edge = edge.to_backend(_partitioner(all_passes))
        pieces = _check_delegated(edge.exported_program().graph)
        stage("plan memory")
        return Lowered(edge.to_executorch(_backend_config()), pieces)


def write(lowered: Lowered, path: Path) -> None:
    """Write a program, whole or not at all."""
    draft = path.with_name(f".{path.name}.tmp")
    try:
        with draft.open("wb") as file:
            lowered.program.write_to_file(file)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _traced(model: Any, lengths: Lengths) -> Any:
    import torch  # noqa: PLC0415

    tokens = torch.export.Dim("tokens", min=1, max=lengths.prefill)
    example = (torch.zeros((1, 2), dtype=torch.long), torch.zeros(1, dtype=torch.long))
    return torch.export.export(model, example, dynamic_shapes=({1: tokens}, None), strict=False)


def _edge_config() -> Any:
    """Keep the operators by which XNNPACK knows a quantized linear layer."""
    import torch  # noqa: PLC0415
    from executorch.exir import EdgeCompileConfig  # noqa: PLC0415

    torchao = torch.ops.torchao
    kept = [
        torch.ops.aten.linear.default,
        torchao.choose_qparams_affine.default,
        torchao.quantize_affine.default,
        torchao.dequantize_affine.default,
    ]
    return EdgeCompileConfig(_check_ir_validity=False, _skip_dim_order=True, preserve_ops=kept)


def _partitioner(all_passes: bool) -> Any:
    """One partitioner for all that XNNPACK can run, so that layers and what is computed between them share a piece."""
    from executorch.backends.xnnpack.partition.xnnpack_partitioner import XnnpackPartitioner  # noqa: PLC0415
    from executorch.exir.backend.compile_spec_schema import CompileSpec  # noqa: PLC0415

    partitioner = XnnpackPartitioner()
    if not all_passes:
        partitioner.delegation_spec = partitioner.delegation_spec._replace(
            compile_specs=[CompileSpec(ONLY_LINEAR, b"")]
        )
    return partitioner


def _backend_config() -> Any:
    from executorch.exir import ExecutorchBackendConfig  # noqa: PLC0415
    from executorch.exir.passes import MemoryPlanningPass  # noqa: PLC0415
    from executorch.exir.passes.sym_shape_eval_pass import ConstraintBasedSymShapeEvalPass  # noqa: PLC0415

    return ExecutorchBackendConfig(
        extract_delegate_segments=True,
        memory_planning_pass=MemoryPlanningPass(alloc_graph_input=False),  # runners bring their own
        sym_shape_eval_pass=ConstraintBasedSymShapeEvalPass(),  # memory for the longest call
    )


def _check_delegated(graph: Any) -> int:
    """How many pieces XNNPACK runs.

    Raises:
        EmosappError: a quantized layer is in none of them.
    """
    names = [getattr(node.target, "__name__", "") for node in graph.nodes if node.op == "call_function"]
    if left := next((name for name in names if name.startswith("torchao.")), None):
        raise EmosappError(
            f"lowering left {left} in the graph, so that a quantized layer would be computed slowly and in full precision; "
            "install the versions of 'emosapp-data[export]'"
        )
    return names.count("executorch_call_delegate")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what libraries say of each other's ways from the terminal; errors are raised all the same."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
