"""The rules: merging, repeats, the strategy counselor, scores, labels, and what is trained on."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.dialogues import Change, ChangeKind, Options, convert, training_turns
from emosapp_data.dialogues.labels import Strategy, emotion_label, problem_label, strategy_label, strategy_title
from emosapp_data.dialogues.raw import RawDialogue, RawTurn, Speaker
from emosapp_data.dialogues.rules.merging import Message, merge, messages_of, without_repeats
from emosapp_data.dialogues.rules.scores import quality_of, read_score
from emosapp_data.schema import Dialogue, PlatformTalk, Quality, Role, Scores
from tests.emosapp_data.dialogues.conftest import converted

TEXTS = st.text(min_size=1).map(str.strip).filter(bool) | st.sampled_from(["Yes.", "No.", "Hm"])
MESSAGES = st.lists(
    st.builds(
        Message,
        st.sampled_from(Role),
        TEXTS,
        st.just(1),
        st.lists(st.sampled_from(["question", "others", "Own"]), max_size=2, unique=True).map(tuple),
        st.none() | TEXTS,
        st.none() | st.integers(1, 5),
        st.none() | st.sampled_from(PlatformTalk),
    ),
    max_size=12,
).map(lambda messages: [message._replace(number=number) for number, message in enumerate(messages, 1)])
ANY_TEXT = st.text() | st.sampled_from(["Yes.", "Yes. ", "press quit and take the survey", "I do MTurk", "half \ud83d"])
RAW = st.builds(
    lambda turns, emotion: RawDialogue("1", turns, emotion),
    st.lists(
        st.builds(
            RawTurn,
            st.sampled_from(Speaker),
            ANY_TEXT,
            st.none() | st.sampled_from(["Question", "Others", "Sing"]),
            st.none() | st.integers(0, 7) | st.text(max_size=2),
        ),
        max_size=12,
    ).map(tuple),
    st.none() | st.sampled_from(["Anger", "bliss"]),
)


@given(MESSAGES, st.sampled_from(["\n", " "]))
def test_merging_loses_nothing_and_lets_the_speakers_alternate(messages, separator):
    turns = merge(messages, separator)
    assert messages_of(turns) == messages
    assert all(one.role is not other.role for one, other in pairwise(turns))
    assert [turn.text for turn in turns] == [
        separator.join(message.text for message in messages_of([turn])) for turn in turns
    ]
    for turn in turns:
        assert turn.strategies == tuple(dict.fromkeys(s for each in turn.utterances for s in each.strategies))


@given(MESSAGES)
def test_merging_is_idempotent(messages):
    turns = merge(messages)
    assert merge(messages_of(turns)) == turns


@given(MESSAGES)
def test_only_exact_repeats_of_the_message_before_are_dropped_and_their_strategies_stay(messages):
    kept, changes = without_repeats(messages)
    assert len(kept) + len(changes) == len(messages)
    assert {strategy for message in kept for strategy in message.strategies} == {
        strategy for message in messages for strategy in message.strategies
    }
    assert all((a.role, a.text) != (b.role, b.text) for a, b in pairwise(kept))
    by_number = {message.number: message.text for message in messages}
    assert all(by_number[change.turn] == change.detail == by_number[change.turn - 1] for change in changes)


@given(RAW)
def test_every_character_of_a_source_is_in_the_turns_or_in_a_listed_change(raw):
    made = convert(raw, Options("test"))
    if made.dialogue is None:
        return
    words = Counter(re.sub(r"\s", "", "".join(turn.text for turn in raw.turns)).replace("\ud83d", "\ufffd"))
    kept = "".join(turn.text for turn in made.dialogue.turns)
    reasons = "".join(each.reason or "" for turn in made.dialogue.turns for each in turn.utterances)
    aside = (ChangeKind.REPEAT, ChangeKind.SYSTEM, ChangeKind.REASON)
    dropped = "".join(change.detail for change in made.changes if change.kind in aside)
    told = [change.detail for change in made.changes if change.kind in (ChangeKind.CONTROL, ChangeKind.EMPTY)]
    controls = re.findall(r"U\+([0-9A-F]{4})(?: \((\d+) times\))?", " ".join(told))
    removed = Counter({chr(int(code, 16)): 0 for code, _ in controls})
    for code, times in controls:
        removed[chr(int(code, 16))] += int(times or 1)
    found = Counter(re.sub(r"\s", "", kept + reasons + dropped))
    assert found + Counter({each: times for each, times in removed.items() if not each.isspace()}) == words


@given(RAW)
def test_what_is_trained_on_comes_in_pairs_and_survives_the_way_through_json(raw):
    made = convert(raw, Options("test"))
    assert all(Change.model_validate_json(change.to_json()) == change for change in made.changes)
    if made.dialogue is None:
        assert made.pairs == 0
        return
    assert Dialogue.model_validate_json(made.dialogue.to_json()) == made.dialogue
    turns = training_turns(made.dialogue)
    assert [turn.role for turn in turns] == [Role.SEEKER, Role.SUPPORTER] * made.pairs
    assert not any(each.platform is PlatformTalk.TASK for turn in turns for each in turn.utterances)


def test_an_opening_of_the_supporter_and_a_closing_of_the_seeker_stay_in_the_record_only():
    made = converted("supporter: Hello!", "seeker: I am sad.", "supporter: Why?", "seeker: Bye.")
    assert made.dialogue is not None
    assert len(made.dialogue.turns) == 4
    assert [turn.text for turn in training_turns(made.dialogue)] == ["I am sad.", "Why?"]
    assert [(change.kind, change.detail) for change in made.changes] == [
        (ChangeKind.OPENING, "Hello!"),
        (ChangeKind.CLOSING, "Bye."),
    ]


def test_a_dialogue_in_which_nobody_answers_the_seeker_is_none():
    assert converted("supporter: Hello!", "seeker: Bye.").dialogue is None
    assert converted().dialogue is None


def test_messages_may_be_merged_with_a_space():
    raw = RawDialogue("1", (RawTurn(Speaker.SEEKER, "I am"), RawTurn(Speaker.SEEKER, "sad."),
                            RawTurn(Speaker.SUPPORTER, "Why?")))  # fmt: skip
    made = convert(raw, Options("test", separator=" ")).dialogue
    assert made is not None
    assert made.turns[0].text == "I am sad."


def test_a_repeat_with_another_strategy_gives_it_to_the_first():
    made = converted("seeker: Hi.", ("supporter: Why?", "Question"), ("supporter: Why?", "Others")).dialogue
    assert made is not None
    assert (made.turns[1].text, made.turns[1].strategies) == ("Why?", ("question", "others"))


def test_what_the_counselor_says_is_the_reason_of_the_next_message_of_the_supporter():
    made = converted(
        "seeker: I am sad.",
        "counselor: Ask first.",
        ("supporter: Why?", "Question"),
        "counselor: Then comfort.",
        "seeker: I do not know.",
    )
    assert made.dialogue is not None
    assert made.dialogue.turns[1].utterances[0].reason == "Ask first."
    assert (ChangeKind.REASON, 4, "Then comfort.") in [(c.kind, c.turn, c.detail) for c in made.changes]


@pytest.mark.parametrize(
    ("value", "score"),
    [("5", 5), (3, 3), ("4.0", 4), (2.0, 2), (" 1 ", 1), ("", None), (None, None), ("6", None), (0, None),
     (True, None), ("high", None), (2.5, None), ("²", None), ("9" * 5000, None)],
)  # fmt: skip
def test_scores_are_numbers_or_absent(value, score):
    assert read_score(value) == score


def test_a_score_that_is_none_is_listed():
    made = converted("seeker: Hi.", "supporter: Hello.", scores={"empathy": "high", "relevance": ""})
    assert [(change.kind, change.detail) for change in made.changes] == [
        (ChangeKind.SCORE, "empathy: 'high' is no number from 1 to 5")
    ]


@pytest.mark.parametrize(
    ("scores", "quality"),
    [((5, 2, 5, 4), Quality.HELPED), ((3, 3, 5, 5), Quality.FAILED), ((5, 1, 2, 5), Quality.FAILED), ((5, None, 5, 5), None)],
)  # fmt: skip
def test_a_dialogue_failed_when_the_feeling_stayed_or_the_ratings_are_bad(scores, quality):
    names = ("initial_intensity", "final_intensity", "empathy", "relevance")
    assert quality_of(Scores(**dict(zip(names, scores, strict=True)))) is quality


def test_a_whole_file_can_be_marked_as_failed():
    raw = RawDialogue("1", (RawTurn(Speaker.SEEKER, "Hi."), RawTurn(Speaker.SUPPORTER, "Hello.")))
    made = convert(raw, Options("test", failed=True)).dialogue
    assert made is not None
    assert made.quality is Quality.FAILED


def test_control_characters_go_and_are_listed():
    made = converted("seeker: I feel\x07 a\x00\x00lone\x0bnow", ("supporter: Tell\tme.\nPlease.", "Question"))
    assert made.dialogue is not None
    assert [turn.text for turn in made.dialogue.turns] == ["I feel alone now", "Tell\tme.\nPlease."]
    assert [(change.kind, change.turn, change.detail) for change in made.changes] == [
        (ChangeKind.CONTROL, 1, "U+0007, U+0000 (2 times), U+000B")
    ]


@pytest.mark.parametrize("name", ["Question", "Questions", "question", " QUESTION "])
def test_names_of_a_strategy_are_one(name):
    assert strategy_label(name).value == Strategy.QUESTION


@pytest.mark.parametrize("strategy", Strategy)
def test_the_name_that_people_read_is_the_same_strategy(strategy):
    assert strategy_label(strategy_title(strategy)).value == strategy


def test_three_names_for_trouble_with_parents_are_one_and_trouble_with_children_is_another():
    names = ("conflict with parents", "Issues with Parents", "Problems with parents")
    assert {problem_label(name).value for name in names} == {"trouble_with_parents"}
    assert problem_label("Issues with Children").value == "trouble_with_children"
    assert emotion_label("Anxiety").value == "anxiety"


def test_a_label_that_is_not_known_stays_as_it_is_and_is_listed():
    made = converted("seeker: Hi.", ("supporter: Hello.", "Sing along"), emotion="Saudade")
    assert made.dialogue is not None
    assert (made.dialogue.emotion, made.dialogue.turns[1].strategies) == ("Saudade", ("Sing along",))
    assert [(change.kind, change.detail) for change in made.changes] == [
        (ChangeKind.UNKNOWN_LABEL, "emotion: Saudade"),
        (ChangeKind.UNKNOWN_LABEL, "strategy: Sing along"),
    ]
