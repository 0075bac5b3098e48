"""Text as it comes, never half a character."""

from typing import Any

from export.runtime import TextStream


def test_pieces_are_whole_characters_and_make_up_the_text(tokenizer: Any) -> None:
    text = "naïve café 🙂🏳️‍🌈 日本語 don't"
    stream = TextStream(tokenizer)
    pieces = [stream.push(token) for token in tokenizer.encode(text).ids]
    assert "".join(pieces) == text
    assert not any("\ufffd" in piece for piece in pieces)
    assert "" in pieces  # a character of several tokens comes with the last


def test_special_tokens_are_left_out(tokenizer: Any) -> None:
    stream = TextStream(tokenizer)
    assert "".join(stream.push(token) for token in tokenizer.encode("Yes<|im_end|>").ids) == "Yes"
