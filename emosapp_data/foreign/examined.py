"""The records of an examination: what is written beside other people's pairs."""

from pydantic import Field

from emosapp_data.duplicates import Difference
from emosapp_data.foreign.records import WhyAside
from emosapp_data.schema import Flag, Reason, Record, Verdict


class ExaminedPair(Record):
    """A pair with all that was said of it."""

    id: str
    """Hash of the place and the texts."""
    place: str
    """Where it stands in the file, such as 'dialogue 12, turns 5 and 6'."""
    dialogue: str | None = None
    """Its dialogue; none in a plain list of pairs."""
    number: int = Field(ge=1)
    """Its number in the dialogue, or in the file where there are no dialogues."""
    question: str
    """The question."""
    answer: str
    """The answer."""
    verdicts: tuple[Verdict, ...]
    """What the checks said."""
    duplicate_of: str | None = None
    """Id of the first pair that is equal after folding case, spaces and punctuation; none for that first one."""
    group: str | None = None
    """Its group of near duplicates."""


class Likeness(Record):
    """Two near duplicates."""

    first: str
    """Id of the pair that came first."""
    second: str
    """Id of the other."""
    score: float
    """How alike they are, from 0 to 100."""
    differences: tuple[Difference, ...]
    """The kinds of difference."""
    only_first: str
    """Words that only the first has."""
    only_second: str
    """Words that only the second has."""


class NearDuplicates(Record):
    """A group of near duplicates, for a person to look at."""

    id: str
    """Hash of the members' ids."""
    members: tuple[str, ...]
    """Ids of the pairs, in the order of the file."""
    differences: tuple[Difference, ...]
    """All kinds of difference in the group."""
    matches: tuple[Likeness, ...]
    """Which pairs are alike, and what differs."""
    outward: tuple[Likeness, ...] = ()
    """Likenesses with pairs of other groups, which would have made the group too large."""


class Aside(Record):
    """What is no part of a pair."""

    place: str
    """Where it stands."""
    reason: WhyAside
    """Why it is no part of a pair."""
    detail: str
    """What exactly was found."""
    text: str
    """What stands there."""


class CheckCount(Record):
    """How the pairs did in one check."""

    check: str
    """Name of the check."""
    version: int = Field(ge=1)
    """Version of the check."""
    passed: int = Field(ge=0)
    """Pairs that passed."""
    rejected: dict[Reason, int] = Field(default_factory=dict)
    """Pairs that did not, by reason."""
    flags: dict[Flag, int] = Field(default_factory=dict)
    """Pairs about which a person has to decide, by subject; a pair may have several flags."""


class Examination(Record):
    """What a file of other people's pairs holds. turns = 2 × pairs + set aside; pairs = sound + unsound."""

    file: str
    """Name of the file."""
    sha256: str
    """Checksum of the file."""
    form: str
    """The layout, in words."""
    turns: int = Field(ge=0)
    """Turns in the file; an entry that is none counts as one."""
    set_aside: dict[WhyAside, int]
    """Turns that are no part of a pair, by reason."""
    pairs: int = Field(ge=0)
    """Pairs in the file."""
    dialogues: int = Field(ge=0)
    """Dialogues that hold at least one pair."""
    dialogue_lengths: dict[int, int]
    """How many dialogues have so many pairs."""
    checks: tuple[CheckCount, ...]
    """How the pairs did in each check."""
    sound: int = Field(ge=0)
    """Pairs that every check passed and that repeat no earlier one."""
    exact_duplicates: int = Field(ge=0)
    """Pairs that repeat an earlier one, case, spaces and punctuation aside."""
    near_duplicates: int = Field(ge=0)
    """Pairs that are in a group of near duplicates; exact duplicates are not counted."""
    near_duplicate_groups: int = Field(ge=0)
    """Groups of near duplicates."""
    differences: dict[Difference, int]
    """Groups in which so something differs, by kind; a group may have several kinds."""
