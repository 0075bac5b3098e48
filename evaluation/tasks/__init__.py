"""lm-eval tasks of this project; README.md says how they are used without it."""
