"""An lm-eval model over anything that reads tokens, which computes what many requests begin with only once."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, takewhile
from typing import Any, NamedTuple

import numpy as np
from lm_eval.api.model import TemplateLM
from numpy.typing import NDArray

from evaluation.models.reader import Reader, Rows

BRANCHES = 16
"""Continuations that are read side by side at most."""


class _Scored(NamedTuple):
    """What is known after a context: the probabilities of what may follow."""

    context: list[int]
    after: NDArray[np.float64]
    """Logarithms of probabilities, in nats."""


class TokenLM(TemplateLM):
    """A model under test.

    Requests are taken in the order of their tokens, so that neighbours share their beginning, and the choices of one item
    their whole context: what is shared is read once. Tokens are those of lm-eval's own model for transformers.
    """

    def __init__(self, reader: Reader, tokenizer: Any, done: Callable[[int], None] = lambda _: None) -> None:
        """Put a reader behind lm-eval's interface.

        Args:
            reader: computes
            tokenizer: of transformers
            done: told of answered requests
        """
        super().__init__()
        self.reader, self.tokenizer, self.done = reader, tokenizer, done
        self._scored: _Scored | None = None

    @property
    def eot_token_id(self) -> int:
        """The token that ends a text."""
        return int(self.tokenizer.eos_token_id)

    @property
    def prefix_token_id(self) -> int:
        """The token that stands before a text without a context."""
        bos = self.tokenizer.bos_token_id
        return self.eot_token_id if bos is None else int(bos)

    @property
    def tokenizer_name(self) -> str:
        """By which lm-eval keeps requests apart."""
        return str(self.tokenizer.name_or_path).replace("/", "__")

    def apply_chat_template(self, chat_history: list[dict[str, str]], add_generation_prompt: bool = True) -> str:
        """Messages as one text."""
        return str(
            self.tokenizer.apply_chat_template(
                chat_history,
                tokenize=False,
                add_generation_prompt=add_generation_prompt,
                continue_final_message=not add_generation_prompt,
            )
        )

    def tok_encode(self, string: str, add_special_tokens: bool | None = None, **kwargs: Any) -> list[int]:
        """Tokens of a text, with the tokenizer's own beginning, unless the text has it."""
        bos = self.tokenizer.bos_token
        if add_special_tokens is None:
            add_special_tokens = not (bos and string.startswith(bos))
        ids: list[int] = self.tokenizer.encode(string, add_special_tokens=add_special_tokens)
        return ids

    def _loglikelihood_tokens(
        self, requests: Sequence[tuple[tuple[str, str], list[int], list[int]]], **kwargs: Any
    ) -> list[tuple[float, bool]]:
        answers: list[tuple[float, bool]] = [(0.0, False)] * len(requests)
        ordered = sorted(range(len(requests)), key=lambda each: requests[each][1])
        for _, group in groupby(ordered, key=lambda each: requests[each][1]):
            numbers = list(group)
            for start in range(0, len(numbers), BRANCHES):
                some = numbers[start : start + BRANCHES]
                found = self._score(requests[some[0]][1], [requests[number][2] for number in some])
                for number, answer in zip(some, found, strict=True):
                    answers[number] = answer
                    self.cache_hook.add_partial("loglikelihood", requests[number][0], answer)
                self.done(len(some))
        return answers

    def _score(self, context: list[int], several: Sequence[list[int]]) -> list[tuple[float, bool]]:
        """Log-likelihood of each continuation in nats, and whether each of its tokens is the likeliest."""
        context = context or [self.prefix_token_id]
        room = self.reader.context + 1 - max(map(len, several))
        context = context[-room:] if room > 0 else context[-1:]
        several = [continuation[: self.reader.context] for continuation in several]
        after = self._after(context)
        longer = [continuation[:-1] for continuation in several if len(continuation) > 1]
        branches = iter(self.reader.branches(longer, len(context)) if longer else ())
        found = []
        for continuation in several:
            rows = [after] if len(continuation) == 1 else [after, *_log_softmax(next(branches))]
            greedy = all(int(row.argmax()) == token for row, token in zip(rows, continuation, strict=True))
            found.append((float(sum(row[token] for row, token in zip(rows, continuation, strict=True))), greedy))
        return found

    def _after(self, context: list[int]) -> NDArray[np.float64]:
        """What may follow a context."""
        if self._scored is None or self._scored.context != context:
            shared = sum(
                1 for _ in takewhile(lambda two: two[0] == two[1], zip(context, self.reader.held, strict=False))
            )
            start = min(shared, len(context) - 1)
            logits = self.reader.read(context[start:], start, 1)
            self._scored = _Scored(context, _log_softmax(logits)[-1])
        return self._scored.after

    def loglikelihood_rolling(self, requests: Iterable[Any], disable_tqdm: bool = False) -> list[float]:
        """Log-likelihood of whole texts, as far as the context goes, from the first token on."""
        answers = []
        for request in requests:
            (text,) = request.args
            ids = self.tok_encode(text, add_special_tokens=False)
            answers.append(self._score([self.prefix_token_id], [ids])[0][0])
            self.cache_hook.add_partial("loglikelihood_rolling", (text,), answers[-1])
            self.done(1)
        return answers

    def generate_until(self, requests: Iterable[Any], disable_tqdm: bool = False) -> list[str]:
        """The likeliest continuation of each text, up to the first of the strings that end it."""
        answers = []
        for request in requests:
            text, options = request.args
            answers.append(
                self.write(self.tok_encode(text), options.get("until") or (), options.get("max_gen_toks", 256))
            )
            self.cache_hook.add_partial("generate_until", request.args, answers[-1])
            self.done(1)
        return answers

    def write(
        self, context: list[int], until: Sequence[str] | str, longest: int, ends: frozenset[int] = frozenset()
    ) -> str:
        """Write the likeliest tokens.

        Args:
            context: what is read first; its beginning is left out where it is too long
            until: strings that end the text; they are not part of it
            longest: most tokens
            ends: tokens that end the text, besides the tokenizer's own
        """
        until = [until] if isinstance(until, str) else list(until)
        longest = min(longest, self.reader.context - 1)
        context = context[-(self.reader.context - longest) :]
        after, written, text = self._after(context), list[int](), ""
        for place in range(len(context), len(context) + longest):
            token = int(after.argmax())
            if token in ends or token == self.eot_token_id:
                break
            written.append(token)
            text = self.tokenizer.decode(written, skip_special_tokens=True)
            if any(end in text for end in until if end):
                break
            after = _log_softmax(self.reader.read([token], place, 1))[-1]
        for end in filter(None, until):
            text = text.split(end)[0]
        return text


def _log_softmax(logits: Rows) -> NDArray[np.float64]:
    """Logarithms of probabilities, of shape (rows, vocabulary)."""
    wide = logits.astype(np.float64)
    wide -= wide.max(axis=-1, keepdims=True)
    wide -= np.log(np.exp(wide).sum(axis=-1, keepdims=True))
    return wide
