"""How a model behaves where it matters most: a small fixed set of prompts, answered before and after training."""
