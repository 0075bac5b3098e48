"""Emergency numbers and helplines: numbers that are there to be given to everyone, hence no personal data.

Short on purpose, and no directory: a number stands here so that the text that names it is not rejected. Whether it is the
right one for the reader's country, and still in service, a person has to decide.
"""

import re

NUMBERS = {
    # Emergency: ITU-T E.161.1 (112, 911); 999, 000, 111 and 101 as national numbers of the UK, Australia, New Zealand, the UK's NHS and police
    "112": "emergency (EU and mobile networks)",
    "911": "emergency (North America)",
    "999": "emergency (United Kingdom, Ireland)",
    "000": "emergency (Australia)",
    "111": "emergency (New Zealand); NHS advice (United Kingdom)",
    # United States and Canada: 988lifeline.org, crisistextline.org, thehotline.org, rainn.org, childhelphotline.org,
    # thetrevorproject.org, samhsa.gov/find-help/helplines
    "988": "988 Suicide & Crisis Lifeline",
    "8002738255": "988 Suicide & Crisis Lifeline, its former number",
    "741741": "Crisis Text Line (United States)",
    "686868": "Kids Help Phone, by text (Canada)",
    "8007997233": "National Domestic Violence Hotline",
    "8006564673": "RAINN National Sexual Assault Hotline",
    "8004224453": "Childhelp National Child Abuse Hotline",
    "8664887386": "The Trevor Project",
    "8006624357": "SAMHSA National Helpline",
    # European Union: Commission Decisions 2007/116/EC and 2007/698/EC, harmonised numbers of social value
    "116123": "emotional support (EU, among them Samaritans in the United Kingdom and Ireland)",
    "116111": "child helplines (EU)",
    "116000": "missing children (EU)",
    "116006": "victims of crime (EU)",
    # United Kingdom: nhs.uk, 'Where to get urgent help for mental health', and the helplines' own sites
    "85258": "Shout, by text (United Kingdom)",
    "08001111": "Childline (United Kingdom)",
    "08000684141": "Papyrus HOPELINE247 (United Kingdom)",
    "0800585858": "Campaign Against Living Miserably (United Kingdom)",
    "08082000247": "National Domestic Abuse Helpline (England)",
    # Germany, Austria, Switzerland, France: telefonseelsorge.de, telefonseelsorge.at, 143.ch, 3114.fr
    "08001110111": "TelefonSeelsorge (Germany)",
    "08001110222": "TelefonSeelsorge (Germany)",
    "142": "TelefonSeelsorge (Austria)",
    "143": "Die Dargebotene Hand (Switzerland)",
    "3114": "numéro national de prévention du suicide (France)",
    # Australia and New Zealand: health.vic.gov.au, 'Telephone and online services', 1800respect.org.au, 1737.org.nz
    "131114": "Lifeline (Australia)",
    "1800551800": "Kids Helpline (Australia)",
    "1300224636": "Beyond Blue (Australia)",
    "1800737732": "1800RESPECT (Australia)",
    "1737": "Need to talk? (New Zealand)",
}
"""What answers each number, by its digits as they are dialled inside the country."""
MAILS = frozenset({"jo@samaritans.org", "pat@papyrus-uk.org"})
"""Mail addresses of helplines: samaritans.org, papyrus-uk.org."""
COUNTRY_CODES = ("1", "44", "49", "61")


def is_crisis_line(number: str) -> bool:
    """Whether a number, as written, is one of an emergency service or a helpline, with its country code or without."""
    digits = re.sub(r"\D", "", number)
    if digits in NUMBERS:
        return True
    national = (digits.removeprefix(code) for code in COUNTRY_CODES if digits.startswith(code))
    return any(rest in NUMBERS or f"0{rest}" in NUMBERS for rest in national if len(rest) >= 6)
