"""In what two near duplicates differ."""

from enum import StrEnum


class Difference(StrEnum):
    """A kind of difference; those that may change the meaning come first."""

    NUMBER = "number"
    """A number, an amount or a sign: 5 and 15, two and three, all and some, < and >."""
    NEGATION = "negation"
    """Something is denied in one of them: not, no, never, without, don't."""
    OPPOSITE = "opposite"
    """A word and its opposite, or a sibling of which only one is meant: increases and decreases, serotonin and dopamine."""
    ORDER = "order"
    """The same words in another order: men lower than women, women lower than men."""
    MODALITY = "modality"
    """How certain or binding it is: must and may."""
    WORDS = "words"
    """Other words, of the same meaning or not: plants and rocks, important and significant."""
    LOOK_ALIKE = "look-alike"
    """A letter or two: a typing mistake or another word, such as casual and causal."""
    INFLECTION = "inflection"
    """Singular and plural: symptom and symptoms, is and are."""
    SPELLING = "spelling"
    """Two spellings of a word: behaviour and behavior, well-being and wellbeing."""
    FILLER = "filler"
    """Articles and words that add nothing: the, very, basically."""
    FORM = "form"
    """Two ways to ask for a definition: "What is coping?" and "Define coping."; the answers are the same."""
    QUESTION_ONLY = "question only"
    """The answers are the same."""
    ANSWER_ONLY = "answer only"
    """The questions are the same."""


MAY_CHANGE_MEANING = frozenset(
    {
        Difference.NUMBER,
        Difference.NEGATION,
        Difference.OPPOSITE,
        Difference.ORDER,
        Difference.MODALITY,
        Difference.WORDS,
        Difference.LOOK_ALIKE,
    }
)
"""No machine tells a synonym from another term, or a typing mistake from another word, so both count."""
