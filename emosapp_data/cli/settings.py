"""From arguments and options to books, configuration and ledger."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus.reading import ReadingOptions
    from emosapp_data.config import BuildConfig
    from emosapp_data.steps.extract import BookFile


def book_files(
    books: list[str],
    reading: "ReadingOptions",
    title: str | None = None,
    author: list[str] | None = None,
    edition: str | None = None,
    year: int | None = None,
    licence: str | None = None,
    source_url: str | None = None,
) -> "list[BookFile]":
    """The books that are given, with what the options say of them.

    Raises:
        InputError: an option does not fit, or a book is given twice.
    """
    from pydantic import ValidationError  # noqa: PLC0415

    from corpus.book import BookDescription, problems  # noqa: PLC0415
    from emosapp_data.books import find_books  # noqa: PLC0415
    from emosapp_data.errors import InputError  # noqa: PLC0415
    from emosapp_data.steps.extract import BookFile  # noqa: PLC0415

    found = find_books(books)
    if len(found) > 1 and (
        single := [flag for flag, value in (("--title", title), ("--source-url", source_url)) if value]
    ):
        raise InputError(
            f"{', '.join(single)}: for one book only, and {len(found)} are given; write a YAML file beside each PDF instead"
        )
    given: dict[str, Any] = {
        "title": title,
        "authors": author,
        "edition": edition,
        "year": year,
        "licence": licence,
        "source_url": source_url,
    }
    try:
        description = BookDescription.model_validate({key: value for key, value in given.items() if value})
    except ValidationError as error:
        raise InputError(f"options: {problems(error)}") from None
    over = description.model_dump(exclude_defaults=True)
    return [BookFile(book.place, book.description.model_copy(update=over), reading) for book in found]


def reading_options(
    password: str | None, allow_empty_pages: bool, no_outline: bool, ocr: str | None
) -> "ReadingOptions":
    """How books are to be read."""
    from corpus.ocr import check_ocr  # noqa: PLC0415
    from corpus.reading import ReadingOptions  # noqa: PLC0415

    if ocr:
        check_ocr(ocr)
    return ReadingOptions(password, allow_empty_pages, not no_outline, ocr)


def settings_from(
    config: Path | None,
    overrides: dict[str, Any] | None = None,
    base_url: str | None = None,
    judge_url: str | None = None,
) -> "BuildConfig":
    """The configuration of a file, with the options laid over it.

    Args:
        config: a YAML file.
        overrides: the options, nested as the configuration is.
        base_url: the server of the models; it may come from the environment, where no model is asked for.
        judge_url: the server of the models that check, where it is another.

    Raises:
        InputError: a value is not allowed.
    """
    from emosapp_data.config.load import load_config, overlay  # noqa: PLC0415

    settings = load_config(config, overrides)
    addressed: dict[str, Any] = {}
    if base_url and settings.generation.model:
        addressed["generation"] = _at(base_url)
    checked_at = judge_url or base_url
    if checked_at:
        checks = {"round_trip": settings.checks.round_trip, "judge": settings.checks.judge}
        addressed["checks"] = {name: _at(checked_at) for name, check in checks.items() if check}
    return load_config(config, overlay(overrides or {}, addressed)) if addressed else settings


def ready(settings: "BuildConfig") -> "BuildConfig":
    """The configuration, once everything in it that would fail later has been looked for.

    Raises:
        InputError: something would; one line for each problem.
    """
    from emosapp_data.errors import InputError  # noqa: PLC0415
    from emosapp_data.planning import preflight  # noqa: PLC0415

    if problems := preflight(settings):
        raise InputError("\n".join(problems))
    return settings


def _at(address: str) -> dict[str, Any]:
    return {"model": {"server": {"base_url": address}}}


def engine_options(engine: str | None, cluster: str | None, jobs: int) -> dict[str, Any]:
    """Where the work is done, as the configuration has it; who names a cluster means Ray."""
    return {"name": engine or ("ray" if cluster else None), "cluster": cluster, "processes": jobs or None}


def check_options(round_trip: str | None, judge: str | None, against: list[Path] | None) -> dict[str, Any]:
    """The models that check and the benchmarks, as the configuration has them."""
    given = {"round_trip": round_trip, "judge": judge}
    models = {name: {"model": {"name": model}} for name, model in given.items() if model}
    return {**models, "benchmarks": against or None}


def generation_options(model: str | None, prompt: str | None, pairs: int | None, limit: int | None) -> dict[str, Any]:
    """The options of generation, as the configuration has them."""
    return {"model": {"name": model} if model else None, "prompt": prompt, "pairs": pairs, "limit": limit}


def release_options(name: str | None, version: str | None, seed: int | None, pairs: int | None) -> dict[str, Any]:
    """The options of a release, as the configuration has them."""
    return {"name": name, "version": version, "seed": seed, "pairs": pairs}


def with_version(settings: "BuildConfig", version: str | None = None, bump: str | None = None) -> "BuildConfig":
    """The configuration, asking for this version or bump of the release, or for none, whatever it asked for before.

    Raises:
        InputError: they cannot be had.
    """
    from pydantic import ValidationError  # noqa: PLC0415

    from corpus.book import problems  # noqa: PLC0415
    from emosapp_data.config import ReleaseConfig  # noqa: PLC0415
    from emosapp_data.errors import InputError  # noqa: PLC0415

    fields = settings.release.model_dump() | {"version": version, "bump": bump}
    try:
        return settings.model_copy(update={"release": ReleaseConfig.model_validate(fields)})
    except ValidationError as error:
        raise InputError(f"release: {problems(error)}") from None


def written(workspace: Path) -> Path | None:
    """The configuration that the last run wrote into the workspace."""
    path = workspace / "config.yaml"
    return path if path.exists() else None


def existing(workspace: Path) -> Any:
    """The ledger of a workspace that is there, opened for writing.

    Raises:
        WorkspaceError: there is none.
    """
    from emosapp_data.errors import WorkspaceError  # noqa: PLC0415
    from emosapp_data.ledger import LEDGER_FILE, Ledger  # noqa: PLC0415

    if not (workspace / LEDGER_FILE).exists():
        raise WorkspaceError(f"{workspace}: no workspace here; 'emosapp extract BOOK.pdf -o {workspace}' makes one")
    return Ledger.write(workspace)


def need(ledger: Any, step: str, command: str) -> None:
    """See that a step has been done.

    Raises:
        WorkspaceError: it has not; the message names the command that does it.
    """
    from emosapp_data.errors import WorkspaceError  # noqa: PLC0415

    if not any(count.step == step and count.finished for count in ledger.counts()):
        raise WorkspaceError(f"step {step!r} has not been done here; run '{command}' first")
