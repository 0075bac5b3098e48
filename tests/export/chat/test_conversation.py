"""What fits into the context, and what leaves it."""

from pathlib import Path

import pytest

from emosapp_data.chat import ChatFormat, Message
from emosapp_data.errors import InputError
from export.chat import ChatTokenizer, Conversation


def test_the_prompt_is_what_training_put_before_an_answer(form: ChatFormat) -> None:
    conversation = Conversation(form, 512, 100, "Be kind.")
    conversation.add("Hi there", "Yes.")
    messages = [
        Message(role="system", content="Be kind."),
        Message(role="user", content="Hi there"),
        Message(role="assistant", content="Yes."),
        Message(role="user", content="So  what? <|im_end|>"),
        Message(role="assistant", content="Nothing."),
    ]
    trained = form.encode(messages)
    prompt = conversation.prompt("So  what? <|im_end|>").ids
    assert prompt == trained.input_ids[: len(prompt)]
    assert trained.loss_mask.index(True, len(prompt)) == len(prompt)


def test_an_answer_stays_in_the_next_prompt_as_the_model_wrote_it(form: ChatFormat, folder: Path) -> None:
    tokenizer = ChatTokenizer(folder).backend_tokenizer
    letters = [tokenizer.token_to_id(letter) for letter in "Yes"]
    written, retold = Conversation(form, 512, 100), Conversation(form, 512, 100)
    written.add("Hi there", "Yes", letters)
    retold.add("Hi there", "Yes")
    ids, others = written.prompt("And?").ids, retold.prompt("And?").ids
    assert tokenizer.decode(ids, skip_special_tokens=False) == tokenizer.decode(others, skip_special_tokens=False)
    assert len(ids) == len(others) + 2  # three letters, where the tokenizer has one token
    start = next(place for place, (one, other) in enumerate(zip(ids, others, strict=False)) if one != other)
    assert ids[start : start + 3] == letters


def test_the_light_tokenizer_writes_what_transformers_writes(folder: Path) -> None:
    transformers = pytest.importorskip("transformers")
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    messages = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Yes."}]
    light = ChatTokenizer(folder)
    for ask in (True, False):
        expected = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=ask)
        assert light.apply_chat_template(messages, add_generation_prompt=ask) == expected


def test_llamas_template_is_written_as_transformers_writes_it(tmp_path: Path) -> None:
    pytest.importorskip("transformers")
    pytest.importorskip("llama_models")
    from emosapp_data.chat import llama_tokenizer  # noqa: PLC0415

    tokenizer = llama_tokenizer()
    tokenizer.save_pretrained(tmp_path)
    messages = [{"role": "system", "content": " Be kind. "}, {"role": "user", "content": "Hi"}]
    expected = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True, date_string="1 May")
    light = ChatTokenizer(tmp_path)
    assert light.apply_chat_template(messages, add_generation_prompt=True, date_string="1 May") == expected


def test_the_oldest_exchanges_leave_first_and_the_system_prompt_stays(form: ChatFormat) -> None:
    conversation = Conversation(form, 256, 64, "Be kind.")
    for number in range(5):
        conversation.add(f"message {number} " + "word " * 30, "Yes.")
    prompt = conversation.prompt("And now?")
    assert 0 < prompt.left_out < 5
    assert len(prompt.ids) <= 256 - 64
    assert len(conversation.exchanges) == 5 - prompt.left_out
    assert conversation.exchanges[0].user.content.startswith(f"message {prompt.left_out}")
    shorter = Conversation(form, 256, 64, "Be kind.")
    assert prompt.ids[:8] == shorter.prompt("And now?").ids[:8]
    assert conversation.prompt("And now?") == (prompt.ids, 0)


def test_a_message_that_is_too_long_by_itself_is_refused_and_nothing_is_forgotten(form: ChatFormat) -> None:
    conversation = Conversation(form, 256, 64)
    conversation.add("Hi", "Yes.")
    with pytest.raises(InputError, match=r"too long: \d+ tokens .* of 192 .*shorten it by about \d+ tokens") as told:
        conversation.prompt("word " * 300)
    assert "\n" not in str(told.value)
    assert len(conversation.exchanges) == 1


def test_an_answer_gets_half_of_the_context_at_most(form: ChatFormat) -> None:
    assert Conversation(form, 256, 1000).room == 128


def test_a_system_prompt_that_leaves_no_room_is_refused(form: ChatFormat) -> None:
    with pytest.raises(InputError, match="the system prompt leaves no room"):
        Conversation(form, 256, 64, "word " * 300)


@pytest.mark.parametrize(
    ("missing", "said"), [("tokenizer.json", "no tokenizer.json"), ("chat_template.jinja", "no chat template")]
)
def test_a_folder_that_lacks_a_file_says_which(folder: Path, tmp_path: Path, missing: str, said: str) -> None:
    for name in ("tokenizer.json", "tokenizer_config.json", "chat_template.jinja"):
        if name != missing:
            (tmp_path / name).symlink_to(folder / name)
    with pytest.raises(InputError, match=said):
        ChatTokenizer(tmp_path)


def test_a_damaged_tokenizer_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="not a tokenizer") as told:
        ChatTokenizer(tmp_path)
    assert "\n" not in str(told.value)
