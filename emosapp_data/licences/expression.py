"""SPDX expressions: the ways in which a source may be used.

Grammar: https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/.
"""

from functools import cache
from itertools import product
from typing import Any

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from emosapp_data.licences.families import Kind, kind

Alternative = frozenset[str]
"""Licences that apply together; one with an exception is 'LICENCE WITH EXCEPTION'."""


@cache
def canonical(expression: str) -> str | None:
    """An expression as SPDX writes it; none where it is no SPDX expression."""
    try:
        return str(canonicalize_license_expression(expression))
    except InvalidLicenseExpression:
        return None


@cache
def alternatives(expression: str) -> tuple[Alternative, ...]:
    """The ways in which an expression lets a work be used, the least restrictive first; none where it is no SPDX expression."""
    from license_expression import Licensing  # noqa: PLC0415

    written = canonical(expression)
    if written is None:
        return ()
    # Without the library's own index of licences, which takes longer to load than all else; `packaging` knows them.
    licensing = Licensing()
    return tuple(sorted(_alternatives(licensing.parse(written), licensing.OR), key=restriction))


def restriction(licences: Alternative) -> tuple[list[Kind], list[str]]:
    """How much licences ask for together: what orders alternatives, the same way every time."""
    return sorted(map(kind, licences), reverse=True), sorted(licences)


@cache
def forbids_derivatives(licence: str | None) -> bool:
    """Whether a licence forbids making a dataset from a work, in every way in which the work may be used."""
    ways = alternatives(licence) if licence else ()
    return bool(ways) and all(Kind.NO_DERIVATIVES in map(kind, way) for way in ways)


def _alternatives(node: Any, either: type) -> set[Alternative]:
    if node.isliteral:
        return {frozenset({node.render()})}
    parts = [_alternatives(part, either) for part in node.args]
    if isinstance(node, either):
        return set().union(*parts)
    return {frozenset().union(*chosen) for chosen in product(*parts)}
