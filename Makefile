# What a person types. Everything a target needs, it installs itself.
PYTHON ?= python3
PORT ?= 8000
SUITE ?= pages
VENV := .venv
BIN := $(VENV)/bin
export SECUNITY_DATA ?= var

.PHONY: help run test test-elasticsearch check check-real bench train lock format clean
help:
	@echo "make run     install what is missing and serve the hub with its demo content"
	@echo "make test    install what is missing and run every test"
	@echo "make test-elasticsearch   build and start a real Elasticsearch (or use ELASTICSEARCH_URL) and run its tests"
	@echo "make check   format, lint, types, import contracts, migrations, translations"
	@echo "make check-real   take real incident records through to release (DATA=folder with VERIS as .jsonl)"
	@echo "make bench   measure (SUITE=pages, anonymize, cases, search or room)"
	@echo "make train   train the name recognisers again (DATA=folder with the labelled texts)"
	@echo "make format  bring the code into shape"
	@echo "make lock    resolve the dependencies again"

run: export SECUNITY_BASE_URL ?= http://127.0.0.1:$(PORT)
run: $(VENV)/core.stamp
	@exec $(BIN)/secunity serve --port $(PORT)

test: $(VENV)/dev.stamp
	@tests/system_packages.sh
	@$(BIN)/secunity compile_catalogues 2>/dev/null
	$(BIN)/pytest -n 3 --dist loadfile $(ARGS)

test-elasticsearch: $(VENV)/dev.stamp
	@tests/elasticsearch_packages.sh
	@$(BIN)/secunity compile_catalogues 2>/dev/null
	$(BIN)/pytest -m elasticsearch $(ARGS)

check: $(VENV)/dev.stamp
	@tests/system_packages.sh
	@$(BIN)/secunity compile_catalogues 2>/dev/null
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=secunity.settings.test $(BIN)/secunity makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=secunity.settings.test $(BIN)/secunity check_catalogues

check-real: $(VENV)/dev.stamp
	@tests/system_packages.sh
	@$(BIN)/secunity compile_catalogues 2>/dev/null
	SECUNITY_REAL_DATA="$(DATA)" $(BIN)/pytest -q -s tests/load/check_real.py

bench: $(VENV)/dev.stamp
	@tests/system_packages.sh
	@[ "$(SUITE)" != search ] || tests/lucene_packages.sh
	$(BIN)/python -m tests.load.$(SUITE)

train: $(VENV)/core.stamp
	$(BIN)/python -m practices.anonymize.training --data $(DATA)

format: $(VENV)/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock:
	./docker/lock.sh

clean:
	rm -rf $(VENV)

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "SECUNITY Hub needs Python 3.11 or newer; name it with PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing (on Debian: apt-get install python3-venv)." >&2; exit 1; }

$(VENV)/core.stamp: requirements.lock pyproject.toml | $(VENV)/bin/pip
	@echo "Installing the hub's packages …" >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/core.stamp
	@echo "Installing what tests and checks need …" >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
