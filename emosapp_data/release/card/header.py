"""The header of a card: the YAML that the Hugging Face Hub reads.

Fields and their values: https://huggingface.co/docs/hub/datasets-cards and
https://github.com/huggingface/hub-docs/blob/main/datasetcard.md; licences:
https://huggingface.co/docs/hub/repositories-licenses. The Hub refuses a card with a licence that it does not know.
"""

import re
from collections.abc import Mapping

import yaml

from emosapp_data.release.card.licence import address
from emosapp_data.release.shards import pattern
from emosapp_data.schema import DatasetKind, Release

HUB_LICENCES = frozenset(
    "afl-3.0 apache-2.0 artistic-2.0 bsd-2-clause bsd-3-clause bsd-3-clause-clear bsl-1.0 c-uda cc0-1.0 cc-by-2.0 cc-by-2.5 "
    "cc-by-3.0 cc-by-4.0 cc-by-sa-3.0 cc-by-sa-4.0 cc-by-nc-2.0 cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nd-4.0 cc-by-nc-nd-3.0 "
    "cc-by-nc-nd-4.0 cc-by-nc-sa-2.0 cc-by-nc-sa-3.0 cc-by-nc-sa-4.0 cdla-permissive-1.0 cdla-permissive-2.0 "
    "cdla-sharing-1.0 ecl-2.0 epl-1.0 epl-2.0 etalab-2.0 eupl-1.1 isc lppl-1.3c mit mpl-2.0 ms-pl ncsa ofl-1.1 osl-3.0 "
    "postgresql unlicense wtfpl zlib".split()
)
"""Licences that the Hub calls by their SPDX name in small letters."""
RENAMED = {"odc-by-1.0": "odc-by", "odbl-1.0": "odbl", "pddl-1.0": "pddl"}
"""Those that it calls otherwise."""
SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
    (100_000_000, "10M<n<100M"),
)
TASKS = {
    DatasetKind.KNOWLEDGE: ["question-answering", "text-generation"],
    DatasetKind.DIALOGUES: ["text-generation"],
    DatasetKind.MIXTURE: ["text-generation"],
}
TAGS = {
    DatasetKind.KNOWLEDGE: ["psychology", "mental-health", "textbooks", "provenance"],
    DatasetKind.DIALOGUES: ["psychology", "mental-health", "emotional-support", "dialogues", "conversational"],
    DatasetKind.MIXTURE: ["psychology", "mental-health", "emotional-support", "conversational", "fine-tuning"],
}


def header(release: Release, language: str) -> str:
    """The fields as YAML, without the lines of dashes."""
    by = ["found", "machine-generated"] if release.models else ["found"]
    original = release.kind is DatasetKind.KNOWLEDGE
    fields: dict[str, object] = {
        "pretty_name": f"{release.name} {release.version}",
        "language": [language],
        **_licence(release.licence),
        "annotations_creators": by,
        "language_creators": [*by],
        "multilinguality": ["monolingual"],
        "source_datasets": ["original" if original else "extended"],
        "task_categories": TASKS[release.kind],
        "tags": TAGS[release.kind],
        "size_categories": [_size(sum(release.rows.values()))],
        "configs": [
            {
                "config_name": name,
                "data_files": [
                    {"split": split, "path": f"{folder}/{pattern(split, rows)}"} for split, rows in release.rows.items()
                ],
            }
            for name, folder in _folders(release).items()
        ],
    }
    return yaml.safe_dump(fields, sort_keys=False, allow_unicode=True)


def _licence(licence: str | None) -> dict[str, str]:
    """The licence as the Hub wants to have it: one that it knows, or 'other' with a name and an address."""
    if licence is None:
        return {"license": "unknown"}
    name = licence.lower()
    if known := RENAMED.get(name) or (name if name in HUB_LICENCES else None):
        return {"license": known}
    return {
        "license": "other",
        "license_name": re.sub(r"[^a-z0-9.-]+", "-", name).strip("-"),
        "license_link": address(licence) or "https://spdx.org/licenses/",
    }


def _size(rows: int) -> str:
    return next((name for limit, name in SIZES if rows < limit), "100M<n<1B")


def _folders(release: Release) -> Mapping[str, str]:
    """The folders of the configurations."""
    return {"default": "data", "dialogues": "dialogues"} if release.packed else {"default": "data"}
