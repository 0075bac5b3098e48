"""A release of conversations drawn from other releases: which of them, how often, and the files that hold them."""
