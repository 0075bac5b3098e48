"""Terms of a release: the most restrictive of its sources', and reasons, with the sources' names, where there are none."""

from itertools import product
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.licenses import canonicalize_license_expression

from emosapp_data.licences import combine, forbids_derivatives
from emosapp_data.licences.expression import alternatives
from emosapp_data.licences.families import kind


class Source(NamedTuple):
    """What `combine` has to know of a book or of a source of dialogues."""

    title: str
    licence: str | None


def terms(*licences: str | None):
    return combine(Source(f"Book {index}", licence) for index, licence in enumerate(licences))


def restriction(licence: str):
    return max(map(kind, licence.split(" AND ")))


PUBLISHABLE = (
    "CC0-1.0 CC-PDM-1.0 PDDL-1.0 Unlicense 0BSD MIT Apache-2.0 ODC-By-1.0 CDLA-Permissive-2.0 OGL-UK-3.0 "
    "CC-BY-1.0 CC-BY-3.0 CC-BY-3.0-US CC-BY-4.0 CC-BY-NC-2.0 CC-BY-NC-4.0 CC-BY-NC-3.0-DE "
    "CC-BY-SA-1.0 CC-BY-SA-2.0-UK CC-BY-SA-2.1-JP CC-BY-SA-3.0 CC-BY-SA-3.0-IGO CC-BY-SA-4.0 "
    "CC-BY-NC-SA-1.0 CC-BY-NC-SA-2.0-FR CC-BY-NC-SA-4.0 ODbL-1.0 CDLA-Sharing-1.0 GFDL-1.3-or-later "
    "GPL-3.0-only OFL-1.1 GPL-2.0+ MIT+"
).split()
SINGLE = [*PUBLISHABLE, "CC-BY-ND-4.0", "CC-BY-NC-ND-3.0-IGO", "LicenseRef-Permission"]
simple = st.sampled_from(SINGLE)
either = st.lists(simple, min_size=1, max_size=3).map(" OR ".join)
nested = st.tuples(either, either).map(lambda pair: f"({pair[0]}) AND ({pair[1]})")
expressions = simple | either | nested
lists = st.lists(expressions, min_size=1, max_size=3)


@pytest.mark.parametrize(
    ("licences", "result"),
    [
        (["CC-BY-4.0"], "CC-BY-4.0"),
        (["CC0-1.0"], "CC0-1.0"),
        (["PDDL-1.0", "0BSD"], "CC0-1.0"),
        (["CC0-1.0", "CC-BY-4.0"], "CC-BY-4.0"),
        (["CC-BY-4.0", "CC-BY-SA-4.0"], "CC-BY-SA-4.0"),
        (["CC-BY-4.0", "CC-BY-NC-4.0"], "CC-BY-NC-4.0"),
        (["CC-BY-NC-4.0", "CC-BY-NC-SA-4.0"], "CC-BY-NC-SA-4.0"),
        (["CC-BY-3.0", "CC-BY-SA-4.0"], "CC-BY-SA-4.0"),
        (["CC-BY-4.0", "MIT", "CC0-1.0"], "CC-BY-4.0 AND MIT"),
        (["CC-BY-4.0", "CC-BY-NC-3.0", "ODC-By-1.0"], "CC-BY-NC-4.0 AND ODC-By-1.0"),
        (["ODbL-1.0", "CC-BY-4.0", "MIT"], "CC-BY-4.0 AND MIT AND ODbL-1.0"),
        (["CC-BY-SA-4.0", "Apache-2.0"], "Apache-2.0 AND CC-BY-SA-4.0"),
        (["GPL-3.0-only", "CC0-1.0"], "GPL-3.0-only"),
    ],
)
def test_a_release_takes_the_most_restrictive_licence(licences, result):
    assert terms(*licences) == (result, ())


@pytest.mark.parametrize(
    ("licences", "result"),
    [
        (["CC-BY-SA-2.0", "CC-BY-SA-3.0"], "CC-BY-SA-3.0"),
        (["CC-BY-SA-3.0-DE", "CC-BY-SA-3.0-AT"], "CC-BY-SA-4.0"),
        (["CC-BY-SA-2.1-JP", "CC-BY-2.0"], "CC-BY-SA-2.5"),
        (["CC-BY-SA-1.0", "CC-BY-4.0"], "CC-BY-SA-1.0"),
        (["CC-BY-NC-SA-2.0-FR", "CC-BY-NC-1.0"], "CC-BY-NC-SA-2.5"),
    ],
)
def test_share_alike_goes_on_under_a_version_that_every_source_allows(licences, result):
    assert terms(*licences) == (result, ())


@pytest.mark.parametrize(
    ("licences", "result"),
    [
        (["CC-BY-4.0 OR CC-BY-NC-4.0"], "CC-BY-4.0"),
        (["MIT OR Apache-2.0"], "Apache-2.0"),
        (["CC-BY-ND-4.0 OR CC-BY-NC-4.0"], "CC-BY-NC-4.0"),
        (["CC-BY-SA-4.0 OR CC-BY-NC-4.0", "CC-BY-NC-SA-4.0"], "CC-BY-NC-SA-4.0"),
        (["CC-BY-SA-3.0 OR GFDL-1.3-or-later", "GFDL-1.3-or-later"], "GFDL-1.3-or-later"),
        (["GPL-3.0-only OR MIT", "GPL-3.0-only"], "GPL-3.0-only"),
        (["LicenseRef-Permission OR (CC-BY-4.0 AND MIT)"], "CC-BY-4.0 AND MIT"),
        (["Apache-2.0 WITH LLVM-exception", "cc-by-4.0"], "Apache-2.0 WITH LLVM-exception AND CC-BY-4.0"),
    ],
)
def test_of_several_licences_the_one_is_taken_that_lets_the_dataset_be_published(licences, result):
    assert terms(*licences) == (result, ())


def test_an_unknown_licence_is_named_with_its_book_and_forbids_publication():
    unknown = combine([Source("Known", "CC-BY-4.0"), Source("Mystery", None)])
    assert unknown.licence is None
    assert unknown.obstacles == ("unknown licence: Mystery",)


def test_words_that_are_no_licence_are_shown_and_forbid_publication():
    assert terms("CC-BY-4.0", "All rights reserved") == (
        None,
        ("no SPDX licence expression: 'All rights reserved' (Book 1)",),
    )


def test_terms_of_ones_own_forbid_publication():
    (obstacle,) = terms("LicenseRef-Permission", "CC-BY-4.0").obstacles
    assert obstacle.startswith("whether LicenseRef-Permission (Book 0) allows publication is not known")


def test_no_derivatives_forbids_publication_by_itself():
    assert terms("CC-BY-ND-4.0", "CC-BY-4.0").obstacles == ("no derivatives: CC-BY-ND-4.0 (Book 0)",)


@pytest.mark.parametrize(
    "licences",
    [
        ("CC-BY-SA-4.0", "CC-BY-NC-4.0"),
        ("CC-BY-SA-4.0", "CC-BY-NC-SA-4.0"),
        ("CC-BY-SA-4.0", "ODbL-1.0"),
        ("CC-BY-SA-1.0", "CC-BY-SA-4.0"),
        ("ODbL-1.0", "CC-BY-NC-4.0"),
        ("GFDL-1.3-only", "CDLA-Sharing-1.0"),
    ],
)
def test_share_alike_that_cannot_be_combined_names_both_sides(licences):
    (obstacle,) = terms(*licences).obstacles
    assert all(f"{licence} (Book {index})" in obstacle for index, licence in enumerate(licences))
    assert "release them apart" in obstacle


def test_a_licence_of_no_family_is_taken_over_alone_and_not_combined():
    assert terms("GPL-3.0-only") == ("GPL-3.0-only", ())
    (obstacle,) = terms("GPL-3.0-only", "CC-BY-4.0").obstacles
    assert "GPL-3.0-only (Book 0)" in obstacle


def test_all_obstacles_are_named_at_once():
    assert (
        len(terms(None, "?", "LicenseRef-A", "CC-BY-ND-4.0", "OFL-1.1", "CC-BY-SA-4.0", "CC-BY-NC-4.0").obstacles) == 6
    )


def test_no_derivatives_is_recognized_in_every_version():
    forbidding = ["CC-BY-ND-4.0", "CC-BY-NC-ND-3.0", "CC-BY-ND-3.0-DE", "MIT AND CC-BY-ND-4.0"]
    assert all(forbids_derivatives(licence) for licence in forbidding)
    allowing = ["CC-BY-NC-4.0", "CC-BY-ND-4.0 OR CC-BY-4.0", "LicenseRef-ND", "no derivatives", None]
    assert not any(forbids_derivatives(licence) for licence in allowing)


@settings(deadline=None)
@given(st.sampled_from(PUBLISHABLE))
def test_one_source_that_may_be_published_keeps_its_licence(licence):
    assert terms(licence) == (licence, ())
    assert terms(licence, licence) == (licence, ())


@settings(deadline=None)
@given(lists)
def test_the_licence_is_an_spdx_expression_as_spdx_writes_it(licences):
    licence = terms(*licences).licence
    assert licence == canonicalize_license_expression(licence)


@settings(deadline=None)
@given(lists, st.randoms())
def test_the_order_of_the_sources_does_not_matter(licences, random):
    sources = [Source(f"Book {index}", licence) for index, licence in enumerate(licences)]
    shuffled = random.sample(sources, len(sources))
    assert combine(shuffled) == combine(sources)


@settings(deadline=None)
@given(st.lists(simple, min_size=1, max_size=4), simple)
def test_another_source_never_frees_the_release_of_a_condition(licences, more):
    before, after = terms(*licences), terms(*licences, more)
    assert bool(after.obstacles) >= bool(before.obstacles)
    for condition in ("-NC", "-SA", "ODbL", "GFDL", "GPL"):
        assert (condition in after.licence) >= (condition in before.licence)


@settings(deadline=None)
@given(lists)
def test_what_can_be_published_by_some_choice_of_licences_is_published(licences):
    ways = [alternatives(licence) for licence in licences]
    choices = [terms(*(licence for chosen in choice for licence in chosen)) for choice in product(*ways)]
    possible = {choice.licence for choice in choices if not choice.obstacles}
    found = terms(*licences)
    assert bool(possible) == (not found.obstacles)
    assert not possible or found.licence in possible
    assert not possible or restriction(found.licence) <= min(map(restriction, possible))
