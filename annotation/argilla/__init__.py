"""Review in Argilla: what a dataset there looks like, putting pairs into it, and bringing back what people said."""
