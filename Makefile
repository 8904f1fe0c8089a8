# `make` alone prints the targets. PYTHON=… picks the interpreter; by default the newest that really runs.
.DEFAULT_GOAL := help
SHELL := /bin/sh

IN ?= data/raw
OUT ?= data/out
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CANDIDATES := python3.13 python3.12 python3.11 python3

.PHONY: help extract test check lint format types layers quality bench docs golden train-statements train-ner train-labels train-events train-factuality lock clean

help: ## Print the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# A shim that only prints an error does not count: each candidate has to run and be 3.11 or newer.
$(READY): requirements.lock pyproject.toml
	@for python in $(or $(PYTHON),$(CANDIDATES)); do \
	  if "$$python" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found="$$python"; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo "onrecord needs Python 3.11 or newer with venv; none of: $(or $(PYTHON),$(CANDIDATES))" >&2; exit 1; fi; \
	echo "making $(VENV) with $$($$found --version)"; \
	"$$found" -m venv --clear $(VENV) && \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . && \
	touch $@

extract: $(READY) ## Extract the tables from IN (data/raw) into OUT (data/out).
	$(BIN)/onrecord extract $(IN) --out $(OUT) $(ARGS)

test: $(READY) ## Run the tests.
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal $(ARGS)

check: lint types layers test quality ## Everything that CI runs.

lint: $(READY) ## Check style and format.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(READY) ## Format the code.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(READY) ## Check types.
	$(BIN)/mypy

layers: $(READY) ## Check that imports point one way.
	$(BIN)/lint-imports

quality: $(READY) ## Score a run on the gold's articles; fail below the floors. ARGS=--update raises them.
	$(BIN)/onrecord extract data/raw/samples tests/quality/articles --out build/quality --overwrite --quiet
	$(BIN)/onrecord evaluate tests/quality/gold.jsonl --run build/quality --floors tests/quality/floors.json $(ARGS)

bench: $(READY) ## Time the whole command beside raw spaCy.
	$(BIN)/onrecord bench $(IN) $(ARGS)

docs: $(READY) ## Write the generated docs again.
	$(BIN)/onrecord docs docs

golden: $(READY) ## Write the golden rows again and print what changed.
	$(BIN)/python tests/golden/regenerate.py

train-statements: $(READY) ## Train the statement weights on CORPUS=train.jsonl, calibrate on DEV=dev.jsonl.
	$(BIN)/onrecord train statements $(CORPUS) --held-out $(DEV) --out models/statements/weights.npz

train-ner: $(READY) ## Train the entity recognizer on CORPUS=train.jsonl, rehearse TEXTS=other.jsonl.
	$(BIN)/onrecord train names $(CORPUS) $(TEXTS:%=--held-out %) --out models/ner/weights.bin

train-labels: $(READY) ## Train the scorer of names' kinds on CORPUS=train.jsonl.
	$(BIN)/onrecord train labels $(CORPUS) --out models/labels/weights.npz

train-events: $(READY) ## Train the event weights on CORPUS="a.jsonl b.jsonl", calibrate on DEV="c.jsonl d.jsonl".
	$(BIN)/onrecord train events $(CORPUS) $(patsubst %,--held-out %,$(DEV)) --out models/events/weights.npz

train-factuality: $(READY) ## Train the factuality classifier on CORPUS=train.jsonl; prints its cross-validated scores.
	$(BIN)/onrecord train factuality $(CORPUS) --out models/events/factuality.npz

lock: $(READY) ## Pin the dependencies again.
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --python-version 3.11 --no-header --quiet --output-file requirements.lock

clean: ## Remove what make made, the tables included.
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find $(OUT) -mindepth 1 ! -name .gitkeep -delete
