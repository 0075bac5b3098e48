"""Page numbers as numbers: arabic and lower-case roman."""

import re

ROMAN_DIGITS = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
ROMAN_VALUE = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def number_value(label: str) -> int | None:
    """The value of an arabic or a lower-case roman number; none for anything else."""
    if label.isdigit():
        return int(label)
    if not re.fullmatch(r"[ivxlc]+", label):
        return None
    values = [ROMAN_VALUE[letter] for letter in label]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def roman(value: int) -> str:
    """A number below 400 in lower-case roman digits."""
    text = ""
    for size, digits in ROMAN_DIGITS:
        while value >= size:
            text, value = text + digits, value - size
    return text
