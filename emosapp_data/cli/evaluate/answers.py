"""`emosapp evaluate answers`: a model answers the fixed messages, for people and a judge to rate."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from emosapp_data.cli import options

if TYPE_CHECKING:
    from evaluation.answers.record import Message, MessageSet

Model = Annotated[
    str,
    typer.Argument(
        metavar="MODEL", help="A checkpoint, an adapter, a bundle, or a model's name at a server.", show_default=False
    ),
]
Output = Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="Folder of the answers, one a model.")]
Which = Annotated[Literal["students", "safety"], typer.Option("--set", help="Which messages are answered.")]
System = Annotated[
    str | None,
    typer.Option(
        "--system", metavar="TEXT", help="What the model is told first; '' for nothing.", show_default="as in training"
    ),
]
Longest = Annotated[int, typer.Option("--tokens", metavar="N", min=1, help="Tokens of an answer at most.")]
Name = Annotated[str | None, typer.Option("--name", help="What reports call the model.", show_default="as given")]
BaseUrl = Annotated[
    str | None,
    typer.Option("--base-url", metavar="URL", help="OpenAI-compatible server that has the model.", show_default=False),
]


def answers(
    model: Model,
    output: Output,
    which: Which = "students",
    system: System = None,
    tokens: Longest = 200,
    base_url: BaseUrl = None,
    name: Name = None,
    quiet: options.Quiet = False,
) -> None:
    """Let a model answer a fixed set of messages, always in the same words; an interrupted run goes on.

    The file that comes out is what 'emosapp review push --template rating --answers' takes.
    """
    from emosapp_data.cli.evaluate.installed import check_installed  # noqa: PLC0415

    check_installed("lm_eval", "torch", "transformers")
    from emosapp_data.dialogues import read_system_prompt  # noqa: PLC0415
    from emosapp_data.progress import reporter  # noqa: PLC0415
    from evaluation.answers.answering import answer_all  # noqa: PLC0415
    from evaluation.answers.record import NOTHING, MessageSet, answers_file  # noqa: PLC0415
    from evaluation.models import Wanted, open_model  # noqa: PLC0415

    opened = open_model(Wanted(model, name, base_url=base_url), say=(lambda _: None) if quiet else typer.echo)
    told = read_system_prompt().text if system is None else system or None
    asked = MessageSet(which)
    path = answers_file(output, asked)
    found = answer_all(
        opened.answerer(),
        opened.tested,
        _messages(asked),
        path,
        reporter(quiet),
        which=asked,
        system=told,
        longest=tokens,
    )
    silent = sum(answer.answer == NOTHING for answer in found)
    typer.echo(f"Answers   {len(found)} of {opened.tested.name}{f', {silent} of them empty' if silent else ''}")
    typer.echo(f"Written   {path}")
    then = f"judge {output} --judge NAME --base-url URL" if asked is MessageSet.STUDENTS else f"safety {output}"
    typer.echo(f"Next      emosapp evaluate {then}")


def _messages(which: "MessageSet") -> "list[Message]":
    from evaluation.answers.record import Message, MessageSet, read_messages  # noqa: PLC0415

    if which is MessageSet.STUDENTS:
        return list(read_messages().messages)
    from evaluation.safety import read_prompts  # noqa: PLC0415

    return [Message(name=prompt.name, theme="safety", text=prompt.text) for prompt in read_prompts()]
