"""What a model scores: benchmarks by lm-eval, answers by judges and people, safety by rules; and whether differences are more than chance."""
