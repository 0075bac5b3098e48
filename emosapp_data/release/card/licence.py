"""The licence of a dataset: where it stands, and what it asks of those who use the data, in plain words."""

from emosapp_data.licences.expression import alternatives, canonical
from emosapp_data.licences.families import Kind, is_non_commercial, is_share_alike, kind

FREE = "**Nothing is asked for.** To name the sources is good practice all the same; `ATTRIBUTION.md` holds the text."
ATTRIBUTION = (
    "**Attribution.** Whoever passes on the dataset, a part of it or what was made from it has to name the sources with "
    "their authors and licences, and to say what was changed. `ATTRIBUTION.md` holds the text: keep it with the data."
)
SHARE_ALIKE = "**Share-alike.** A changed or extended dataset that is made from this one and passed on has to be under the same terms."
NON_COMMERCIAL = "**No commercial use.** The data must not be used in a way that is primarily intended for commercial advantage or for money."
OWN_TERMS = "**Terms of their own.** This card does not sum up {}: read the licence itself."
MODELS = (
    "**Trained models.** Whether a model that was trained on the data has to keep these terms too is not settled in law, "
    "and courts of different countries may answer differently. Find out before you publish or sell such a model."
)
UNKNOWN = (
    "**No permission is known.** Without a licence nobody may pass the data on, nor what is made from it, unless the law of "
    "their country allows it."
)


def duties(licence: str | None) -> list[str]:
    """What a licence asks for, as Markdown, one paragraph each.

    Args:
        licence: SPDX expression; none where it is unknown. Where it leaves a choice (OR), its least restrictive
            alternative counts.
    """
    ways = alternatives(licence) if licence else ()
    if not ways:
        return [UNKNOWN]
    licences = sorted(ways[0])
    kinds = set(map(kind, licences))
    if kinds == {Kind.FREE}:
        return [FREE]
    strange = [name for name in licences if kind(name) >= Kind.UNFAMILIAR]
    asked = [
        ATTRIBUTION if kinds != {Kind.FREE} else "",
        SHARE_ALIKE if any(map(is_share_alike, licences)) else "",
        NON_COMMERCIAL if any(map(is_non_commercial, licences)) else "",
        OWN_TERMS.format(", ".join(f"`{name}`" for name in strange)) if strange else "",
        MODELS,
    ]
    return [duty for duty in asked if duty]


def address(licence: str) -> str | None:
    """Where a licence can be read; none for an expression of several, and for what is not in SPDX's list."""
    name = canonical(licence)
    if name is None or " " in name or name.startswith("LicenseRef-"):
        return None
    return f"https://spdx.org/licenses/{name.removesuffix('+')}.html"
