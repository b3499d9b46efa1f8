# Every recipe is a plain command line: CONTRIBUTING.md lists them for those without make.

PYTHON ?= python3
PORT ?= 8000

bin := .venv/bin
catalogues := exchange/translations
catalogue_options := -d $(catalogues) -w 110 --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
ical_js := tests/node/node_modules/.package-lock.json
tokens := @digital-go-jp/design-tokens@1.1.9

lock_options := --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock"
key := EXCHANGE_SECRET_KEY="$$(cat instance/secret_key)"

# $(call debian,PACKAGES) installs what pip cannot, or says what is missing.
debian = { [ "$$(id -u)" = 0 ] || sudo=sudo; \
	$$sudo apt-get update -q && $$sudo apt-get install -yq --no-install-recommends $(1); } \
	|| { echo "Missing on this machine: $(1). Install it and run make again." >&2; exit 1; }

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install run test lint types floors fmt cov messages messages-check lock vendor pictures check bench \
	browser libical node readers

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

install: .venv/.run  ## make .venv with the locked dependencies

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Missing on this machine: Python 3.11 or newer.")'
	$(PYTHON) -c 'import ensurepip, venv' || $(call debian,python3-venv)
	$(PYTHON) -m venv .venv

.venv/.run: requirements.txt | .venv/bin/python
	$(bin)/python -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt | .venv/.run
	$(bin)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

instance/secret_key:
	@mkdir -p instance
	@umask 077 && $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(32))' > $@

ifneq ($(PORT),8000)
run: export EXCHANGE_BASE_URL ?= http://127.0.0.1:$(PORT)
endif
run: .venv/.run instance/secret_key  ## serve the demonstration year on http://127.0.0.1:8000 (PORT=… for another)
	@$(key) $(bin)/flask db upgrade
	@$(key) $(bin)/flask demonstration load
	@echo "Kaikō serves on http://127.0.0.1:$(PORT) (Ctrl+C ends it)"
	@$(key) exec $(bin)/gunicorn --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --no-control-socket --log-level warning wsgi:app

browser:
	@{ command -v chromium && command -v openssl; } > /dev/null || $(call debian,chromium fonts-noto-cjk openssl)

libical:
	@$(PYTHON) -c 'import ctypes.util, sys; sys.exit(not ctypes.util.find_library("ical"))' || $(call debian,libical3)

node:
	@{ command -v node && command -v npm; } > /dev/null || $(call debian,nodejs npm)

$(ical_js): tests/node/package-lock.json | node
	cd tests/node && npm ci
	@touch $@

readers: libical node $(ical_js)

test: .venv/.dev browser readers  ## the whole suite, on SQLite and on PostgreSQL
	$(bin)/pytest --database sqlite
	$(bin)/pytest --database postgresql

lint: .venv/.dev  ## ruff: rules and layout
	$(bin)/ruff check
	$(bin)/ruff format --check

types: .venv/.dev  ## mypy, strict
	$(bin)/mypy exchange

floors: .venv/.dev  ## import-linter: dependencies fall
	$(bin)/lint-imports

fmt: .venv/.dev  ## lay the code out, and mend what ruff can mend
	$(bin)/ruff check --fix-only
	$(bin)/ruff format

cov: .venv/.dev browser readers  ## the suite on SQLite, with the branches it misses
	$(bin)/pytest --database sqlite --cov --cov-report term-missing:skip-covered

messages.pot: .venv/.dev FORCE
	@$(bin)/pybabel -q extract -F babel.cfg -k N_ --no-location --sort-output --omit-header -o $@ .

messages: messages.pot  ## bring the catalogues up to the code, and compile them
	$(bin)/pybabel update -i $< $(catalogue_options)
	$(bin)/pybabel compile -d $(catalogues)

messages-check: messages.pot
	$(bin)/pybabel -q update -i $< $(catalogue_options) --check

lock: .venv/.dev  ## lock the dependencies of pyproject.toml anew
	$(bin)/uv pip compile -q --upgrade $(lock_options) pyproject.toml -o requirements.txt
	$(bin)/uv pip compile -q --upgrade $(lock_options) --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

vendor:  ## fetch the design tokens anew (needs npm)
	mkdir -p static/vendor/design-tokens .vendor
	npm pack --silent --pack-destination .vendor $(tokens)
	tar -xzf .vendor/*.tgz -C .vendor
	cp .vendor/package/dist/tokens.css .vendor/package/LICENSE static/vendor/design-tokens/
	echo "$(tokens)" > static/vendor/design-tokens/VERSION
	rm -r .vendor

pictures: .venv/.dev browser  ## take the pictures of the README anew
	$(bin)/python -m tests.journeys.pictures

check: lint types floors messages-check test  ## what a change must pass

bench: .venv/.dev  ## the benchmarks, as ratios to a floor of the same run
	$(bin)/python -m tests.benchmarks

FORCE:
