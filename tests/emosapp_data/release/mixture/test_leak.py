"""What is held out in one dataset is in no other's training, word for word or nearly so."""

import random

import pytest

from emosapp_data.release.mixture.leak import find_leaks
from emosapp_data.release.mixture.likely import SideText, may_be_alike
from emosapp_data.schema import Reason
from tests.emosapp_data.release.mixture.mixing import conversation, sentence

ASKED, ANSWERED = sentence("asked"), sentence("answered")
OTHER = ("Nothing of the kind.", sentence("something else", 30))


def leaks(one, other, pairs=frozenset()):
    return find_leaks({"one": one, "other": other}, pairs)


def held(*said, split="test", system=""):
    return conversation("other", "held-out", split, *said, system=system)


def trained(*said, system=""):
    return conversation("one", "trained", "train", *said, system=system)


@pytest.mark.parametrize("split", ["test", "validation"])
def test_the_training_conversation_is_left_out_with_what_it_is_like(split):
    (found,) = leaks([trained(*OTHER, ASKED, ANSWERED)], [held(ASKED, ANSWERED, split=split)])
    assert (found.dataset, found.origin, found.reason) == ("one", "trained", Reason.LIKE_HELD_OUT)
    assert found.detail == f"exchange 2 like other held-out ({split}): 100 of 100"


@pytest.mark.parametrize(
    "changed",
    [
        (ASKED.upper(), ANSWERED),
        (ASKED.replace(" ", ",  "), ANSWERED),
        (" ".join(ASKED.split()[1:]), ANSWERED),
        (ASKED, f"{ANSWERED} Well."),
        (ASKED.replace("a", "e", 3), ANSWERED),
    ],
)
def test_a_copy_that_was_edited_a_little_is_found(changed):
    assert leaks([trained(*changed)], [held(ASKED, ANSWERED)])


def test_a_conversation_is_found_by_all_that_its_user_says():
    said = [sentence(number, 12) for number in range(6)]
    theirs = [text if number % 2 == 0 else sentence(("answer", number)) for number, text in enumerate(said)]
    (found,) = leaks([trained(*theirs)], [held(*said)])
    assert found.detail.startswith("all that the user says like other held-out")


def test_the_system_prompt_is_no_part_of_what_is_compared():
    prompt = sentence("prompt", 60)
    assert not leaks([trained(*OTHER, system=prompt)], [held(ASKED, ANSWERED, system=prompt)])
    assert leaks([trained(ASKED, ANSWERED, system=prompt)], [held(ASKED, ANSWERED)])


def test_short_exchanges_count_for_pairs_from_books_alone():
    short = ("What is a habit?", "What one does without thinking of it.")
    assert not leaks([trained(*short)], [held(*short)])
    assert not leaks([trained(*short)], [held(*short)], {"one"})
    assert leaks([trained(*short)], [held(*short)], {"one", "other"})


def test_what_is_alike_within_a_dataset_or_in_the_training_of_both_is_left_alone():
    same = conversation("one", "same", "test", ASKED, ANSWERED)
    assert not leaks([trained(ASKED, ANSWERED), same], [held(*OTHER)])
    assert not leaks([trained(ASKED, ANSWERED)], [held(ASKED, ANSWERED, split="train")])
    assert not leaks([held(ASKED, ANSWERED)._replace(dataset="one")], [held(ASKED, ANSWERED)])
    assert not find_leaks({"one": [trained(ASKED, ANSWERED), same]}, frozenset())


def test_a_conversation_is_left_out_once_however_often_it_is_alike():
    said = [sentence(number) for number in range(6)]
    others = [conversation("other", f"held-{number}", "test", *said) for number in range(3)]
    assert len(leaks([trained(*said)], others)) == 1


def test_few_texts_are_compared_and_copies_with_other_words_in_them_are_among_these():
    numbers = random.Random(4)
    texts = [sentence(("text", number), 30) for number in range(300)]
    copies = []
    for text in texts[:100]:
        words = text.split()
        for place in numbers.sample(range(30), 4):
            words[place] = "another"
        copies.append(" ".join(words))
    sides = [SideText(text, "one", True) for text in texts] + [SideText(copy, "other", False) for copy in copies]
    found = may_be_alike(sides)
    assert found[:100].all()
    assert found[300:].all()
    assert not found[100:300].any()
