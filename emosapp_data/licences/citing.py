"""Credit where a licence asks for it: title, author, source and licence of every work, and that it was changed.

What to name: https://creativecommons.org/licenses/by/4.0/legalcode#s3a, and the practice of
https://wiki.creativecommons.org/wiki/Best_practices_for_attribution.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol
from urllib.parse import quote

from emosapp_data.licences.expression import canonical
from emosapp_data.licences.families import CC

DEEDS = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-PDM-1.0": "https://creativecommons.org/publicdomain/mark/1.0/",
}
"""Creative Commons' pages that do not follow from the licence's name."""
SPECIAL = re.compile(r"[\\`*_{}\[\]<>&|~#$@]|^[-+=:]|(?<=\d)[.)](?= |$)|(?i:(?<=www))\.|:(?=//)")
"""What Markdown may read as markup: lists, links and HTML among them."""


class Citable(Protocol):
    """A work that a dataset was made from."""

    @property
    def title(self) -> str:
        """Title."""

    @property
    def authors(self) -> tuple[str, ...]:
        """Authors or editors, as they want to be credited."""

    @property
    def edition(self) -> str | None:
        """Edition, such as '2nd'."""

    @property
    def year(self) -> int | None:
        """Year of publication."""

    @property
    def licence(self) -> str | None:
        """Licence as an SPDX expression."""

    @property
    def source_url(self) -> str | None:
        """Where the work can be had."""


class Writing(NamedTuple):
    """How a text is put down."""

    text: Callable[[str], str]
    """For words of others."""
    link: Callable[[str], str]
    """For addresses."""


def credit(source: Citable) -> str:
    """One line of plain text that credits a work, such as an app shows in its "about" screen."""
    return _credit(source, Writing(_one_line, _address))


def attribution(sources: Iterable[Citable], licence: str | None, what: str, changes: str) -> str:
    """The text of ATTRIBUTION.md.

    Args:
        sources: the works that the dataset was made from; their order does not matter.
        licence: SPDX expression of the dataset's licence; none where it is unknown.
        what: the dataset's name and version, such as 'knowledge 1.0.0'.
        changes: what was done to the works, as a sentence of Markdown.
    """
    markdown = Writing(_escaped, lambda url: f"<{_address(url)}>")
    works = sorted({_credit(source, markdown) for source in sources})
    return "\n".join(
        [
            "# Attribution",
            "",
            f"{_escaped(what)} is {_licensed(licence, markdown)}. It was made from these works:",
            "",
            *(f"- {work}" for work in works),
            "",
            f"The works were changed. {changes}",
            "",
            "That a work is named here does not mean that its authors or publisher endorse this dataset or its use.",
            "",
        ]
    )


def _credit(source: Citable, write: Writing) -> str:
    authors = [write.text(author) for author in source.authors]
    by = f"by {' and '.join([', '.join(authors[:-1]), authors[-1]] if authors[1:] else authors)}"
    year = f" ({source.year})" if source.year else ""
    parts = [
        write.text(source.title),
        write.text(_edition(source.edition or "")),
        (by if authors else "author not stated") + year,
        _licensed(source.licence, write),
        _source(source.source_url, write),
    ]
    return ", ".join(part for part in parts if part)


def _edition(edition: str) -> str:
    if not edition or re.search(r"\bed", edition, re.IGNORECASE):
        return edition
    return f"edition {edition}" if edition.isdecimal() else f"{edition} edition"


def _source(url: str | None, write: Writing) -> str:
    if not url:
        return "source not stated"
    return write.link(url) if re.match(r"https?://", url) else write.text(url)


def _licensed(licence: str | None, write: Writing) -> str:
    """The licence in words, each of its names with its address."""
    if not licence:
        return "under an unknown licence"
    expression = canonical(licence)
    if expression is None:
        return f"under other terms ({write.text(licence)})"
    return f"licensed under {re.sub(r'[^ ()]+', lambda match: _named(match[0], write), expression)}"


def _named(word: str, write: Writing) -> str:
    """A licence's or an exception's name for people, with its address; other words of an expression as they are."""
    if word in ("AND", "OR", "WITH"):
        return word.lower()
    if word.startswith("LicenseRef-"):
        return write.text(word)
    name, url = word, DEEDS.get(word, f"https://spdx.org/licenses/{word.removesuffix('+')}.html")
    if match := CC.fullmatch(word):
        conditions = word.removeprefix("CC-").partition(f"-{match['version']}")[0]
        port = match["port"]
        name = " ".join(
            filter(None, ["CC", conditions, match["version"], port, "or later" if word.endswith("+") else None])
        )
        path = "/".join(filter(None, [conditions, match["version"], port]))
        url = f"https://creativecommons.org/licenses/{path.lower()}/"
    return f"{write.text(name)} ({write.link(url)})"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _address(url: str) -> str:
    """An address without what would end it early."""
    return quote(url.strip(), safe="%/:=&?~#+!$,;'@()*[]")


def _escaped(text: str) -> str:
    """Words of others as Markdown shows them unchanged."""
    return SPECIAL.sub(r"\\\g<0>", _one_line(text))
