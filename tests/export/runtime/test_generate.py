"""Answers of a real program: the same for the same seed, and no token read twice."""

import numpy as np
import pytest

from emosapp_data.errors import InputError
from export.runtime import Program, Sampling, Stopped, generate

GREEDY = Sampling()


def test_greedy_answers_take_the_likeliest_token_each_time(program: Program, ids: list[int]) -> None:
    answer = list(generate(program, ids, GREEDY, 12, ()))
    program.reset()
    expected, logits = [], program.forward(ids, 0)[-1]
    for position in range(len(ids), len(ids) + 12):
        expected.append(int(np.argmax(logits)))
        logits = program.forward(expected[-1:], position)[-1]
    assert answer == expected


@pytest.mark.parametrize("prefill", [1, 7, 128])
def test_a_prompt_in_pieces_gets_the_same_answer(program: Program, ids: list[int], prefill: int) -> None:
    whole = list(generate(program, ids, GREEDY, 8, ()))
    program.reset()
    assert list(generate(program, ids, GREEDY, 8, (), prefill=prefill)) == whole


def test_the_next_turn_reads_its_new_tokens_only(program: Program, ids: list[int]) -> None:
    first = generate(program, ids, GREEDY, 8, ())
    answer = list(first)
    assert (first.reused, first.read, first.written) == (0, len(ids), 8)
    longer = [*ids, *answer, 2, *ids]
    second = generate(program, longer, GREEDY, 8, ())
    reused = list(second)
    assert second.reused == len(ids) + 7  # the answer's last token was never read
    program.reset()
    assert list(generate(program, longer, GREEDY, 8, ())) == reused


def test_another_prompt_keeps_the_beginning_that_it_shares(program: Program, ids: list[int]) -> None:
    list(generate(program, ids, GREEDY, 4, ()))
    other = generate(program, [*ids[:5], 100, 101], GREEDY, 4, ())
    after = list(other)
    assert other.reused == 5
    program.reset()
    assert list(generate(program, [*ids[:5], 100, 101], GREEDY, 4, ())) == after


def test_a_seed_repeats_an_answer_and_another_seed_gives_another(program: Program, ids: list[int]) -> None:
    answers = []
    for seed in (1, 1, 2):
        program.reset()
        answers.append(list(generate(program, ids, Sampling(1.5, 0.95, seed), 12, ())))
    assert answers[0] == answers[1] != answers[2]


def test_an_answer_says_why_it_ended(program: Program, ids: list[int]) -> None:
    context = program.metadata.context
    by_length = generate(program, ids, GREEDY, 3, ())
    tokens = list(by_length)
    assert by_length.stopped is Stopped.LENGTH
    by_end = generate(program, ids, GREEDY, 3, {tokens[2], 9})
    assert list(by_end) == tokens[: tokens.index(tokens[2])]  # what ends it is not among its tokens
    assert by_end.stopped is Stopped.EOS
    by_context = generate(program, [5] * (context - 4), GREEDY, 100, ())
    assert len(list(by_context)) == 5  # four are read; the last needs no place
    assert by_context.stopped is Stopped.CONTEXT
    nothing = generate(program, ids, GREEDY, 0, ())
    assert (list(nothing), nothing.stopped) == ([], Stopped.LENGTH)


def test_prompts_that_cannot_be_read_are_refused(program: Program) -> None:
    with pytest.raises(InputError, match="empty prompt"):
        generate(program, [], GREEDY, 3, ())
    context = program.metadata.context
    with pytest.raises(InputError, match=f"{context + 1} tokens does not fit into a context of {context}"):
        generate(program, [5] * (context + 1), GREEDY, 3, ())
