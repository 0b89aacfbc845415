# `make run` and `make test` need Python 3.11 or newer with pip and venv, and nothing else.

PYTHON ?= python3
PORT ?= 8000
TESTS ?=
SIZE ?=
KINDS ?=

VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes
DEVELOPMENT := CME_DEBUG=1 CME_DEMO=1
# What a production start is given at the least; the key is made up anew each time.
PRODUCTION := env -u CME_DEBUG -u CME_DEMO -u CME_SITE_URL CME_ALLOWED_HOSTS=catalog.example \
	CME_SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))')

export REQUIRE_BROWSER
# Some containers set it; every process that a test starts would then compile all of our code anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test lint coverage faults bench locks

run: $(VENV)/run.stamp  ## Serve the catalog with its first listings on http://127.0.0.1:8000; PORT= moves it.
	@$(DEVELOPMENT) $(BIN)/python manage.py migrate --verbosity 0
	@$(DEVELOPMENT) $(BIN)/python manage.py load_first_listings
	@exec env $(DEVELOPMENT) CME_SITE_URL=$${CME_SITE_URL:-http://127.0.0.1:$(PORT)} \
		DJANGO_RUNSERVER_HIDE_WARNING=true $(BIN)/python manage.py runserver --noreload 127.0.0.1:$(PORT)

test: $(VENV)/test.stamp  ## Every test but the faults, on SQLite and on PostgreSQL; TESTS= narrows it to a file.
	$(BIN)/pytest -q -m "not fault" $(TESTS)
	$(BIN)/pytest -q -m "not fault" --database=postgresql $(TESTS)

lint: $(VENV)/dev.stamp  ## Style, types, templates, missing migrations and the deployment check.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	CME_DEBUG=1 $(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet
	CME_DEBUG=1 $(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

coverage: $(VENV)/test.stamp  ## Branch coverage of our code by both runs of the tests together.
	$(BIN)/coverage erase
	$(BIN)/pytest -q -m "not fault" --cov --cov-report= $(TESTS)
	$(BIN)/pytest -q -m "not fault" --cov --cov-append --cov-report=term --database=postgresql $(TESTS)

faults: $(VENV)/test.stamp  ## The tests that kill processes or fill disks, on both databases; one by one, each needs all cores.
	$(BIN)/pytest -q -n 0 -m fault $(TESTS)
	$(BIN)/pytest -q -n 0 -m fault --database=postgresql $(TESTS)

bench: $(VENV)/test.stamp  ## How long readers wait, against a page that says hello; SIZE=1m adds a million, KINDS=1 compares workers.
	$(BIN)/python -m bench --sizes 10k 100k $(filter-out 10k 100k,$(SIZE)) $(if $(KINDS),--kinds)

locks: $(VENV)/dev.stamp  ## Write the lock files anew; needs `uv`.
	for name in run test dev; do uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate --no-strip-extras --quiet --upgrade --output-file requirements/$$name.lock requirements/$$name.in || exit 1; done

# A stamp is newer than the lock it was installed from: pip runs only when a lock has changed.
$(VENV)/%.stamp: requirements/%.lock | $(BIN)/python
	@echo "Installing requirements/$*.lock into $(VENV) …"
	@$(PIP_INSTALL) -r requirements/$*.lock
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo \
		"The catalog needs Python 3.11 or newer; name one, as in: make PYTHON=python3.13 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo \
		"Python could not make a virtual environment; Debian has what is missing in the package python3-venv" >&2; exit 1; }
