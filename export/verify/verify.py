"""Whether a bundle computes what was trained: its weights, its logits, its answers, and those of ExecuTorch's own runner."""

from collections.abc import Callable, Iterator

from emosapp_data.errors import InputError
from export.bundle.loading import contradictions
from export.bundle.manifest import Check, Manifest, Verification
from export.bundle.read import Bundle
from export.chat.tokenizer import ChatTokenizer
from export.checkpoint import Checkpoint
from export.layout import meta_layout
from export.runtime.program import Program
from export.verify.continuations import Continuation, continuations
from export.verify.prompts import ANSWER, prompt_ids
from export.verify.reference import Terms, compare_logits
from export.verify.runner import runner_answers
from export.verify.stored import read_stored
from export.verify.weights import compare_weights

BOUND = 2.0
"""How much more the runtime may differ from the trained model than that moves when it is disturbed in the last bits."""
LEAST = 1e-3
"""Share of the logits' spread that it may always differ by: what is not quantized differs from itself by next to nothing."""
SHOWN = 3
"""Tokens that differ, as many as are told one by one."""


def verify(bundle: Bundle, checkpoint: Checkpoint | None, show: Callable[[str], None] = lambda _: None) -> Verification:
    """Verify a bundle.

    Args:
        bundle: what `read_bundle` found, its bytes compared with the manifest's checksums
        checkpoint: what it was exported from; without it weights and logits have nothing to be compared with
        show: told in a line what is looked at

    Raises:
        InputError: the checkpoint is of another model, or the bundle cannot be loaded.
    """
    if checkpoint is not None and bundle.manifest.vocabulary != checkpoint.shape.vocabulary:
        raise InputError(
            f"{bundle.folder}: has {bundle.manifest.vocabulary:,} tokens, and {checkpoint.model} {checkpoint.shape.vocabulary:,}: "
            "not what it was exported from; give the run that it was"
        )
    return Verification(checks=tuple(_checks(bundle, checkpoint, show)))


def _checks(bundle: Bundle, checkpoint: Checkpoint | None, show: Callable[[str], None]) -> Iterator[Check]:
    manifest = bundle.manifest
    if checkpoint is not None:
        show("reading the weights back")
        yield _weights(bundle, checkpoint)
    show("answering 20 prompts on the runtime")
    tokenizer = ChatTokenizer(bundle.folder)
    program = Program(bundle.model)
    yield _metadata(program, manifest)
    prompts = prompt_ids(tokenizer, manifest.system, manifest.context)
    answers = continuations(program, prompts, manifest.eos, ANSWER, lambda _: None)
    show("the same by ExecuTorch's runner")
    yield _runner(bundle, tokenizer, answers)
    if checkpoint is not None:
        show("comparing with the trained model")
        terms = compare_logits(checkpoint, manifest.scheme.precision, answers)
        yield _logits(terms)
        yield _tokens(terms, answers)


def _weights(bundle: Bundle, checkpoint: Checkpoint) -> Check:
    trained = meta_layout(checkpoint.stored(bundle.manifest.scheme.precision), checkpoint.shape)
    compared = compare_weights(trained, read_stored(bundle.model))
    wrong = compared.differences
    if wrong:
        detail = f"{len(wrong)} of {compared.weights} differ, the first {wrong[0].name}: {wrong[0].what}"
    else:
        detail = f"{compared.numbers:,} codes, scales and others of {compared.weights} weights, as they were trained"
    return Check(name="weights", passed=not wrong, detail=detail, figure=len(wrong))


def _metadata(program: Program, manifest: Manifest) -> Check:
    found = program.metadata
    wrong = contradictions(found, manifest)
    detail = (
        f"the model says {'; '.join(wrong)}" if wrong else f"context {found.context:,}, {found.longest} tokens a call"
    )
    return Check(name="metadata", passed=not wrong, detail=detail)


def _runner(bundle: Bundle, tokenizer: ChatTokenizer, answers: list[Continuation]) -> Check:
    both = runner_answers(bundle.model, tokenizer, answers, bundle.manifest.eos, lambda _: None)
    same = sum(each.ours == each.theirs for each in both)
    detail = f"{same} of {len(both)} answers of TextLLMRunner are ours"
    if other := next((each for each in both if each.ours != each.theirs), None):
        detail += f"; {other.theirs[:60]!r} instead of {other.ours[:60]!r}"
    return Check(name="runner", passed=same == len(both), detail=detail, figure=same / len(both))


def _logits(terms: Terms) -> Check:
    limit = max(BOUND * terms.unrest, LEAST * terms.spread)
    detail = (
        f"of spread {terms.spread:.2f}, they differ by {terms.typical:.3f} (root mean square), at most {terms.arithmetic:.2f}, from "
        f"the trained model's with the same numbers; those move by {terms.unrest:.3f} when a layer's input is disturbed by a millionth. Rounding "
        f"the embedding to 8 bits changes at most {terms.embedding:.2f}, the output layer {terms.output:.2f}"
    )
    return Check(name="logits", passed=terms.typical <= limit, detail=detail, figure=terms.typical)


def _tokens(terms: Terms, answers: list[Continuation]) -> Check:
    count = sum(len(answer.tokens) for answer in answers)
    wrong = terms.divergences
    differing = {each.prompt for each in wrong}
    detail = f"{len(answers) - len(differing)} of {len(answers)} answers and {count - len(wrong)} of {count} tokens are the trained model's"
    if wrong:
        closest = sorted(wrong, key=lambda each: -each.margin)[:SHOWN]
        told = ", ".join(
            f"prompt {each.prompt + 1} token {each.place + 1} by {each.margin:.2f} (logits differ by {each.difference:.2f} there)"
            for each in closest
        )
        detail += f"; where another is chosen, the trained model's is likelier by less than the logits differ: {told}"
    unexplained = [each for each in wrong if each.margin > each.difference]
    return Check(name="tokens", passed=not unexplained, detail=detail, figure=1 - len(wrong) / count)
