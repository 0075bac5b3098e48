"""Answers in words: a fixed set of messages that students may write, and what a model says to each."""
