"""The page that tells what models score, what their answers are worth, and what they cost."""
