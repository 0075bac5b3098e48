"""From a response of Argilla to a review, or to a rating of an answer."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from annotation.argilla.client import User
from annotation.argilla.offsets import to_characters, unpadded
from annotation.pseudonyms import Pseudonyms
from emosapp_data.schema import (
    ANSWER_SCALES,
    SCALES,
    AnswerRating,
    AnswerToRate,
    Decision,
    Issue,
    Review,
    ReviewStatus,
    Round,
    Span,
)

ISSUES = {issue.value: issue for issue in Issue}


class Oddities(Counter[str]):
    """What was strange in the responses, and how often: nothing that is said is passed over in silence."""

    def lines(self) -> list[str]:
        """A line for each, the most frequent first."""
        return [f"{number:,} × {what}" for what, number in self.most_common()]


ACCEPTED_CHANGED = "accepted with a changed text or evidence: counts as an edit"


class Reader(NamedTuple):
    """Reads responses."""

    users: Mapping[str, User]
    """Accounts by id."""
    pseudonyms: Pseudonyms
    oddities: Oddities

    def review(self, record: Mapping[str, Any], response: Mapping[str, Any], stage: Round) -> Review:
        """The review that a response is.

        A text or evidence that was sent as it was prefilled is no correction: Argilla's page sends what it has suggested. Who
        accepts a pair and yet has changed it has edited it; who edits and changes nothing is left as they are, for a person
        to settle.
        """
        values = _values(response)
        fields, user = record["fields"], self.users[response["user_id"]]
        question = _changed(values.get("corrected_question"), fields["question"])
        answer = _changed(values.get("corrected_answer"), fields["answer"])
        evidence = _marks(values.get("evidence"), fields["passage"], (record.get("metadata") or {}).get("marks"))
        decision = self._decision(values.get("decision"))
        status = ReviewStatus(response["status"])
        if decision is Decision.ACCEPT and (question or answer or evidence):
            decision = Decision.EDIT
            if status is ReviewStatus.SUBMITTED:
                self.oddities[ACCEPTED_CHANGED] += 1
        return Review(
            pair=record["external_id"],
            reviewer=self.pseudonyms(user.name),
            round=stage,
            status=status,
            owner=user.owns,
            decision=decision,
            corrected_question=question,
            corrected_answer=answer,
            evidence=evidence,
            ratings=self._ratings(values, SCALES),
            issues=tuple(self._issues(values.get("issues") or ())),
            comment=_text(values.get("comment")),
            submitted=_time(response["updated_at"]),
        )

    def rating(
        self, record: Mapping[str, Any], response: Mapping[str, Any], group: str, answer: AnswerToRate
    ) -> AnswerRating:
        """The rating of an answer that a response is."""
        values = _values(response)
        return AnswerRating(
            answer=answer.id,
            model=answer.model,
            item=answer.item,
            rater=self.pseudonyms(self.users[response["user_id"]].name),
            group=group,
            status=ReviewStatus(response["status"]),
            ratings=self._ratings(values, ANSWER_SCALES),
            comment=_text(values.get("comment")),
            submitted=_time(response["updated_at"]),
        )

    def _decision(self, value: Any) -> Decision | None:
        if value is None:
            return None
        if value in set(Decision):
            return Decision(value)
        self.oddities[f"decision {value!r}, which this version does not know: taken as none"] += 1
        return None

    def _issues(self, values: Iterable[Any]) -> Iterable[Issue]:
        for value in values:
            if issue := ISSUES.get(value):
                yield issue
            else:
                self.oddities[f"problem {value!r}, which this version does not know: left out"] += 1

    def _ratings(self, values: Mapping[str, Any], scales: Iterable[str]) -> dict[str, int]:
        found = {}
        for scale in scales:
            value = values.get(scale)
            if isinstance(value, int) and 1 <= value <= 5:
                found[scale] = value
            elif value is not None:
                self.oddities[f"{scale} {value!r}, which is no rating from 1 to 5: left out"] += 1
        return found


def _values(response: Mapping[str, Any]) -> dict[str, Any]:
    return {name: entry.get("value") for name, entry in (response.get("values") or {}).items()}


def _text(value: Any) -> str | None:
    """A text without what typing and browsers add around it; none where nothing is left."""
    return (str(value).replace("\r\n", "\n").replace("\r", "\n").strip() or None) if value is not None else None


def _changed(value: Any, present: str) -> str | None:
    text = _text(value)
    return None if text == _text(present) else text


def _marks(value: Any, shown: str, before: Any) -> tuple[Span, ...] | None:
    """The marked evidence in characters of the passage, without spaces at its ends; none where it is as it was."""
    if value is None:
        return None
    text = unpadded(shown)
    marks = to_characters(text, (Span(start=each["start"], end=each["end"]) for each in value))
    present = {(mark.start, mark.end) for mark in marks}
    known = [before] if isinstance(before, str) else before or ()
    if present == {(int(start), int(end)) for start, _, end in (mark.partition(":") for mark in known)}:
        return None
    trimmed = sorted({_trimmed(text, mark) for mark in marks})
    return tuple(Span(start=start, end=end) for start, end in trimmed if start < end)


def _trimmed(text: str, span: Span) -> tuple[int, int]:
    part = text[span.start : span.end]
    return span.start + len(part) - len(part.lstrip()), span.end - len(part) + len(part.rstrip())


def _time(text: str) -> datetime:
    """A time as the server writes it: in UTC, without saying so."""
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)
