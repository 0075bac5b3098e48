"""Who reviews what."""

import pytest

from annotation.assignment import assign
from annotation.item import ReviewItem
from emosapp_data.config import ReviewConfig
from emosapp_data.errors import InputError


def item(number: int, group: str | None = None) -> ReviewItem:
    return ReviewItem(
        id=f"pair-{number}",
        question="?",
        answer="!",
        passage="x",
        evidence=(),
        citation="c",
        book="b",
        pdf_page=1,
        generator="g",
        rank=number,
        doubt=0,
        group=group,
    )


ITEMS = [item(number) for number in range(2000)]


def places(items, config, workspaces):
    found = {}
    for batch in assign(items, config, workspaces):
        for each in batch.items:
            found.setdefault(each.id, []).append((batch.workspace, batch.reviewers))
    return found


def test_in_one_workspace_a_sample_is_reviewed_by_several():
    found = places(ITEMS, ReviewConfig(overlap=3, share=0.2), ["team"])
    assert len(found) == len(ITEMS)
    assert set(map(len, found.values())) == {1}
    sample = [pair for pair, where in found.items() if where == [("team", 3)]]
    assert len(sample) == pytest.approx(400, abs=60)


def test_several_workspaces_share_the_work_and_the_sample_goes_to_as_many_as_are_wanted():
    found = places(ITEMS, ReviewConfig(overlap=2, share=0.1), ["anna", "ben", "carla"])
    twice = [where for where in found.values() if len(where) == 2]
    assert len(twice) == pytest.approx(200, abs=45)
    assert all(one[0] != other[0] for one, other in twice)
    work = [sum(("anna", 1) in where for where in found.values()) for name in ("anna", "ben", "carla")]
    assert all(share == pytest.approx(2200 / 3, abs=80) for share in work)


def test_the_order_of_review_is_kept():
    for batch in assign(ITEMS, ReviewConfig(), ["anna", "ben"]):
        assert [each.rank for each in batch.items] == sorted(each.rank for each in batch.items)


def test_what_was_assigned_stays_where_it_is_when_pairs_are_added():
    config = ReviewConfig(overlap=2, share=0.3)
    before, after = (places(items, config, ["anna", "ben"]) for items in (ITEMS[:500], ITEMS))
    assert all(after[pair] == where for pair, where in before.items())


def test_a_new_workspace_takes_its_share_and_moves_nothing_else():
    config = ReviewConfig(share=0)
    before, after = (places(ITEMS, config, names) for names in (["anna", "ben"], ["anna", "ben", "carla"]))
    moved = [pair for pair in before if before[pair] != after[pair]]
    assert {after[pair][0][0] for pair in moved} == {"carla"}
    assert len(moved) == pytest.approx(len(ITEMS) / 3, abs=80)


def test_near_duplicates_stay_together():
    items = [item(number, f"group-{number // 4}") for number in range(400)]
    found = places(items, ReviewConfig(share=0.3), ["anna", "ben", "carla"])
    for first in range(0, 400, 4):
        assert len({tuple(found[f"pair-{number}"]) for number in range(first, first + 4)}) == 1


def test_an_overlap_that_cannot_be_is_refused():
    with pytest.raises(InputError, match="an overlap of 3 needs one workspace, or as many as 3; 2 are given"):
        assign(ITEMS, ReviewConfig(overlap=3), ["anna", "ben"])
