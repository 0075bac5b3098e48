"""How the checks read English: words and clauses, numbers, negation, opposites, and words that mean much the same."""
