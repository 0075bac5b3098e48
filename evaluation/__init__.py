"""Benchmarks, ratings and safety tests of an exported model. No code yet."""
