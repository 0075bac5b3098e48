"""All that reaches or identifies a person in a text, and the text without it."""

from emosapp_data.checks.safety.addresses import addresses
from emosapp_data.checks.safety.contact import Found, accounts, identities, mails, phones


def personal(text: str, *, english: bool = True) -> list[Found]:
    """What reaches or identifies a person, in the order of the text, each stretch of it once.

    Args:
        text: any text.
        english: whether street addresses, which are known in their English and German form only, are looked for.
    """
    findings = [*identities(text), *mails(text), *accounts(text), *phones(text)]
    if english:
        findings += addresses(text)
    kept: list[Found] = []
    for found in sorted(findings, key=lambda each: (each.start, -each.end)):
        if not kept or found.start >= kept[-1].end:
            kept.append(found)
    return kept


def masked(text: str) -> str:
    """A text with what reaches or identifies a person replaced by what it is: '[a mail address]'.

    Meant for what is printed about a text that may hold personal data: details, reports, logs.
    """
    pieces, done = [], 0
    for found in personal(text):
        pieces += [text[done : found.start], f"[{found.kind}]"]
        done = found.end
    return "".join((*pieces, text[done:]))
