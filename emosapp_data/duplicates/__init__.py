"""Near duplicates: found, grouped and labelled with what differs, for a person; never merged by machine."""

from emosapp_data.duplicates.compare import Comparison, compare
from emosapp_data.duplicates.difference import MAY_CHANGE_MEANING, Difference
from emosapp_data.duplicates.groups import LARGEST, Group, groups
from emosapp_data.duplicates.index import LEAST_SCORE, DuplicateIndex, score
from emosapp_data.duplicates.keep_best import LeftOut, keep_best
from emosapp_data.duplicates.match import Match
from emosapp_data.duplicates.prepared import Prepared, prepare
from emosapp_data.duplicates.text import Folded, PairText

__all__ = [
    "LARGEST",
    "LEAST_SCORE",
    "MAY_CHANGE_MEANING",
    "Comparison",
    "Difference",
    "DuplicateIndex",
    "Folded",
    "Group",
    "LeftOut",
    "Match",
    "PairText",
    "Prepared",
    "compare",
    "groups",
    "keep_best",
    "prepare",
    "score",
]
