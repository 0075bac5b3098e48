# `make demo` and `make test` are all that a new user needs; each sets itself up in .venv.

PYTHON ?= $(shell for python in python3.12 python3.13 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$python && break; done)
PIP = .venv/bin/python -m pip --disable-pip-version-check install --quiet
BIN = .venv/bin

.PHONY: demo demo-model test check format benchmark clean

demo: .venv/core
	$(BIN)/emosapp build examples/feeling-and-coping.pdf -o demo

demo-model: .venv/export demo
	$(BIN)/emosapp train demo --data knowledge -w demo -o demo-model
	$(BIN)/emosapp export demo-model -o demo-bundle
	$(BIN)/emosapp chat demo-bundle --seed 0 --once "I feel anxious about my exams. What should I do?"

# The review server's own environment is made by the first test that needs it, and used again by the next run.
test: export EMOSAPP_REVIEW_ENVIRONMENT ?= $(CURDIR)/.venv/review-server
test: .venv/dev
	$(BIN)/pytest --numprocesses 2 --dist loadscope

check: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: .venv/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

benchmark: .venv/dev
	$(BIN)/python benchmarks/extraction_scores.py
	$(BIN)/python benchmarks/random_styles.py
	$(BIN)/python benchmarks/extraction_speed.py
	$(BIN)/python benchmarks/near_duplicates.py
	$(BIN)/python benchmarks/model_calls.py
	$(BIN)/python benchmarks/review_server.py
	$(BIN)/python benchmarks/chat_formatting.py
	$(BIN)/python -m benchmarks.training_data
	$(BIN)/python -m benchmarks.engines books
	$(BIN)/python -m benchmarks.engines pairs

clean:
	rm -rf .venv demo demo-model demo-bundle

.venv/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed; give one with 'make PYTHON=/path/to/python'"; exit 2; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/core: .venv/python pyproject.toml
	$(PIP) --editable .
	@touch $@

.venv/export: .venv/python pyproject.toml
	$(PIP) --editable '.[export]'
	@touch $@ .venv/core

.venv/dev: .venv/python pyproject.toml
	$(PIP) --editable '.[dev]'
	@touch $@ .venv/core
