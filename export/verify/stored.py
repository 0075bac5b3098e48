"""What a `.pte` really holds: the weights, read back from the program and from the pieces that XNNPACK runs."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from emosapp_data.errors import InputError, MissingPartError
from export.model import INSTALL

BACKEND = "XnnpackBackend"
FOUR_BITS, EIGHT_BITS = "xnn_datatype_qbint4", "xnn_datatype_qcint8"
MIDDLE = 8
"""What XNNPACK adds to 4-bit codes, so that none is negative."""


class StoredWeight(NamedTuple):
    """The weight of a linear layer, in the order in which the program computes."""

    codes: NDArray[np.int8]
    """Shape (outputs, inputs)."""
    scales: NDArray[np.float32]
    """Shape (outputs, groups); one group a row in 8 bits."""


class Stored(NamedTuple):
    """The weights of a program."""

    linears: tuple[StoredWeight, ...]
    """Of quantized linear layers."""
    constants: frozenset[bytes]
    """All other constants: norms, the embedding's codes and scales, tables."""


def read_stored(path: Path) -> Stored:
    """Read the weights of a `.pte`.

    Raises:
        InputError: it cannot be read.
        MissingPartError: ExecuTorch is not installed.
    """
    try:
        from executorch.exir._serialize._program import deserialize_pte_binary  # noqa: PLC0415
    except ImportError as error:
        raise MissingPartError(f"{error.name} is missing; {INSTALL}") from error
    try:
        file = deserialize_pte_binary(path.read_bytes())
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(f"{path}: cannot be read ({' '.join(str(error).split())[:120]}); export it again") from error
    named = _named(file.named_data)
    linears: list[StoredWeight] = []
    constants = {bytes(buffer.storage) for buffer in file.program.constant_buffer if len(buffer.storage)}
    for piece in _pieces(file.program):
        found, others = _read_piece(piece, named)
        linears += found
        constants |= others
    return Stored(tuple(linears), frozenset(constants))


def _named(data: Any) -> dict[str, bytes]:
    return {} if data is None else {name: data.buffers[entry.buffer_index] for name, entry in data.pte_data.items()}


def _pieces(program: Any) -> Iterator[bytes]:
    """The pieces that XNNPACK runs, in the order in which they are listed, which is that of the computation."""
    for plan in program.execution_plan:
        for delegate in plan.delegates:
            if delegate.id == BACKEND:
                yield bytes(program.backend_delegate_data[delegate.processed.index].data)


def _read_piece(piece: bytes, named: dict[str, bytes]) -> tuple[list[StoredWeight], set[bytes]]:
    graph = _graph(piece)
    data = [named.get(each["named_key"], b"") for each in graph["constant_data"]]
    linears, constants = {}, set()
    for value in (each["xvalue_union"] for each in graph["xvalues"]):
        tensor = value.get("tensor_value", value)
        index = tensor["constant_buffer_idx"]
        if not index:
            continue
        if tensor["datatype"] in (FOUR_BITS, EIGHT_BITS):
            linears[tensor["id_out"]] = _weight(tensor, value["quant_params"], data)
        else:
            constants.add(data[index])
    layers = (node["xnode_union"] for node in graph["xnodes"] if node["xnode_union_type"] == "XNNFullyConnected")
    return [linears[layer["filter_id"]] for layer in layers if layer["filter_id"] in linears], constants


def _weight(tensor: dict[str, Any], quantization: dict[str, Any], data: list[bytes]) -> StoredWeight:
    outputs, inputs = tensor["dims"]
    codes, scales = data[tensor["constant_buffer_idx"]], data[quantization["scale_buffer_idx"]]
    if tensor["datatype"] == EIGHT_BITS:
        return StoredWeight(
            np.frombuffer(codes, np.int8).reshape(outputs, inputs), np.frombuffer(scales, np.float32).reshape(-1, 1)
        )
    packed = np.frombuffer(codes, np.uint8).reshape(outputs, inputs // 2)
    unpacked = np.empty((outputs, inputs), np.int8)
    unpacked[:, ::2] = (packed & 0x0F).astype(np.int8) - MIDDLE
    unpacked[:, 1::2] = (packed >> 4).astype(np.int8) - MIDDLE
    wide = (np.frombuffer(scales, np.uint16).astype(np.uint32) << 16).view(np.float32)  # of bfloat16
    return StoredWeight(unpacked, wide.reshape(outputs, inputs // quantization["group_size"]))


def _graph(piece: bytes) -> dict[str, Any]:
    """The graph of a piece, which stands behind a header as a flatbuffer."""
    from executorch.backends.xnnpack.serialization.xnnpack_graph_serialize import (  # noqa: PLC0415
        XNNHeader,
        _get_schema_bytes,
    )
    from executorch.exir._serialize._flatbuffer import _flatc_decompile  # noqa: PLC0415

    header = XNNHeader.from_bytes(piece[: XNNHeader.EXPECTED_LENGTH])
    with tempfile.TemporaryDirectory() as folder:
        schema, binary = Path(folder, "schema.fbs"), Path(folder, "graph.bin")
        schema.write_bytes(_get_schema_bytes())
        binary.write_bytes(piece[header.flatbuffer_offset : header.flatbuffer_offset + header.flatbuffer_size])
        _flatc_decompile(folder, str(schema), str(binary))
        found: dict[str, Any] = json.loads(Path(folder, "graph.json").read_text(encoding="utf-8"))
    return found
