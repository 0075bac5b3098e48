"""Whether answers are safe where it matters: fixed prompts with criteria, rules about words, a judge, and every failure shown."""

from evaluation.safety.prompts import read_prompts, read_suite
from evaluation.safety.section import section

__all__ = ["read_prompts", "read_suite", "section"]
