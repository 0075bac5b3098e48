"""How candidate pairs are made."""

from pydantic import Field

from emosapp_data.config.base import Config
from emosapp_data.config.model import ModelConfig


class GenerationConfig(Config):
    """What makes pairs, and how many."""

    textbook: bool = True
    """Whether the books' own key terms and answered review questions give pairs."""
    model: ModelConfig | None = None
    """Model that is asked for more; none for no model."""
    prompt: str = "study-questions"
    """Name of a prompt that comes with the toolkit, or path of a prompt file."""
    pairs_per_passage: int = Field(default=3, ge=1, le=20)
    """Pairs asked for in one call."""
    pairs: int | None = Field(default=None, ge=1)
    """Pairs asked for in all, spread over all books and sections; none for one call a passage."""
    limit: int | None = Field(default=None, ge=1)
    """Calls at most: a trial over passages from all parts of all books."""
    shortest_passage: int = Field(default=200, ge=1)
    """Passages with fewer characters are not asked about."""
    seed: int = 0
    """Seed of the order in which passages are drawn."""
