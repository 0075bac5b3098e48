"""Fine-tuning of the assistant on released datasets."""
