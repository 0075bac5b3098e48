"""llama.cpp with the same work, so that both are seen on one machine in one run."""

from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from emosapp_data.errors import MissingPartError
from emosapp_data.models.gguf import read_head
from export.bench.processes import Contender, Workload

NEEDED = ("xllamacpp", "gguf")


def llamacpp(path: Path, work: Workload, threads: int) -> Contender:
    """A GGUF file, to be measured in llama.cpp.

    llama.cpp is that of the package `xllamacpp`, whose kernels are built for AVX2: a build for this very processor may be
    faster. Its threads wait for each other without sleeping, so that on a busy machine it slows down more than others do.

    Args:
        path: the GGUF file
        work: what is computed
        threads: how many compute

    Raises:
        InputError: the file is no model in GGUF format, or the workload does not fit.
        MissingPartError: llama.cpp is not installed.
    """
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise MissingPartError(
            f"{' and '.join(missing)} not installed, which compares with llama.cpp; install with: "
            "pip install 'emosapp-data[export,local]'"
        )
    work.check(room=1)  # it writes one token more, since its clock begins with the first
    read_head(path)
    options = ("--threads", str(threads), "--context", str(work.context), "--vocabulary", str(_vocabulary(path)))
    return Contender(f"llama.cpp (xllamacpp {version('xllamacpp')})", "export.bench.llamacpp_child", path, options)


def _vocabulary(path: Path) -> int:
    from gguf import GGUFReader  # noqa: PLC0415

    embedding = next(tensor for tensor in GGUFReader(path).tensors if tensor.name == "token_embd.weight")
    return int(embedding.shape[1])
