"""The model card: README.md of a bundle, with the header that the Hugging Face Hub reads.

Fields of the header: https://huggingface.co/docs/hub/model-cards.
"""

import re

import yaml

from emosapp_data.licences.expression import alternatives
from emosapp_data.licences.families import is_non_commercial
from emosapp_data.release.card.header import HUB_LICENCES, RENAMED
from emosapp_data.release.card.licence import address
from export.bundle.files import LICENCES, NOTICE
from export.bundle.manifest import Manifest
from export.bundle.rendering import render

HUB_NAMES = {"smollm2-135m": "HuggingFaceTB/SmolLM2-135M-Instruct"}
"""Models that do not come from the Hub, and what it calls them."""
VARIANTS = {
    "full": "all its weights were trained",
    "lora": "an adapter (LoRA) was trained and merged into its weights",
    "lora-ptq": "an adapter (LoRA) was trained and merged into its weights, which were quantized afterwards",
    "qat-lora": "an adapter (LoRA) was trained with the quantization simulated, and merged into its weights, which were "
    "quantized on the grid that was trained",
}


def card(manifest: Manifest) -> str:
    """The text of README.md."""
    return render(
        "card.md.jinja",
        manifest=manifest,
        header=_header(manifest),
        base=base_name(manifest),
        how=VARIANTS[manifest.variant] if manifest.variant else "not trained by this toolkit",
        licence_files=[name for name in manifest.files if name.startswith(f"{LICENCES}/")],
        notice=NOTICE,
        non_commercial=_non_commercial(manifest.licence),
    )


def base_name(manifest: Manifest) -> str:
    """The base model as people know it."""
    return HUB_NAMES.get(manifest.model.name, manifest.model.name)


def _header(manifest: Manifest) -> str:
    """The fields as YAML, without the lines of dashes."""
    name, base = manifest.model.name, None
    if manifest.model.origin == "hub" or name in HUB_NAMES:
        base = HUB_NAMES.get(name, name)
    fields: dict[str, object] = {
        "language": ["en"],
        **_licence(manifest),
        **({"base_model": base, "base_model_relation": "finetune"} if base else {}),
        "library_name": "executorch",
        "pipeline_tag": "text-generation",
        "tags": _tags(manifest),
        **({"datasets": [data.name for data in manifest.data]} if manifest.data else {}),
    }
    return yaml.safe_dump(fields, sort_keys=False, allow_unicode=True)


def _non_commercial(licence: str | None) -> bool:
    ways = alternatives(licence) if licence else ()
    return bool(ways) and any(map(is_non_commercial, ways[0]))


def _tags(manifest: Manifest) -> list[str]:
    tags = ["executorch", "xnnpack", "android", "on-device", "mental-health", "conversational"]
    tags += ["llama"] if manifest.base_licence.prefix else []
    tags += ["quantized", "8da4w"] if manifest.scheme.precision == "int4" else []
    return [*tags, manifest.variant] if manifest.variant else tags


def _licence(manifest: Manifest) -> dict[str, str]:
    """The licence as the Hub wants to have it: one that it knows, or 'other' with a name and an address."""
    licence, base = manifest.licence, manifest.base_licence
    if licence is None:
        return {"license": "unknown"}
    if licence == base.licence and base.hub:
        return {"license": base.hub}
    name = licence.lower()
    if known := RENAMED.get(name) or (name if name in HUB_LICENCES else None):
        return {"license": known}
    return {
        "license": "other",
        "license_name": re.sub(r"[^a-z0-9.-]+", "-", name).strip("-"),
        "license_link": address(licence) or NOTICE,
    }
