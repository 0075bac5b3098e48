"""Near duplicates in the flow: grouped for a person, never merged by machine; a new book leaves the old comparisons alone."""

import json
from pathlib import Path

import pytest

from emosapp_data.config import BuildConfig, DuplicatesConfig
from emosapp_data.duplicates import DuplicateIndex
from emosapp_data.engine import LocalEngine
from emosapp_data.ledger import Item, Ledger, Outcome, Result, Step
from emosapp_data.pipeline import check
from emosapp_data.progress import Silent
from emosapp_data.schema import Citation, Evidence, EvidenceRole, Origin, PageRef, QAPair, Reason, Span
from emosapp_data.steps.base import record_all
from emosapp_data.steps.check import find_duplicates, judged
from emosapp_data.steps.generate import STEP as GENERATE
from emosapp_data.steps.near_duplicates import GroupRecord, group_near_duplicates
from emosapp_data.steps.release import release_pairs

PAGE = PageRef(pdf=1)
LONG = "Sleep before an exam {} the memory of what was learned on the day before, as many studies of students show."


def a_pair(question: str, answer: str, book: str = "one") -> QAPair:
    citation = Citation(book=book, title=book, first_page=PAGE, last_page=PAGE, span=Span(start=0, end=len(answer)))
    evidence = Evidence(
        role=EvidenceRole.ANSWER,
        passage="passage-1",
        quote=answer,
        start=0,
        end=len(answer),
        first_page=PAGE,
        last_page=PAGE,
    )
    origin = Origin(generator="textbook", version=1, element=question, pattern="test")
    return QAPair.create(question=question, answer=answer, evidence=(evidence,), citation=citation, origin=origin)


def grouped(
    path: Path, pairs: list[QAPair], config: DuplicatesConfig | None = None
) -> tuple[list[GroupRecord], dict[str, QAPair]]:
    """Run both steps over pairs as they would come from a generator that passes every check."""
    with Ledger.write(path) as ledger:
        made = [Item(pair.id, Result(Outcome.KEPT, output=pair.model_dump(mode="json"), makes=1)) for pair in pairs]
        record_all(ledger, GENERATE, made, len(made))
        passed = [Item(pair.id, Result(Outcome.KEPT, output=[], makes=1)) for pair in pairs]
        record_all(ledger, Step("check", 1, {}), passed, len(passed))
        find_duplicates(ledger)
        found = group_near_duplicates(ledger, config or DuplicatesConfig(), LocalEngine(), Silent())
        return found, {pair.id: pair for pair in judged(ledger)}


INCREASES = a_pair("How does sleep act on memory?", LONG.format("increases"))
DECREASES = a_pair("How does sleep act on memory?", LONG.format("decreases"))
SPELLED = a_pair("How does sleep act on the memory?", LONG.format("increases"))
OTHER = a_pair("What is a habit?", "A habit is an action that a cue sets off without much thought.")


def test_opposites_are_grouped_marked_and_both_kept(tmp_path):
    (group,), pairs = grouped(tmp_path, [INCREASES, DECREASES, OTHER])
    assert group.members == (INCREASES.id, DECREASES.id)
    assert group.may_change_meaning
    assert "opposite" in group.differences
    assert {pair.status.value for pair in pairs.values()} == {"kept"}
    verdict = pairs[DECREASES.id].verdicts[-1]
    assert verdict.group == group.id
    assert verdict.detail == f"like {INCREASES.id}, but for opposite, answer only: 'decreases' here, 'increases' there"


def test_by_choice_the_best_of_those_that_differ_in_nothing_that_matters_stays(tmp_path):
    config = DuplicatesConfig(policy="keep-best-in-group")
    _, pairs = grouped(tmp_path, [INCREASES, SPELLED, DECREASES], config)
    left_out = [pair for pair in pairs.values() if pair.status.value == "rejected"]
    assert [pair.id for pair in left_out] == [SPELLED.id]
    assert left_out[0].verdicts[-1].reason is Reason.NEAR_DUPLICATE
    assert INCREASES.id in left_out[0].verdicts[-1].detail


def test_a_new_book_is_compared_with_the_old_ones_and_these_not_with_each_other_again(tmp_path, monkeypatch):
    added: list[int] = []
    add = DuplicateIndex.add_prepared

    def counting(self, pairs):
        added.append(len(pairs.ids))
        return add(self, pairs)

    monkeypatch.setattr(DuplicateIndex, "add_prepared", counting)
    old = [INCREASES, OTHER]
    new = a_pair(DECREASES.question, DECREASES.answer, book="two")
    grouped(tmp_path / "w", old)
    found, _ = grouped(tmp_path / "w", [*old, new])
    assert added == [2, 1]
    assert grouped(tmp_path / "w", [*old, new])[0] == found
    assert added == [2, 1]
    assert grouped(tmp_path / "fresh", [*old, new])[0] == found


@pytest.mark.parametrize("policy", ["review", "keep-all", "keep-best-in-group"])
def test_the_policy_is_named_in_the_card(tmp_path, built, policy):
    config = BuildConfig(duplicates=DuplicatesConfig(policy=policy))
    with Ledger.write(built.path) as ledger:
        check(ledger, built, config, LocalEngine(), Silent())
        made = release_pairs(ledger, config, tmp_path / "releases")
    card = (made.path / "README.md").read_text()
    words = {
        "review": "a person has to decide",
        "keep-all": "by choice",
        "keep-best-in-group": "the better supported one stays",
    }
    assert words[policy] in card
    assert json.loads((made.path / "manifest.json").read_text())["configuration"]["duplicates"]["policy"] == policy
