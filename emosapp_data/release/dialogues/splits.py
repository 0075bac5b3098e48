"""Splits of dialogues: the source's own, so that results can be compared with those of others, or splits by hash.

Either way what is much alike stays together. Two dialogues are alike when what the seeker says in them, or the situation
that they are about, is the same but for a few letters: one seeker may have told the same to two supporters.

- *Own splits*: dialogues that are alike go where the most is held out: into the test, where one of them is.
- *By hash*: as for pairs (`release.splits`), where a dialogue stands for a section: its place is a hash of its situation and
  its first turn, so that it keeps its split when others come in, or the file is ordered anew.
"""

from collections.abc import Mapping, Sequence

from emosapp_data.checks.folding import fold
from emosapp_data.config.dialogues import DialogueReleaseConfig, Splits
from emosapp_data.duplicates import DuplicateIndex, PairText
from emosapp_data.release.splits import Section, joined, spread
from emosapp_data.schema import Dialogue, Role

NAMES: Mapping[str, str] = {
    "train": "train",
    "training": "train",
    "valid": "validation",
    "validation": "validation",
    "val": "validation",
    "dev": "validation",
    "test": "test",
}
"""What sources call their splits."""
HELD_OUT = ("train", "validation", "test")
"""The splits, those that are held out more last."""
LEAST_SCORE = 92.0
"""From here on two texts are alike; the same as for pairs."""
TELLING = 4
"""Words from which a situation is more than a label: 'breakup with partner' is no sign that two dialogues are alike."""


def which_splits(dialogues: Sequence[Dialogue], asked: Splits | None) -> Splits:
    """Whose splits are used: those asked for, or the source's own if it names one that is known for every dialogue."""
    return asked or ("source" if all(own_split(dialogue) for dialogue in dialogues) else "hash")


def without_split(dialogues: Sequence[Dialogue]) -> list[Dialogue]:
    """The dialogues of which the source names no split that is known."""
    return [dialogue for dialogue in dialogues if not own_split(dialogue)]


def own_split(dialogue: Dialogue) -> str:
    """The split that the source names, as we call it; empty where it names none that is known."""
    return NAMES.get((dialogue.source_split or "").strip().lower(), "")


def split_dialogues(
    dialogues: Sequence[Dialogue], config: DialogueReleaseConfig, alike: Sequence[tuple[str, str]]
) -> dict[str, str]:
    """The split of every dialogue, by its id.

    Args:
        dialogues: the dialogues; each names a split of its source where the configuration asks for those.
        config: whose splits, and the shares of our own.
        alike: ids of dialogues that are much alike.
    """
    home = {dialogue.id: _section(dialogue) for dialogue in dialogues}
    clusters = joined(home, [(home[one], home[other]) for one, other in alike], config.seed)
    if config.splits == "hash":
        return spread(clusters, {"test": config.test, "validation": config.validation})
    own = {dialogue.id: own_split(dialogue) for dialogue in dialogues}
    return {
        member: max((own[each] for each in cluster.pairs), key=HELD_OUT.index)
        for cluster in clusters
        for member in cluster.pairs
    }


def find_alike(dialogues: Sequence[Dialogue]) -> list[tuple[str, str]]:
    """The ids of dialogues that are much alike, the earlier one first."""
    index = DuplicateIndex(LEAST_SCORE, same_asked=False)
    told = index.add(PairText(dialogue.id, "", _said(dialogue)) for dialogue in dialogues)
    found = [(match.first, match.second) for match in told]
    first: dict[str, str] = {}
    for dialogue in dialogues:
        situation = fold(dialogue.situation or "")
        if len(situation.split()) >= TELLING and (same := first.setdefault(situation, dialogue.id)) != dialogue.id:
            found.append((same, dialogue.id))
    return list(dict.fromkeys(found))


def _said(dialogue: Dialogue) -> str:
    """All that the seeker says."""
    return " ".join(turn.text for turn in dialogue.turns if turn.role is Role.SEEKER)


def _section(dialogue: Dialogue) -> Section:
    return (dialogue.source, fold(dialogue.situation or ""), fold(dialogue.turns[0].text))
