# The two commands: `make study` and `make test`. Both set up what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: study test format clean

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "unrepeat needs Python 3.11 or newer. Try: make PYTHON=python3.12"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

# Study one's own repository with `make study REPO=/path/to/it`; without it, a sample that tells story A.
study: $(READY)
ifdef REPO
	@$(BIN)/unrepeat study "$(REPO)" --out build/study
else
	@$(BIN)/python samples/story_a.py build/sample
	@$(BIN)/unrepeat study build/sample --out build/study
endif

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf build dist $(VENV)
