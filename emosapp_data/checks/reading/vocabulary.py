"""Words that say little by themselves: function words, and general words with which one may reword anything."""

from importlib.resources import files


def lines(name: str) -> list[str]:
    """The lines of a list of words in `lists/`, without the comment that says what it is."""
    text = files("emosapp_data.checks.reading.lists").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def words(name: str) -> frozenset[str]:
    """The words of a list in `lists/`."""
    return frozenset(" ".join(lines(name)).split())


FUNCTION_WORDS = words("function")
"""Words of grammar. Those that bear on the sense, such as 'not', 'more' or 'before', are looked at by themselves."""
GENERAL = words("general")
"""General words: a text about anything uses them, and they carry little of a claim."""
REWORDING = GENERAL | words("rewording")
"""General words and those with which a paraphrase commonly replaces others: abstract nouns, verbs and adjectives of wide use.
A word that is not among them, and that nothing in the evidence is like, names something new."""
