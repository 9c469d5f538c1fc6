# Two commands set everything up on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONDONTWRITEBYTECODE := 1

# Node.js comes as a Python wheel; the npm in its bin folder is broken, the one in its library is not.
NODE = $(shell $(BIN)/python -c 'from trigpoint.local.place import node_folder; print(node_folder())')
NPM = PATH="$(NODE):$$PATH" "$(NODE)/node" "$(NODE)/../lib/node_modules/npm/bin/npm-cli.js"
# Not twice: thousands of answers, each with a process of its own, would take ten minutes; what learns is in one in both
# passes; kills, patches, the bare mode and the thousand jobs are of the emulator, whatever runs the handlers.
ONCE = not (two_thousand or certified_kinds or training_outside or kill or patches or scale or bare)
SERVERLESS = tests/unit tests/property tests/contract tests/infra tests/golden tests/simulation
FRONTEND := $(shell find frontend -type f -not -name '*.test.ts')
SEATS = PYTHONPATH=.:tests/emulator $(BIN)/python tests/browser

# Several test processes share the cores: threads of theirs for small matrices would only be in each other's way.
test test-unit check: export OMP_NUM_THREADS := 1
test test-unit check: export OPENBLAS_NUM_THREADS := 1

.PHONY: run up down test test-unit static check bench bench-peers bench-seat screenshots deploy synth clean help lock

help:            ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:[^#]*##/\t/' | expand -t 16

run: $(VENV)/main.installed dist/built  ## set up, bring everything up, label the demo; ARGS=--exit ends it
	@$(BIN)/trigpoint up --detach --if-needed
	@$(BIN)/trigpoint demo $(ARGS)

up: $(VENV)/main.installed dist/built  ## the embedded AWS with portal and control API, until Ctrl-C
	@$(BIN)/trigpoint up

down: $(VENV)/main.installed  ## stop it without loss
	@$(BIN)/trigpoint down

test: $(VENV)/dev.installed dist/built  ## the whole test suite; the emulator's once more with every handler in a process of its own
	@$(NPM) test --silent
	@# What mostly computes has the second core beside the tests that mostly wait; its output comes when these are done.
	@mkdir -p build; { $(BIN)/python -m pytest $(SERVERLESS) && \
	    TRIGPOINT_TEST_HANDLERS=subprocess $(BIN)/python -m pytest tests/emulator -k "$(ONCE)"; } > build/beside.log 2>&1 & beside=$$!; \
	  $(BIN)/python -m pytest tests/browser tests/emulator; served=$$?; \
	  wait $$beside; beside=$$?; cat build/beside.log; exit $$((served || beside))

test-unit: $(VENV)/dev.installed  ## tests that need no server
	@$(BIN)/python -m pytest tests/unit tests/property

static: $(VENV)/dev.installed node_modules/.package-lock.json  ## style, types, layers: what needs no test to be run
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports
	@$(NPM) run --silent check

check: static    ## these and the fast tests: the gate of every change
	@$(NPM) test --silent
	@$(BIN)/python -m pytest tests/unit tests/property tests/contract tests/infra tests/golden

bench: $(VENV)/dev.installed  ## measurements, printed beside their peers
	@$(BIN)/python -m benchmarks

bench-peers: $(VENV)/dev.installed  ## Label Studio, doccano and crowd-kit, each in an environment of its own, for the benchmarks
	@for peer in label-studio doccano crowd-kit; do \
	  test -x .cache/peers/$$peer/bin/python || $(PYTHON) -m venv .cache/peers/$$peer; \
	  echo "Installing $$peer"; \
	  .cache/peers/$$peer/bin/python -m pip install -qq --disable-pip-version-check -r requirements/bench-$$peer.in || exit 1; \
	done

bench-seat: $(VENV)/dev.installed dist/built  ## how fast the next task is on the worker's screen
	@$(SEATS)/next_on_screen.py

screenshots: $(VENV)/dev.installed dist/built  ## renew docs/images
	@$(SEATS)/screenshots.py
	@$(SEATS)/tool_pictures.py

synth: $(VENV)/main.installed dist/built  ## CloudFormation templates for AWS, into cdk.out
	@$(BIN)/python -m trigpoint.local.aws_deploy synth $(ARGS)

deploy: $(VENV)/main.installed dist/built  ## into the AWS account of your credentials; ARGS are CDK's
	@$(BIN)/python -m trigpoint.local.aws_deploy deploy $(ARGS)

clean:           ## remove what was built; .trigpoint (your data) stays
	rm -rf $(VENV) build cdk.out dist node_modules .cache .mypy_cache .ruff_cache

lock: $(VENV)/dev.installed  ## renew requirements/*.txt from *.in
	@$(BIN)/python scripts/lock.py

$(VENV)/main.installed: requirements/main.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Python packages into $(VENV)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/main.txt
	@printf '%s\n' "$(CURDIR)" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/trigpoint.pth"
	@printf '#!%s\nfrom trigpoint.cli.app import main\nmain()\n' "$(CURDIR)/$(BIN)/python" > $(BIN)/trigpoint && chmod +x $(BIN)/trigpoint
	@touch $@

$(VENV)/dev.installed: $(VENV)/main.installed requirements/dev.txt
	@echo "Installing test tools into $(VENV)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json | $(VENV)/main.installed
	@echo "Installing the front end's packages into node_modules"
	@$(NPM) ci --silent && touch $@

dist/built: node_modules/.package-lock.json $(FRONTEND)
	@$(NPM) run --silent build
