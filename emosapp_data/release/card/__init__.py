"""Dataset cards: the README.md of a release, with the header that the Hugging Face Hub reads."""

from emosapp_data.release.card.dialogues import dialogues_card
from emosapp_data.release.card.knowledge import knowledge_card
from emosapp_data.release.card.mixture import mixture_card
from emosapp_data.release.card.words import POLICIES, UNITS

__all__ = ["POLICIES", "UNITS", "dialogues_card", "knowledge_card", "mixture_card"]
