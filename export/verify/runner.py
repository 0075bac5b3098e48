"""ExecuTorch's own runner of language models, the one that the phone's app uses, beside ours."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from export.chat.tokenizer import ChatTokenizer
from export.runtime.libraries import captured
from export.verify.continuations import Continuation


class Answered(NamedTuple):
    """One prompt, answered by both."""

    ours: str
    theirs: str


def runner_answers(
    model: Path,
    tokenizer: ChatTokenizer,
    answers: Sequence[Continuation],
    eos: Sequence[int],
    done: Callable[[int], None],
) -> list[Answered]:
    """Let ExecuTorch's runner answer prompts that we have answered.

    Args:
        model: the `.pte`; beside it lies the tokenizer's file
        tokenizer: the same tokenizer
        answers: ours
        eos: tokens that end an answer
        done: told of each
    """
    backend = tokenizer.backend_tokenizer
    ends = {backend.id_to_token(token) for token in eos}
    found = []
    with captured(), captured(1):
        from executorch.extension.llm.runner import GenerationConfig, TextLLMRunner  # noqa: PLC0415

        runner = TextLLMRunner(str(model), str(model.with_name("tokenizer.json")))
        for answer in answers:
            pieces: list[str] = []
            settings = GenerationConfig(
                echo=False, max_new_tokens=len(answer.tokens), temperature=0.0, num_bos=0, num_eos=0
            )
            runner.generate(backend.decode(answer.prompt, skip_special_tokens=False), settings, pieces.append)
            runner.reset()
            theirs = "".join(piece for piece in pieces if piece not in ends)
            written = [token for token in answer.tokens if token not in eos]
            found.append(Answered(backend.decode(written, skip_special_tokens=False), theirs))
            done(1)
    return found
