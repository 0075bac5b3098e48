"""The loop of a conversation: a line comes in, notices and the answer go out, whatever they are shown on."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, Protocol

from emosapp_data.chat import ChatFormat
from emosapp_data.errors import InputError
from export.chat.conversation import Conversation
from export.chat.notice import after_answer, before_answer, opening
from export.chat.tokenizer import ChatTokenizer
from export.runtime.generate import PREFILL, Generation, Stopped, generate
from export.runtime.program import Program
from export.runtime.sampling import Sampling
from export.runtime.text import TextStream

QUIT, NEW = ("/quit", "/exit"), "/new"


class Display(Protocol):
    """Where a conversation is shown."""

    def notice(self, text: str) -> None:
        """Show what this program says, apart from what the model says."""

    def piece(self, text: str) -> None:
        """Show more of an answer, as it comes."""

    def end(self) -> None:
        """End an answer."""


class Options(NamedTuple):
    """How a conversation is held."""

    sampling: Sampling = Sampling()
    """How tokens are drawn."""
    max_new: int = 256
    """Most tokens of an answer."""
    prefill: int = PREFILL
    """Tokens that are read at once."""
    country: str | None = None
    """ISO 3166 code of the country whose numbers are named."""


class Chat:
    """A conversation with a program."""

    def __init__(
        self,
        program: Program,
        tokenizer: ChatTokenizer,
        conversation: Conversation,
        eos: Iterable[int],
        display: Display,
        options: Options,
    ) -> None:
        """Put together what a conversation needs.

        Args:
            program: computes
            tokenizer: the model's
            conversation: what was said so far
            eos: tokens that end an answer
            display: where it is shown
            options: how it is held
        """
        self._program, self._tokenizer, self._conversation = program, tokenizer, conversation
        self._eos, self._display, self._options = frozenset(eos), display, options
        self.last: Generation | None = None
        """The last answer's tokens, with what they took."""

    def run(self, lines: Iterable[str]) -> None:
        """Hold a conversation until the lines end, or `/quit`; `/new` forgets what was said."""
        self._display.notice(opening(self._options.country))
        for line in lines:
            text = line.strip()
            if text in QUIT:
                return
            if text == NEW:
                self._conversation.clear()
                self._display.notice("A new conversation.")
            elif text.startswith("/"):
                self._display.notice(f"{text.split()[0]} is no command; there are /new and /quit.")
            elif text:
                self._try(text)

    def once(self, text: str) -> str:
        """Answer one message, with all notices.

        Raises:
            InputError: it is empty or too long.
        """
        self._display.notice(opening(self._options.country))
        if not text.strip():
            raise InputError("nothing to answer; give some text")
        return self.answer(text.strip())

    def answer(self, text: str) -> str:
        """Answer a message as the next of the conversation, and show it.

        Raises:
            InputError: it is too long; the notice that its words call for is shown all the same.
        """
        if said := before_answer(text, self._options.country):
            self._display.notice(said)
        prompt = self._conversation.prompt(text)
        if prompt.left_out:
            one = prompt.left_out == 1
            what = "oldest exchange no longer fits" if one else f"{prompt.left_out} oldest exchanges no longer fit"
            self._display.notice(f"The {what} into the model's context and {'is' if one else 'are'} forgotten.")
        answer, tokens = self._write(prompt.ids)
        self._conversation.add(text, answer, tokens)
        if said := after_answer(text, answer, self._options.country):
            self._display.notice(said)
        return answer

    def _try(self, text: str) -> None:
        try:
            self.answer(text)
        except InputError as error:
            self._display.notice(str(error))
        except KeyboardInterrupt:  # ends the answer, not the conversation
            self._display.end()
            self._display.notice("The answer was interrupted, and is forgotten.")

    def _write(self, ids: list[int]) -> tuple[str, list[int]]:
        options = self._options
        room = min(options.max_new, self._program.metadata.context - len(ids))
        self.last = generate(self._program, ids, options.sampling, room, self._eos, prefill=options.prefill)
        stream, pieces, tokens = TextStream(self._tokenizer.backend_tokenizer), [], []
        for token in self.last:
            tokens.append(token)
            if piece := stream.push(token):
                pieces.append(piece)
                self._display.piece(piece)
        self._display.end()
        if self.last.stopped is not Stopped.EOS:
            why = "the context is full" if room < options.max_new else f"it reached the limit of {room} tokens"
            self._display.notice(f"The answer was cut off: {why}.")
        return "".join(pieces), tokens


def open_chat(
    program: Program,
    folder: Path,
    display: Display,
    options: Options,
    *,
    system: str | None = None,
    eos: Iterable[int] = (),
) -> Chat:
    """A conversation with a program, with as much room for each answer as it may take.

    Args:
        program: computes
        folder: with the model's tokenizer and chat template
        display: where it is shown
        options: how it is held
        system: what the model is told first
        eos: tokens that end an answer, beside those that the program tells

    Raises:
        InputError: the tokenizer cannot be read or is another model's, nothing tells what ends an answer, or the system prompt
            leaves no room for a message.
    """
    tokenizer = ChatTokenizer(folder)
    known = tokenizer.backend_tokenizer.get_vocab_size(with_added_tokens=True)
    if known > program.metadata.vocabulary:
        raise InputError(
            f"{folder}: a tokenizer of {known:,} tokens, but {program.path} has {program.metadata.vocabulary:,}; they are not "
            "of one model, export it again"
        )
    ends = {*eos, *program.metadata.eos}
    if not ends:
        raise InputError(f"{program.path}: does not say which token ends an answer; export it with `emosapp export`")
    conversation = Conversation(ChatFormat(tokenizer), program.metadata.context, options.max_new, system)
    return Chat(program, tokenizer, conversation, ends, display, options)
