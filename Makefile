# `make demo` stages, draws and prints the demo film; `make run` opens the window; `make test` checks everything.
# Each does its own set-up: system libraries (where they may), a virtual environment, packages.

SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
OUT ?= demo-out
EXAMPLE_OUT ?= example-out
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.PHONY: demo example run test check bench clean

demo: $(VENV)/.ready
	@tools/system-libraries gl
	$(BIN)/python -m previz demo --out $(OUT)

example: $(VENV)/.ready
	@tools/system-libraries gl
	PYTHON="$(abspath $(BIN))/python" sh assets/examples/lost-property.sh $(EXAMPLE_OUT)

run: $(VENV)/.ready-window
	@tools/system-libraries gl window
	$(BIN)/python -m previz $(FILE)

test: check
	$(BIN)/python -m pytest -n 2 --dist loadfile --max-worker-restart 0 $(ARGS)

check: $(VENV)/.ready-test
	@tools/system-libraries gl xvfb pdf
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.ready-test
	@tools/system-libraries gl xvfb pdf
	$(BIN)/python -m pytest benchmarks --benchmark-only $(ARGS)

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Previz needs Python 3.11 or newer; install it and run make again." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.ready: pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.ready-window: pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[desktop]"
	@touch $@ $(VENV)/.ready

# One tested torch first: the extra has a range, of which pip would take the newest.
$(VENV)/.ready-test: pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test,desktop,diffusion]"
	@touch $@ $(VENV)/.ready $(VENV)/.ready-window

clean:
	rm -rf $(VENV) build dist $(OUT)
