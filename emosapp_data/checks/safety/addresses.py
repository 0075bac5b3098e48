"""Finds street addresses with a house number, in English and German form."""

import re
from collections.abc import Iterator

from emosapp_data.checks.safety.contact import Found

STREET = r"(?:Street|St\.?|Avenue|Ave\.?|Road|Rd\.?|Lane|Ln\.?|Boulevard|Blvd\.?|Terrace|Crescent|Parkway|Pkwy\.?)"
"""What only a street is called."""
PERHAPS = (
    r"(?:Drive|Dr\.|Court|Ct\.?|Place|Pl\.?|Way|Close|Square|Sq\.?|Circle|Row|Gardens|Grove|Hill|Mews|Highway"
    r"|Hwy\.?)"
)
"""What a street may be called, and other things too."""
NUMBER = r"\b(\d{1,5})[A-Za-z]?"
NAME = r"(?:(?:[NSEW]\.?|North|South|East|West|Old|New|St\.?)\s)?(?:[A-Z][\w'’-]+\s|\d{1,3}(?:st|nd|rd|th)\s){1,3}"
UNIT = r"(?:,?\s(?:Apt|Apartment|Unit|Suite|Flat|#)\.?\s?\w+)?"
CITY = r",?\s(?:[A-Z][\w'’.-]+,?\s){0,3}"
PLACE = (
    rf"{UNIT}(?:{CITY}(?:[A-Z]{{2}}\s)?\d{{5}}\b"
    rf"|{CITY}[A-Z]{{1,2}}\d[A-Z\d]?\s?\d[A-Z]{{2}}\b"
    r"|,\s[A-Z][\w'’-]+,\s[A-Z]{2}\b)"
)
"""A town with a postal code or a state behind the street: ZIP code, British postcode."""
SURE = re.compile(rf"{NUMBER}\s{NAME}{STREET}(?![\w’'])(?P<place>{PLACE})?")
DOUBTFUL = re.compile(rf"{NUMBER}\s{NAME}{PERHAPS}(?![\w’'])(?P<place>{PLACE})?")
GERMAN = re.compile(
    r"\b[A-ZÄÖÜ][\w-]*(?:straße|strasse|str\.|gasse|allee"
    r"|platz)\s(\d{1,3})\s?[a-z]?\b(?:,\s(?:D-)?\d{5}\s[A-ZÄÖÜ]\w+)?"
)
DWELLS = re.compile(
    r"\b(?:liv(?:e|es|ed|ing)|resid(?:e|es|ed|ing)|address(?:es)?|home|house|apartment|mov(?:e|ed|es|ing)"
    r"|found|visit\w*|stay\w*|addressed)\b[^.;!?\d]{0,30}$|\bat $|: ?$",
    re.IGNORECASE,
)
"""What stands before an address."""
OFFICE = re.compile(
    r"\b(?:Press|Publish(?:ers?|ing)|Inc\.?|Ltd\.?|LLC|GmbH|Verlag|University|College|Institute"
    r"|Association|Department|Office|Company|Foundation|Library|Hospital|Clinic"
    r"|Cent(?:er|re)|Books|Permissions|Copyright|Headquarters|Museum|Ministry|Embassy|OpenStax"
    r"|Creative Commons|PO Box|P\.O\. Box)\b"
)
"""Publishers, authorities and other offices, whose addresses are public."""
AROUND = 90


def addresses(text: str) -> Iterator[Found]:
    """Street addresses with a house number that are not an office's."""
    for pattern in (SURE, DOUBTFUL, GERMAN):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - AROUND) : match.start()]
            dwells = DWELLS.search(before) is not None
            if OFFICE.search(before) or OFFICE.match(text[match.end() : match.end() + 40].lstrip(" ,.")):
                continue
            placed = pattern is not GERMAN and match["place"] is not None
            if pattern is DOUBTFUL and not (dwells or placed):
                continue
            # 'In 1969 Sesame Street' is a year and a name
            if pattern is SURE and 1500 <= int(match[1]) <= 2099 and not (dwells or placed):
                continue
            yield Found("a street address", match.start(), match.end())
