"""What a check by a model is: a question about a pair, and a verdict from the reply."""

from abc import ABC, abstractmethod
from typing import ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from emosapp_data.models.reply import Form, Message
from emosapp_data.schema import Passage, QAPair, Verdict
from emosapp_data.verification.prompt import CheckPrompt


class CheckReply(BaseModel):
    """A reply in its form; unknown fields are let go, since models like to add some."""

    model_config = ConfigDict(extra="ignore")


R = TypeVar("R", bound=CheckReply)


class ModelCheck(ABC, Generic[R]):
    """Judges pairs by asking a model. What it asks is fixed by the prompt; how the reply is judged, by the version."""

    name: ClassVar[str]
    """Name of the check, of its prompt, and of its step."""
    version: ClassVar[int] = 1
    reply: type[R]
    """The form of a reply."""

    def __init__(self) -> None:
        """Read the prompt."""
        self.prompt = CheckPrompt.load(self.name.replace("_", "-"))
        schema = self.reply.model_json_schema()
        self.form = Form(self.name, {**schema, "additionalProperties": False})

    @abstractmethod
    def messages(self, pair: QAPair, passage: Passage) -> list[Message]:
        """What the model is asked."""

    @abstractmethod
    def judge(self, pair: QAPair, reply: R) -> Verdict:
        """The verdict that follows from a reply."""
