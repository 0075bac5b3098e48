"""A conversation with a small real program."""

from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest

from emosapp_data.errors import InputError
from export.chat import Chat, Options, Terminal, open_chat, typed_lines
from export.runtime import Program, Sampling
from tests.export.chat.conftest import Shown

Make = Callable[..., tuple[Chat, Shown]]


def test_a_conversation_opens_with_what_the_model_is_not(chat: Make) -> None:
    held, shown = chat(country="US")
    held.run(["Hello.", "/quit", "never read"])
    assert "no therapist" in shown.notices[0]
    assert "988" in shown.notices[0]
    assert len(shown.answers) == 2  # one answer, and the place for the next
    assert shown.answers[0]


def test_the_second_turn_reads_its_new_tokens_only(chat: Make) -> None:
    held, _ = chat()
    held.answer("Hello there.")
    assert held.last is not None
    first = held.last
    held.answer("Thanks.")
    assert held.last.reused == first.read + first.written - 1  # the answer's last token was never read
    assert held.last.read < first.read


def test_the_same_seed_gives_the_same_conversation(chat: Make) -> None:
    answers = []
    for seed in (3, 3, 4):
        held, shown = chat(sampling=Sampling(1.5, 0.95, seed))
        held.run(["Hello there.", "/new", "Hello there."])
        assert shown.answers[0] == shown.answers[1]
        answers.append(shown.answers)
    assert answers[0] == answers[1] != answers[2]


def test_the_crisis_line_comes_before_the_answer_whatever_the_model_says(chat: Make) -> None:
    held, shown = chat(country="GB")
    held.answer("I want to end it all")
    assert "116 123" in shown.notices[0]
    assert "999" in shown.notices[0]
    assert shown.order[:2] == ["notice", "answer"]


def test_a_message_that_is_too_long_is_told_with_the_crisis_line_and_the_conversation_goes_on(chat: Make) -> None:
    held, shown = chat(country="US")
    held.run(["I want to kill myself " + "because " * 900, "Hello."])
    assert "988" in shown.notices[1]
    assert "the message is too long" in shown.notices[2]
    assert shown.answers[0]


def test_forgotten_exchanges_are_told(chat: Make) -> None:
    held, shown = chat()
    held.run(["one " * 100] * 6)
    assert any("no longer fit" in notice for notice in shown.notices)
    assert not any("too long" in notice for notice in shown.notices)


def test_a_cut_answer_is_told(chat: Make) -> None:
    held, shown = chat(max_new=2)
    held.answer("Hello.")
    assert shown.notices == ["The answer was cut off: it reached the limit of 2 tokens."]


def test_commands_are_not_for_the_model(chat: Make) -> None:
    held, shown = chat()
    held.run(["/new", "/help me", "", "  "])
    assert shown.notices[1:] == ["A new conversation.", "/help is no command; there are /new and /quit."]
    assert shown.answers == [""]


def test_an_interrupted_answer_ends_and_the_conversation_goes_on(chat: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    held, shown = chat()
    piece = shown.piece

    def interrupt(text: str) -> None:
        piece(text)
        monkeypatch.setattr(shown, "piece", piece)
        raise KeyboardInterrupt

    monkeypatch.setattr(shown, "piece", interrupt)
    held.run(["Hello.", "Hello again."])
    assert "The answer was interrupted, and is forgotten." in shown.notices
    assert shown.answers[1]


def test_one_message_is_answered_with_all_notices(chat: Make) -> None:
    held, shown = chat(country="DE")
    answer = held.once("  my husband beats me ")
    assert "0800 111 0 111" in shown.notices[0]
    assert "someone may be hurt" in shown.notices[1]
    assert answer == shown.answers[0]
    with pytest.raises(InputError, match="nothing to answer"):
        held.once("  ")


def test_lines_are_read_one_by_one(chat: Make) -> None:
    held, shown = chat()
    seen: list[int] = []

    def lines() -> Iterator[str]:
        for text in ("Hello.", "Hello again."):
            seen.append(len(shown.answers))
            yield text

    held.run(lines())
    assert seen == [1, 2]


def test_on_a_terminal_answers_and_notices_go_different_ways(loaded: Program, folder: Path) -> None:
    answers, notices = StringIO(), StringIO()
    held = open_chat(loaded, folder, Terminal(answers, notices), Options(max_new=8, country="US"))
    written = held.once("I want to end it all")
    assert answers.getvalue() == written + "\n"
    assert (
        " ".join(notices.getvalue().split()).count("call or text 988") == 2
    )  # before the conversation, and before the answer
    assert max(map(len, notices.getvalue().splitlines())) <= 100


def test_typed_lines_end_with_the_input(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("Hello.\n\nBye.\n"))
    assert list(typed_lines()) == ["Hello.", "", "Bye."]


def test_a_tokenizer_of_another_model_is_refused(loaded: Program, tmp_path: Path) -> None:
    pytest.importorskip("llama_models")
    from emosapp_data.chat import llama_tokenizer  # noqa: PLC0415

    llama_tokenizer().save_pretrained(tmp_path)
    with pytest.raises(InputError, match=r"a tokenizer of 128,256 tokens, but .* has 49,152"):
        open_chat(loaded, tmp_path, Shown(), Options())
