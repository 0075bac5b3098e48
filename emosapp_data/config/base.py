"""What all configuration shares."""

from pydantic import BaseModel, ConfigDict


class Config(BaseModel):
    """Base of all configuration: frozen, and a name that is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)
