"""The models that training starts from: where they are, how large they are, and what training them takes."""

from training.models.loading import load_model, load_tokenizer
from training.models.memory import (
    Device,
    Memory,
    check_memory,
    estimate_memory,
    free_memory,
    trainable_parameters,
    what_would_fit,
)
from training.models.shape import ModelShape, model_size, shape_of
from training.models.source import ModelSource, find_model

__all__ = [
    "Device",
    "Memory",
    "ModelShape",
    "ModelSource",
    "check_memory",
    "estimate_memory",
    "find_model",
    "free_memory",
    "load_model",
    "load_tokenizer",
    "model_size",
    "shape_of",
    "trainable_parameters",
    "what_would_fit",
]
