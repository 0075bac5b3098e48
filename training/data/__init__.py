"""What is trained on: released conversations as token ids, with all that a run's record has to tell of them."""

from training.data.batch import Batches, Examples, on_device
from training.data.dataset import OpenDataset, open_dataset
from training.data.spec import DataSpec, read_spec
from training.data.training_data import LeftOut, TrainingData, UsedDataset, open_data

__all__ = [
    "Batches",
    "DataSpec",
    "Examples",
    "LeftOut",
    "OpenDataset",
    "TrainingData",
    "UsedDataset",
    "on_device",
    "open_data",
    "open_dataset",
    "read_spec",
]
