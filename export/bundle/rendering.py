"""From a manifest to the texts of a bundle."""

import json
import re
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from emosapp_data.release.card.rendering import escaped, link

BLANK_LINES = re.compile(r"\n{3,}")


def render(name: str, **values: Any) -> str:
    """The text of a template of this package."""
    return BLANK_LINES.sub("\n\n", _template(name).render(**values)).rstrip() + "\n"


def megabytes(size: int) -> str:
    """A size as people read it."""
    return f"{size / 1e6:,.1f} MB"


def kotlin(text: str) -> str:
    """A text as Kotlin's source writes it."""
    return json.dumps(text).replace("$", "\\$")


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=PackageLoader("export.bundle", "templates"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 - Markdown, not HTML
    )
    environment.filters |= {
        "escaped": escaped,
        "link": link,
        "kotlin": kotlin,
        "megabytes": megabytes,
        "thousands": "{:,}".format,
        "loss": "{:.4f}".format,
        "short": lambda checksum: checksum[:12],
    }
    return environment.get_template(name)
