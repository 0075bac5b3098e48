"""All 1,300 dialogues of ESConv: what others have counted comes out, and no character is lost."""

from collections import Counter

from emosapp_data.dialogues import ChangeKind, as_messages, training_turns
from emosapp_data.dialogues.labels import Problem, Strategy
from emosapp_data.schema import Dialogue, Quality, Role


def kinds(esconv) -> Counter[ChangeKind]:
    return Counter(change.kind for made in esconv.converted for change in made.changes)


def dialogues(esconv) -> list[Dialogue]:
    return [made.dialogue for made in esconv.converted if made.dialogue]


def test_every_dialogue_is_kept(esconv):
    assert len(dialogues(esconv)) == len(esconv.values) == 1300
    assert len({dialogue.id for dialogue in dialogues(esconv)}) == 1300


def test_consecutive_messages_are_merged_and_repeats_are_said_once(esconv):
    found = kinds(esconv)
    assert found[ChangeKind.REPEAT] == 99
    assert found[ChangeKind.JOINED] + found[ChangeKind.REPEAT] == 7973


def test_merged_turns_keep_all_their_strategies(esconv):
    supporter = [turn for made in dialogues(esconv) for turn in made.turns if turn.role is Role.SUPPORTER]
    assert len(supporter) == 15325
    assert sum(len(turn.strategies) > 1 for turn in supporter) == 2199
    assert {strategy for turn in supporter for strategy in turn.strategies} == set(Strategy)


def test_openings_closings_and_pairs_are_as_many_as_counted(esconv):
    found = dialogues(esconv)
    assert sum(dialogue.turns[0].role is Role.SUPPORTER for dialogue in found) == 683
    assert sum(dialogue.turns[-1].role is Role.SEEKER for dialogue in found) == 425
    assert sum(len(training_turns(dialogue, leave_out=())) // 2 for dialogue in found) == 14642


def test_without_talk_about_the_task_most_pairs_are_left(esconv):
    found = dialogues(esconv)
    pairs = sum(len(training_turns(dialogue)) // 2 for dialogue in found)
    assert pairs == sum(made.pairs for made in esconv.converted)
    assert 14400 < pairs < 14642
    assert all(training_turns(dialogue) for dialogue in found)


def test_the_user_speaks_first_the_assistant_last_and_both_in_turn(esconv):
    for dialogue in dialogues(esconv):
        roles = [message.role for message in as_messages(dialogue)]
        assert roles == ["user", "assistant"] * (len(roles) // 2)


def test_every_character_is_in_the_turns_or_in_a_listed_change(esconv):
    dropped_kinds = {ChangeKind.REPEAT, ChangeKind.EMPTY, ChangeKind.SYSTEM, ChangeKind.REASON}
    for value, made in zip(esconv.values, esconv.converted, strict=True):
        dropped = {change.turn: change.detail for change in made.changes if change.kind in dropped_kinds}
        kept = {
            each.number: turn.text[each.start : each.end] for turn in made.dialogue.turns for each in turn.utterances
        }
        assert not dropped.keys() & kept.keys()
        said = {number: turn["content"].strip() for number, turn in enumerate(value["dialog"], 1)}
        assert {**kept, **dropped} == said
        text = "".join("".join(turn.text.split()) for turn in made.dialogue.turns)
        assert text == "".join("".join(kept[number].split()) for number in sorted(kept))


def test_what_the_view_for_training_leaves_out_is_listed(esconv):
    left_out = {
        ChangeKind.REPEAT,
        ChangeKind.EMPTY,
        ChangeKind.OPENING,
        ChangeKind.CLOSING,
        ChangeKind.PLATFORM_TASK,
    }
    for value, made in zip(esconv.values, esconv.converted, strict=True):
        listed = [change.turn for change in made.changes if change.kind in left_out]
        shown = [each.number for turn in training_turns(made.dialogue) for each in turn.utterances]
        assert sorted([*listed, *shown]) == list(range(1, len(value["dialog"]) + 1))


def test_scores_are_numbers_or_absent(esconv):
    found = dialogues(esconv)
    assert sum(dialogue.scores.empathy is None for dialogue in found) == 150
    assert sum(dialogue.scores.final_intensity is None for dialogue in found) == 150
    assert all(dialogue.scores.initial_intensity in range(1, 6) for dialogue in found)
    assert Counter(dialogue.quality for dialogue in found) == {Quality.HELPED: 1130, Quality.FAILED: 20, None: 150}


def test_labels_are_normalised_and_none_is_unknown(esconv):
    assert kinds(esconv)[ChangeKind.UNKNOWN_LABEL] == 0
    problems = Counter(dialogue.problem for dialogue in dialogues(esconv))
    assert set(problems) == set(Problem)
    assert problems[Problem.TROUBLE_WITH_PARENTS] == 18


def test_talk_about_the_task_is_found_in_some_hundreds_of_messages_most_of_them_near_the_end(esconv):
    places = [
        len(value["dialog"]) - change.turn
        for value, made in zip(esconv.values, esconv.converted, strict=True)
        for change in made.changes
        if change.kind is ChangeKind.PLATFORM_TASK
    ]
    assert 250 <= len(places) <= 300
    assert sum(left < 12 for left in places) > 0.85 * len(places)
