"""Review of pairs by people, in Argilla and in plain files. No code yet."""
