"""A bundle on Arm code: whether ExecuTorch's kernels for aarch64 choose the same tokens as those of this machine.

    apt-get install qemu-user-static
    python -m benchmarks.arm_emulation BUNDLE -o FOLDER [--prompts 3] [--tokens 16] [--processors cortex-a76 max]

For Debian. Into FOLDER come a Python for Arm from Debian's archive and the aarch64 wheels of torch and ExecuTorch, in this
machine's versions (0.5 GB downloaded, 1.2 GB unpacked); nothing is installed, and a second run uses what is there. Then QEMU's
user-mode emulation runs the code of `export.runtime` in that Python. QEMU's `cortex-a76` is a processor with dot products and half
precision, `max` has all that QEMU knows, such as products of 8-bit matrices and SVE; XNNPACK has kernels for each. The wheel is
built for ARMv8.2, so older ones (`cortex-a53`) stop at an illegal instruction. What is computed is what such a
processor computes; how fast, no emulation can tell.

No two kernels add in the same order. What that alone does to a model's logits is shown by this machine itself, when it reads the
prompts token by token, which changes the order of some sums: a deep model whose layers round their inputs to 8 bits moves by far
more than the last digits, on any processor. Then another token may be chosen where two are nearly as likely.
"""

import argparse
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from emosapp_data.errors import EmosappError, InputError, MissingPartError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

REPOSITORY = Path(__file__).resolve().parent.parent
DEBIAN = ("python3", "libstdc++6", "libgomp1", "binutils")
WHEELS = ("executorch", "torch", "numpy", "tokenizers", "typing_extensions")
"""What `export.runtime` imports; the other requirements of these wheels are for exporting."""
GLIBC = range(17, 37)
"""Minor versions of glibc 2 whose wheels a Debian of today can use."""
CUDA = re.compile(r"(?:cu|nv|nccl|__cuda)\w+")
"""Functions of CUDA's libraries, by their names."""
NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")
UNDEFINED, DEFINED = re.compile(r" U (\w+)"), re.compile(r"[0-9a-f]+ [A-Z] (\w+)")
CORE = {"implementer": 0x41, "variant": 4, "part": 0xD0B, "revision": 1}
"""What a Cortex-A76 says that it is (its MIDR_EL1: Arm, r4p1). What it can do, the emulation says itself."""


class Job(NamedTuple):
    """What is computed on either processor."""

    model: str
    """The `.pte`."""
    prompts: list[list[int]]
    """Token ids of each."""
    eos: list[int]
    """Tokens that end an answer."""
    tokens: int
    """Tokens of an answer at most."""
    at_once: int | None
    """Tokens of a prompt that are read in one call; as many as the program can where none is said."""


class Machine(NamedTuple):
    """A folder with what runs under emulation."""

    folder: Path
    emulator: str

    @property
    def root(self) -> Path:
        """What the emulated program sees instead of this machine's files, where it is there."""
        return self.folder / "root"

    @property
    def site(self) -> Path:
        """The wheels."""
        return self.folder / "site"

    @property
    def python(self) -> Path:
        """The interpreter.

        Raises:
            EmosappError: Debian's packages do not hold one.
        """
        for path in sorted((self.root / "usr/bin").glob("python3.*")):
            if re.fullmatch(r"python3\.\d+", path.name):
                return path
        raise EmosappError(f"{self.root}: no python3.* in usr/bin; remove {self.folder} and run again")

    @property
    def stand_in(self) -> Path:
        """Functions instead of CUDA's."""
        return self.folder / "no_cuda.so"

    def command(self, program: Path, *arguments: object, processor: str = "max") -> list[str]:
        """How a program for Arm is called."""
        return [self.emulator, "-cpu", processor, "-L", str(self.root), str(program), *map(str, arguments)]

    def tool(self, name: str, *arguments: object) -> str:
        """What one of Arm's binutils prints."""
        return _call(self.command(self.root / "usr/bin" / f"aarch64-linux-gnu-{name}", *arguments))


def main() -> None:
    """Set up, compute here and under emulation, and print what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--prompts", type=int, default=3)
    parser.add_argument("--tokens", type=int, default=16)
    parser.add_argument("--processors", nargs="+", default=["cortex-a76", "max"])
    options = parser.parse_args()
    try:
        machine = _set_up(options.output.resolve())
        _compare(machine, options)
    except EmosappError as error:
        print(f"Error: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from error


def _compare(machine: Machine, options: argparse.Namespace) -> None:
    from export.bundle.read import read_bundle  # noqa: PLC0415
    from export.chat.tokenizer import ChatTokenizer  # noqa: PLC0415
    from export.verify.prompts import prompt_ids  # noqa: PLC0415

    bundle = read_bundle(options.bundle.resolve())
    prompts = prompt_ids(ChatTokenizer(bundle.folder), bundle.manifest.system, bundle.manifest.context)
    job = Job(str(bundle.model), prompts[: options.prompts], list(bundle.manifest.eos), options.tokens, None)
    here = _answers([sys.executable], job, machine.folder / "here")
    print(
        f"{options.bundle.name} ({bundle.model.stat().st_size:,} bytes): {len(here)} prompts, "
        f"{sum(map(len, here))} tokens; {_call([machine.emulator, '--version']).splitlines()[0]}"
    )
    slowly = _answers([sys.executable], job._replace(at_once=1), machine.folder / "token-by-token")
    _tell("this machine, prompts read token by token", here, slowly)
    for processor in options.processors:
        interpreter = machine.command(machine.python, "-S", processor=processor)
        interpreter[1:1] = ["-E", f"LD_PRELOAD={machine.stand_in}"]
        there = _answers(interpreter, job, machine.folder / processor, str(machine.site))
        _tell(processor, here, there)


def _tell(name: str, here: Sequence["NDArray[np.float32]"], there: Sequence["NDArray[np.float32]"]) -> None:
    """Print what differs; behind the first other token of an answer the texts differ, and so nothing is compared."""
    import numpy as np  # noqa: PLC0415

    same = whole = 0
    differences, others = [], []
    for number, (ours, theirs) in enumerate(zip(here, there, strict=True), start=1):
        length = min(len(ours), len(theirs))
        equal = ours[:length].argmax(-1) == theirs[:length].argmax(-1)
        alike = length if equal.all() else int(equal.argmin())
        read = min(alike + 1, length)
        differences.append(abs(ours[:read] - theirs[:read]))
        same, whole = same + alike, whole + (alike == len(ours) == len(theirs))
        if alike < length:
            token, other = int(ours[alike].argmax()), int(theirs[alike].argmax())
            margin = float(ours[alike, token] - ours[alike, other])
            others.append(
                f"  prompt {number}, token {alike + 1}: {other}, not {token}, which is likelier by {margin:.2g}"
            )
    at_first = max(float(each[0].max()) for each in differences)
    together = np.concatenate(differences)
    print(
        f"{name}: {whole} of {len(here)} answers and {same} of {sum(map(len, here))} tokens are the same; "
        f"logits (of spread {here[0].std():.3g}) differ by {np.sqrt(np.mean(together**2)):.2g} (root mean square), "
        f"at most {together.max():.2g}, at the first token {at_first:.2g}"
    )
    for line in others:
        print(line)


def _answers(interpreter: list[str], job: Job, output: Path, *site: str) -> list["NDArray[np.float32]"]:
    """The logits that each token of each answer was chosen by; shape (tokens, vocabulary)."""
    import numpy as np  # noqa: PLC0415

    code = "import sys; from benchmarks.arm_emulation import answer; answer(*sys.argv[1:])"
    paths = os.pathsep.join([str(REPOSITORY), *site])
    asked, logits = output.with_suffix(".json"), output.with_suffix(".npz")
    asked.write_text(json.dumps(job), encoding="utf-8")
    _call([*interpreter, "-c", code, str(asked), str(logits)], PYTHONPATH=paths, OMP_NUM_THREADS="1")
    with np.load(logits) as found:
        return [found[str(number)] for number in range(len(found))]


def answer(job: str, output: str) -> None:
    """Answer the prompts of a job with the likeliest token each time; this runs on either processor.

    Args:
        job: file with a `Job`
        output: `.npz` that is written, with the logits of each answer
    """
    import numpy as np  # noqa: PLC0415

    from export.runtime.program import Program  # noqa: PLC0415

    model, prompts, eos, longest, at_once = Job(*json.loads(Path(job).read_text(encoding="utf-8")))
    program = Program(Path(model), threads=1)
    piece = at_once or program.metadata.longest
    found = {}
    for number, prompt in enumerate(prompts):
        program.reset()
        for start in range(0, len(prompt), piece):
            row = program.forward(prompt[start : start + piece], start)[-1].copy()
        rows = [row]
        while len(rows) < longest and (token := int(rows[-1].argmax())) not in eos:
            rows.append(program.forward([token], len(prompt) + len(rows) - 1)[-1].copy())
        found[str(number)] = np.stack(rows)
    np.savez(output, allow_pickle=False, **found)


def _set_up(folder: Path) -> Machine:
    """Fill the folder, unless a run before has.

    Raises:
        MissingPartError: this is no Debian, or QEMU is not installed.
    """
    emulator = shutil.which("qemu-aarch64-static") or shutil.which("qemu-aarch64")
    if not (Path("/etc/debian_version").exists() and shutil.which("apt-get") and shutil.which("dpkg")):
        raise MissingPartError(
            "Arm code is emulated with Debian's packages, and this is no Debian; use one, or a phone"
        )
    if emulator is None:
        raise MissingPartError(
            "qemu-aarch64-static is not installed; install it with: apt-get install qemu-user-static"
        )
    machine = Machine(folder, emulator)
    ready, versions = folder / "versions.json", {name: version(name).split("+")[0] for name in WHEELS}
    if not ready.exists():
        print("Python for Arm, from Debian ...", flush=True)
        _unpack_debian(machine)
        _describe_processor(machine.root)
        print("torch and ExecuTorch for Arm, from PyPI ...", flush=True)
        _unpack_wheels(machine, versions)
        _stand_in_for_cuda(machine)
        ready.write_text(json.dumps(versions), encoding="utf-8")
    if json.loads(ready.read_text(encoding="utf-8")) != versions:
        raise InputError(f"{folder}: has wheels of other versions than this machine; give another folder")
    return machine


def _unpack_debian(machine: Machine) -> None:
    """Packages with all that they need, by an apt that knows nothing of this system's packages."""
    state, cache = machine.folder / "apt", machine.folder / "apt/cache"
    for path in (machine.root, state / "lists/partial", cache / "archives/partial"):
        path.mkdir(parents=True, exist_ok=True)
    (state / "status").touch()
    (state / "apt.conf").write_text(
        'APT::Architecture "arm64"; APT::Architectures { "arm64"; }; APT::Install-Recommends "false";\n'
        f'APT::Sandbox::User ""; Dir::State "{state}"; Dir::State::status "{state}/status"; Dir::Cache "{cache}";\n',
        encoding="utf-8",
    )
    _call(["apt-get", "update"], APT_CONFIG=str(state / "apt.conf"))
    _call(["apt-get", "install", "-y", "--download-only", *DEBIAN], APT_CONFIG=str(state / "apt.conf"))
    for package in sorted((cache / "archives").glob("*.deb")):
        _call(["dpkg", "-x", str(package), str(machine.root)])
    shutil.rmtree(state)
    if not (machine.root / "lib").exists():  # where a Debian has its libraries in /usr only
        (machine.root / "lib").symlink_to("usr/lib")


def _unpack_wheels(machine: Machine, versions: dict[str, str]) -> None:
    pinned = [f"{name}=={number}" for name, number in versions.items()]
    platforms = [f"--platform=manylinux_2_{minor}_aarch64" for minor in GLIBC]
    options = ["--only-binary=:all:", "--no-deps", "--no-compile", "--quiet", *platforms]
    options += ["--python-version", machine.python.name.removeprefix("python"), "--target", str(machine.site)]
    _call([sys.executable, "-m", "pip", "install", *options, *pinned])


def _describe_processor(root: Path) -> None:
    """Files by which Linux tells an Arm processor's kind; without them torch's library that asks finds this machine's."""
    about = (
        "CPU implementer\t: {implementer:#x}\nCPU architecture: 8\nCPU variant\t: {variant:#x}\nCPU part\t: {part:#x}\n"
    )
    midr = CORE["implementer"] << 24 | CORE["variant"] << 20 | 0xF << 16 | CORE["part"] << 4 | CORE["revision"]
    text = []
    for number in range(os.cpu_count() or 1):
        text.append(f"processor\t: {number}\n{about.format(**CORE)}CPU revision\t: {CORE['revision']}\n\n")
        folder = root / f"sys/devices/system/cpu/cpu{number}/regs/identification"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "midr_el1").write_text(f"{midr:#018x}\n", encoding="ascii")
    (root / "proc").mkdir(exist_ok=True)
    (root / "proc/cpuinfo").write_text("".join(text), encoding="ascii")


def _stand_in_for_cuda(machine: Machine) -> None:
    """Write libraries under the names of CUDA's, 2 GB that the wheel of torch is linked with and nothing here calls.

    All functions are in one library that is loaded first, and report an error; under CUDA's names are empty libraries, since
    glibc refuses a function of a version in a library of the version's name that has no versions.
    """
    libraries = sorted((machine.site / "torch/lib").glob("*.so*"))
    present = {path.name for folder in (machine.root, machine.site) for path in folder.rglob("*.so*")}
    missing = set(NEEDED.findall(machine.tool("readelf", "-dW", *libraries))) - present
    symbols = machine.tool("nm", "-D", *libraries)
    wanted = {name for name in UNDEFINED.findall(symbols) if CUDA.fullmatch(name)} - set(DEFINED.findall(symbols))
    labels = "".join(f".globl {name}\n.type {name}, %function\n{name}:\n" for name in sorted(wanted))
    _link(machine, f".text\n{labels}mov x0, #1\nret\n", machine.stand_in)
    names = machine.site / "nvidia/cu13/lib"  # where torch's libraries look for CUDA's
    names.mkdir(parents=True, exist_ok=True)
    for name in missing:
        _link(machine, "\n", names / name)


def _link(machine: Machine, assembly: str, library: Path) -> None:
    source, compiled = machine.folder / "stand_in.s", machine.folder / "stand_in.o"
    source.write_text(assembly, encoding="ascii")
    machine.tool("as", "-o", compiled, source)
    machine.tool("ld", "-shared", "-o", library, compiled)


def _call(command: list[str], **environment: str) -> str:
    """What a program prints.

    Raises:
        EmosappError: it failed; its last line is told.
    """
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    if done.returncode:
        last = ([line for line in done.stderr.splitlines() if line.strip()] or ["no message"])[-1].strip()
        ended = signal.strsignal(-done.returncode) if done.returncode < 0 else f"exit code {done.returncode}"
        raise EmosappError(f"{shlex.join(command)[:300]} ... ended with {ended}: {last[:300]}")
    return done.stdout


if __name__ == "__main__":
    main()
