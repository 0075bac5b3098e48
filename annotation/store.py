"""What people said, as it is kept in the workspace: nothing is lost, nothing is counted twice.

Everything is known by who said it of what in which round. A later word replaces an earlier one, which goes into the history;
the same word again changes nothing. So it does not matter how often, in which pieces or in which order words come in.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from filelock import FileLock, Timeout
from pydantic import ValidationError

from emosapp_data.errors import WorkspaceError
from emosapp_data.schema import AnswerRating, Review, ReviewStatus
from emosapp_data.workspace import Workspace, write_jsonl

LOCK_SECONDS = 60.0
"""Longest wait for another command that writes reviews."""

Key = tuple[str, ...]
Word = TypeVar("Word", Review, AnswerRating)


class Merged(NamedTuple):
    """What came in."""

    new: int = 0
    """Words on something of which that person had said nothing yet."""
    changed: int = 0
    """Words that replaced an earlier one."""
    same: int = 0
    """Words that were on record already."""
    older: int = 0
    """Words that are older than what is on record, and were not taken."""


class ReviewStore:
    """The reviews of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        """Those of a workspace; files are made when the first review comes in."""
        self._folder = workspace.review
        self._reviews = _Shelf(
            workspace.reviews, workspace.unfinished_reviews, workspace.review_history, Review, _review
        )
        self._ratings = _Shelf(
            workspace.ratings, workspace.unfinished_ratings, workspace.rating_history, AnswerRating, _rating
        )

    def reviews(self) -> list[Review]:
        """The reviews that were submitted, in the order of their time.

        Raises:
            WorkspaceError: a file holds something else.
        """
        return self._reviews.finished()

    def unfinished(self) -> list[Review]:
        """Drafts, and pairs that a reviewer would not judge."""
        return self._reviews.unfinished()

    def ratings(self) -> list[AnswerRating]:
        """The ratings of answers that were submitted."""
        return self._ratings.finished()

    def unfinished_ratings(self) -> list[AnswerRating]:
        """Drafts of ratings, and answers that a rater would not rate."""
        return self._ratings.unfinished()

    def merge(self, incoming: Iterable[Review]) -> Merged:
        """Take in reviews.

        Raises:
            WorkspaceError: another command is writing.
        """
        with self._locked():
            return self._reviews.merge(incoming)

    def merge_ratings(self, incoming: Iterable[AnswerRating]) -> Merged:
        """Take in ratings of answers; as `merge`."""
        with self._locked():
            return self._ratings.merge(incoming)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self._folder / ".lock", timeout=LOCK_SECONDS):
                yield
        except Timeout:
            raise WorkspaceError(
                f"{self._folder}: another command is writing reviews; try again when it has ended"
            ) from None


class _Shelf(Generic[Word]):
    """Words of one kind, in three files: what counts, what is not finished, and what was replaced."""

    def __init__(
        self, finished: Path, unfinished: Path, history: Path, kind: type[Word], key: Callable[[Word], Key]
    ) -> None:
        self._finished, self._unfinished, self._history = finished, unfinished, history
        self._kind: type[Word] = kind
        self._key: Callable[[Word], Key] = key

    def finished(self) -> list[Word]:
        return list(self._read(self._finished))

    def unfinished(self) -> list[Word]:
        return list(self._read(self._unfinished))

    def merge(self, incoming: Iterable[Word]) -> Merged:
        known = {self._key(word): word for path in (self._unfinished, self._finished) for word in self._read(path)}
        replaced: list[Word] = []
        new = changed = same = older = 0
        for word in incoming:
            key = self._key(word)
            before = known.get(key)
            if before is None:
                new += 1
            elif before == word:
                same += 1
                continue
            elif word.submitted < before.submitted:
                older += 1
                continue
            else:
                changed += 1
                replaced.append(before)
            known[key] = word
        if new or changed:
            self._append(replaced)
            ordered = sorted(known.values(), key=lambda word: (word.submitted, *self._key(word)))
            # What counts is written first: a word that turns from submitted to draft may stand in both files for a moment,
            # and reading takes the finished one; the next merge puts it right.
            write_jsonl(self._finished, (word for word in ordered if word.status is ReviewStatus.SUBMITTED))
            write_jsonl(self._unfinished, (word for word in ordered if word.status is not ReviewStatus.SUBMITTED))
        return Merged(new, changed, same, older)

    def _append(self, words: list[Word]) -> None:
        """Add to the history before the words are replaced: after a crash a word may stand there twice, but never nowhere."""
        if not words:
            return
        with self._history.open("a", encoding="utf-8") as file:
            file.writelines(word.to_json() + "\n" for word in words)
            file.flush()
            os.fsync(file.fileno())

    def _read(self, path: Path) -> Iterator[Word]:
        if not path.exists():
            return
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield self._kind.model_validate_json(line)
                except ValidationError as error:
                    found = error.errors()[0]
                    where = ".".join(map(str, found["loc"]))
                    raise WorkspaceError(
                        f"{path}, line {number}: {where or 'line'}: {found['msg']}; mend or remove the line"
                    ) from None


def _review(review: Review) -> Key:
    return review.pair, review.round, review.reviewer


def _rating(rating: AnswerRating) -> Key:
    return rating.answer, rating.rater
