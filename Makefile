# `make run` and `make test` do all the set-up themselves; nothing but Python 3.11+ and make is expected.

# The first Python here that is new enough.
PYTHON ?= $(shell for python in python3 python3.11 python3.12 python3.13; do \
  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
LIBRARY := $(if $(MINGZHANG_LIBRARY),$(MINGZHANG_LIBRARY),library)
# Where PyTorch's CPU wheels are; empty: only the usual package index. The plain wheel brings GPU packages along.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
TORCH := $(shell grep '^torch==' constraints.txt)
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check

.PHONY: run test check samples clean
.DEFAULT_GOAL := run

run: $(VENV)/.ready-run
	@test -e "$(LIBRARY)" || $(VENV)/bin/python app.py ingest samples/documents --library "$(LIBRARY)"
	$(VENV)/bin/python app.py serve --library "$(LIBRARY)"

test: $(VENV)/.ready-test
	$(VENV)/bin/python -m pytest

check: $(VENV)/.ready-test
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

samples: $(VENV)/.ready-test
	$(VENV)/bin/python -m samples.build

clean:
	rm -rf $(VENV)

$(VENV)/.ready-run: $(VENV)/.torch pyproject.toml constraints.txt
	$(PIP) install --quiet -c constraints.txt -e .
	@touch $@

$(VENV)/.ready-test: $(VENV)/.torch pyproject.toml constraints.txt
	$(PIP) install --quiet -c constraints.txt -e '.[test]'
	@touch $@ $(VENV)/.ready-run

# torch first and alone: the rest of the installation then finds the small CPU wheel in place.
$(VENV)/.torch: constraints.txt | $(VENV)/bin/python
	@echo "Installing $(TORCH) and the other packages: some minutes, about 2 GB on disk."
	@{ test -n "$(TORCH_INDEX)" && \
	  $(PIP) install --quiet --retries 1 --timeout 15 --no-deps --index-url "$(TORCH_INDEX)" "$(TORCH)"; } || \
	  $(PIP) install --quiet -c constraints.txt "$(TORCH)"
	@touch $@

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer was found: install one, then run this command again."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { package=$$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
	    if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; \
	    then apt-get update -q && apt-get install -yq --no-install-recommends $$package; \
	    else echo "A part of Python is missing: run 'sudo apt-get install $$package', then this command again."; exit 1; fi; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
