"""The model server's own process: llama.cpp's server on loopback, for as long as the process that started it lives.

It prints its address on one line and then waits for the end of its standard input. The other end of that pipe belongs to
the parent alone, so that the end of the parent, even by `kill -9`, is the end of this process.
"""

import argparse
import os
import signal
import sys
from pathlib import Path

from emosapp_data.processes import usable_cpus

BATCH = 2048
"""Tokens llama.cpp takes in at once: its own default."""


def main() -> None:
    """Load the model, say where it listens, and end with the parent."""
    # Ctrl-C reaches every process of the terminal; when to end is the parent's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    options = _options()

    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(options.model)
    params.hostnames = ["127.0.0.1"]
    params.port = 0  # any free one
    params.n_parallel = options.slots
    params.n_ctx = options.slots * options.context  # divided evenly among the slots
    params.kv_unified = False
    params.cpuparams.n_threads = options.threads or _threads()
    params.cache_prompt = options.cache
    params.cont_batching = options.batching
    params.cache_ram_mib = options.ram
    params.n_batch = BATCH
    params.ui = False
    params.cors_origins = ""
    server = xllamacpp.Server(params)

    sys.stdout.write(server.listening_address + "\n")
    sys.stdout.flush()
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    sys.stdin.buffer.read()
    os._exit(0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("--slots", type=int, required=True)
    parser.add_argument("--context", type=int, required=True)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--cache", type=int, default=1)
    parser.add_argument("--batching", type=int, default=1)
    parser.add_argument("--ram", type=int, default=0)
    return parser.parse_args()


def _threads() -> int:
    """-1 leaves the choice to llama.cpp, which takes the physical cores, even those that this process may not use."""
    return usable_cpus() if usable_cpus() < (os.cpu_count() or 1) else -1


if __name__ == "__main__":
    main()
