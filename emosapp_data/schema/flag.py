"""What asks for a person: subjects on which no machine decides alone. A flag never removes a pair."""

from enum import StrEnum


class Flag(StrEnum):
    """A subject that a person should look at before the pair reaches anyone in distress."""

    SUICIDE = "suicide"
    SELF_HARM = "self_harm"
    ABUSE = "abuse"
    EATING_DISORDER = "eating_disorder"
    MEDICATION = "medication"
    DIAGNOSIS = "diagnosis"
    DISCOURAGES_HELP = "discourages_help"
    PERSONAL_NAME = "personal_name"

    @property
    def explanation(self) -> str:
        """The flag in words, for reports."""
        return EXPLANATIONS[self]


EXPLANATIONS = {
    Flag.SUICIDE: "speaks of suicide",
    Flag.SELF_HARM: "speaks of self-harm",
    Flag.ABUSE: "speaks of abuse or violence against a person",
    Flag.EATING_DISORDER: "speaks of disordered eating",
    Flag.MEDICATION: "speaks of medication, its dose, or of stopping it",
    Flag.DIAGNOSIS: "tells the reader what they suffer from",
    Flag.DISCOURAGES_HELP: "advises against seeking help",
    Flag.PERSONAL_NAME: "may name a private person",
}
