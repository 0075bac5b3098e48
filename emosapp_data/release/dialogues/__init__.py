"""A release of the dialogues of one source: which of them, in which splits, and the files that hold them."""
