"""A rendered conversation as tokens with their offsets, where only the template's own special tokens are special."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Any, NamedTuple

from emosapp_data.chat.template import Layout
from emosapp_data.errors import InputError


class Tokens(NamedTuple):
    """Token ids with the characters that they stand for."""

    ids: list[int]
    """Token ids."""
    starts: list[int]
    """Offset of each token's first character, never falling; the bytes of one character share it."""
    ends: list[int]
    """Offset behind each token's last character."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The tokens of a stretch of text: those that hold one of its characters and begin before its end."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)


class TextTokenizer:
    """The tokenizer behind a fast tokenizer of transformers, which is left as it is."""

    def __init__(self, tokenizer: Any) -> None:
        """Copy a tokenizer.

        Raises:
            InputError: the tokenizer is a slow one, which knows no offsets.
        """
        if not getattr(tokenizer, "is_fast", False):
            raise InputError(
                f"{type(tokenizer).__name__} knows no offsets of tokens; use a fast tokenizer (tokenizer.json)"
            )
        self._backend = deepcopy(tokenizer.backend_tokenizer)
        # A post-processor that trims offsets would hide the blank with which a word's token begins.
        self._backend.post_processor = None
        self._backend.no_truncation()
        self._backend.no_padding()
        self._known: set[str] = set()
        added = self._backend.get_added_tokens_decoder()
        self._special = {token.content: number for number, token in added.items() if token.special}
        self._special_ids = frozenset(self._special.values())
        longest_first = sorted(self._special, key=lambda token: (-len(token), token))
        self.special = re.compile("|".join(map(re.escape, longest_first)) if longest_first else r"(?!)")

    def encode(self, layout: Layout, sample: Layout) -> Tokens:
        """Tokenize a conversation as the tokenizer does, except where what is said would become more than text.

        That is so where a message holds the text of a special token, and where one token would reach over the place at
        which an answer begins, which cannot happen when the model answers: there the text is tokenized in pieces.

        Args:
            layout: the conversation
            sample: the same roles, saying something plain; shows whether the tokenizer can work in pieces

        Raises:
            InputError: it has to, and cannot; or it drops a character, having no token for it.
        """
        self._check_characters(layout)
        whole = self._whole(layout.text)
        cuts = [place.start for place in layout.places if place.role == "assistant"]
        special = sum(token in self._special_ids for token in whole.ids)
        if special == len(layout.marks) and all(self._may_cut(whole, cut) for cut in cuts):
            return whole
        if self._in_pieces(sample, ()) != self._whole(sample.text):
            raise InputError(
                "a message holds the text of a special token, or begins with white space that joins the header, and this "
                "tokenizer cannot keep the two apart; remove that text from the message"
            )
        return self._in_pieces(layout, cuts)

    def _check_characters(self, layout: Layout) -> None:
        """Vocabularies made from web texts lack control characters, which byte-level tokenizers then drop in silence.

        The offsets of the tokens behind a dropped character are wrong, so they do not show it.
        """
        if self._backend.normalizer is not None:  # it may change or leave out characters on purpose
            return
        new = set(layout.text) - self._known
        if unknown := sorted(character for character in new if not self._knows(character)):
            at = layout.text.index(unknown[0])
            inside = (place for place in layout.places if place.start <= at < place.end)
            who = next((f"message {place.message + 1} ({place.role})" for place in inside), "the chat template")
            raise InputError(f"{who} holds {unknown[0]!r}, for which the tokenizer has no token; remove it")
        self._known |= new

    def _knows(self, character: str) -> bool:
        """Whether the tokenizer can write a character; white space may read differently where it stands alone."""
        ids = self._backend.encode(character, add_special_tokens=False).ids
        if character.isspace():
            return bool(ids)
        written: str = self._backend.decode(ids, skip_special_tokens=False)
        return written == character

    @staticmethod
    def _may_cut(tokens: Tokens, offset: int) -> bool:
        """Whether no token reaches over a place; one may do so with some bytes of a character."""
        first, behind = tokens.span(offset, offset)
        return first == behind

    def _whole(self, text: str) -> Tokens:
        self._backend.encode_special_tokens = False
        encoding = self._backend.encode(text, add_special_tokens=False)
        return Tokens(encoding.ids, [start for start, _ in encoding.offsets], [end for _, end in encoding.offsets])

    def _in_pieces(self, layout: Layout, cuts: Sequence[int]) -> Tokens:
        """Take the special tokens from where the template writes them, and all else as text, cut where asked."""
        self._backend.encode_special_tokens = True
        special = dict(layout.marks)
        borders = sorted({0, len(layout.text), *cuts, *special, *special.values()})
        tokens = Tokens([], [], [])
        for start, end in pairwise(borders):
            text = layout.text[start:end]
            if special.get(start) == end:
                tokens.ids.append(self._special[text])
                tokens.starts.append(start)
                tokens.ends.append(end)
                continue
            piece = self._backend.encode(text, add_special_tokens=False)
            tokens.ids.extend(piece.ids)
            tokens.starts.extend(start + first for first, _ in piece.offsets)
            tokens.ends.extend(start + behind for _, behind in piece.offsets)
        return tokens
