"""Training conversations that are much alike to one that another dataset of the mixture holds out.

Two datasets may have been made from one source: each keeps what is alike in one split of its own, but knows nothing of the
other. What is compared, as near duplicates of pairs are (`emosapp_data.duplicates`):

- exchanges, what the user says with the answer to it: all of those of pairs from books, and of dialogues those of twenty
  words or more, since shorter ones ("Thank you!" "You are welcome.") are said everywhere;
- all that the user says in a conversation, from twenty words on.

One that is alike is enough, and the whole conversation is left out of the training.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from emosapp_data.duplicates import LEAST_SCORE, DuplicateIndex, PairText
from emosapp_data.release.mixture.conversation import Conversation, LeftOut, left_out
from emosapp_data.release.mixture.likely import SideText, may_be_alike
from emosapp_data.schema import Reason

FEWEST_WORDS = 20
"""Words from which an exchange is more than a phrase of everybody's."""


class _Place(NamedTuple):
    """Where a text stands."""

    conversation: Conversation
    what: str
    """Which part of it."""
    asked: str
    answered: str


def find_leaks(conversations: Mapping[str, Sequence[Conversation]], pairs: Collection[str]) -> list[LeftOut]:
    """The training conversations that are like one that is held out in another dataset, each once.

    Args:
        conversations: all conversations of each dataset, those included that are left out for other reasons: somebody may
            measure on the whole test of a dataset.
        pairs: the datasets that hold pairs from books.
    """
    every = [(each, name in pairs) for name, inside in conversations.items() for each in inside]
    if len(conversations) < 2 or all(each.split == "train" for each, _ in every):
        return []
    places = [
        _Place(conversation, *text) for conversation, from_book in every for text in _texts(conversation, from_book)
    ]
    sides = [
        SideText(f"{place.asked} {place.answered}", place.conversation.dataset, place.conversation.split == "train")
        for place in places
    ]
    texts: dict[bool, list[PairText]] = {True: [], False: []}
    for number in np.flatnonzero(may_be_alike(sides)).tolist():
        texts[sides[number].trained].append(PairText(str(number), places[number].asked, places[number].answered))
    index = DuplicateIndex(LEAST_SCORE, same_asked=False)
    index.put(texts[True])
    found: dict[tuple[str, str], LeftOut] = {}
    for match in index.add(texts[False]):
        (trained, what, *_), (held, *_) = places[int(match.first)], places[int(match.second)]
        if trained.split == "train" and trained.dataset != held.dataset:
            detail = f"{what} like {held.dataset} {held.origin} ({held.split}): {match.score:.0f} of 100"
            found.setdefault((trained.dataset, trained.origin), left_out(trained, Reason.LIKE_HELD_OUT, detail))
    return list(found.values())


def _texts(conversation: Conversation, from_book: bool) -> Iterator[tuple[str, str, str]]:
    """What is compared of a conversation: what it is, what the user says, and what is answered."""
    said = [message for message in conversation.messages if message.role != "system"]
    exchanges = [(one.content, other.content) for one, other in pairwise(said) if one.role == "user"]
    for number, (asked, answered) in enumerate(exchanges, 1):
        if from_book or len(asked.split()) + len(answered.split()) >= FEWEST_WORDS:
            yield f"exchange {number}", asked, answered
    told = " ".join(asked for asked, _ in exchanges)
    if len(exchanges) > 1 and len(told.split()) >= FEWEST_WORDS:
        yield "all that the user says", told, ""
