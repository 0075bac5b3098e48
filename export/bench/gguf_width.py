"""Another 4-bit format of the same GGUF model, so that llama.cpp is compared at its best.

llama.cpp has its fastest kernels for some formats only (Q4_0, whose weights it rearranges when it loads them), and the file
at hand may be of another one.
"""

from pathlib import Path
from typing import Any

from emosapp_data.errors import InputError, MissingPartError

FOUR_BITS = {"Q4_0": 2, "Q4_1": 3}
"""Formats, and what GGUF calls a file of them (`general.file_type`)."""
SKIPPED = ("GGUF.version", "GGUF.tensor_count", "GGUF.kv_count", "general.architecture", "general.file_type")
"""What the writer writes by itself."""


def requantize(source: Path, target: Path, width: str) -> Path:
    """Write a GGUF model with its 4-bit tensors in another 4-bit format; all else stays as it is.

    Args:
        source: a model whose linear layers are of 4 bits
        target: the file to write
        width: 'Q4_0' (a scale for 32 weights) or 'Q4_1' (a scale and an offset)

    Raises:
        InputError: nothing in the source is of 4 bits, or `width` is none of these.
        MissingPartError: the package `gguf` is not installed.
    """
    if width not in FOUR_BITS:
        raise InputError(f"{width!r} is no 4-bit format that can be written; use {' or '.join(FOUR_BITS)}")
    try:
        from gguf import GGMLQuantizationType, GGUFReader, GGUFWriter  # noqa: PLC0415
        from gguf.quants import dequantize, quantize  # noqa: PLC0415
    except ImportError as error:
        raise MissingPartError("gguf is missing; install it with: pip install 'emosapp-data[export]'") from error
    reader, kind = GGUFReader(source), GGMLQuantizationType[width]
    if not any(tensor.tensor_type.name in FOUR_BITS for tensor in reader.tensors):
        raise InputError(f"{source}: no tensor of 4 bits in it; give a GGUF file of 4 bits")
    writer = GGUFWriter(target, _text(reader.fields["general.architecture"]))
    for name, field in reader.fields.items():
        if name not in SKIPPED:
            writer.add_key_value(name, field.contents(), field.types[0], field.types[-1])
    writer.add_file_type(FOUR_BITS[width])
    for tensor in reader.tensors:
        four = tensor.tensor_type.name in FOUR_BITS
        data = quantize(dequantize(tensor.data, tensor.tensor_type), kind) if four else tensor.data
        writer.add_tensor(tensor.name, data, raw_dtype=kind if four else tensor.tensor_type)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return target


def _text(field: Any) -> str:
    return str(field.contents())
