"""What is made shorter gives the same result as before, and is left alone where the server is another."""

# ruff: noqa: PT009 - unittest, since pytest is not in the server's environment

import unittest
from typing import Any

from argilla_server.bulk import records_bulk
from argilla_server.models import MetadataProperty, Question, Webhook
from argilla_server.models import database as models
from argilla_server.webhooks.v1 import records as record_events
from emosapp_argilla import faster
from inside.world import METADATA
from pydantic import ValidationError

QUESTIONS = [
    {"type": "text", "use_markdown": True},
    {"type": "rating", "options": [{"value": value} for value in range(11)]},
    {"type": "label_selection", "options": [{"value": "a", "text": "A", "description": None}], "visible_options": 3},
    {
        "type": "multi_label_selection",
        "options": [{"value": "a", "text": "A"}],
        "visible_options": None,
        "options_order": "natural",
    },
    {"type": "ranking", "options": [{"value": "a", "text": "A"}]},
    {
        "type": "span",
        "field": "passage",
        "options": [{"value": "a", "text": "A"}],
        "visible_options": None,
        "allow_overlapping": True,
    },
    {"type": "unknown"},
    {"type": "rating", "options": "none"},
    {},
]
ORIGINAL = {model: model.__dict__["parsed_settings"] for model in (Question, MetadataProperty)}
NOTIFY = record_events.notify_record_event


def outcome(read: Any, model: Any) -> Any:
    try:
        return read(model)
    except ValidationError as error:
        return str(error)


class Faster(unittest.IsolatedAsyncioTestCase):
    """Applied and taken back around each test."""

    def setUp(self) -> None:
        self.addCleanup(self.restore)

    def restore(self) -> None:
        for model, original in ORIGINAL.items():
            model.parsed_settings = original
        record_events.notify_record_event = NOTIFY
        records_bulk.notify_record_event_v1 = NOTIFY

    def test_all_of_it_fits_the_server_that_is_installed(self) -> None:
        self.assertEqual(
            faster.apply(), ["Question.parsed_settings", "MetadataProperty.parsed_settings", "notify_record_event"]
        )
        self.assertIsNot(records_bulk.notify_record_event_v1, NOTIFY)

    def test_settings_are_read_as_before(self) -> None:
        cases = [Question(settings=settings) for settings in QUESTIONS]
        cases += [MetadataProperty(settings={"type": kind}) for kind in [*METADATA.values(), "unknown"]]
        before = [outcome(ORIGINAL[type(each)].fget, each) for each in cases]
        faster.apply()
        self.assertEqual([outcome(lambda model: model.parsed_settings, each) for each in cases], before)

    def test_changed_settings_are_read_anew(self) -> None:
        faster.apply()
        question = Question(settings=dict(QUESTIONS[0]))
        self.assertTrue(question.parsed_settings.use_markdown)
        question.settings["use_markdown"] = False
        self.assertFalse(question.parsed_settings.use_markdown)

    def test_a_server_that_does_more_keeps_its_own(self) -> None:
        def parsed_settings(self: Any) -> str:
            return str(self.settings).upper()

        async def notify_record_event(db: Any, record: Any) -> None: ...

        Question.parsed_settings = property(parsed_settings)
        record_events.notify_record_event = notify_record_event
        self.assertEqual(faster.apply(), ["MetadataProperty.parsed_settings"])
        self.assertEqual(Question(settings={"type": "x"}).parsed_settings, "{'TYPE': 'X'}")
        self.assertIs(record_events.notify_record_event, notify_record_event)

    def test_a_server_without_them_starts_all_the_same(self) -> None:
        kept = models.QuestionSettings
        self.addCleanup(setattr, models, "QuestionSettings", kept)
        del models.QuestionSettings, record_events.notify_record_event
        self.assertEqual(faster.apply(), ["MetadataProperty.parsed_settings"])

    async def test_events_are_made_when_a_webhook_listens_and_only_then(self) -> None:
        from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine  # noqa: PLC0415

        made = []

        async def original(db: Any, record_event: Any, record: Any) -> list[str]:
            made.append(record)
            return ["job"]

        notify = faster._only_if_heard(original)
        engine = create_async_engine("sqlite+aiosqlite://")
        async with engine.begin() as connection:
            await connection.run_sync(Webhook.__table__.create)
        async with AsyncSession(engine) as db:
            self.assertEqual([await notify(db, "created", number) for number in range(3)], [[], [], []])
            db.add(Webhook(url="http://localhost", events=["record.created"], enabled=True))
            await db.commit()
        async with AsyncSession(engine) as db:
            self.assertEqual(await notify(db, "created", 4), ["job"])
        await engine.dispose()
        self.assertEqual(made, [4])


if __name__ == "__main__":
    unittest.main()
