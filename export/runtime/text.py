"""From token ids to text as they come: never half a character."""

from typing import Any

from tokenizers.decoders import DecodeStream


class TextStream:
    """Decodes an answer token by token; special tokens are left out.

    A character whose bytes are spread over several tokens comes with the last of them.
    """

    def __init__(self, tokenizer: Any) -> None:
        """Take a tokenizer.

        Args:
            tokenizer: `tokenizers.Tokenizer`
        """
        self._tokenizer = tokenizer
        self._stream = DecodeStream(skip_special_tokens=True)

    def push(self, token: int) -> str:
        """The text that is complete with this token; often a word, sometimes nothing."""
        return self._stream.step(self._tokenizer, token) or ""
