"""Verifying: what was trained is found in the `.pte` to the last code, and what differs is named."""

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("torchao")
pytest.importorskip("executorch")

from export.checkpoint import read_checkpoint
from export.layout import meta_layout
from export.verify.prompts import read_prompts
from export.verify.stored import Stored, StoredWeight, read_stored
from export.verify.weights import compare_weights
from tests.cli import emosapp
from tests.export.small import CONTEXT, LAYERS, PREFILL, quantized_run, small_pte, small_run, smollm2  # noqa: F401 - fixtures

LINEARS = 7 * LAYERS + 1
"""Projections of the layers, and the output layer."""


@pytest.fixture(scope="module")
def stored(small_pte):  # noqa: F811
    return read_stored(small_pte)


@pytest.fixture
def trained(small_run):  # noqa: F811
    checkpoint = read_checkpoint(small_run)
    return list(meta_layout(checkpoint.stored("int4"), checkpoint.shape))


def test_every_code_and_scale_that_was_trained_is_read_back(trained, stored):
    compared = compare_weights(trained, stored)
    assert len(stored.linears) == LINEARS
    assert compared.weights == len(trained) == LINEARS + 1 + 2 * LAYERS + 1  # the embedding, and the norms
    assert compared.differences == ()


def test_the_first_layer_that_differs_is_named_with_how_much(trained, stored):
    first, *others = stored.linears
    codes = first.codes.copy()
    codes[3, 5] = codes[3, 5] - 1 if codes[3, 5] > -8 else 7
    changed = Stored((StoredWeight(codes, first.scales), *others), stored.constants)
    (difference,) = compare_weights(trained, changed).differences
    assert difference.name.startswith("layers.0.attention.w")
    assert difference.what == f"1 of {codes.size:,} codes and 0 of {first.scales.size:,} scales differ"


def test_a_scale_that_differs_in_its_last_bit_is_found(trained, stored):
    *others, last = stored.linears
    scales = last.scales.copy()
    scales[0, 0] = np.nextafter(scales[0, 0], np.float32(1))
    changed = Stored((*others, StoredWeight(last.codes, scales)), stored.constants)
    (difference,) = compare_weights(trained, changed).differences
    assert difference.name == "output.weight"


def test_a_norm_or_an_embedding_that_is_not_there_is_named(trained, stored):
    lost = compare_weights(trained, Stored(stored.linears, frozenset())).differences
    assert lost[0].name == "tok_embeddings.weight"
    assert len(lost) == 2 + 2 * LAYERS


def test_the_prompts_differ_and_are_twenty():
    assert len(set(read_prompts())) == 20


@pytest.fixture(scope="module")
def bundle(small_run, tmp_path_factory):  # noqa: F811
    """A bundle, as the command line makes it."""
    folder = tmp_path_factory.mktemp("bundles") / "small"
    done = emosapp("export", small_run, "-o", folder, "--context", CONTEXT, "--prefill", PREFILL)
    assert done.returncode == 0, done.stderr
    for name in ("weights", "metadata", "runner", "logits", "tokens"):
        assert f"Same      {name}: " in done.stdout
    return folder


def test_an_exported_bundle_is_verified_and_says_so(bundle):
    card = (bundle / "README.md").read_text(encoding="utf-8")
    assert "No therapist" in card
    assert "as they were trained" in card
    alone = emosapp("verify", bundle)
    assert alone.returncode == 0, alone.stderr
    assert "Not seen  whether weights and logits are those that were trained" in alone.stdout


def test_a_bundle_of_another_run_is_found_out(bundle, smollm2, tmp_path):  # noqa: F811
    import torch  # noqa: PLC0415
    from safetensors.torch import load_file, save_file  # noqa: PLC0415

    other = quantized_run(smollm2, tmp_path / "other", LAYERS)
    path = other / "model" / "quantized.safetensors"
    tensors = load_file(path)
    name = "model.layers.1.mlp.up_proj.weight.codes"
    tensors[name] = torch.flip(tensors[name], [0])
    save_file(tensors, path, metadata={"format": "pt"})
    done = emosapp("verify", bundle, "--checkpoint", other)
    assert done.returncode == 1
    assert "DIFFERS   weights: 1 of " in done.stdout
    assert "the first layers.1.feed_forward.w3.weight: " in done.stdout


def test_a_bundle_answers_the_same_each_time_with_a_seed(bundle):
    said = ["chat", bundle, "--once", "I feel lonely.", "--temperature", "0.8", "--seed", "3", "--tokens", "12"]
    one, two = emosapp(*said), emosapp(*said)
    assert one.returncode == 0, one.stderr
    assert one.stdout == two.stdout != ""
    assert "no therapist" in one.stderr


def test_words_of_suicide_call_for_a_help_line_whatever_the_model_says(bundle):
    done = emosapp("chat", bundle, "--once", "I want to end my life.", "--country", "DE", "--tokens", "4")
    assert done.stderr.count("0800 111 0 111") >= 1
    assert done.stderr.index("call 112") >= 0


@pytest.mark.parametrize("command", ["verify", "chat", "bench"])
def test_a_flipped_byte_is_one_line(bundle, tmp_path, command):
    import shutil  # noqa: PLC0415

    folder = shutil.copytree(bundle, tmp_path / "bundle")
    path = folder / "model.pte"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    done = emosapp(command, folder, *(["--once", "Hi"] if command == "chat" else []))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "model.pte: changed since the export" in done.stderr


@pytest.mark.parametrize("command", ["chat", "verify"])
def test_a_manifest_that_promises_a_longer_context_than_the_model_has_is_found_out(bundle, tmp_path, command):
    import json  # noqa: PLC0415
    import shutil  # noqa: PLC0415
    from hashlib import sha256  # noqa: PLC0415

    folder = shutil.copytree(bundle, tmp_path / "bundle")
    manifest, sums = folder / "manifest.json", folder / "SHA256SUMS"
    before = manifest.read_bytes()
    manifest.write_text(json.dumps({**json.loads(before), "context": 4 * CONTEXT}), encoding="utf-8")
    known = sums.read_text(encoding="utf-8")
    changed = known.replace(sha256(before).hexdigest(), sha256(manifest.read_bytes()).hexdigest())
    assert changed != known
    sums.write_text(changed, encoding="utf-8")
    done = emosapp(command, folder, *(["--once", "Hi"] if command == "chat" else []))
    assert f"says context {CONTEXT}, and the manifest {4 * CONTEXT}" in done.stdout + done.stderr
    assert done.returncode == (2 if command == "chat" else 1)
