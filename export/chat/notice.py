"""What the assistant is not, and whom to call: said by this program, whatever the model says.

Words of suicide, self-harm and abuse are found by `emosapp_data.checks.sensitive`, which knows English only and sees words, not
sense. So the opening names the way to help as well, for everyone and in each conversation.
"""

import os
import re
from collections.abc import Mapping
from enum import StrEnum

from emosapp_data.checks.sensitive import find
from emosapp_data.errors import InputError
from emosapp_data.schema import Flag
from export.chat.help_lines import DIRECTORY, Line, Lines, lines_of

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""What may tell the country, the strongest first (POSIX, 8.2 Internationalization Variables)."""
COUNTRY = re.compile(r"^[a-z]{2,3}_([A-Z]{2})(?:[.@]|$)")
CALLS = {Flag.SUICIDE: 0.0, Flag.SELF_HARM: 0.0, Flag.ABUSE: 0.6}
"""Subjects that call for help, with the least score: of suicide and self-harm nothing is too doubtful. Below 0.6, words of abuse
often mean something harmless."""
SPELLINGS = {"UK": "GB"}


class Help(StrEnum):
    """What a person's words call for."""

    CRISIS = "crisis"
    """Suicide or self-harm."""
    VIOLENCE = "violence"
    """Abuse or violence."""


def country_of(given: str | None = None, environment: Mapping[str, str] | None = None) -> str | None:
    """The country whose numbers are named.

    Args:
        given: ISO 3166 code of two letters, as the user gave it
        environment: variables of the process, of which the locale may tell the country

    Returns:
        the code in capitals; none where nothing tells it

    Raises:
        InputError: what was given is no such code.
    """
    if given is not None:
        code = given.strip().upper()
        if not re.fullmatch("[A-Z]{2}", code):
            raise InputError(f"{given!r} is no country; give its code of two letters, such as US, GB or DE")
        return SPELLINGS.get(code, code)
    variables = os.environ if environment is None else environment
    locale = next((variables[name] for name in LOCALE if variables.get(name)), "")
    found = COUNTRY.match(locale)
    return found[1] if found else None


def opening(country: str | None) -> str:
    """What is said before a conversation."""
    return (
        "This is a language model on this machine: no therapist, no doctor, and no crisis service. It can be wrong, and it "
        f"cannot see whether you are safe. {_whom_to_call(country, Help.CRISIS)}"
    )


def called_for(text: str) -> Help | None:
    """What kind of help a text calls for; none where no word of it does."""
    flags = {finding.flag for finding in find(text) if finding.score >= CALLS.get(finding.flag, 2.0)}
    if flags & {Flag.SUICIDE, Flag.SELF_HARM}:
        return Help.CRISIS
    return Help.VIOLENCE if flags else None


def before_answer(text: str, country: str | None) -> str | None:
    """What is said before the model answers a message; none where its words do not call for it."""
    if (kind := called_for(text)) is None:
        return None
    feeling = "It sounds as if you are going through something very painful."
    if kind is Help.VIOLENCE:
        feeling = "It sounds as if someone may be hurt. That is never alright, and there are people who help."
    return f"{feeling} {_whom_to_call(country, kind)}"


def after_answer(text: str, answer: str, country: str | None) -> str | None:
    """What is said after the model's answer; none where nothing in it calls for it.

    A small model may repeat a person's words as its own. So an answer that speaks of suicide or self-harm is never the last
    word, even where the line was named before it.

    Args:
        text: the message that was answered
        answer: what the model said
        country: ISO 3166 code, if it is known
    """
    flags = {finding.flag: finding.score for finding in reversed(find(answer))}  # the surest of each subject stays
    if Flag.DISCOURAGES_HELP in flags:
        return (
            "The answer above may keep you from seeking help or from taking a medicine: do not rely on it. Asking for help is "
            f"right, and a doctor decides about medicines. {_whom_to_call(country, Help.CRISIS)}"
        )
    if (kind := called_for(answer)) is Help.CRISIS or (kind and called_for(text) is None):
        return f"The answer above speaks of a grave matter: do not rely on it. {_whom_to_call(country, kind)}"
    if flags.get(Flag.DIAGNOSIS, 0.0) >= 0.8:
        return (
            "The answer above sounds like a diagnosis. A language model cannot make one; a doctor or psychologist can."
        )
    return None


def _whom_to_call(country: str | None, kind: Help) -> str:
    lines = lines_of(country)
    if lines is None:
        return (
            "In immediate danger, call your local emergency number; to talk to someone now, find a free helpline of your "
            f"country at {DIRECTORY}."
        )
    return f"In immediate danger, call {lines.emergency}; {_someone(lines, kind)}."


def _someone(lines: Lines, kind: Help) -> str:
    told = [lines.violence, lines.crisis] if kind is Help.VIOLENCE else [lines.crisis]
    known = [_line(line) for line in told if line]
    if not known:
        return f"to talk to someone now, find a free helpline of your country at {DIRECTORY}"
    return f"to talk to someone now, {', or '.join(known)}"


def _line(line: Line) -> str:
    return f"{line.how} {line.number} ({line.name})"
