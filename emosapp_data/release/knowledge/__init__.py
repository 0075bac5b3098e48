"""A release of question-answer pairs: which pairs, in which splits, and the files that hold them."""
