"""The model server's own process: llama.cpp's server on loopback, for as long as the process that started it lives.

It prints its address on one line, once the model is loaded, and then waits for the end of its standard input. The other end
of that pipe belongs to the parent alone, so that the parent's end, even by `kill -9`, is the end of this process.
"""

import argparse
import os
import signal
import sys
from pathlib import Path


def main() -> None:
    """Load the model, say where it listens, and end with the parent."""
    # Ctrl-C reaches every process of the terminal; when to end is the parent's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    options = _options()

    import xllamacpp  # noqa: PLC0415

    params = xllamacpp.CommonParams()
    params.model.path = str(options.model)
    params.model_alias = {options.model.stem}  # replies name the model, not its place on this computer
    params.hostnames = ["127.0.0.1"]
    params.port = 0  # any free one
    params.n_parallel = options.slots
    params.n_ctx = options.slots * options.context  # divided evenly among the slots
    params.kv_unified = False
    params.cpuparams.n_threads = options.threads or _threads()
    # A prompt whose beginning was kept from an earlier one is computed in other portions, and rounds differently: what a
    # request gets would depend on the requests before it.
    params.cache_prompt = False
    params.cache_ram_mib = 0
    params.ui = False
    params.cors_origins = ""  # no page in a browser may use it
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
    parser.add_argument("--context", type=int, required=True, help="tokens in each slot")
    parser.add_argument("--threads", type=int, default=0, help="0: one for each usable core but one")
    return parser.parse_args()


def _threads() -> int:
    """One for each core that this process may use, but one.

    llama.cpp's threads wait for each other without sleeping, many times a token: where another process takes one of their cores,
    all are held up. Of two cores, two threads make 1.4 times the tokens of one, and a fifth to a half of them as soon as another
    process is busy.
    """
    if not hasattr(os, "sched_getaffinity"):
        return -1  # llama.cpp's choice, which knows the fast cores of a Mac but not which cores a process may use
    siblings = [
        Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list") for cpu in os.sched_getaffinity(0)
    ]
    cores = {file.read_text() if file.exists() else str(file) for file in siblings}
    return max(1, len(cores) - 1)


if __name__ == "__main__":
    main()
