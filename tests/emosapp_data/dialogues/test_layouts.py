"""Files of dialogues in all layouts give the same dialogues; what does not fit is named with its place."""

import json
from pathlib import Path
from typing import Any

import pytest

from emosapp_data.dialogues import Layout, Options, convert, read_dialogues
from emosapp_data.dialogues.layouts.read import Unread
from emosapp_data.dialogues.raw import RawDialogue, Speaker
from emosapp_data.errors import InputError
from emosapp_data.schema import Reason
from tests.conftest import SHARED

SAID = [("seeker", "I lost my job.", None), ("supporter", "That is hard.", "Others"), ("seeker", "Yes.", None),
        ("supporter", "What happened?", "Question")]  # fmt: skip


def esconv(seeker="seeker", supporter="supporter", text="content", others="Others", question="Question") -> Any:
    names = {"seeker": seeker, "supporter": supporter, "Others": others, "Question": question}
    return {
        "emotion_type": "sadness",
        "problem_type": "job crisis",
        "situation": "I lost my job.",
        "dialog": [
            {"speaker": names[who], "annotation": {"strategy": names[how]} if how else {}, text: said}
            for who, said, how in SAID
        ],
    }


def chat(turns: str, role: str, text: str, user: str, assistant: str) -> Any:
    names = {"seeker": user, "supporter": assistant}
    return {turns: [{role: names[who], text: said} for who, said, _ in SAID]}


def flat(record: Any) -> Any:
    """The strategy beside the text, as some copies have it."""
    turns = [{**turn, **turn.pop("annotation")} for turn in json.loads(json.dumps(record))["dialog"]]
    return {**record, "dialog": turns}


LAYOUTS = {
    "the original": ([esconv()], Layout.ESCONV),
    "usr and sys": ([esconv("usr", "sys", "text")], Layout.ESCONV),
    "speaker and listener": ([esconv("speaker", "listener", others="Other", question="Questions")], Layout.ESCONV),
    "the strategy beside the text": ([flat(esconv())], Layout.ESCONV),
    "JSON in a field": ([{"text": json.dumps(esconv("usr", "sys", "text"))}], Layout.ESCONV),
    "an object around the list": ({"version": 1, "data": [esconv()]}, Layout.ESCONV),
    "messages": ([chat("messages", "role", "content", "user", "assistant")], Layout.MESSAGES),
    "one dialogue": (chat("messages", "role", "content", "user", "assistant"), Layout.MESSAGES),
    "a list of messages": ([chat("messages", "role", "content", "user", "assistant")["messages"]], Layout.MESSAGES),
    "ShareGPT": ([chat("conversations", "from", "value", "human", "gpt")], Layout.SHAREGPT),
}


def written(path: Path, content: Any) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("lines", [False, True], ids=["JSON", "JSON Lines"])
def test_every_layout_is_recognised_and_gives_the_same_dialogue(tmp_path, name, lines):
    content, layout = LAYOUTS[name]
    path = written(tmp_path / "dialogues.json", content)
    if lines and isinstance(content, list):
        path = tmp_path / "dialogues.jsonl"
        path.write_text("".join(json.dumps(value) + "\n" for value in content), encoding="utf-8")
    opened = read_dialogues(path)
    (record,) = opened.records
    assert opened.layout is layout
    assert isinstance(record.found, RawDialogue)
    made = convert(record.found, Options("test")).dialogue
    assert made is not None
    assert [(turn.role.value, turn.text) for turn in made.turns] == [(who, said) for who, said, _ in SAID]
    if layout is Layout.ESCONV:
        assert [turn.strategies for turn in made.turns] == [(), ("others",), (), ("question",)]
        assert (made.emotion, made.problem, made.situation) == ("sadness", "job_crisis", "I lost my job.")


def test_a_true_record_of_the_original_is_read_with_all_its_scores(esconv_folder):
    (record,) = read_dialogues(esconv_folder / "ESConv.raw-first-record.json").records
    assert isinstance(record.found, RawDialogue)
    made = convert(record.found, Options("ESConv")).dialogue
    assert made is not None
    assert made.scores.model_dump() == {
        "initial_intensity": 5, "final_intensity": 1, "empathy": 5, "relevance": 5, "supporter_relevance": 5
    }  # fmt: skip
    feedback = [each.feedback for turn in made.turns for each in turn.utterances if each.feedback]
    assert set(feedback) == {4, 5}
    assert "seeker_question1" in record.found.unread


def test_a_system_prompt_is_no_turn(tmp_path):
    content = chat("messages", "role", "content", "user", "assistant")
    content["messages"].insert(0, {"role": "system", "content": "Be kind."})
    (record,) = read_dialogues(written(tmp_path / "a.json", [content])).records
    assert isinstance(record.found, RawDialogue)
    made = convert(record.found, Options("test"))
    assert made.dialogue is not None
    assert len(made.dialogue.turns) == 4
    assert [(change.kind, change.detail) for change in made.changes] == [("system", "Be kind.")]


@pytest.mark.parametrize(
    ("record", "reason", "detail"),
    [
        ({"dialog": []}, Reason.NOT_A_DIALOGUE, "'dialog' holds no turns"),
        ({"id": 7}, Reason.NOT_A_DIALOGUE, "no field 'dialog'; it has id"),
        ("text", Reason.NOT_A_DIALOGUE, "no object but"),
        ({"dialog": [{"speaker": "seeker"}]}, Reason.NOT_A_DIALOGUE, "turn 1: no speaker or no content"),
        ({"dialog": [{"speaker": "seeker", "content": 5}]}, Reason.NOT_A_DIALOGUE, "turn 1: what is said is no text"),
        ({"dialog": [{"speaker": "bot 2", "content": "Hi"}]}, Reason.UNKNOWN_SPEAKER, 'turn 1: the speaker is "bot 2"'),
    ],
)
def test_a_record_that_does_not_fit_is_named_and_the_others_are_read(tmp_path, record, reason, detail):
    opened = read_dialogues(written(tmp_path / "a.json", [esconv(), record, esconv()]))
    first, second, third = opened.records
    assert isinstance(first.found, RawDialogue)
    assert isinstance(third.found, RawDialogue)
    assert second.place == "dialogue 2"
    assert isinstance(second.found, Unread)
    assert second.found.reason is reason
    assert detail in second.found.detail


def test_a_file_without_dialogues_is_refused(tmp_path):
    with pytest.raises(InputError, match="no dialogue in it under the layout esconv: dialogue 1: no field 'dialog'"):
        read_dialogues(written(tmp_path / "a.json", [{"question": "Why?"}]), Layout.ESCONV)


def test_a_broken_line_is_named_and_the_other_lines_are_read(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(f'{json.dumps(esconv())}\n\n{{"dialog": [\n{json.dumps(esconv())}\n', encoding="utf-8")
    records = read_dialogues(path).records
    assert [(record.place, type(record.found)) for record in records] == [
        ("line 1", RawDialogue), ("line 3", Unread), ("line 4", RawDialogue)
    ]  # fmt: skip
    assert records[1].value == '{"dialog": ['
    assert "not JSON at column" in records[1].found[1]


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"a": 1', "\ud83d"])
def test_a_file_that_holds_nothing_is_refused_in_plain_words(tmp_path, text):
    for name in ("a.json", "a.jsonl"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
        with pytest.raises(InputError, match=name):
            read_dialogues(path)


MAPPING = """
name: Mapped
turns: data.talk
speaker: who
text: what
strategy: how
id: name
speakers: {Help-seeker: seeker, Helper: supporter, Coach: counselor}
"""


def mapped(*turns: tuple[str, ...]) -> Any:
    names = ("who", "what", "how")
    return {"name": "d1", "data": {"talk": [dict(zip(names, turn, strict=False)) for turn in turns]}}


def test_a_mapping_says_which_fields_hold_what(tmp_path):
    (tmp_path / "m.yaml").write_text(MAPPING)
    content = [mapped(("Help-seeker", "I am sad."), ("Coach", "Ask first."), ("Helper", "Why?", "Question"))]
    opened = read_dialogues(written(tmp_path / "a.json", content), mapping=tmp_path / "m.yaml")
    assert (opened.layout, opened.name) == (Layout.MAPPED, "Mapped")
    (record,) = opened.records
    assert isinstance(record.found, RawDialogue)
    assert [turn.speaker for turn in record.found.turns] == [Speaker.SEEKER, Speaker.COUNSELOR, Speaker.SUPPORTER]
    made = convert(record.found, Options("Mapped")).dialogue
    assert made is not None
    assert made.turns[1].utterances[0].reason == "Ask first."
    assert made.turns[1].strategies == ("question",)


def test_a_missing_field_is_named_with_those_that_there_are(tmp_path):
    (tmp_path / "m.yaml").write_text(MAPPING.replace("how", "strategy_name"))
    content = [mapped(("Help-seeker", "I am sad."), ("Helper", "Why?", "Question"))]
    path = written(tmp_path / "a.json", content)
    with pytest.raises(InputError, match=r"no field 'strategy_name' \(strategy\); the turns have who, what, how"):
        read_dialogues(path, mapping=tmp_path / "m.yaml")


def test_a_file_of_no_known_layout_is_tried_as_serveforemo_and_its_fields_are_named(tmp_path):
    path = written(tmp_path / "a.json", [{"talk": [], "name": 1}])
    with pytest.raises(InputError, match=r"whose field names are a guess[\s\S]*\(turns\); the records have talk, name"):
        read_dialogues(path)


def test_a_strategy_counselor_tells_serveforemo_from_esconv(tmp_path):
    talk = [("Seeker", "I am sad."), ("Strategy Counselor", "Ask first."), ("Supporter", "Why?")]
    content = [{"dialog": [{"speaker": who, "content": said} for who, said in talk]}]
    opened = read_dialogues(written(tmp_path / "a.json", content))
    assert (opened.layout, opened.name) == (Layout.MAPPED, "ServeForEmo")


@pytest.mark.parametrize(
    ("text", "problem"),
    [("turns: [", "not YAML"), ("name: x", "turns: Field required"), (MAPPING + "colour: red", "colour: Extra inputs")],
)
def test_a_bad_mapping_is_refused_in_one_line(tmp_path, text, problem):
    (tmp_path / "m.yaml").write_text(text)
    with pytest.raises(InputError, match=problem):
        read_dialogues(written(tmp_path / "a.json", [esconv()]), mapping=tmp_path / "m.yaml")


def test_a_mapping_needs_the_layout_mapped(tmp_path):
    with pytest.raises(InputError, match="only for --layout mapped"):
        read_dialogues(written(tmp_path / "a.json", [esconv()]), Layout.ESCONV, tmp_path / "m.yaml")


ESCOT = """
name: ESCoT
turns: original_data.dialog
speaker: speaker
text: content
id: id
last_answer: original_data.response
last_strategy: original_data.strategy
speakers: {seeker: seeker, supporter: supporter}
"""


@pytest.mark.parametrize(("name", "number"), [("val", 172), ("test", 341)])
def test_a_mapping_reads_a_real_file_whose_last_answer_stands_apart(tmp_path, name, number):
    path = SHARED / "data" / "escot" / f"{name}.json"
    if not path.exists():
        pytest.skip("needs ESCoT in ../shared/data")
    (tmp_path / "m.yaml").write_text(ESCOT)
    records = read_dialogues(path, mapping=tmp_path / "m.yaml").records
    assert len(records) == number
    for record in records:
        assert isinstance(record.found, RawDialogue)
        made = convert(record.found, Options("ESCoT")).dialogue
        assert made is not None
        assert made.source_id == str(record.value["id"])
        assert made.turns[-1].text.endswith(record.value["original_data"]["response"].strip())
        assert made.turns[-1].strategies
