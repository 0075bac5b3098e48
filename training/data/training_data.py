"""From released datasets to what a model is trained and measured on. Whatever is left out is listed, with its reason."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from emosapp_data.chat import Block, ChatFormat, Encoded, TokenStatistics, fit, pack
from emosapp_data.dialogues import SystemPrompt, read_system_prompt
from emosapp_data.errors import InputError
from emosapp_data.schema import DatasetKind, Record
from training.data.batch import Batches, Examples
from training.data.dataset import Conversation, OpenDataset, open_dataset
from training.data.spec import read_specs
from training.recipe import Recipe

TRAIN, VALIDATION = "train", "validation"
FAILED, HELD_OUT, REFUSED = "failed", "held_out", "refused"
"""Reasons besides those of `emosapp_data.chat.Unusable`: a dialogue that did not help; one that another dataset holds out; one
that the chat template or the tokenizer refuses."""


class UsedDataset(Record):
    """A release that is trained on, as a run's record names it."""

    name: str
    """Its name."""
    version: str
    """Its version."""
    kind: DatasetKind
    """What its rows are."""
    configuration: str
    """Which of its configurations was read."""
    manifest: str
    """Checksum of its manifest, which names those of all its files."""
    licence: str | None
    """Its licence, as an SPDX expression."""
    rows: dict[str, int]
    """Conversations that it has, by split; those of the test split are not touched."""
    conversations: dict[str, int]
    """Conversations that are used, by split."""
    left_out: dict[str, int]
    """Conversations that are not, by reason."""
    shortened: int
    """Used conversations whose last exchanges did not fit."""


class LeftOut(NamedTuple):
    """A conversation that is not used."""

    dataset: str
    """Its dataset."""
    id: str
    """Its id there."""
    split: str
    """Its split there."""
    reason: str
    """Why: too_long, no_answer, failed, held_out or refused."""
    detail: str
    """What exactly was found; empty where the reason says all."""


class TrainingData(NamedTuple):
    """What a model is trained and measured on."""

    train: Examples
    """Sequences to train on, in an order that the seed decides."""
    validation: Examples
    """Sequences to measure on, in the order of the releases; none where the releases hold none."""
    unmeasured: int
    """Sequences of the validation split that are not measured on, since the recipe asks for fewer."""
    statistics: TokenStatistics
    """Tokens of the training conversations."""
    validation_statistics: TokenStatistics
    """Tokens of those that are measured on."""
    datasets: tuple[UsedDataset, ...]
    """The releases."""
    left_out: tuple[LeftOut, ...]
    """Conversations of both splits that are not used; every other one is."""
    system: SystemPrompt | None
    """The system prompt of conversations that have none."""
    batches: Batches
    """Makes batches of the sequences, as a data collator of transformers."""


class _Read(NamedTuple):
    """What became of the conversations of a release."""

    encoded: dict[str, list[Encoded]]
    left_out: list[LeftOut]
    shortened: int


def open_data(specs: Sequence[str], root: Path, tokenizer: Any, recipe: Recipe) -> TrainingData:
    """Read releases, and make sequences of tokens of their conversations.

    The training split is trained on, the validation split measured on, and the test split left alone. A conversation that is
    held out in one dataset is not trained on from another; what is merely alike `emosapp mix` alone finds.

    Args:
        specs: releases, such as 'knowledge@1.0.0', 'paper-mixture@>=0.1,<1' or 'esconv'
        root: the workspace, or the folder that holds the releases
        tokenizer: a fast tokenizer of transformers with a chat template
        recipe: says how long a sequence is, whether conversations share one, with which system prompt and seed

    Raises:
        ReleaseError: a release is not there, or was changed since it was released.
        InputError: a name, a version or a system prompt cannot be read, or nothing is left to train on.
    """
    system = read_system_prompt(recipe.system) if recipe.system else None
    opened = [open_dataset(spec, Path(root)) for spec in read_specs(specs)]
    elsewhere = {
        (_fingerprint(each), dataset.release.name)
        for dataset in opened
        for each in dataset.conversations
        if each.split != TRAIN
    }
    chat = ChatFormat(tokenizer)
    read = [_read(dataset, elsewhere, chat, recipe, system) for dataset in opened]
    left_out = tuple(each for one in read for each in one.left_out)
    train, validation = ([each for one in read for each in one.encoded[split]] for split in (TRAIN, VALIDATION))
    if not train:
        raise InputError(_nothing(specs, left_out))
    random, length = Random(recipe.training.seed), recipe.training.length  # noqa: S311 - an order, not a secret
    random.shuffle(train)
    sequences = _sequences(train, recipe)
    random.shuffle(sequences)
    held_out = _sequences(validation, recipe)
    measured = _spread(held_out, recipe.training.evaluate_on)
    return TrainingData(
        Examples(sequences),
        Examples(measured),
        len(held_out) - len(measured),
        TokenStatistics.of(train, length),
        TokenStatistics.of(validation, length),
        tuple(_used(*each) for each in zip(opened, read, strict=True)),
        left_out,
        system,
        Batches(tokenizer.pad_token_id or 0),
    )


def _read(
    dataset: OpenDataset,
    held_out: set[tuple[str, str]],
    chat: ChatFormat,
    recipe: Recipe,
    system: SystemPrompt | None,
) -> _Read:
    """Encode the conversations of a release, or say why not."""
    read = _Read({TRAIN: [], VALIDATION: []}, [], 0)
    shortened = 0
    names = {name for _, name in held_out} - {dataset.release.name}
    for each in dataset.conversations:
        if each.split not in read.encoded:
            continue
        found: Encoded | None = None
        if each.failed and recipe.failed == "leave_out":
            reason, detail = FAILED, ""
        elif each.split == TRAIN and (others := _holders(each, held_out, names)):
            reason, detail = HELD_OUT, f"held out in {', '.join(others)}"
        else:
            try:
                fitted = fit(chat, each.messages, recipe.training.length, system=system.text if system else None)
            except InputError as error:
                reason, detail = REFUSED, str(error)
            else:
                found, reason, detail = fitted.encoded, str(fitted.reason), f"{fitted.tokens:,} tokens"
                shortened += found is not None and fitted.left_out > 0
        if found is None:
            read.left_out.append(LeftOut(dataset.release.name, each.id, each.split, reason, detail))
        else:
            read.encoded[each.split].append(found)
    return read._replace(shortened=shortened)


def _holders(conversation: Conversation, held_out: set[tuple[str, str]], names: set[str]) -> list[str]:
    """The other datasets that hold a conversation out."""
    if not names:
        return []
    fingerprint = _fingerprint(conversation)
    return sorted(name for name in names if (fingerprint, name) in held_out)


def _fingerprint(conversation: Conversation) -> str:
    """What is said, whatever the system prompt."""
    said = [message.content for message in conversation.messages if message.role != "system"]
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()


def _sequences(encoded: Sequence[Encoded], recipe: Recipe) -> list[Block]:
    length = recipe.training.length
    if recipe.training.packing:
        return pack(encoded, length)
    return [block._replace(examples=(number,)) for number, each in enumerate(encoded) for block in pack([each], length)]


def _spread(sequences: Sequence[Block], number: int | None) -> Sequence[Block]:
    """So many of them at most, evenly from all."""
    if number is None or number >= len(sequences):
        return sequences
    return [sequences[place * len(sequences) // number] for place in range(number)]


def _used(dataset: OpenDataset, read: _Read) -> UsedDataset:
    release = dataset.release
    return UsedDataset(
        name=release.name,
        version=release.version,
        kind=release.kind,
        configuration=dataset.configuration,
        manifest=dataset.manifest,
        licence=release.licence,
        rows=dict(Counter(each.split for each in dataset.conversations)),
        conversations={split: len(inside) for split, inside in read.encoded.items() if inside},
        left_out=dict(Counter(each.reason for each in read.left_out).most_common()),
        shortened=read.shortened,
    )


def _nothing(specs: Sequence[str], left_out: Sequence[LeftOut]) -> str:
    gone = [each for each in left_out if each.split == TRAIN]
    if not gone:
        return f"{', '.join(specs)}: no conversation in the training split; release more, or another split"
    return f"{', '.join(specs)}: nothing is left to train on: {'; '.join(_explained(gone))}"


def _explained(gone: Sequence[LeftOut]) -> Iterator[str]:
    remedies = {
        "too_long": "raise training.length",
        FAILED: "failed: keep trains on them all the same",
        HELD_OUT: "train on one of the datasets alone",
    }
    for reason, count in Counter(each.reason for each in gone).most_common():
        example = next(each for each in gone if each.reason == reason)
        what = remedies.get(reason) or f"{example.dataset} {example.id}: {example.detail}"
        yield f"{count:,} {reason} ({what})"
