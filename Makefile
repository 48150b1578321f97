# One command sets up, one command proves. `make help` lists them all.
# Works on a fresh machine with Python 3.11 or newer and GNU make; everything else goes into .venv.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
# Compiled modules are kept: without them each test process and each started command compiles everything anew.
export PYTHONDONTWRITEBYTECODE :=
.NOTPARALLEL:

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
# Every core runs tests; `make test JOBS=1 ARGS="-k search"` for a quiet look at a few.
JOBS ?= auto
ARGS ?=
# Tests without a browser sometimes wait (for servers, clocks, other processes): one more than cores loses no time.
FAST_JOBS = $(if $(filter auto,$(JOBS)),$(shell echo $$((1 + $$(getconf _NPROCESSORS_ONLN)))),$(JOBS))
PYTEST := $(BIN)/python -m pytest
CATALOGUES := kommanmap/translations
POT := $(CATALOGUES)/messages.pot
EXTRACT := $(BIN)/pybabel -q extract --mapping=babel.cfg --keyword=lazy_gettext --keyword=lazy_ngettext:1,2 \
	--add-comments=Translators: --no-location --sort-output --omit-header --no-wrap

# The two stamps say which packages the environment holds; a second run finds them and is quick.
APP := $(VENV)/.app-installed
TOOLS := $(VENV)/.tools-installed
# A second opinion on opening hours, for tests only.
JUDGE := $(VENV)/.hours-judge-installed

##@ Everyday
.PHONY: help run demo test test-fast check
help:  ## This list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(APP)  ## Set everything up, load the example places, serve them at http://127.0.0.1:8000/
	@$(BIN)/kommanmap setup
	@$(BIN)/kommanmap demo
	@echo
	@echo "  Open http://127.0.0.1:$(PORT)/ in a browser. Ctrl-C stops the server."
	@echo
	@exec $(BIN)/kommanmap run --port $(PORT)

test: test-fast test-browser  ## All tests: first those without a browser, then those with one

test-fast: $(TOOLS) $(JUDGE)  ## Tests without a browser (unit, integration, rules)
	@$(PYTEST) -n $(FAST_JOBS) --dist worksteal --ignore=tests/browser $(ARGS)

.PHONY: test-browser
test-browser: $(TOOLS) browser  ## Tests that drive Chromium
	@$(PYTEST) -n $(JOBS) --dist loadfile tests/browser $(ARGS)

.PHONY: test-api
test-api: $(TOOLS)  ## Thousands of generated questions to /api: what its OpenAPI document allows and forbids
	@$(BIN)/python -m tests.api_cases $(ARGS)

.PHONY: test-html
test-html: $(TOOLS)  ## Every page in every language against the Nu HTML checker (optional; needs Java and npm)
	@mkdir -p .vnu && cd .vnu && test -e package/build/dist/vnu.jar || (npm pack --silent vnu-jar && tar xzf vnu-jar-*.tgz)
	@$(BIN)/python -m bench.nu_html .vnu/package/build/dist/vnu.jar

.PHONY: test-nominatim
test-nominatim: $(TOOLS)  ## A geocoder against a real Nominatim server with a map of its own (optional; needs PostGIS)
	@bash tools/make/nominatim.sh $(BIN)/python $(ARGS)

check: lint types imports fresh test  ## Everything CI asks for

##@ The single checks
.PHONY: lint types imports fresh format
lint: $(TOOLS)  ## Style: ruff
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(TOOLS)  ## Types: mypy
	@$(BIN)/mypy

imports: $(TOOLS)  ## Who may import whom: import-linter
	@$(BIN)/lint-imports --no-logo

fresh: $(TOOLS)  ## Catalogues hold every text, migrations say what the models say
	@$(PYTEST) -q -p no:cacheprovider tests/rules/test_translations.py tests/rules/test_migrations.py

format: $(TOOLS)  ## Bring the code into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

##@ Words
.PHONY: i18n language
i18n: $(TOOLS)  ## Collect all texts, update every catalogue, compile it
	@$(EXTRACT) --output-file=$(POT) .
	@for po in $(CATALOGUES)/*/LC_MESSAGES/messages.po; do \
		[ -e "$$po" ] || continue; \
		locale=$$(basename "$$(dirname "$$(dirname "$$po")")"); \
		$(BIN)/pybabel -q update --input-file=$(POT) --output-dir=$(CATALOGUES) --locale="$$locale" \
			--no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date; \
	done
	@$(BIN)/pybabel -q compile --directory=$(CATALOGUES)

language: $(TOOLS)  ## Begin a new interface language: make language code=uk
	@[ -n "$(code)" ] || { echo "Say which language: make language code=uk" >&2; exit 2; }
	@[ ! -e "$(CATALOGUES)/$(code)" ] || { echo "There is a catalogue for $(code) already." >&2; exit 1; }
	@$(EXTRACT) --output-file=$(POT) .
	@$(BIN)/pybabel -q init --input-file=$(POT) --output-dir=$(CATALOGUES) --locale=$(code) --no-wrap
	@echo "Now fill $(CATALOGUES)/$(code)/LC_MESSAGES/messages.po, list the language in kommanmap/domain/languages.py,"
	@echo "then run: make i18n test"

##@ Looking at it
.PHONY: bench screenshots
bench: $(TOOLS)  ## Measure pages, search and geocoding against anchors of the same run
	@$(BIN)/python -m bench.search
	@$(BIN)/python -m bench.geocoding
	@$(BIN)/python -m bench.hours
	@$(BIN)/python -m bench.open_now
	@$(BIN)/python -m bench.ical
	@$(BIN)/python -m bench.table_import
	@$(BIN)/python -m bench.sign_in
	@$(BIN)/python -m bench.pages
	@$(BIN)/python -m bench.files

screenshots: $(TOOLS) browser  ## Pictures of every page kind into tests/browser/screenshots, two for the README
	@$(BIN)/python -m tests.browser.screenshots

##@ Housekeeping
.PHONY: setup browser lock clean
setup: $(TOOLS)  ## The environment with everything for development

browser: $(TOOLS)
	@PYTHON=$(BIN)/python bash tools/make/browser.sh

lock: $(TOOLS)  ## Write the versions of this environment to requirements.lock
	@$(BIN)/python -m pip freeze --exclude-editable --exclude kommanmap \
		| grep -E '^[A-Za-z0-9._-]+==[^ ]+$$' | LC_ALL=C sort -f > requirements.lock.new
	@{ echo "# Versions that the tests ran with; make installs these. Written by: make lock"; cat requirements.lock.new; } \
		> requirements.lock
	@rm requirements.lock.new

clean:  ## Remove the environment and everything that was made; instance/ stays
	@rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache \
		bench/results tests/browser/screenshots
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@bash tools/make/venv.sh $(VENV)

$(APP): $(BIN)/python setup.cfg pyproject.toml requirements.lock
	@echo "Installing what KommAnMap needs …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable .
	@touch $@

$(TOOLS): $(APP)
	@echo "Installing what its tests need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock \
		--editable '.[test,dev]'
	@touch $@

# Without a network the script makes no stamp and the tests that need the package are skipped; in CI it fails.
$(JUDGE): $(TOOLS) tools/make/hours_judge.sh
	@bash tools/make/hours_judge.sh $(BIN)/python $(VENV)/hours-judge $@
