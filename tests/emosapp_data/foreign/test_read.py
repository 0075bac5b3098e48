"""Other people's pairs are read from the usual layouts, and what is no part of a pair is listed, never dropped."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emosapp_data.errors import InputError
from emosapp_data.foreign import ForeignPairs, WhyAside, read_pairs
from tests.emosapp_data.foreign.files import LAYOUTS, MEMORY, STRESS, records, turns, write


def texts(found: ForeignPairs) -> list[tuple[str, str]]:
    return [(pair.question, pair.answer) for pair in found.pairs]


def adds_up(found: ForeignPairs) -> bool:
    return found.turns == 2 * len(found.pairs) + len(found.set_aside)


def read(folder: Path, content: object) -> ForeignPairs:
    found = read_pairs(write(folder, content))
    assert adds_up(found)
    return found


def aside(found: ForeignPairs) -> list[tuple[str, WhyAside]]:
    return [(turn.place, turn.reason) for turn in found.set_aside]


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_gives_the_same_pairs(name, tmp_path):
    layout = LAYOUTS[name]
    found = read(tmp_path, layout.write([STRESS, MEMORY]))
    assert texts(found) == STRESS + MEMORY
    assert found.set_aside == ()
    if layout.dialogues:
        assert found.dialogues == 2
        assert [pair.number for pair in found.pairs] == [1, 2, 3, 1, 2]
        assert len({pair.dialogue for pair in found.pairs}) == 2
    else:
        assert (found.dialogues, {pair.dialogue for pair in found.pairs}) == (0, {None})


@pytest.mark.parametrize("name", [name for name, layout in LAYOUTS.items() if isinstance(layout.write([STRESS]), list)])
def test_json_lines_give_the_same_pairs_with_their_lines(name, tmp_path):
    lines = [json.dumps(entry) for entry in LAYOUTS[name].write([STRESS, MEMORY])]
    path = tmp_path / "pairs.jsonl"
    path.write_text("\n\n".join(lines), encoding="utf-8")
    found = read_pairs(path)
    assert texts(found) == STRESS + MEMORY
    assert found.pairs[-1].place.startswith(f"line {2 * len(lines) - 1}")


def test_csv_is_a_list_of_pairs_and_a_row_with_too_many_cells_is_listed(tmp_path):
    path = tmp_path / "pairs.csv"
    path.write_text('question,answer\n"What is coping?\n","Dealing, mostly."\nWhy?,Because,of it\n', encoding="utf-8")
    found = read_pairs(path)
    assert texts(found) == [("What is coping?", "Dealing, mostly.")]
    assert aside(found) == [("line 4", WhyAside.NOT_RECOGNISED)]
    assert adds_up(found)


def test_a_single_dialogue_is_read_with_and_without_an_object_around_it(tmp_path):
    for content in (turns(STRESS), {"messages": turns(STRESS)}):
        found = read(tmp_path, content)
        assert (texts(found), found.dialogues) == (STRESS, 1)


def test_an_object_that_has_its_keys_again_and_again_keeps_all_of_them(tmp_path):
    path = tmp_path / "pairs.json"
    path.write_text('[{"user": "What?", "bot": "This.", "user": "Why?", "bot": "So."}]', encoding="utf-8")
    assert texts(read_pairs(path)) == [("What?", "This."), ("Why?", "So.")]


def test_the_form_names_each_layout_with_its_number(tmp_path):
    found = read(tmp_path, [{"messages": turns(STRESS)}, {"messages": turns(MEMORY)}, *records(MEMORY[:1])])
    assert found.form == "2 × dialogues in 'messages': turns (role, content); 1 × pairs (question, answer)"


def test_places_and_names_say_where_a_pair_stands(tmp_path):
    found = read(tmp_path, [{"id": "ch3", "messages": turns(STRESS)}, {"pairs": records(MEMORY)}])
    assert found.pairs[1].place == "dialogue 1 (ch3), turns 3 and 4"
    assert found.pairs[4].place == "dialogue 2, pair 2"
    assert (found.pairs[1].dialogue, found.pairs[1].number) == ("dialogue 1 (ch3)", 2)


def test_equal_pairs_have_different_ids_and_the_ids_do_not_depend_on_the_path(tmp_path):
    found = read(tmp_path, records(STRESS + STRESS))
    assert len({pair.id for pair in found.pairs}) == 6
    (tmp_path / "elsewhere").mkdir()
    assert read_pairs(write(tmp_path / "elsewhere", records(STRESS + STRESS), "x.json")).pairs == found.pairs


def test_system_turns_are_kept_apart(tmp_path):
    system = {"role": "system", "content": "You are kind."}
    found = read(tmp_path, [{"messages": [system, *turns(STRESS)]}, {"system": "Be kind.", "messages": turns(MEMORY)}])
    assert texts(found) == STRESS + MEMORY
    assert [(turn.place, turn.reason, turn.text) for turn in found.set_aside] == [
        ("dialogue 1, turn 1", WhyAside.SYSTEM, "You are kind."),
        ("dialogue 2, system", WhyAside.SYSTEM, "Be kind."),
    ]


def test_instruction_and_input_are_the_question_unless_all_pairs_have_the_same_instruction(tmp_path):
    rows = [{"instruction": f"Explain {way}.", "input": "Coping", "output": "Dealing."} for way in ("shortly", "well")]
    assert texts(read(tmp_path, rows))[1] == ("Explain well.\n\nCoping", "Dealing.")
    same = [
        {"instruction": "Answer as a counsellor.", "input": question, "output": answer} for question, answer in STRESS
    ]
    found = read(tmp_path, same)
    assert texts(found) == STRESS
    assert {turn.reason for turn in found.set_aside} == {WhyAside.SYSTEM}


def test_the_history_of_a_pair_comes_before_it(tmp_path):
    last = {"instruction": "Why?", "input": "", "output": "So.", "history": [list(pair) for pair in STRESS]}
    found = read(tmp_path, [last])
    assert texts(found) == [*STRESS, ("Why?", "So.")]
    assert found.dialogues == 1


def test_two_turns_of_the_same_speaker_in_a_row_are_listed_with_their_place(tmp_path):
    said = [
        *turns(STRESS[:1]),
        {"role": "user", "content": "Hello?"},
        *turns(MEMORY),
        {"role": "assistant", "content": "Bye."},
    ]
    found = read(tmp_path, [turns(STRESS), said])
    assert texts(found) == [*STRESS, *STRESS[:1], *MEMORY]
    assert [(turn.place, turn.reason, turn.detail, turn.text) for turn in found.set_aside] == [
        ("dialogue 2, turn 3", WhyAside.NO_ANSWER, "two user turns in a row (turns 3 and 4)", "Hello?"),
        ("dialogue 2, turn 8", WhyAside.NO_QUESTION, "two assistant turns in a row (turns 7 and 8)", "Bye."),
    ]


def test_a_turn_whose_speaker_is_the_name_of_its_field_is_listed_as_a_turn(tmp_path):
    found = read(tmp_path, [[{"user": "Hello?"}, {"user": "Why?"}, {"bot": "So."}], [{"user": "Who?"}, {"bot": "Me."}]])
    assert texts(found) == [("Why?", "So."), ("Who?", "Me.")]
    assert aside(found) == [("dialogue 1, turn 1", WhyAside.NO_ANSWER)]


def test_a_dialogue_that_begins_with_an_answer_or_ends_with_a_question_loses_only_that(tmp_path):
    greeting, end = {"role": "assistant", "content": "Hi."}, {"role": "user", "content": "Thanks."}
    found = read(tmp_path, [[greeting, *turns(STRESS), end]])
    assert texts(found) == STRESS
    assert aside(found) == [("dialogue 1, turn 1", WhyAside.NO_QUESTION), ("dialogue 1, turn 8", WhyAside.NO_ANSWER)]


def test_a_question_never_gets_the_answer_to_another_one(tmp_path):
    said = turns([("First?", ""), ("", "Second.")])
    found = read(tmp_path, [said, turns(STRESS)])
    assert texts(found) == STRESS
    assert [turn.reason for turn in found.set_aside] == [
        WhyAside.NO_ANSWER,
        WhyAside.EMPTY,
        WhyAside.EMPTY,
        WhyAside.NO_QUESTION,
    ]


def test_what_an_unknown_speaker_says_is_listed_and_parts_question_and_answer(tmp_path):
    narrator = {"role": "narrator", "content": "Silence."}
    question, answer = turns(STRESS[:1])
    found = read(tmp_path, [[question, narrator, answer], turns(MEMORY)])
    assert texts(found) == MEMORY
    assert [turn.reason for turn in found.set_aside] == [
        WhyAside.NO_ANSWER,
        WhyAside.UNKNOWN_SPEAKER,
        WhyAside.NO_QUESTION,
    ]


def test_what_is_no_text_is_listed_as_json(tmp_path):
    found = read(tmp_path, [*records(STRESS), {"question": "Which?", "answer": ["one", "two"]}, 7, {"note": "end"}])
    assert [(turn.place, turn.reason, turn.text) for turn in found.set_aside] == [
        ("pair 4, question", WhyAside.NO_ANSWER, "Which?"),
        ("pair 4, answer", WhyAside.NOT_TEXT, '["one", "two"]'),
        ("entry 5", WhyAside.NOT_RECOGNISED, "7"),
        ("entry 6", WhyAside.NOT_RECOGNISED, '{"note": "end"}'),
    ]


def test_other_texts_beside_a_dialogue_or_a_pair_are_listed(tmp_path):
    found = read(
        tmp_path,
        [
            {"messages": turns(STRESS), "rejected": turns(MEMORY[:1])},
            {"question": "What?", "answer": "This.", "response": "That."},
        ],
    )
    assert texts(found) == [*STRESS, ("What?", "This.")]
    assert {turn.reason for turn in found.set_aside} == {WhyAside.BESIDE}
    assert [turn.text for turn in found.set_aside] == [*MEMORY[0], "That."]


def test_posts_of_a_forum_are_not_taken_for_questions_and_answers(tmp_path):
    with pytest.raises(InputError, match="nothing in it looks like a pair: its keys are text, label"):
        read_pairs(write(tmp_path, [{"text": "I am tired.", "label": 1}, {"text": "I am glad.", "label": 0}]))


def test_questions_without_answers_are_no_dialogue(tmp_path):
    with pytest.raises(InputError, match="its keys are question, option1; pair 1, question: nothing follows"):
        read_pairs(
            write(tmp_path, [{"question": "Which?", "option1": "This."}, {"question": "What?", "option1": "That."}])
        )
    found = read(tmp_path, [{"question": "Which?", "option1": "This."}, *records(STRESS)])
    assert texts(found) == STRESS
    assert aside(found) == [("pair 1, question", WhyAside.NO_ANSWER)]


def test_numbers_parts_of_messages_and_half_characters_are_texts(tmp_path):
    parts = [{"type": "text", "text": "How many"}, {"type": "text", "text": "hours?"}]
    found = read(
        tmp_path, [[{"role": "user", "content": parts}, {"role": "assistant", "content": 8}], ["So \ud83d?", "Yes."]]
    )
    assert texts(found) == [("How many\nhours?", "8"), ("So \ufffd?", "Yes.")]


def test_a_byte_order_mark_and_utf_16_are_read(tmp_path):
    for encoding in ("utf-8-sig", "utf-16"):
        path = tmp_path / "pairs.json"
        path.write_text(json.dumps(records(STRESS)), encoding=encoding)
        assert texts(read_pairs(path)) == STRESS


@pytest.mark.parametrize("name", ["Knowledge_dataset.json", "Knowlege_dataset.json", "knowledge-dataset.jsonl"])
def test_a_folder_stands_for_the_file_that_is_called_like_the_papers(name, tmp_path):
    write(tmp_path, records(STRESS), name)
    (tmp_path / "README.md").write_text("# Card", encoding="utf-8")
    assert read_pairs(tmp_path).path == name


def test_a_file_that_is_missing_is_said_with_the_one_that_may_be_meant(tmp_path):
    near = write(tmp_path, records(STRESS), "Knowlege_dataset.json")
    with pytest.raises(InputError) as error:
        read_pairs(tmp_path / "Knowledge_dataset.json")
    assert str(error.value) == f"{tmp_path / 'Knowledge_dataset.json'}: no such file; did you mean {near}?"
    with pytest.raises(InputError, match="give the path"):
        read_pairs(tmp_path / "pairs.json")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[{"question": "What?",\n "answer" "This."}]', "not JSON at line 2, column 11"),
        ('{"question": "What?", "answer": "This."}\n{"question": ', "not JSON at line 2, column 14"),
        ("", "the file is empty"),
        ("[]", "nothing in it looks like a pair: it holds an empty list"),
        ("[1, 2]", "nothing in it looks like a pair: it holds numbers"),
        ('["What?", 2, null]', "nothing in it looks like a pair: it holds texts and numbers and nulls"),
        ('[{"title": "A"}, {"url": "b"}]', "nothing in it looks like a pair: its keys are title, url"),
        ("[" * 100_000, "lists within lists"),
        ('{"x": ' * 900 + "1" + "}" * 900, "without end"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(content, message, tmp_path):
    path = tmp_path / "pairs.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_pairs(path)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_bytes_that_are_no_text_are_said_with_their_line(tmp_path):
    path = tmp_path / "pairs.json"
    path.write_bytes(b'[{"question": "What?",\n"answer": "\xff"}]')
    with pytest.raises(InputError, match="line 2 is not text in utf-8"):
        read_pairs(path)


a_text = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=12)


@given(st.lists(st.lists(st.tuples(a_text, a_text), min_size=1, max_size=4), min_size=1, max_size=4))
def test_any_texts_come_back_as_they_were(dialogues):
    content = [{"messages": turns(pairs)} for pairs in dialogues]
    with tempfile.TemporaryDirectory() as folder:
        found = read(Path(folder), content)
    assert texts(found) == [(question.strip(), answer.strip()) for pairs in dialogues for question, answer in pairs]


roles = st.sampled_from(["user", "assistant", "system", "narrator"])
said = st.one_of(a_text, st.just(""), st.none(), st.lists(st.integers(), max_size=2))
a_turn = st.fixed_dictionaries({"role": roles, "content": said})


@given(st.lists(st.lists(a_turn, min_size=1, max_size=8), max_size=5))
def test_every_turn_is_in_one_pair_or_set_aside_and_an_answer_stands_behind_its_question(dialogues):
    with tempfile.TemporaryDirectory() as folder:
        found = read(Path(folder), [*dialogues, turns(STRESS)])
    assert found.turns == sum(map(len, dialogues)) + 6
    for pair in found.pairs[:-3]:
        dialogue, first, second = (int(word) for word in pair.place.replace(",", "").split() if word.isdigit())
        question, answer = dialogues[dialogue - 1][first - 1], dialogues[dialogue - 1][second - 1]
        assert (question["role"], answer["role"]) == ("user", "assistant")
        assert (question["content"].strip(), answer["content"].strip()) == (pair.question, pair.answer)
        assert all(turn["role"] == "system" for turn in dialogues[dialogue - 1][first : second - 1])


keys = st.sampled_from("question answer role content user bot messages data id text history system a train".split())
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=25,
)


@settings(max_examples=300)
@given(anything)
def test_any_json_is_read_with_its_sums_or_refused_in_one_line(content):
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), content)
        try:
            found = read_pairs(path)
        except InputError as error:
            assert "\n" not in str(error)  # noqa: PT017
        else:
            assert adds_up(found)
            assert all(pair.question and pair.answer for pair in found.pairs)
