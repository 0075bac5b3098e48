"""The command that plans: what a build will ask of a model, before it asks."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emosapp_data.cli import options
from emosapp_data.cli.settings import (
    book_files,
    engine_options,
    generation_options,
    reading_options,
    settings_from,
)

if TYPE_CHECKING:
    from emosapp_data.config import BuildConfig
    from emosapp_data.planning import Plan

PriceIn = Annotated[
    float | None,
    typer.Option("--price-in", metavar="X", min=0, help="Price of a million tokens sent.", show_default=False),
]
PriceOut = Annotated[
    float | None,
    typer.Option("--price-out", metavar="X", min=0, help="Price of a million tokens written.", show_default=False),
]
Currency = Annotated[str, typer.Option("--currency", help="Currency of the prices.")]


def plan(
    books: options.Books,
    output: options.Output = Path("workspace"),
    config: options.ConfigFile = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    prompt: options.Prompt = None,
    pairs: options.Pairs = None,
    limit: options.Limit = None,
    price_in: PriceIn = None,
    price_out: PriceOut = None,
    currency: Currency = "USD",
    password: options.Password = None,
    allow_empty_pages: options.AllowEmptyPages = False,
    no_outline: options.NoOutline = False,
    ocr: options.Ocr = False,
    ocr_language: options.OcrLanguage = "eng",
    jobs: options.Jobs = 0,
    engine: options.Engine = None,
    cluster: options.Cluster = None,
    quiet: options.Quiet = False,
    as_json: options.Json = False,
) -> None:
    """Show what a build will ask of a model: passages, calls, tokens, cost and time. No token is spent.

    The books are read into the workspace, where the build finds them. All problems of the configuration are told at once.
    After a trial with 'emosapp build ... --limit 20', tokens and time are those that were measured.
    """
    from emosapp_data import pipeline  # noqa: PLC0415
    from emosapp_data.engine import open_engine  # noqa: PLC0415
    from emosapp_data.errors import BookError, InputError  # noqa: PLC0415
    from emosapp_data.ledger import Ledger  # noqa: PLC0415
    from emosapp_data.planning import make_plan, preflight  # noqa: PLC0415
    from emosapp_data.progress import reporter  # noqa: PLC0415
    from emosapp_data.workspace import Workspace  # noqa: PLC0415

    overrides = {
        "generation": generation_options(model, prompt, pairs, limit),
        "engine": engine_options(engine, cluster, jobs),
    }
    settings = settings_from(config, overrides, base_url)
    settings = _priced(settings, price_in, price_out, currency)
    asked = settings.generation.model
    if asked is None:
        raise InputError("no model to plan for; give one with --model, or a configuration that names one")
    reading = reading_options(password, allow_empty_pages, no_outline, ocr_language if ocr else None)
    files = book_files(books, reading)
    problems = preflight(settings)
    with open_engine(settings.engine) as worker, Ledger.write(output) as ledger:
        try:
            problems += pipeline.extract(ledger, Workspace(output), files, worker, reporter(quiet or as_json))
        except BookError as error:  # none can be read; what else is wrong is told with it
            problems += str(error).splitlines()
        planned = None if problems else make_plan(ledger, settings.generation, asked)
    if planned is None:
        raise InputError("\n".join(problems))
    if as_json:
        typer.echo(planned.model_dump_json(indent=1))
    else:
        _show(planned)


def _priced(settings: "BuildConfig", price_in: float | None, price_out: float | None, currency: str) -> "BuildConfig":
    from emosapp_data.config import Prices  # noqa: PLC0415

    model = settings.generation.model
    if model is None or (price_in is None and price_out is None):
        return settings
    prices = Prices(input=price_in or 0, output=price_out or 0, currency=currency)
    generation = settings.generation.model_copy(update={"model": model.model_copy(update={"prices": prices})})
    return settings.model_copy(update={"generation": generation})


def _show(plan: "Plan") -> None:
    from rich.table import Table  # noqa: PLC0415

    from emosapp_data.cli.terminal import console  # noqa: PLC0415

    out = console()
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("book")
    for column in ("passages", "asked about", "calls"):
        table.add_column(column, justify="right")
    for book in plan.books:
        table.add_row(book.title, f"{book.passages:,}", f"{book.asked:,}", f"{book.calls:,}")
    out.print(table)
    out.print()
    for reason, count in plan.left_out.items():
        out.print(f"{count:,} passages not asked about: {reason.explanation}", soft_wrap=True)
    if plan.left_out:
        out.print()
    left = plan.calls - plan.done
    rows = [
        ("model", plan.model),
        ("prompt", plan.prompt),
        (
            "calls",
            f"{plan.calls:,}" + (f", of which {plan.done:,} are on record and cost nothing" if plan.done else ""),
        ),
        ("pairs asked for", f"{plan.pairs:,}" + _short(plan)),
        ("tokens in", f"{plan.tokens_in:,}"),
        ("tokens out", f"{plan.tokens_out:,}"),
        ("", _source(plan)),
        ("cost", _cost(plan)),
        ("time", _time(plan, left)),
    ]
    for name, text in rows:
        out.print(f"{name:<16} {text}", soft_wrap=True, markup=False)


def _short(plan: "Plan") -> str:
    if not plan.short_of:
        return ""
    return f"; {plan.short_of:,} more are wanted than the passages can be asked for: add books, or kinds to the prompt"


def _source(plan: "Plan") -> str:
    if plan.measured:
        return f"(as measured over {plan.measured:,} calls on record; attempts that fail are not counted)"
    return "(estimated at 4 characters a token and 130 tokens a pair; a trial with --limit 20 measures them)"


def _cost(plan: "Plan") -> str:
    if plan.cost is None:
        return "unknown: give --price-in and --price-out, the prices of a million tokens"
    return f"{plan.cost:,.{2 if plan.cost >= 1 else 4}f} {plan.currency}"


def _time(plan: "Plan", left: int) -> str:
    if not left:
        return "none: every reply is on record"
    if plan.seconds is None:
        return "unknown: no call is on record; 'emosapp build ... --limit 20' measures it"
    minutes, seconds = divmod(round(plan.seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"about {hours} h {minutes:02} min" if hours else f"about {minutes} min {seconds:02} s"
