# Every target works from a fresh clone: what it needs, it sets up first.
SHELL := /bin/bash
PY := .venv/bin/python
BIN := .venv/bin
PORT ?= 8000
HJ212_PORT ?= 9212
BENCHES := $(subst _,-,$(filter-out report,$(basename $(notdir $(wildcard benchmarks/*.py)))))
export HUANZHI_HOME ?= $(CURDIR)/var

.PHONY: chaos demo e2e setup extra test test-extra test-fast check check-static bench docs reference lock messages

demo: setup
	@PORT=$(PORT) $(BIN)/huanzhi up --demo --port $(PORT) --hj212-port $(HJ212_PORT)

setup: .venv/.done .venv/.web .venv/.messages

.venv/.done: requirements.lock pyproject.toml
	@echo "· Python environment (.venv)"
	@test -x $(PY) || python3 -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.web: .venv/.done package.json package-lock.json src/huanzhi/plan/reports/layout.toml $(shell find web -type f 2>/dev/null)
	@echo "· Web assets"
	@$(PY) tools/web.py
	@touch $@

.venv/.messages: .venv/.done $(shell find src -name '*.po' 2>/dev/null)
	@echo "· Translations"
	@$(PY) tools/messages.py compile
	@touch $@

test: setup
	@$(BIN)/pytest

test-fast: .venv/.done
	@HUANZHI_NO_DATABASE=1 $(BIN)/pytest tests/science tests/wire tests/standards tests/truth -p no:django

# Lint, types, import contracts, translations, documentation; house rules and the API snapshot are tests.
check-static: setup
	@echo "· ruff"
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@echo "· mypy"
	@HUANZHI_NO_DATABASE=1 $(BIN)/mypy
	@echo "· import contracts"
	@HUANZHI_NO_DATABASE=1 $(BIN)/lint-imports
	@echo "· translations"
	@$(PY) tools/messages.py check
	@$(MAKE) --no-print-directory docs

check: check-static test

docs: .venv/.done
	@echo "· documentation"
	@$(PY) tools/reference.py check
	@$(BIN)/mkdocs build --strict --quiet

bench: setup extra
	@for script in $(BENCHES); do $(MAKE) --no-print-directory bench-$$script || exit 1; done

bench-%: setup extra
	@$(PY) benchmarks/$(subst -,_,$*).py

# Spark, pandas and the peers of benchmarks: not needed to run Huanzhi.
extra: .venv/.extra

.venv/.extra: .venv/.done requirements-extra.lock
	@echo "· Optional parts (Spark, pandas, peers of benchmarks)"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-extra.lock
	@touch $@

# Gateway, worker and database killed twenty times under load, and a full disk; prints what was lost.
chaos: setup
	@KILLS=$${KILLS:-20} $(BIN)/pytest tests/chaos -s

# The pages in a browser, with the network cut; needs a Chromium (Debian: apt install chromium), else says so.
e2e: setup
	@HUANZHI_E2E=1 $(BIN)/pytest tests/e2e

test-extra: extra
	@$(BIN)/pytest tests/standards/test_spark.py tests/standards/test_frames.py

COMPILE = $(BIN)/uv pip compile --generate-hashes --no-emit-index-url --universal --python-version 3.11 -q

lock: .venv/.done
	@$(PY) -m pip install --quiet uv && $(COMPILE) requirements.in -o requirements.lock
	@$(COMPILE) requirements-extra.in -c requirements.lock -o requirements-extra.lock

messages: .venv/.done
	@$(PY) tools/messages.py update

reference: .venv/.done
	@$(PY) tools/reference.py update
