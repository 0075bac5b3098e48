"""Talk about the crowdsourcing task is found, and words that only look like it are not."""

import pytest

from emosapp_data.dialogues import ChangeKind, training_turns
from emosapp_data.dialogues.rules import platform_talk as rule
from emosapp_data.dialogues.rules.platform_talk import platform_talk
from emosapp_data.schema import PlatformTalk
from tests.emosapp_data.dialogues.conftest import converted

ANYWHERE, AT_THE_END = 30, 0


@pytest.mark.parametrize(
    "text",
    [
        "you just need to press quit and take the survey :)",
        "Please hit the quit button and take the survey. I can not end the chat from my side.",
        "Neither of us will be paid if you do not",
        "BTW how do we know when this HIT is complete?",
        "I actually enjoyed this hit",
        "I think we've hit the 15 min mark and 10 turns each",
        "I will have them contact you through your worker ID",
        "(you need to end from your end as I can't from mine :))",
        "Just click the button at the bottom :)",
    ],
)
def test_talk_about_the_task_is_found_wherever_it_stands(text):
    assert platform_talk(text, ANYWHERE) is PlatformTalk.TASK


@pytest.mark.parametrize(
    "text",
    ["PLS END THE CHAT", "Please remember to end the conversation.", "Don't forget to quit and take your survey"],
)
def test_the_end_of_the_chat_is_spoken_of_at_the_end(text):
    assert platform_talk(text, AT_THE_END) is PlatformTalk.TASK
    assert platform_talk(text, ANYWHERE) is None


@pytest.mark.parametrize(
    "text",
    [
        "Covid has hit me hard, and then it hit my brother.",
        "I think you hit the nail on the head.",
        "Ever since the pandemic hit, we got hit again and again.",
        "They have to hit rock bottom.",
        "Sadly it is hit or miss.",
        "You can press charges, or quit your job.",
        "You need to quit smoking, please quit soon.",
        "You need to quit now.",
        "How do they respond when you ask to end the conversation?",
        "He may finally end the talk.",
        "I want to end it now.",
        "I just want to end it all.",
        "I decided to end the relationship.",
        "My co-worker finished the task; I had to finish my study.",
        "I walk for fifteen minutes every day.",
        "How are things going on your end?",
        "We did a survey of my neighbours at work.",
        "I get paid on Fridays, and the bonus is small.",
        "I have had to deal with time pressures quite a few times.",
        "Refusing to finish it does not benefit your end goal.",
    ],
)
@pytest.mark.parametrize("left", [ANYWHERE, AT_THE_END])
def test_words_with_another_sense_are_no_talk_about_the_task(text, left):
    assert platform_talk(text, left) is None


@pytest.mark.parametrize("text", ["I do MTurk for a second job.", "I found a part time job in amazon turk"])
def test_the_platform_as_a_part_of_life_is_flagged_and_stays(text):
    assert platform_talk(text, ANYWHERE) is PlatformTalk.NAMED
    made = converted(f"seeker: {text}", "supporter: Does it pay?")
    assert made.dialogue is not None
    assert training_turns(made.dialogue)[0].text == text
    assert [change.kind for change in made.changes] == [ChangeKind.PLATFORM_NAMED]


def test_the_quick_look_misses_nothing_that_the_slow_one_finds(esconv, monkeypatch):
    texts = [(turn["content"], AT_THE_END) for value in esconv.values for turn in value["dialog"]]
    quick = [platform_talk(*each) for each in texts]
    every_word = frozenset(word for text, _ in texts for word in rule.WORD.findall(text.lower()))
    monkeypatch.setattr(rule, "WORDS", every_word)
    assert [platform_talk(*each) for each in texts] == quick


def test_a_message_about_the_task_stays_in_the_record_and_is_not_trained_on():
    made = converted(
        "seeker: I feel better now.",
        "supporter: I am glad.",
        "supporter: Can you press quit and take the survey?",
        "seeker: Thank you.",
    )
    assert made.dialogue is not None
    assert made.dialogue.turns[1].text.endswith("take the survey?")
    assert [turn.text for turn in training_turns(made.dialogue)] == ["I feel better now.", "I am glad."]
    assert [(change.kind, change.turn) for change in made.changes] == [
        (ChangeKind.JOINED, 3),
        (ChangeKind.PLATFORM_TASK, 3),
        (ChangeKind.CLOSING, 4),
    ]


def test_turns_of_one_speaker_around_it_are_merged_again():
    made = converted(
        "seeker: I am tired.",
        "supporter: Why?",
        "seeker: Is this part of the task?",
        "supporter: Tell me more.",
    )
    assert made.dialogue is not None
    assert [turn.text for turn in training_turns(made.dialogue)] == ["I am tired.", "Why?\nTell me more."]
    assert len(training_turns(made.dialogue, leave_out=())) == 4
