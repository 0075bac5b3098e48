"""The card of pairs from books."""

from emosapp_data.config import BuildConfig
from emosapp_data.config.build import published_name
from emosapp_data.release.card.rendering import left_out, render
from emosapp_data.release.card.words import POLICIES
from emosapp_data.release.knowledge.packing import COLUMNS as PACKED_COLUMNS
from emosapp_data.release.knowledge.table import COLUMNS
from emosapp_data.schema import Book, Reason, Release

PERSONAL = "personal data"


def knowledge_card(release: Release, checks: list[str], config: BuildConfig) -> str:
    """The text of README.md.

    Args:
        release: what the release is.
        checks: names of the checks that every pair passed, in words.
        config: how the pairs were made.
    """
    by_model = {"round trip": config.checks.round_trip, "judge": config.checks.judge}
    return render(
        "knowledge.md.jinja",
        release,
        COLUMNS,
        config.checks.language,
        checks=", ".join(checks),
        judges=", ".join(f"{name} ({published_name(check.model.name)})" for name, check in by_model.items() if check),
        policy=POLICIES[config.duplicates.policy],
        dialogue_columns=PACKED_COLUMNS,
        longest_dialogue=config.release.dialogues,
        wanted=config.release.pairs,
        years=_years(release.books),
        looks_for_personal_data=PERSONAL in checks,
        personal_data=left_out(release, Reason.PERSONAL_DATA),
    )


def _years(books: tuple[Book, ...]) -> str:
    """When the books are from, as far as that is known."""
    years = sorted({book.year for book in books if book.year})
    if not years:
        return ""
    return f"from {years[0]}" if len(years) == 1 else f"from {years[0]} to {years[-1]}"
