"""What a bundle tells people: its card, and how to run it on a phone."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("torch")

from jinja2 import Environment

from emosapp_data.chat.llama import llama_template
from export.bundle import Scheme
from export.bundle.android import QUESTION
from export.bundle.prompt import prompt_format
from export.bundle.rendering import kotlin
from tests.export.bundle.bundles import CHATML, LLAMA, SMOLLM2, dataset, make

SYSTEM = "Don't diagnose.\nListen to $people and their `words`."
TALK = ("Hello", "How are you?", "Not well", "What happened?", "I cannot sleep")


@pytest.fixture
def smollm2(tmp_path):
    """A bundle of SmolLM2 that was trained with a system prompt."""
    make(tmp_path / "demo", system=SYSTEM)
    return tmp_path / "demo"


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def header(folder: Path) -> dict[str, object]:
    found = yaml.safe_load((folder / "README.md").read_text().split("---\n")[1])
    assert isinstance(found, dict)
    return found


def test_the_header_of_the_card_is_what_the_hub_reads(tmp_path):
    make(tmp_path / "demo")
    found = header(tmp_path / "demo")
    assert found["base_model"] == "HuggingFaceTB/SmolLM2-135M-Instruct"
    assert found["license"] == "other"
    assert found["license_name"] == "apache-2.0-and-cc-by-4.0"
    assert found["datasets"] == ["knowledge"]
    assert {"executorch", "qat-lora", "quantized"} <= set(found["tags"])
    make(tmp_path / "llama", model=LLAMA, data=(dataset(licence="CC0-1.0"),))
    assert header(tmp_path / "llama")["license"] == "llama3.2"
    make(tmp_path / "free", data=(), training=None, variant=None, model=SMOLLM2)
    assert header(tmp_path / "free")["license"] == "apache-2.0"


def test_the_card_says_what_the_model_is_not_and_how_it_was_made(smollm2):
    card = (smollm2 / "README.md").read_text()
    for said in (
        "No therapist",
        "No medical device",
        "Not for emergencies",
        "Not reviewed by clinicians",
        "findahelpline.com",
    ):
        assert said in card
    for row in (
        "| Recipe | `demo`, seed 7 |",
        "| Steps | 80, 6 sequences each of up to 256 tokens |",
        "| before training | 2.8300 |",
        "| trained and quantized | 1.2500 |",
        "| knowledge | 1.0.0 | train 1,200, validation 2 | CC-BY-4.0 | `aaaaaaaaaaaa…` |",
        "logits in training, merged and converted are equal on 50 prompts",
    ):
        assert row in card


def test_data_that_must_not_be_sold_is_said_to_be_so(tmp_path):
    make(tmp_path / "demo", data=(dataset(licence="CC-BY-NC-4.0"),))
    assert "No commercial use" in (tmp_path / "demo" / "README.md").read_text()


def test_what_others_wrote_is_never_markup(tmp_path):
    make(tmp_path / "demo", data=(dataset("<b>a|b</b>"),), name="x](http://evil)")
    card = (tmp_path / "demo" / "README.md").read_text().split("---\n", 2)[2]
    assert "<b>" not in card
    assert "](http://evil" not in card


def test_a_model_that_nobody_trained_or_quantized_has_a_card_too(tmp_path):
    make(tmp_path / "demo", training=None, variant=None, data=(), scheme=Scheme.of("bf16"))
    card = (tmp_path / "demo" / "README.md").read_text()
    assert "nothing is known here of how it was trained" in card
    assert "| Linear layers | bfloat16 numbers, not quantized |" in card
    assert "kept as bfloat16" in (tmp_path / "demo" / "NOTICE").read_text()


@pytest.mark.parametrize("template", [CHATML, llama_template()])
def test_the_parts_of_a_prompt_put_together_are_what_the_chat_template_writes(tmp_path, template):
    prompt = make(tmp_path / "demo", template=template).prompt
    roles = ("user", "assistant", "user", "assistant", "user")
    said = [{"role": role, "content": text} for role, text in zip(roles, TALK, strict=True)]
    for system in (None, SYSTEM):
        messages = said if system is None else [{"role": "system", "content": system}, *said]
        written = (
            Environment(trim_blocks=True, lstrip_blocks=True)
            .from_string(template)
            .render(messages=messages, add_generation_prompt=True, bos_token="<|begin_of_text|>")
        )
        parts = [getattr(prompt, each["role"]).replace("{}", each["content"]) for each in said]
        assert prompt.begun(system) + "".join(parts) + prompt.answer == written


@pytest.mark.parametrize(
    "template",
    [
        "",
        "{{ messages",
        "{{ raise_exception('no') }}",
        "{{ messages|length }}",
        "{% for m in messages %}{{ m.content }}{{ m.content }}{% endfor %}",
        "{% for m in messages %}{{ loop.index }}{{ m.content }}{% endfor %}",
    ],
)
def test_a_chat_template_that_cannot_be_taken_apart_is_left_to_the_reader(tmp_path, template):
    assert make(tmp_path / "demo", template=template).prompt is None
    assert "could not be put into a few words" in (tmp_path / "demo" / "ANDROID.md").read_text()


def test_a_template_within_the_tokenizers_configuration_is_read_too(tmp_path):
    (tmp_path / "tokenizer_config.json").write_text(yaml.safe_dump({"chat_template": CHATML}), encoding="utf-8")
    assert prompt_format(tmp_path) is None  # not JSON
    (tmp_path / "tokenizer_config.json").write_text(f'{{"chat_template": {kotlin(CHATML)}}}', encoding="utf-8")
    assert prompt_format(tmp_path).answer == "<|im_start|>assistant\n"


def test_the_commands_for_a_phone_are_sound_shell_and_give_exactly_the_prompt(smollm2, tmp_path):
    text = (smollm2 / "ANDROID.md").read_text()
    commands = blocks(text, "sh")
    assert len(commands) == 2
    for command in commands:
        subprocess.run(["bash", "-n"], input=command, text=True, check=True)
    prompt = tmp_path / "prompt.txt"
    first = commands[1].split("adb push")[0].replace("/tmp/prompt.txt", str(prompt))
    subprocess.run(["bash"], input=first, text=True, check=True)
    assert prompt.read_bytes().decode() == (
        f"<|im_start|>system\n{SYSTEM}<|im_end|>\n<|im_start|>user\n{QUESTION}<|im_end|>\n<|im_start|>assistant\n"
    )
    for flag in (
        "--model_path=model.pte",
        "--tokenizer_path=tokenizer.json",
        "--prompt_file=prompt.txt",
        "--max_new_tokens=128",
    ):
        assert flag in commands[1]


def test_the_instructions_are_for_the_version_that_exported_and_say_what_was_not_tried(tmp_path):
    make(tmp_path / "demo", libraries={"executorch": "1.4.1+cpu"})
    text = (tmp_path / "demo" / "ANDROID.md").read_text()
    assert "Not yet run on a phone by us" in text
    assert 'implementation("org.pytorch:executorch-android:1.4.1")' in text
    assert "--branch v1.4.1 " in text
    assert "const val CONTEXT = 256" in text
    assert "model type **QWEN_3**" in text
    make(tmp_path / "llama", model=LLAMA, template=llama_template(), prefill=256)
    text = (tmp_path / "llama" / "ANDROID.md").read_text()
    assert "model type **LLAMA_3**" in text
    assert "`{{ user_prompt }}`" in text
    assert "Do not carry the context over" not in text


@given(st.text())
def test_a_text_in_kotlin_holds_no_template_and_no_line_break(text):
    written = kotlin(text)
    assert "\n" not in written
    assert not re.search(r"(?<!\\)\$", written)
