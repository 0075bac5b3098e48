"""What single licences ask of a dataset, and which of them can be combined.

Creative Commons' own rules (https://creativecommons.org/faq/#combining-and-adapting-cc-material, and by version
https://wiki.creativecommons.org/wiki/License_Versions):

- Material under BY or BY-NC may go into a work under other terms that keep the same conditions.
- A work made from BY-SA or BY-NC-SA material has to be under a licence with the same conditions: that version or, but for
  version 1.0, a later one; one that was ported to a country's law may be followed by a later international version.
- ND licences do not let a work that was made from the material be published.

Other share-alike licences are combined with nothing that asks for terms of its own. The Open Government Licence
(https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/) and the Licence Ouverte
(https://www.etalab.gouv.fr/licence-ouverte-open-licence) say that they can be combined with CC BY and ODC-By.
"""

import re
from collections.abc import Iterable
from enum import IntEnum

CC = re.compile(r"CC-BY(?P<nc>-NC)?(?P<nd>-ND)?(?P<sa>-SA)?-(?P<version>\d\.\d)(?:-(?P<port>[A-Z]+))?\+?")
"""A Creative Commons licence but CC0, as SPDX writes it; `port` is the country or organisation that it was made for."""
INTERNATIONAL = ("1.0", "2.0", "2.5", "3.0", "4.0")
"""Versions that were published for the whole world."""
FREE = frozenset({"CC0-1.0", "CC-PDM-1.0", "CC-PDDC", "PDDL-1.0", "Unlicense", "0BSD", "MIT-0", "DL-DE-ZERO-2.0"})
"""Without conditions."""
ATTRIBUTION = frozenset(
    "MIT Apache-2.0 BSD-2-Clause BSD-3-Clause ISC Zlib ODC-By-1.0 CDLA-Permissive-1.0 CDLA-Permissive-2.0 "
    "OGL-UK-1.0 OGL-UK-2.0 OGL-UK-3.0 etalab-2.0 DL-DE-BY-2.0".split()
)
"""Whoever passes the work on has to keep names and notices, and may add terms of his own."""
SHARE_ALIKE = re.compile(r"ODbL-1\.0\+?|CDLA-Sharing-1\.0\+?|GFDL-[\w.-]+\+?")
"""What is made from the work has to be under the same licence, and these are not Creative Commons'."""


class Kind(IntEnum):
    """What a licence asks for, from the least restrictive to the most."""

    FREE = 0
    """Nothing."""
    ATTRIBUTION = 1
    """Credit."""
    SHARE_ALIKE = 2
    """The same terms for what is made from the work."""
    NON_COMMERCIAL = 3
    """No commercial use."""
    NON_COMMERCIAL_SHARE_ALIKE = 4
    """No commercial use, and the same terms."""
    UNFAMILIAR = 5
    """An SPDX licence of none of these families, such as OFL-1.1, which is for fonts: fit for a dataset by itself alone."""
    REFERENCE = 6
    """Terms that are written somewhere else (LicenseRef)."""
    NO_DERIVATIVES = 7
    """That no dataset is made from the work and published."""


def kind(licence: str) -> Kind:
    """What a licence asks for; an exception (WITH) only ever permits more."""
    licence = licence.split(" WITH ", maxsplit=1)[0]
    if licence.startswith("LicenseRef-"):
        return Kind.REFERENCE
    if match := CC.fullmatch(licence):
        if match["nd"]:
            return Kind.NO_DERIVATIVES
        if match["nc"]:
            return Kind.NON_COMMERCIAL_SHARE_ALIKE if match["sa"] else Kind.NON_COMMERCIAL
        return Kind.SHARE_ALIKE if match["sa"] else Kind.ATTRIBUTION
    if SHARE_ALIKE.fullmatch(licence):
        return Kind.SHARE_ALIKE
    plain = licence.removesuffix("+")
    return Kind.FREE if plain in FREE else Kind.ATTRIBUTION if plain in ATTRIBUTION else Kind.UNFAMILIAR


def is_share_alike(licence: str) -> bool:
    """Whether what is made from the work has to be under the same terms."""
    return kind(licence) in (Kind.SHARE_ALIKE, Kind.NON_COMMERCIAL_SHARE_ALIKE)


def is_non_commercial(licence: str) -> bool:
    """Whether commercial use is forbidden."""
    return kind(licence) in (Kind.NON_COMMERCIAL, Kind.NON_COMMERCIAL_SHARE_ALIKE)


def circle(licence: str) -> str:
    """Share-alike licences with the same answer can be combined: all later versions of BY-SA, say; most stand alone."""
    match = CC.fullmatch(licence)
    return f"CC-BY{match['nc'] or ''}-SA" if match and match["version"] != "1.0" else licence


def joined(licences: Iterable[str]) -> str:
    """The one Creative Commons licence for what is made from works under several that can be combined."""
    matches = [match for match in map(CC.fullmatch, licences) if match]
    for match in matches:
        if match["sa"] and match["version"] == "1.0":
            return match[0]
    # A ported licence has a later one where the version is higher, so that it comes after the international one of its own.
    latest = max((match["version"], bool(match["port"])) for match in matches)
    version = next((version for version in INTERNATIONAL if (version, False) >= latest), INTERNATIONAL[-1])
    conditions = [condition for condition in ("NC", "SA") if any(match[condition.lower()] for match in matches)]
    return "-".join(["CC-BY", *conditions, version])
