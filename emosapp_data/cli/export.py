"""Commands that turn a trained model into one that a phone runs, and that try it on this machine."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from emosapp_data.cli import options

if TYPE_CHECKING:
    from export.bundle.manifest import Verification

CheckpointArgument = Annotated[
    Path,
    typer.Argument(metavar="CHECKPOINT", help="Folder of a run of 'emosapp train', or of a model.", show_default=False),
]
BundleArgument = Annotated[
    Path, typer.Argument(metavar="BUNDLE", help="Folder that 'emosapp export' wrote.", show_default=False)
]
Output = Annotated[
    Path, typer.Option("-o", "--output", metavar="BUNDLE", help="Folder to write; a bundle that is there is replaced.")
]
Context = Annotated[int, typer.Option("--context", metavar="N", help="Tokens of the longest conversation.")]
Prefill = Annotated[
    int, typer.Option("--prefill", metavar="N", help="Tokens that are read at once; more take more memory.")
]
Precision = Annotated[
    Literal["int4", "bf16", "fp32"],
    typer.Option("--precision", help="How weights are kept; bf16 and fp32 for runs of variant full and lora only."),
]
Name = Annotated[str | None, typer.Option("--name", help="What the model is to be called.", show_default=False)]
Licence = Annotated[
    str | None,
    typer.Option(
        "--licence", help="The base model's, where it is not known, as an SPDX expression.", show_default=False
    ),
]
NoVerify = Annotated[bool, typer.Option("--no-verify", help="Do not compare it with what was trained.")]
From = Annotated[
    Path | None,
    typer.Option(
        "--checkpoint",
        metavar="CHECKPOINT",
        help="What it was exported from, to compare weights and logits with.",
        show_default=False,
    ),
]
System = Annotated[
    str | None,
    typer.Option("--system", metavar="TEXT", help="What the model is told first.", show_default="as in training"),
]
Once = Annotated[
    str | None, typer.Option("--once", metavar="TEXT", help="Answer this one message and end.", show_default=False)
]
Country = Annotated[
    str | None,
    typer.Option(
        "--country", metavar="CODE", help="Country whose help lines are named, such as US.", show_default="the locale's"
    ),
]
Temperature = Annotated[
    float, typer.Option("--temperature", min=0, max=2, help="How freely words are drawn; 0 takes the likeliest.")
]
TopP = Annotated[
    float, typer.Option("--top-p", min=0.01, max=1, help="Draw among the likeliest with this probability.")
]
Seed = Annotated[int | None, typer.Option("--seed", min=0, help="Draw the same words each time.", show_default=False)]
Longest = Annotated[int, typer.Option("--tokens", metavar="N", min=1, help="Tokens of an answer at most.")]
Threads = Annotated[
    int | None, typer.Option("--threads", metavar="N", min=1, help="Threads that compute.", show_default="one a core")
]
Repetitions = Annotated[int, typer.Option("--repetitions", metavar="N", min=1, help="Fresh processes that measure.")]
Gguf = Annotated[
    Path | None,
    typer.Option(
        "--gguf", metavar="FILE", help="The same model for llama.cpp, which is measured in turn.", show_default=False
    ),
]


def export(
    checkpoint: CheckpointArgument,
    output: Output = Path("bundle"),
    context: Context = 2048,
    prefill: Prefill = 256,
    precision: Precision = "int4",
    name: Name = None,
    licence: Licence = None,
    no_verify: NoVerify = False,
    quiet: options.Quiet = False,
) -> None:
    """Export a trained model into a bundle for Android: a `.pte` of ExecuTorch, and all that has to go with it.

    The model is compared with what was trained, weight by weight and token by token, on the runtime that the phone has.
    """
    _check_installed()
    from export.bundling import export_bundle  # noqa: PLC0415
    from export.pte import ExportOptions  # noqa: PLC0415

    show = (lambda _: None) if quiet else typer.echo
    done = export_bundle(
        checkpoint,
        output,
        ExportOptions(context, prefill, precision),
        name=name,
        licence=licence,
        verified=not no_verify,
        show=show,
    )
    written, manifest = done.written, done.bundle.manifest
    seconds = sum(stage.seconds for stage in written.stages)
    _line("")
    took = f"{seconds:,.0f} s and at most {written.peak_memory / 1e9:.1f} GB to make"
    _line(f"Model     {manifest.name}: {written.size / 1e6:,.1f} MB in {written.pieces} pieces; {took}")
    _line(f"Context   {manifest.context:,} tokens, {manifest.prefill} at once")
    _line(f"Licence   {manifest.licence or 'unknown: not to be passed on'}")
    for obstacle in manifest.obstacles:
        _line(f"Mind      {obstacle}")
    _show_verification(manifest.verification)
    _line(f"Bundle    {output}")
    _line(f"Next      emosapp chat {output}")
    _fail_unless_verified(manifest.verification)


def verify(bundle: BundleArgument, checkpoint: From = None, quiet: options.Quiet = False) -> None:
    """Verify a bundle: that it is whole, answers as ExecuTorch's own runner does, and computes what was trained."""
    _check_installed()
    from export.bundle.read import read_bundle  # noqa: PLC0415
    from export.bundling import verify_bundle  # noqa: PLC0415
    from export.checkpoint import read_checkpoint  # noqa: PLC0415

    show = (lambda _: None) if quiet else typer.echo
    found = read_bundle(bundle, say=show)
    source = read_checkpoint(checkpoint) if checkpoint else None
    verified = verify_bundle(found, source, show).manifest.verification
    _line("")
    _line("Files     as they were exported, to the byte")
    _show_verification(verified)
    if checkpoint is None:
        _line("Not seen  whether weights and logits are those that were trained; give the run with --checkpoint")
    _fail_unless_verified(verified)


def chat(
    bundle: BundleArgument,
    once: Once = None,
    system: System = None,
    country: Country = None,
    temperature: Temperature = 0.7,
    top_p: TopP = 0.9,
    seed: Seed = None,
    tokens: Longest = 256,
    threads: Threads = None,
) -> None:
    """Talk with an exported model on this machine. It is no therapist: in a crisis, call the numbers that it names."""
    from export.runtime.libraries import check_installed  # noqa: PLC0415

    check_installed()
    from export.bundle.loading import load_program  # noqa: PLC0415
    from export.bundle.read import read_bundle  # noqa: PLC0415
    from export.chat import Options, Terminal, country_of, open_chat, typed_lines  # noqa: PLC0415
    from export.runtime import Sampling  # noqa: PLC0415

    where = country_of(country)
    found = read_bundle(bundle)
    how = Options(sampling=Sampling(temperature, top_p, seed), max_new=tokens, country=where)
    told = found.manifest.system if system is None else system or None
    talk = open_chat(load_program(found, threads), bundle, Terminal(), how, system=told, eos=found.manifest.eos)
    if once is None:
        talk.run(typed_lines())
    else:
        talk.once(once)


def bench(
    bundle: BundleArgument,
    gguf: Gguf = None,
    threads: Threads = None,
    repetitions: Repetitions = 5,
    json: options.Json = False,
) -> None:
    """Measure an exported model on this machine: size, load, prefill, decode and memory, repeatedly in fresh processes."""
    from export.runtime.libraries import check_installed  # noqa: PLC0415

    check_installed()
    from export.bench import Workload, compare, conditions, measure, rows  # noqa: PLC0415
    from export.bundle.manifest import Measured  # noqa: PLC0415
    from export.bundle.read import read_bundle  # noqa: PLC0415
    from export.bundle.write import update  # noqa: PLC0415

    found = read_bundle(bundle)
    work = Workload(found.manifest.context)
    both = compare(found.model, gguf, work, threads=threads, repetitions=repetitions) if gguf else None
    figures = both.executorch if both else measure(found.model, work, threads=threads, repetitions=repetitions)
    memory = figures.runtime_memory
    update(
        bundle,
        measured=Measured(
            load_seconds=figures.load_seconds.median,
            prefill=figures.warm_prefill.median,
            decode=figures.decode.median,
            peak_memory=round(memory.median) if memory else None,
            machine=figures.machine,
        ),
    )
    if json:
        typer.echo(both.llamacpp.model_dump_json() if both else "", nl=bool(both))
        typer.echo(figures.model_dump_json())
        return
    for each in (figures, *([both.llamacpp] if both else [])):
        _line(conditions(each))
        for title, text in rows(each):
            _line(f"  {title:<34}{text}")
    if both:
        _line(f"Beside llama.cpp: {both.decode:.2f} times as fast in decoding, {both.prefill:.2f} in prefill")
    _line(f"Written   {bundle}/README.md and ANDROID.md name these figures now")


def _check_installed() -> None:
    """See that what exporting needs is there, and keep its libraries from chatting."""
    from emosapp_data.cli.training import check_installed, quiet_libraries  # noqa: PLC0415
    from export.runtime.libraries import check_installed as check_executorch  # noqa: PLC0415

    check_executorch()
    check_installed()
    quiet_libraries()


def _show_verification(verification: "Verification | None") -> None:
    for check in verification.checks if verification else ():
        _line(f"{'Same' if check.passed else 'DIFFERS':<10}{check.name}: {check.detail}")


def _fail_unless_verified(verification: "Verification | None") -> None:
    if verification and not verification.passed:
        raise typer.Exit(1)


def _line(text: str) -> None:
    from emosapp_data.cli.terminal import console  # noqa: PLC0415

    console().print(text, soft_wrap=True, markup=False)
