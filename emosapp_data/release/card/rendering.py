"""From a template to the text of a card: what others wrote is shown as they wrote it, and is never markup."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from emosapp_data.licences import credit
from emosapp_data.licences.citing import SPECIAL
from emosapp_data.release.card.citing import cite_as, summary, works
from emosapp_data.release.card.header import header
from emosapp_data.release.card.licence import duties
from emosapp_data.release.card.words import RULES, UNITS
from emosapp_data.schema import DatasetKind, Reason, Release

BLANK_LINES = re.compile(r"\n{3,}")


def render(name: str, release: Release, columns: Mapping[str, str], language: str, **more: Any) -> str:
    """The text of README.md.

    Args:
        name: name of the template.
        release: what the release is.
        columns: the columns of its rows, with their descriptions.
        language: ISO 639-1 code of its language.
        more: what this template asks for besides.
    """
    text = _template(name).render(
        release=release,
        header=header(release, language),
        language=language,
        total=sum(release.rows.values()),
        noun=release.kind.row,
        summary=summary(release),
        columns=columns,
        units=UNITS if release.kind is DatasetKind.KNOWLEDGE else UNITS | {"release": f"{release.kind.row}s"},
        duties=duties(release.licence),
        rules=RULES,
        works=works(release),
        cite_as=cite_as(release),
        reasons=_reasons(release),
        **more,
    )
    return BLANK_LINES.sub("\n\n", text)


def escaped(text: object) -> str:
    """Words of others as Markdown shows them unchanged, on one line: in a paragraph, a list or the cell of a table."""
    return SPECIAL.sub(r"\\\g<0>", " ".join(str(text).split()))


def link(url: str | None) -> str:
    """An address as a link; what is no address of the web stays text."""
    if url and re.match(r"https?://", url.strip()):
        return f"<{quote(url.strip(), safe='%/:=&?~#+!$,;@()*')}>"
    return escaped(url or "")


def left_out(release: Release, reason: Reason) -> int:
    """How many items were left out for a reason, in all steps."""
    return sum(step.rejected.get(reason, 0) for step in release.steps)


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=PackageLoader("emosapp_data.release.card", "templates"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 - Markdown, not HTML
    )
    filters: dict[str, Callable[..., str]] = {
        "escaped": escaped,
        "link": link,
        "credit": credit,
        "thousands": "{:,}".format,
        "percent": lambda share: f"{100 * share:.1f} %",
        "cell": lambda text: text.replace("|", "\\|").replace("\n", " "),
        "counts": _counts,
    }
    environment.filters |= filters
    return environment.get_template(name)


def _counts(rejected: Mapping[Reason, int]) -> str:
    return ", ".join(f"{count:,} `{reason.value}`" for reason, count in rejected.items()) or "–"


def _reasons(release: Release) -> list[Reason]:
    """Every reason for which something was left out, once."""
    return list(dict.fromkeys(reason for step in release.steps for reason in step.rejected))
