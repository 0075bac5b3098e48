"""Near duplicates as the report shows them: the members of a group beside each other, with the words marked that differ."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from emosapp_data.checks.folding import fold
from emosapp_data.config.checks import Policy
from emosapp_data.doubt import group_of
from emosapp_data.duplicates import Difference, PairText
from emosapp_data.duplicates.compare import compare
from emosapp_data.duplicates.difference import MAY_CHANGE_MEANING
from emosapp_data.duplicates.text import Folded
from emosapp_data.ledger import Ledger
from emosapp_data.release.card import POLICIES
from emosapp_data.schema import PairStatus, QAPair, Reason

SHOWN = 20
"""Groups shown; `near_duplicates.jsonl` lists all."""
MEMBERS = 6
"""Members shown of one group."""
WORD = re.compile(r"\S+")


class Piece(NamedTuple):
    """A stretch of text."""

    text: str
    differs: bool


class Kind(NamedTuple):
    """A kind of difference."""

    name: str
    may_change_meaning: bool


class Against(NamedTuple):
    """How a member differs from the first of its group."""

    kinds: list[Kind]
    there: str
    """The first one's words that this one does not have."""
    here: str
    """This one's words."""


class Member(NamedTuple):
    """A pair of a group."""

    pair: QAPair
    question: list[Piece]
    answer: list[Piece]
    against: Against | None
    """How it differs from the first; none for the first itself."""
    detail: str
    """What the check said of it."""
    left_out: bool


class GroupView(NamedTuple):
    """A group of near duplicates."""

    id: str
    members: list[Member]
    more: int
    """Members that are not shown."""
    may_change_meaning: bool


class Alike(NamedTuple):
    """All near duplicates."""

    groups: int
    may_change_meaning: int
    """Groups whose members may say different things."""
    pairs: int
    """Pairs in these groups."""
    left_out: int
    """Pairs that the policy has left out."""
    policy: str
    """What becomes of them, in words."""
    shown: list[GroupView]
    """Those that may change the meaning come first."""


def alike(ledger: Ledger, pairs: Sequence[QAPair]) -> Alike:
    """Gather the groups of near duplicates."""
    by_group: dict[str, list[QAPair]] = {}
    for pair in pairs:
        if group := group_of(pair):
            by_group.setdefault(group, []).append(pair)
    telling = {group: _may_change_meaning(members) for group, members in by_group.items()}
    order = sorted(by_group, key=lambda group: not telling[group])
    policy: Policy = (ledger.parameters("near_duplicates") or {}).get("policy", "review")
    return Alike(
        groups=len(by_group),
        may_change_meaning=sum(telling.values()),
        pairs=sum(map(len, by_group.values())),
        left_out=sum(_left_out(pair) for members in by_group.values() for pair in members),
        policy=POLICIES[policy],
        shown=[_view(group, by_group[group], telling) for group in order[:SHOWN]],
    )


def marked(text: str, others: Sequence[str]) -> list[Piece]:
    """A text in pieces; those differ whose words do not stand in each of the others at their place. Case does not count."""
    words = list(WORD.finditer(text))
    folded = [fold(word[0]) for word in words]
    differs = [False] * len(words)
    for other in others:
        theirs = [fold(word) for word in WORD.findall(other)]
        for code in Levenshtein.opcodes(folded, theirs):
            if code.tag != "equal":
                differs[code.src_start : code.src_end] = [True] * (code.src_end - code.src_start)
    pieces: list[Piece] = []
    end = 0
    for word, telling in zip(words, differs, strict=True):
        if pieces and pieces[-1].differs == telling:
            pieces[-1] = Piece(pieces[-1].text + text[end : word.end()], telling)
        else:
            if between := text[end : word.start()]:
                pieces.append(Piece(between, False))
            pieces.append(Piece(word[0], telling))
        end = word.end()
    return pieces


def _view(group: str, members: Sequence[QAPair], telling: Mapping[str, bool]) -> GroupView:
    first, *rest = shown = members[:MEMBERS]
    views = []
    for pair in shown:
        others = rest if pair is first else [first]
        views.append(
            Member(
                pair,
                marked(pair.question, [other.question for other in others]),
                marked(pair.answer, [other.answer for other in others]),
                None if pair is first else _against(first, pair),
                next(verdict.detail for verdict in pair.verdicts if verdict.group),
                _left_out(pair),
            )
        )
    return GroupView(group, views, len(members) - len(shown), telling[group])


def _against(first: QAPair, pair: QAPair) -> Against:
    found = compare(_folded(first), _folded(pair))
    kinds = [Kind(difference.value, difference in MAY_CHANGE_MEANING) for difference in found.differences]
    return Against(kinds, found.only_one, found.only_other)


def _may_change_meaning(members: Sequence[QAPair]) -> bool:
    first, *rest = map(_folded, members)
    differences: set[Difference] = set().union(*(compare(first, other).differences for other in rest))
    return not MAY_CHANGE_MEANING.isdisjoint(differences)


def _folded(pair: QAPair) -> Folded:
    return Folded.of(PairText(pair.id, pair.question, pair.answer))


def _left_out(pair: QAPair) -> bool:
    return pair.status is PairStatus.REJECTED and any(
        verdict.reason is Reason.NEAR_DUPLICATE for verdict in pair.verdicts
    )
