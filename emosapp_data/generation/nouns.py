"""Nouns that definitions start with and terms end in, by the article they take."""

COUNTABLE = (
    "form type kind sort period picture response reaction stimulus person individual someone institution technique method approach orientation "
    "model theory hypothesis perspective device tool drug substance chemical structure region area part system network pattern sequence series "
    "set group collection measure measurement test scale score condition disorder disease syndrome symptom state stage phase level process procedure "
    "trace tendency mechanism strategy skill trait characteristic feature quality emotion feeling thought belief idea concept principle rule "
    "recollection decrease increase change failure lapse meeting setting setup therapist student client organism animal cell neuron hormone gland "
    "nerve receptor molecule signal message cue event experience situation place relationship study experiment design variable term word name "
    "statement question answer judgment judgement evaluation assessment interpretation explanation attitude motive need drive goal habit behavior "
    "behaviour action movement reflex sensation perception illusion image representation schema framework category member family role norm "
    "remark reply plan chain store list bond branch duty account agreement promise contract capacity act attempt "
    "standard error mistake bias effect consequence outcome reward cost threat challenge demand resource source factor cause"
).split()
FACULTIES = frozenset(
    "memory therapy treatment behavior behaviour emotion attention intelligence language thought experience interference perception "
    "personality motivation stress anxiety support care health empathy".split()
)
"""Nouns that, with or without a plural, name a faculty, a practice or a state: 'episodic memory', 'family therapy'."""
UNIQUE = frozenset(
    "theory system axis model effect law syndrome hypothesis paradigm principle doctrine curve scale response approach perspective alliance".split()
)
"""Heads of terms that name one thing of its kind: 'the two-factor theory', 'the nervous system'."""
ABSTRACT = (
    "ence",
    "ance",
    "tion",
    "sion",
    "ism",
    "ity",
    "ness",
    "sis",
    "ment",
    "phobia",
    "mania",
    "ship",
    "hood",
    "stress",
)
"""Endings of nouns that as terms take no article, where the book does not show otherwise."""
MASS_BEHAVIOUR = frozenset({"behavior", "behaviour", "feeling", "thought", "experience"})
"""Nouns that stand with and without an article, so that none is put before them."""
DEFINITE = (
    "ability inability act loss return input output implementation formulation creation repetition storage recall encoding retrieval study use "
    "tendency process practice capacity degree extent belief idea view willingness readiness application expression "
    "reduction removal release absence presence lack feeling"
).split()
"""Nouns that take "the" before "of" and "to"."""
STATED = frozenset(
    {
        "view",
        "belief",
        "idea",
        "notion",
        "claim",
        "theory",
        "assumption",
        "principle",
        "hypothesis",
        "fact",
        "feeling",
        "sense",
    }
)
"""Nouns that take "the" before "that"."""
