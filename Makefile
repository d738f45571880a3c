# make run and make test are all the set-up there is: Python 3.11+ and make.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
LLAMA := $(VENV)/llama
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

# What cannot be built (it needs a C++ compiler, and minutes) is listed as NOT RUN.
soak: $(BIN)/.dev
	-$(MAKE) --no-print-directory $(LLAMA)/.built
	$(BIN)/python -m tests.run soak

# A real engine for the soak, apart from everything else: of llama.cpp as little as it takes, for any processor.
$(LLAMA)/.built: requirements/soak-build.txt requirements/soak.txt
	$(PYTHON) -m venv $(LLAMA)
	$(LLAMA)/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/soak-build.txt
	PATH="$(abspath $(LLAMA)/bin):$$PATH" CMAKE_BUILD_PARALLEL_LEVEL=$${CMAKE_BUILD_PARALLEL_LEVEL:-1} \
	  CMAKE_ARGS="-DLLAVA_BUILD=OFF -DGGML_NATIVE=OFF -DGGML_OPENMP=OFF -DLLAMA_OPENSSL=OFF -DCMAKE_C_FLAGS_RELEASE=-O1 -DCMAKE_CXX_FLAGS_RELEASE=-O1" \
	  nice -n 15 $(LLAMA)/bin/python -m pip install -q --disable-pip-version-check --require-hashes --no-build-isolation -r requirements/soak.txt
	touch $@

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
