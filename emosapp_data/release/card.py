"""The dataset card: a README.md with the header that the Hugging Face Hub reads."""

from collections.abc import Mapping
from functools import cache

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from emosapp_data.config import BuildConfig
from emosapp_data.config.build import published_name
from emosapp_data.config.checks import Policy
from emosapp_data.config.review import Rule
from emosapp_data.release.dialogues import COLUMNS as DIALOGUE_COLUMNS
from emosapp_data.release.table import COLUMNS
from emosapp_data.schema import Reason, Release

UNITS = {
    "extract": "books",
    "blocks": "blocks of text",
    "generate": "key terms and review questions",
    "select": "passages",
    "ask": "calls to the model",
    "ground": "drafts of pairs",
    "check": "candidate pairs",
    "round_trip": "checked pairs",
    "judge": "checked pairs",
    "duplicates": "checked pairs",
    "near_duplicates": "distinct pairs",
    "review": "distinct pairs",
    "dialogues": "dialogues",
    "release": "distinct pairs",
}
"""What the items of each step are."""
POLICIES: dict[Policy, str] = {
    "review": "All of them stay; a person has to decide which, and none has yet",
    "keep-all": "All of them stay, by choice",
    "keep-best-in-group": "Where two differ in nothing that may change the meaning, the better supported one stays",
}
"""What becomes of near duplicates."""
RULES: dict[Rule, str] = {
    "unanimous": "all reviewers of a pair agree, or an adjudicator decides",
    "majority": "more than half of a pair's reviewers decide, or else an adjudicator",
    "owner": "the owner's word counts; without one, all reviewers of a pair agree, or an adjudicator decides",
}
"""When reviewers have decided."""
HUB_LICENCES = {
    "cc0-1.0",
    "cc-by-4.0",
    "cc-by-3.0",
    "cc-by-sa-4.0",
    "cc-by-sa-3.0",
    "cc-by-nc-4.0",
    "cc-by-nc-sa-4.0",
    "cc-by-nc-3.0",
    "mit",
    "apache-2.0",
}
"""Licences that the Hub knows by name (https://huggingface.co/docs/hub/repositories-licenses)."""
SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
)


def render_card(release: Release, checks: list[str], config: BuildConfig) -> str:
    """The text of README.md."""
    language = config.checks.language
    by_model = {"round trip": config.checks.round_trip, "judge": config.checks.judge}
    total = sum(release.pairs.values())
    return _template().render(
        release=release,
        header=_header(release, total, language),
        total=f"{total:,}",
        columns=COLUMNS,
        units=UNITS,
        checks=", ".join(checks),
        judges=", ".join(f"{name} ({published_name(check.model.name)})" for name, check in by_model.items() if check),
        policy=POLICIES[config.duplicates.policy],
        dialogue_columns=DIALOGUE_COLUMNS,
        longest_dialogue=config.release.dialogues,
        wanted=config.release.pairs,
        rules=RULES,
    )


def _header(release: Release, total: int, language: str) -> str:
    licence = (release.licence or "unknown").lower()
    header: dict[str, object] = {
        "pretty_name": f"{release.name} {release.version}",
        "language": [language],
        "license": licence if licence in HUB_LICENCES or licence == "unknown" else "other",
    }
    if header["license"] == "other":
        header["license_name"] = licence
    folders = {"default": "data", "dialogues": "dialogues"} if release.dialogues else {"default": "data"}
    header |= {
        "task_categories": ["question-answering", "text-generation"],
        "tags": ["psychology", "mental-health", "textbooks", "provenance"],
        "size_categories": [next((name for limit, name in SIZES if total < limit), "n>10M")],
        "configs": [
            {
                "config_name": name,
                "data_files": [{"split": split, "path": f"{folder}/{split}.parquet"} for split in release.pairs],
            }
            for name, folder in folders.items()
        ],
    }
    return yaml.safe_dump(header, sort_keys=False, allow_unicode=True)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("emosapp_data.release", "."),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Markdown, not HTML
    )
    environment.filters["cell"] = lambda text: str(text).replace("|", "\\|").replace("\n", " ")
    environment.filters["reasons"] = _reasons
    return environment.get_template("card.md.jinja")


def _reasons(rejected: Mapping[Reason, int]) -> str:
    return ", ".join(f"{count:,} {reason.value}" for reason, count in rejected.items()) or "–"
