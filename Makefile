# make run and make test are all the set-up there is: Python 3.11+ and make.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export PYTHONUNBUFFERED := 1

.PHONY: run test test-fast soak check assets bench format transcripts

$(BIN)/.runtime: requirements/runtime.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Viva needs Python 3.11 or newer; found " + sys.version.split()[0])'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $<
	touch $@

# The offline recogniser, where there is one built for this machine; without it interviews are typed.
$(BIN)/.speech: requirements/speech.txt $(BIN)/.runtime
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --only-binary :all: --require-hashes -r $< || echo "Viva goes on without the offline speech recogniser."
	touch $@

$(BIN)/.dev: requirements/dev.txt $(BIN)/.runtime
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $<
	touch $@

run: $(BIN)/.runtime $(BIN)/.speech
	$(BIN)/python -m viva.config.serve --demo

test: $(BIN)/.dev $(BIN)/.speech
	$(BIN)/python -m tests.run all

test-fast: $(BIN)/.dev
	$(BIN)/python -m tests.run fast

soak: $(BIN)/.dev
	$(BIN)/python -m tests.run soak

bench: $(BIN)/.dev
	$(BIN)/python -m benchmarks

check: $(BIN)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy viva
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m viva.ai.bank.lint
	$(BIN)/djlint --lint viva/web/templates
	$(BIN)/python scripts/check_sources.py
	if command -v npm >/dev/null; then npm run --silent check && npm run --silent typecheck && npm test --silent; else echo "NOT RUN: the bundle's check needs npm"; test -z "$$CI"; fi

assets:
	npm install --no-save && npm run build

# The golden conversations of tests/ai/dialogue, written anew: to be read before they are committed.
transcripts: $(BIN)/.dev
	$(BIN)/python -m tests.ai.dialogue.transcripts
	git --no-pager diff --stat -- tests/ai/dialogue/golden

format: $(BIN)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
