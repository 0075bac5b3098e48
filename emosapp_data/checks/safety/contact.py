"""Finds what reaches or identifies a person: mail, phone, accounts, numbers of identity, street addresses.

Each kind is one function from a text to findings. A finding carries the text it found for the rules' own use; only `Found.told` may be
printed, because what is printed becomes public.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from emosapp_data.checks.safety.crisis_lines import MAILS, is_crisis_line

ROLES = frozenset(
    """abuse admin admissions advertising books contact copyright customer customercare customerservice editor editorial editors enquiries feedback
    hello help helpdesk info inquiries journals mail marketing media membership newsletter noreply office orders permissions postmaster press
    privacy publications publisher rights sales service services subscriptions support team webmaster""".split()
)
"""First parts of mail addresses that reach an office and no person: RFC 2142, and what publishers print."""
MAIL = re.compile(r"(?<![\w.+-])([\w.+%-]{1,64})@((?:[\w-]{1,63}\.)+[^\W\d_]{2,24})(?![\w-])")
SPELLED_MAIL = re.compile(
    r"\b([\w.+-]{2,64})\s?(?:\(at\)|\[at\]|\{at\}|<at>|(?<=\s)at(?=\s[\w-]+\s(?:dot|\(dot\)"
    r"|\[dot\])))\s?([\w-]{2,63})\s?(?:\(dot\)|\[dot\]|\{dot\}|\sdot\s|\.)\s?(\w{2,6})\b",
    re.IGNORECASE,
)
"""A mail address that is written out: 'name (at) place (dot) org'."""

DIGITS = re.compile(r"(?<![\w./:@=#-])\+?\(?\d(?:[\d()]|[ .\-–‑/\u00a0](?=[\d(])){5,22}\d(?![\w@]|[.,:]\d|[-–]\d)")
"""Seven digits or more with at most a sign between them."""
NORTH_AMERICAN = re.compile(r"(?:\+?1[ .-]?)?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .-])[2-9]?\d\d[ .-]\d{4}")
"""The shape of the North American Numbering Plan: area code, exchange, line number."""
TRUNK = re.compile(r"\(?0\d{1,4}\)?(?:[ /-]?\d{2,8}){1,4}")
"""A number with the national prefix 0, as it is dialled in most countries of Europe and the Commonwealth (ITU-T E.123)."""
CALLED = re.compile(
    r"\b(?:call|calls|called|calling|phone|phoned|telephone|tel|mobile|cell|cellphone|fax|whats ?app"
    r"|signal|sms|dial|ring|reach|text|texted|number(?: is| was|:)|hotline|helpline"
    r"|contact)\b[^\d.;!?]{0,25}$",
    re.IGNORECASE,
)
"""What stands before a phone number."""
CATALOGUE = re.compile(
    r"\b(?:isbn(?:-1[03])?|issn|doi|pmid|pmcid|arxiv|orcid|lccn|oclc|grant|award|contract|trial|nct"
    r"|project|no\.|volume|vol\.|pp?\.|pages?|equation|eq\.)[^\d.;!?]{0,15}$",
    re.IGNORECASE,
)
"""What stands before the number of a book, an article or a grant."""
DATE = re.compile(
    r"(?:1[5-9]|20)\d\d[-–/.]\d{1,2}[-–/.]\d{1,2}|\d{1,2}[-–/.]\d{1,2}[-–/.](?:1[5-9]|20)?\d\d|(?:1[5-9]"
    r"|20)\d\d ?[-–] ?(?:1[5-9]|20)\d\d"
)

HANDLE = re.compile(
    r"(?<![\w@.+/-])@(?!(?:param|return|article|book|misc|import|property|todo"
    r"|media)\w*\b)[A-Za-z_][\w.]{2,29}(?<!\.)(?![\w@(-])"
)
REDDIT = re.compile(r"(?<![\w/])/?u/[\w-]{3,20}\b")
PLATFORM = r"(?:instagram|insta|twitter|tik ?tok|snap(?:chat)?|discord|telegram|skype|kik|facebook)"
NAMED_ACCOUNT = re.compile(
    rf"\b(?:my {PLATFORM}(?: is|:)|(?:{PLATFORM} (?:handle|name|user(?:name)?|account|id)|username)(?: is|:))\s*@?([\w.#-]{{3,32}})"
    rf"|\b{PLATFORM}:\s*@?(?=\w*[\d_.])[\w.]{{3,32}}\w",
    re.IGNORECASE,
)
ACCOUNT = re.compile(
    r"\b(?:(?:www|m|en|de)\.)?(?:(?:instagram|twitter|x|threads)\.(?:com|net)/(?!(?:p|explore|hashtag"
    r"|search|home|share|intent|i|reel)\b)@?\w[\w.]{2,}"
    r"|facebook\.com/(?!(?:groups|pages|events|sharer|share|watch|help|business|policies)\b)[\w.]{3,}"
    r"|linkedin\.com/in/[\w%-]{3,}"
    r"|(?:tiktok|youtube)\.com/@[\w.]{3,}|reddit\.com/u(?:ser)?/[\w-]{3,}|(?:t\.me|wa\.me"
    r"|snapchat\.com/add)/\+?[\w-]{3,})",
    re.IGNORECASE,
)

SOCIAL_SECURITY = re.compile(r"(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![\w-])")
"""A Social Security number of the United States (ssa.gov, 'SSN randomization': which area, group and serial numbers are not given)."""
INSURANCE = re.compile(r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]\b")
"""A National Insurance number of the United Kingdom (HMRC, NIM39110)."""
IBAN = re.compile(r"\b[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
CARD = re.compile(r"(?<![\w.-])\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?![\w-])|(?<![\w.-])[3-6]\d{14,15}(?![\w.-])")
RECORD = re.compile(
    r"\b(?:mrn|medical record|patient (?:id|number|no\.?)|case (?:file )?(?:number|no\.?)|nhs (?:number"
    r"|no\.?)|social security(?: number| no\.?)?|ssn|passport(?: number| no\.?)?"
    r"|driver'?s licen[cs]e(?: number| no\.?)?|insurance (?:number|no\.?))"
    r"(?: is| was|:|\s?#)?\s{0,2}([A-Z]{0,3}[\d][\d -]{4,14}\d)",
    re.IGNORECASE,
)


class Found(NamedTuple):
    """Something personal in a text."""

    kind: str
    """What it is, in words: 'a phone number'."""
    start: int
    """Offset of its first character."""
    end: int
    """Offset behind its last character."""
    ending: str = ""
    """At most the last two digits, by which a curator with the text at hand recognizes it."""

    @property
    def told(self) -> str:
        """The finding without what was found."""
        return f"{self.kind} (…{self.ending})" if self.ending else self.kind


def mails(text: str) -> Iterator[Found]:
    """Mail addresses that reach a person; offices and helplines are left out."""
    if "@" in text:
        for match in MAIL.finditer(text):
            local = re.split(r"[.+_-]", match[1].lower())[0]
            if local not in ROLES and match[0].lower() not in MAILS:
                yield Found("a mail address", match.start(), match.end())
    for match in SPELLED_MAIL.finditer(text):
        if match[1].lower() not in ROLES:
            yield Found("a mail address", match.start(), match.end())


def phones(text: str) -> Iterator[Found]:
    """Phone numbers other than those of helplines."""
    for match in DIGITS.finditer(text):
        number = match[0]
        digits = re.sub(r"\D", "", number)
        if not 7 <= len(digits) <= 15 or is_crisis_line(number):
            continue
        before = text[max(0, match.start() - 60) : match.start()]
        if CATALOGUE.search(before) or _is_book(digits) or DATE.match(number):
            continue
        named = CALLED.search(before) is not None
        if (
            named
            or (number.startswith("+") and len(digits) >= 8)
            or NORTH_AMERICAN.fullmatch(number)
            or _is_trunk(number, digits)
        ):
            yield Found("a phone number", match.start(), match.end(), digits[-2:])


def accounts(text: str) -> Iterator[Found]:
    """Handles and addresses of accounts of a person."""
    for pattern, kind in (
        (ACCOUNT, "the address of an account"),
        (HANDLE, "a handle"),
        (REDDIT, "a handle"),
        (NAMED_ACCOUNT, "a handle"),
    ):
        for match in pattern.finditer(text):
            yield Found(kind, match.start(), match.end())


def identities(text: str) -> Iterator[Found]:
    """Numbers that identify a person: of social security, of accounts and cards, of a patient."""
    for pattern, kind in ((SOCIAL_SECURITY, "a social security number"), (INSURANCE, "a national insurance number")):
        for match in pattern.finditer(text):
            yield Found(kind, match.start(), match.end(), re.sub(r"\D", "", match[0])[-2:])
    for match in IBAN.finditer(text):
        if _is_iban(match[0]):
            yield Found("a bank account number", match.start(), match.end(), match[0][-2:])
    for match in CARD.finditer(text):
        if _passes_luhn(digits := re.sub(r"\D", "", match[0])):
            yield Found("a card number", match.start(), match.end(), digits[-2:])
    for match in RECORD.finditer(text):
        yield Found("a number of identity", match.start(), match.end(), match[1][-2:])


def _is_trunk(number: str, digits: str) -> bool:
    return 9 <= len(digits) <= 12 and not digits.startswith("00") and TRUNK.fullmatch(number) is not None


def _is_book(digits: str) -> bool:
    """Whether the digits are an ISBN-13, by its prefix and check digit (ISO 2108)."""
    return (
        len(digits) == 13
        and digits.startswith(("978", "979"))
        and sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0
    )


def _is_iban(text: str) -> bool:
    """Whether the check digits are right (ISO 13616, ISO/IEC 7064 MOD 97-10)."""
    letters = text.replace(" ", "")
    return (
        15 <= len(letters) <= 34
        and int("".join(str(int(letter, 36)) for letter in letters[4:] + letters[:4])) % 97 == 1
    )


def _passes_luhn(digits: str) -> bool:
    """Whether the last digit of a card number is right (ISO/IEC 7812-1)."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return len(set(digits)) > 1 and sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0
