"""Words that cards and reports use."""

from emosapp_data.config.checks import Policy
from emosapp_data.config.review import Rule

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
    "dialogue_release": "dialogues",
    "mix": "conversations",
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
    "unanimous": "all reviewers of a row agree, or an adjudicator decides",
    "majority": "more than half of a row's reviewers decide, or else an adjudicator",
    "owner": "the owner's word counts; without one, all reviewers of a row agree, or an adjudicator decides",
}
"""When reviewers have decided."""
