"""Training data: which conversations of which releases, as which tokens, and that packed ones do not see each other."""

# ruff: noqa: F811 - fixtures are imported by name

import json

import pytest

from emosapp_data.chat import Block, Encoded, pack
from emosapp_data.errors import InputError, ReleaseError
from emosapp_data.release.find import home_of
from emosapp_data.release.verify import MANIFEST, sha256
from tests.emosapp_data.release.mixture.mixing import mixed, record, release_own
from tests.emosapp_data.release.releasing import released
from tests.training.llamas import smollm2_source, tiny_llama, tokenizer  # noqa: F401 - fixtures
from training.data import Batches, Examples, open_data, read_spec
from training.recipe import Recipe


def recipe(**training):
    top = {name: training.pop(name) for name in ("system", "failed") if name in training}
    return Recipe.model_validate(
        {"name": "mine", "model": "smollm2", "variant": "lora", "training": {"length": 512, **training}, **top}
    )


@pytest.fixture(scope="module")
def workspace(built_once):
    return built_once[0].path


@pytest.fixture
def own(built):
    """Dialogues of which one failed."""
    release_own(built, [record(number, failed=number == 5) for number in range(20)])
    return built


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("esconv", ("esconv", None)),
        ("knowledge@1.0.0", ("knowledge", "1.0.0")),
        ("paper-mixture@>=0.1,<1", ("paper-mixture", ">=0.1,<1")),
    ],
)
def test_a_dataset_is_named_with_the_versions_that_will_do(text, spec):
    assert read_spec(text) == spec


@pytest.mark.parametrize("text", ["", "@1", "Knowledge", "a b", "knowledge@"])
def test_what_is_no_name_is_refused(text):
    with pytest.raises(InputError, match="write NAME or NAME@VERSION"):
        read_spec(text)


@pytest.mark.parametrize("asked", [1, 1000])
def test_fewer_held_out_sequences_are_taken_evenly_from_all(workspace, tokenizer, asked):
    every = open_data(["knowledge"], workspace, tokenizer, recipe(packing=False))
    some = open_data(["knowledge"], workspace, tokenizer, recipe(packing=False, evaluate_on=asked))
    number = len(every.validation)
    assert every.unmeasured == 0
    assert number > 1
    assert len(some.validation) == min(asked, number)
    assert some.unmeasured == number - len(some.validation)
    places = [every.validation.blocks.index(block) for block in some.validation.blocks]
    assert places == sorted(set(places))
    assert max(b - a for a, b in zip(places, [*places[1:], number], strict=True)) <= -(-number // asked)


def test_of_a_sample_release_every_packed_dialogue_is_used_once(workspace, tokenizer):
    data = open_data(["knowledge"], workspace, tokenizer, recipe())
    (used,) = data.datasets
    assert (used.name, used.configuration, used.licence) == ("knowledge", "dialogues", "CC-BY-4.0")
    folder = home_of("knowledge", workspace) / used.version
    assert used.manifest == sha256(folder / MANIFEST)
    assert used.conversations["train"] + used.left_out.get("too_long", 0) >= used.rows["train"]
    assert data.train.conversations == used.conversations["train"] == data.statistics.conversations
    assert data.validation.conversations == used.conversations["validation"]
    assert data.train.tokens == data.statistics.tokens
    assert max(len(example["input_ids"]) for example in data.train) <= 512
    assert data.statistics.learned == sum(label >= 0 for each in data.train for label in each["labels"])


def test_pairs_that_are_not_packed_are_conversations_of_their_own(built, tokenizer):
    pairs = released(built, dialogues=0, name="pairs").release
    data = open_data(["pairs"], built.path, tokenizer, recipe(packing=False))
    assert data.datasets[0].configuration == "default"
    assert len(data.train) == data.train.conversations == pairs.rows["train"]
    assert data.statistics.answers == pairs.rows["train"]


def test_dialogues_that_helped_nobody_are_left_out_unless_asked_for(own, tokenizer):
    data = open_data(["own"], own.path, tokenizer, recipe())
    assert data.datasets[0].left_out == {"failed": 1}
    assert [(each.dataset, each.reason) for each in data.left_out] == [("own", "failed")]
    kept = open_data(["own"], own.path, tokenizer, recipe(failed="keep"))
    assert kept.train.conversations == data.train.conversations + 1


def test_a_mixture_is_read_with_the_system_prompts_that_it_has(own, tokenizer):
    mixed(own, {"name": "own", "system": "supporter"}, "knowledge")
    data = open_data(["mixed"], own.path, tokenizer, recipe(packing=False))
    texts = [tokenizer.decode(example["input_ids"]) for example in data.train]
    assert any("You are a supportive companion" in text for text in texts)
    assert any("You are a supportive companion" not in text for text in texts)
    told = open_data(["mixed"], own.path, tokenizer, recipe(packing=False, system="supporter"))
    assert all("You are a supportive companion" in tokenizer.decode(example["input_ids"]) for example in told.train)
    assert told.system
    assert told.system.name == "supporter"


def test_what_one_dataset_holds_out_is_not_trained_on_from_another(own, tokenizer):
    same = [record(number, name="own", split="train") for number in range(20)]
    release_own(own, same, name="again")
    alone = open_data(["again"], own.path, tokenizer, recipe())
    both = open_data(["own", "again"], own.path, tokenizer, recipe())
    assert alone.train.conversations == 20
    gone = [each for each in both.left_out if each.reason == "held_out"]
    assert {(each.dataset, each.detail) for each in gone} == {("again", "held out in own")}
    assert len(gone) == 4


def test_long_conversations_lose_their_last_exchanges_and_are_counted(workspace, tokenizer):
    data = open_data(["knowledge"], workspace, tokenizer, recipe(packing=False, length=128))
    (used,) = data.datasets
    assert used.shortened > 0
    assert used.rows["train"] + used.rows["validation"] == sum(used.conversations.values()) + len(data.left_out)
    assert data.train.tokens == data.statistics.tokens
    assert max(len(example["input_ids"]) for example in data.train) <= 128


def test_when_nothing_is_left_it_says_why(workspace, tokenizer):
    with pytest.raises(InputError, match=r"nothing is left to train on: [\d,]+ too_long \(raise training.length\)"):
        open_data(["knowledge"], workspace, tokenizer, recipe(length=16))


def test_the_seed_decides_the_order_and_nothing_else(workspace, tokenizer):
    first, same, other = (
        open_data(["knowledge"], workspace, tokenizer, recipe(seed=seed, packing=False)) for seed in (1, 1, 2)
    )
    assert list(first.train) == list(same.train) != list(other.train)
    assert sorted(map(json.dumps, first.train)) == sorted(map(json.dumps, other.train))
    assert list(first.validation) == list(other.validation)


def test_data_that_was_changed_or_is_not_there_is_named(built, tokenizer):
    with pytest.raises(ReleaseError, match=r"no version fits '>=7'"):
        open_data(["knowledge@>=7"], built.path, tokenizer, recipe())
    with pytest.raises(ReleaseError, match="no dataset 'esconv' here; there is knowledge"):
        open_data(["esconv"], built.path, tokenizer, recipe())
    with pytest.raises(InputError, match="names knowledge twice"):
        open_data(["knowledge", "knowledge@0.1.0"], built.path, tokenizer, recipe())
    file = next(home_of("knowledge", built.path).glob("*/dialogues/train.parquet"))
    file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(ReleaseError, match="changed since the release was made"):
        open_data(["knowledge"], built.path, tokenizer, recipe())


def conversations():
    """Of 1 to 23 tokens; every second token of each is learned."""
    sizes = (23, 1, 7, 12, 2, 9, 16, 5)
    ids = [[(number * 37 + at * 11) % 319 + 1 for at in range(size)] for number, size in enumerate(sizes)]
    return [Encoded(each, [at % 2 == 1 for at in range(len(each))], ()) for each in ids]


@pytest.mark.parametrize("attention", ["sdpa", "eager"])
@pytest.mark.parametrize("cached", [True, False])
def test_a_packed_conversation_gets_the_logits_that_it_gets_alone(attention, cached):
    import torch  # noqa: PLC0415

    model = tiny_llama(attn_implementation=attention, use_cache=cached)
    talks = conversations()
    blocks = pack(talks, 40)
    assert max(len(block.examples) for block in blocks) > 2
    examples = Examples(blocks)
    with torch.no_grad():
        packed = model(**Batches(padding=0)(list(examples))).logits
        for row, block in enumerate(blocks):
            for place, number in enumerate(block.examples):
                start, end = block.cu_seqlens[place : place + 2]
                alone = model(input_ids=torch.tensor([talks[number].input_ids])).logits[0]
                assert (packed[row, start:end] - alone).abs().max() < 1e-5


def test_the_loss_of_packed_conversations_is_that_of_all_their_learned_tokens():
    import torch  # noqa: PLC0415

    model = tiny_llama()
    talks = [talk for talk in conversations() if talk.learned]
    with torch.no_grad():
        packed = model(**Batches(padding=3)(list(Examples(pack(talks, 40))))).loss
        losses = [
            model(input_ids=torch.tensor([talk.input_ids]), labels=torch.tensor([talk.labels])).loss * talk.learned
            for talk in talks
        ]
    assert abs(packed - sum(losses) / sum(talk.learned for talk in talks)) < 1e-5


def test_padding_changes_nothing_and_needs_no_mask():
    import torch  # noqa: PLC0415

    talks = conversations()[:3]
    singles = Examples(block for talk in talks for block in pack([talk], 40))
    model = tiny_llama()
    with torch.no_grad():
        logits = [model(**Batches(padding)(list(singles))).logits for padding in (0, 300)]
        for row, talk in enumerate(talks):
            size = len(talk.input_ids)
            assert torch.equal(logits[0][row, :size], logits[1][row, :size])
    places = Batches(0)(list(singles))["position_ids"]
    assert (places.diff() == 1).all()


def test_examples_are_a_dataset_of_pytorch():
    from torch.utils.data import DataLoader  # noqa: PLC0415

    blocks = pack(conversations(), 40)
    examples = Examples(blocks)
    assert isinstance(blocks[0], Block)
    assert [len(batch["input_ids"]) for batch in DataLoader(examples, batch_size=2, collate_fn=Batches(0))] == [2] * (
        len(blocks) // 2
    ) + [1] * (len(blocks) % 2)
    assert list(examples[1:]) == list(examples)[1:]
