"""A model that rates answers, and how far it is to be trusted: control answers, biases, agreement with people."""
