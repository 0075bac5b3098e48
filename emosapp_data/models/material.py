"""Foreign text in a question to a model: it stands between tags as material, and must not be able to end it."""

import re

TAG = re.compile(r"<(?=\s*/?\s*(?:passage|message|answer|first|second|student)\s*>)", re.IGNORECASE)
"""The tags of this project's prompts."""


def material(text: str) -> str:
    """The text with such tags made harmless: "</answer>" becomes "‹/answer>". A text without them stays as it is."""
    return TAG.sub("‹", text)
