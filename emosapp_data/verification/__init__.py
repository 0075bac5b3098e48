"""Checks by a model: does another reading of the passage give the same answer, and does a judge find the pair right?"""
