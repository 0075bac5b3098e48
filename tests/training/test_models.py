"""Finding and loading models: SmolLM2 unpacked whole or not at all, folders that hold no model, a Hub that does not answer."""

# ruff: noqa: F811 - fixtures are imported by name

import json
import shutil
import subprocess
import sys
import time

import pytest

from emosapp_data.errors import EmosappError, InputError
from emosapp_data.models.smollm2 import cache_folder
from tests.training.llamas import saved, smollm2_source, tokenizer  # noqa: F401 - fixtures
from training.models import find_model, load_model, load_tokenizer, model_size
from training.models.smollm2 import NAME, unpacked

UNPACK = (
    "import sys; from pathlib import Path; from training.models.smollm2 import unpacked; unpacked(Path(sys.argv[1]))"
)


@pytest.fixture
def folder(tmp_path, tokenizer):
    """A tiny model in a folder."""
    return saved(tmp_path / "tiny", tokenizer)


@pytest.fixture
def with_gguf(smollm2_source, tmp_path):
    """A cache that holds the download, and no model that is unpacked."""
    for file in cache_folder().glob("SmolLM2*"):
        (tmp_path / file.name).symlink_to(file)
    return tmp_path


def changed(folder, **values):
    path = folder / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))
    return str(folder)


def test_smollm2_speaks_and_knows_where_to_stop(smollm2_source):
    model, tokenizer = load_model(smollm2_source), load_tokenizer(smollm2_source)
    messages = [{"role": "user", "content": "What is the capital of France? Answer in one short sentence."}]
    prompt = tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_tensors="pt", return_dict=True)
    reply = model.generate(**prompt, max_new_tokens=30, do_sample=False)[0][prompt["input_ids"].shape[1] :]
    assert "Paris" in tokenizer.decode(reply)
    assert reply[-1] == tokenizer.eos_token_id
    assert sum(parameter.numel() for parameter in model.parameters()) == model_size(smollm2_source).parameters


def test_its_tokenizer_is_the_one_of_its_gguf_file(smollm2_source):
    from training.models.smollm2_tokenizer import read_tokenizer  # noqa: PLC0415

    direct = read_tokenizer(next(cache_folder().glob("*.gguf")))
    text = "<|im_start|>user\n12345 naïve 你好 😀  I'm fine<|im_end|>\n"
    assert load_tokenizer(smollm2_source)(text).input_ids == direct(text).input_ids
    assert load_tokenizer(smollm2_source).chat_template == direct.chat_template


def test_it_is_unpacked_once_and_both_names_mean_it(smollm2_source):
    said = []
    assert find_model("smollm2", said.append) == find_model("smollm2-135m", said.append) == smollm2_source
    assert said == []


def test_unpacking_that_is_killed_leaves_nothing_that_is_taken_for_the_model(with_gguf, smollm2_source):
    folder = with_gguf / "models" / NAME
    process = subprocess.Popen([sys.executable, "-c", UNPACK, str(with_gguf)], stdout=subprocess.DEVNULL)
    part = folder.with_name(f".{NAME}.part")
    while process.poll() is None and not list(part.glob("*.safetensors")):
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert not folder.exists()
    said = []
    assert unpacked(with_gguf, said.append) == folder
    assert [line.partition(" ")[0] for line in said] == ["unpacking"]
    assert not part.exists()
    for name in ("model.safetensors", "tokenizer.json", "config.json"):
        assert (folder / name).read_bytes() == (smollm2_source.folder / name).read_bytes()


def test_a_damaged_model_is_noticed_and_a_full_disk_told_in_one_line(with_gguf, smollm2_source, monkeypatch):
    folder = shutil.copytree(smollm2_source.folder, with_gguf / "models" / NAME)
    with (folder / "tokenizer.json").open("a") as file:
        file.write(" ")
    monkeypatch.setattr("training.models.smollm2.NEEDED", shutil.disk_usage(with_gguf).free + 10**10)
    said = []
    with pytest.raises(InputError, match=r"no room for SmolLM2, which needs .* EMOSAPP_CACHE") as error:
        unpacked(with_gguf, said.append)
    assert "\n" not in str(error.value)
    assert said == [f"{folder} is damaged and is unpacked again"]
    assert not folder.exists()


def test_a_folder_is_found_by_its_path_and_loaded(folder):
    import torch  # noqa: PLC0415

    source = find_model(str(folder))
    assert (source.origin, source.folder, source.revision) == ("folder", folder, None)
    assert load_model(source, "bfloat16").dtype == torch.bfloat16
    assert load_model(source).config._attn_implementation == "sdpa"
    assert load_tokenizer(source).is_fast


def test_a_folder_that_lacks_a_part_names_it(folder):
    for name, message in (
        ("model.safetensors", "no weights (model.safetensors missing)"),
        ("tokenizer.json", "no tokenizer.json"),
        ("config.json", "no config.json"),
    ):
        (folder / name).unlink()
        with pytest.raises(InputError) as error:
            find_model(str(folder))
        assert message in str(error.value)
        assert "\n" not in str(error.value)


def test_another_kind_of_model_is_refused_with_the_reason(folder):
    with pytest.raises(InputError, match=r"model_type 'gpt2', but only Llama models .* can be exported"):
        find_model(changed(folder, model_type="gpt2"))
    with pytest.raises(InputError, match="architecture 'LlamaForSequenceClassification'"):
        find_model(changed(folder, model_type="llama", architectures=["LlamaForSequenceClassification"]))
    with pytest.raises(InputError, match=r"quantized already \(gptq\)"):
        find_model(changed(folder, architectures=["LlamaForCausalLM"], quantization_config={"quant_method": "gptq"}))


def test_weights_that_are_damaged_or_of_another_model_are_no_surprise_in_the_midst_of_training(folder):
    source = find_model(str(folder))
    changed(folder, num_hidden_layers=3)
    with pytest.raises(InputError, match=r"the weights lack model.layers.2.* and \d+ more"):
        load_model(source)
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(InputError, match="cannot be loaded") as error:
        load_model(source)
    assert "\n" not in str(error.value)


def test_a_tokenizer_without_a_template_is_no_model_for_conversations(folder):
    (folder / "chat_template.jinja").unlink()
    with pytest.raises(InputError, match="no chat template"):
        load_tokenizer(find_model(str(folder)))


@pytest.mark.parametrize("name", ["./nowhere", "/nowhere/at/all", "no model", "a/b/c"])
def test_a_folder_that_is_not_there_is_told(name):
    with pytest.raises(InputError, match=r"no such folder; give the folder of a model, smollm2-135m, or a name on the"):
        find_model(name)


def test_a_file_is_no_model(tmp_path):
    (tmp_path / "model.gguf").write_bytes(b"GGUF")
    with pytest.raises(InputError, match="is a file; a model is a folder"):
        find_model(str(tmp_path / "model.gguf"))


def test_a_hub_that_does_not_answer_is_told_in_one_line(monkeypatch, tmp_path):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(EmosappError, match=r"Llama-3.2-1B-Instruct: the Hub cannot be reached") as error:
        find_model("meta-llama/Llama-3.2-1B-Instruct")
    assert "\n" not in str(error.value)
    assert error.value.exit_code == 1
