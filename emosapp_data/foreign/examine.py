"""The checks and the search for duplicates that our own pairs go through, on other people's pairs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from emosapp_data.checks import all_checks
from emosapp_data.checks.base import TextCheck
from emosapp_data.checks.folding import fold
from emosapp_data.config import ChecksConfig
from emosapp_data.contamination import read_benchmarks
from emosapp_data.duplicates import DuplicateIndex, Group, Match, PairText, groups
from emosapp_data.foreign.examined import Aside, CheckCount, Examination, ExaminedPair, Likeness, NearDuplicates
from emosapp_data.foreign.records import ForeignPair, ForeignPairs
from emosapp_data.progress import Reporter
from emosapp_data.schema import Verdict
from emosapp_data.workspace import write_jsonl, write_text

Kind = TypeVar("Kind")

AT_ONCE = 1000
"""Pairs compared at once, between two steps of the progress."""


class Examined(NamedTuple):
    """What was found, pair by pair and in all."""

    pairs: tuple[ExaminedPair, ...]
    """The pairs, in the order of the file."""
    groups: tuple[NearDuplicates, ...]
    """Groups of near duplicates, in the order of their first members."""
    set_aside: tuple[Aside, ...]
    """What is no part of a pair."""
    summary: Examination
    """The counts."""


def text_checks(config: ChecksConfig) -> list[TextCheck]:
    """The checks that need no passage, in the order in which they judge.

    Raises:
        InputError: a benchmark cannot be read.
    """
    checks = all_checks(config, read_benchmarks(config.benchmarks))
    return [check for check in checks if isinstance(check, TextCheck)]


def examine(found: ForeignPairs, checks: Sequence[TextCheck], reporter: Reporter) -> Examined:
    """Judge every pair by every check, and find exact and near duplicates.

    Near duplicates are looked for among the pairs that repeat no earlier one.
    """
    first = _first_equals(found.pairs)
    verdicts = _judge(found.pairs, checks, reporter)
    near = _near_duplicates([pair for pair in found.pairs if pair.id not in first], reporter)
    group_of = {member: group.id for group in near for member in group.members}
    pairs = tuple(
        ExaminedPair(
            **pair._asdict(),
            verdicts=said,
            duplicate_of=first.get(pair.id),
            group=group_of.get(pair.id),
        )
        for pair, said in zip(found.pairs, verdicts, strict=True)
    )
    return Examined(
        pairs,
        tuple(map(_group_record, near)),
        tuple(Aside(**aside._asdict()) for aside in found.set_aside),
        _summary(found, pairs, near, checks),
    )


def write_examined(examined: Examined, folder: Path) -> None:
    """Write examined.jsonl, near_duplicates.jsonl, set_aside.jsonl and summary.json, each whole or not at all."""
    write_jsonl(folder / "examined.jsonl", examined.pairs)
    write_jsonl(folder / "near_duplicates.jsonl", examined.groups)
    write_jsonl(folder / "set_aside.jsonl", examined.set_aside)
    write_text(folder / "summary.json", examined.summary.model_dump_json(indent=1) + "\n")


def _first_equals(pairs: Iterable[ForeignPair]) -> dict[str, str]:
    """For each pair that repeats an earlier one, the id of the first that is equal after folding."""
    seen: dict[tuple[str, str], str] = {}
    repeats: dict[str, str] = {}
    for pair in pairs:
        survivor = seen.setdefault((fold(pair.question), fold(pair.answer)), pair.id)
        if survivor != pair.id:
            repeats[pair.id] = survivor
    return repeats


def _judge(pairs: Sequence[ForeignPair], checks: Sequence[TextCheck], reporter: Reporter) -> list[tuple[Verdict, ...]]:
    verdicts = []
    with reporter.step("check", len(pairs), "pairs") as advance:
        for pair in pairs:
            verdicts.append(tuple(check.judge_text(pair.question, pair.answer) for check in checks))
            advance(1)
    return verdicts


def _near_duplicates(pairs: Sequence[ForeignPair], reporter: Reporter) -> list[Group]:
    index = DuplicateIndex()
    matches: list[Match] = []
    with reporter.step("compare", len(pairs), "pairs") as advance:
        for start in range(0, len(pairs), AT_ONCE):
            part = [PairText(pair.id, pair.question, pair.answer) for pair in pairs[start : start + AT_ONCE]]
            matches += index.add(part)
            advance(len(part))
    return groups(matches, [pair.id for pair in pairs])


def _group_record(group: Group) -> NearDuplicates:
    return NearDuplicates(
        id=group.id,
        members=group.members,
        differences=group.differences,
        matches=tuple(map(_likeness, group.matches)),
        outward=tuple(map(_likeness, group.outward)),
    )


def _likeness(match: Match) -> Likeness:
    return Likeness(**{**match._asdict(), "score": round(match.score, 2)})


def _summary(
    found: ForeignPairs, pairs: Sequence[ExaminedPair], near: Sequence[Group], checks: Sequence[TextCheck]
) -> Examination:
    in_dialogue = Counter(pair.dialogue for pair in pairs if pair.dialogue is not None)
    sound = sum(pair.duplicate_of is None and all(verdict.passed for verdict in pair.verdicts) for pair in pairs)
    return Examination(
        file=found.path,
        sha256=found.sha256,
        form=found.form,
        turns=found.turns,
        set_aside=_by_frequency(Counter(aside.reason for aside in found.set_aside)),
        pairs=len(pairs),
        dialogues=found.dialogues,
        dialogue_lengths=dict(sorted(Counter(in_dialogue.values()).items())),
        checks=tuple(_count(check, [pair.verdicts[number] for pair in pairs]) for number, check in enumerate(checks)),
        sound=sound,
        exact_duplicates=sum(pair.duplicate_of is not None for pair in pairs),
        near_duplicates=sum(pair.group is not None for pair in pairs),
        near_duplicate_groups=len(near),
        differences=_by_frequency(Counter(difference for group in near for difference in group.differences)),
    )


def _count(check: TextCheck, verdicts: Sequence[Verdict]) -> CheckCount:
    return CheckCount(
        check=check.name,
        version=check.version,
        passed=sum(verdict.passed for verdict in verdicts),
        rejected=_by_frequency(Counter(verdict.reason for verdict in verdicts if verdict.reason)),
        flags=_by_frequency(Counter(flag for verdict in verdicts for flag in verdict.flags)),
    )


def _by_frequency(counts: Mapping[Kind, int]) -> dict[Kind, int]:
    """Counts, the highest first; of equal ones in the order of the alphabet."""
    return dict(sorted(counts.items(), key=lambda entry: (-entry[1], str(entry[0]))))
