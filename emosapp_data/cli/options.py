"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

BOOKS, MODEL, CHECKS, RELEASE = "The books", "A model that writes pairs", "Checks", "The release"
WORK = "Where the work is done"
"""Groups of options, as the help shows them."""

Books = Annotated[
    list[str],
    typer.Argument(
        metavar="BOOK.pdf...",
        help="Textbooks: files, folders, addresses such as s3://bucket/book.pdf, patterns in quotes,"
        " or lists of books as .csv or .jsonl.",
        show_default=False,
    ),
]
Output = Annotated[
    Path, typer.Option("-o", "--output", metavar="WORKSPACE", help="Folder to build in; made if it does not exist.")
]
WorkspaceArgument = Annotated[
    Path,
    typer.Argument(
        metavar="WORKSPACE", help="Folder that 'emosapp build' or 'emosapp extract' made.", show_default=False
    ),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE.yaml", help="Configuration; options given here go before it.", show_default=False
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Show no progress.")]
Password = Annotated[
    str | None,
    typer.Option(
        "--password",
        envvar="EMOSAPP_PDF_PASSWORD",
        help="Password of encrypted books.",
        show_default=False,
        rich_help_panel=BOOKS,
    ),
]
AllowEmptyPages = Annotated[
    bool,
    typer.Option(
        "--allow-empty-pages", help="Read a book although many of its pages have no text.", rich_help_panel=BOOKS
    ),
]
NoOutline = Annotated[
    bool,
    typer.Option(
        "--no-outline",
        help="Find headings by numbers and type alone, not by the book's bookmarks.",
        rich_help_panel=BOOKS,
    ),
]
Ocr = Annotated[
    bool,
    typer.Option(
        "--ocr",
        help="Recognize pages that have no readable text (needs Tesseract; seconds a page).",
        rich_help_panel=BOOKS,
    ),
]
OcrLanguage = Annotated[
    str,
    typer.Option(
        "--ocr-language",
        metavar="LANG",
        help="Languages for --ocr as Tesseract names them: 'deu+eng'.",
        rich_help_panel=BOOKS,
    ),
]
Jobs = Annotated[
    int,
    typer.Option(
        "-j",
        "--jobs",
        metavar="N",
        min=0,
        help="Processes of this machine that work side by side; 0 for one a processor.",
        rich_help_panel=WORK,
    ),
]
Engine = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="NAME",
        help="Where the work is done: local (default), or ray for a Ray cluster. The result is the same.",
        show_default=False,
        rich_help_panel=WORK,
    ),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="HOST:PORT",
        help="Head of a Ray cluster; with --engine ray alone, one is started on this machine.",
        show_default=False,
        rich_help_panel=WORK,
    ),
]
Overlay = Annotated[
    bool, typer.Option("--overlay", help="Write an HTML page a book that shows every block on its page.")
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="Model that writes more pairs: its name at the server, 'local:FILE.gguf' or 'local:smollm2'.",
        show_default=False,
        rich_help_panel=MODEL,
    ),
]
BaseUrl = Annotated[
    str | None,
    typer.Option(
        "--base-url",
        metavar="URL",
        envvar="OPENAI_BASE_URL",
        help="OpenAI-compatible server that has the model.",
        show_default=False,
        rich_help_panel=MODEL,
    ),
]
Prompt = Annotated[
    str | None,
    typer.Option(
        "--prompt", metavar="NAME|FILE.yaml", help="What the model is asked.", show_default=False, rich_help_panel=MODEL
    ),
]
Pairs = Annotated[
    int | None,
    typer.Option(
        "--pairs",
        metavar="N",
        min=1,
        help="Pairs to ask the model for, over all books.",
        show_default=False,
        rich_help_panel=MODEL,
    ),
]
Limit = Annotated[
    int | None,
    typer.Option(
        "--limit",
        metavar="N",
        min=1,
        help="Calls at most: a trial over parts of all books.",
        show_default=False,
        rich_help_panel=MODEL,
    ),
]
RoundTrip = Annotated[
    str | None,
    typer.Option(
        "--round-trip",
        metavar="NAME",
        help="Model that answers each written question anew from its passage; pairs on which it differs are left out.",
        show_default=False,
        rich_help_panel=CHECKS,
    ),
]
Judge = Annotated[
    str | None,
    typer.Option(
        "--judge",
        metavar="NAME",
        help="Model that judges each written pair beside its passage.",
        show_default=False,
        rich_help_panel=CHECKS,
    ),
]
JudgeUrl = Annotated[
    str | None,
    typer.Option(
        "--judge-url",
        metavar="URL",
        help="Server of these two, if not that of the model.",
        show_default=False,
        rich_help_panel=CHECKS,
    ),
]
Against = Annotated[
    list[Path] | None,
    typer.Option(
        "--against",
        metavar="FILE|FOLDER",
        help="Benchmark whose items no pair may hold; may be given more than once.",
        show_default=False,
        rich_help_panel=CHECKS,
    ),
]
NearDuplicates = Annotated[
    str | None,
    typer.Option(
        "--near-duplicates",
        metavar="POLICY",
        help="review (default), keep-all, or keep-best-in-group.",
        show_default=False,
        rich_help_panel=CHECKS,
    ),
]
ReleasePairs = Annotated[
    int | None,
    typer.Option(
        "--release-pairs",
        metavar="N",
        min=1,
        help="Pairs in the release: the least doubtful.",
        show_default=False,
        rich_help_panel=RELEASE,
    ),
]
Title = Annotated[
    str | None,
    typer.Option("--title", help="Title of the book (for a single book).", show_default=False, rich_help_panel=BOOKS),
]
Author = Annotated[
    list[str] | None,
    typer.Option(
        "--author", help="Author or editor; may be given more than once.", show_default=False, rich_help_panel=BOOKS
    ),
]
Edition = Annotated[
    str | None, typer.Option("--edition", help="Edition, such as '2nd'.", show_default=False, rich_help_panel=BOOKS)
]
Year = Annotated[
    int | None, typer.Option("--year", help="Year of publication.", show_default=False, rich_help_panel=BOOKS)
]
Licence = Annotated[
    str | None,
    typer.Option(
        "--licence",
        "--license",
        metavar="SPDX",
        help="Licence of the books, such as CC-BY-4.0.",
        show_default=False,
        rich_help_panel=BOOKS,
    ),
]
SourceUrl = Annotated[
    str | None,
    typer.Option(
        "--source-url", help="Where the book can be had (for a single book).", show_default=False, rich_help_panel=BOOKS
    ),
]
OnlyReviewed = Annotated[
    bool | None,
    typer.Option(
        "--only-reviewed/--all-pairs",
        help="Release only pairs that people accepted or edited, or all that nobody rejected (default).",
        show_default=False,
        rich_help_panel=RELEASE,
    ),
]
Rule = Annotated[
    str | None,
    typer.Option(
        "--rule",
        metavar="RULE",
        help="When reviewers have decided: majority (default), unanimous, or owner.",
        show_default=False,
        rich_help_panel=RELEASE,
    ),
]
Name = Annotated[
    str | None, typer.Option("--name", help="Name of the dataset.", show_default=False, rich_help_panel=RELEASE)
]
Version = Annotated[
    str | None,
    typer.Option(
        "--version", metavar="X.Y.Z", help="Version of the release.", show_default=False, rich_help_panel=RELEASE
    ),
]
Bump = Annotated[
    str | None,
    typer.Option(
        "--bump",
        metavar="NUMBER",
        help="Number of the latest version to raise: major, minor or patch. Without it, what the changes need.",
        show_default=False,
        rich_help_panel=RELEASE,
    ),
]
Seed = Annotated[
    int | None, typer.Option("--seed", help="Seed of the splits.", show_default=False, rich_help_panel=RELEASE)
]
