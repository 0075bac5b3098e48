"""Rule: control characters are no text, and go.

They come from broken encodings and terminals. Nobody sees them, and the vocabularies of some models (SmolLM2's) have no token
for them. Those that part words or lines (U+0085, U+000B, U+000C and U+001C to U+001F) leave a space; line feed, carriage return
and tab stay.
"""

import re

SPACES = frozenset("\x0b\x0c\x1c\x1d\x1e\x1f\x85")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
"""Control characters but line feed, carriage return and tab, with the byte order mark and what is no character."""


def without_controls(text: str) -> tuple[str, str]:
    """A text without its control characters, and which these were: 'U+0007, U+0000 (2 times)'; empty where there were none."""
    found = CONTROL.findall(text)
    if not found:
        return text, ""
    times = {each: found.count(each) for each in dict.fromkeys(found)}
    told = ", ".join(f"U+{ord(each):04X}{f' ({number} times)' if number > 1 else ''}" for each, number in times.items())
    return CONTROL.sub(lambda match: " " if match[0] in SPACES else "", text), told
