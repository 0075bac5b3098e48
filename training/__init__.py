"""Fine-tuning of the assistant on a released dataset. No code yet."""
