"""The rules by which dialogues are made fit for training, each with its reason, its source and its count on ESConv."""

from emosapp_data.dialogues.rules.training_view import training_turns

__all__ = ["training_turns"]
