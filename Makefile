# Two commands set everything up on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: run up down test test-unit check bench deploy synth clean help lock

help:            ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:[^#]*##/\t/' | expand -t 16

run: $(VENV)/main.installed  ## set up, bring everything up, label the demo; ARGS=--exit ends it
	@$(BIN)/trigpoint up --detach --if-needed
	@$(BIN)/trigpoint demo $(ARGS)

up: $(VENV)/main.installed  ## the embedded AWS with portal and control API, until Ctrl-C
	@$(BIN)/trigpoint up

down: $(VENV)/main.installed  ## stop it without loss
	@$(BIN)/trigpoint down

test: $(VENV)/dev.installed  ## the whole test suite; the emulator's once more with every handler in a process of its own
	@$(BIN)/python -m pytest
	@TRIGPOINT_TEST_HANDLERS=subprocess $(BIN)/python -m pytest tests/emulator

test-unit: $(VENV)/dev.installed  ## tests that need no server
	@$(BIN)/python -m pytest tests/unit tests/property

check: $(VENV)/dev.installed  ## style, types, layers, fast tests: the gate of every change
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports
	@$(BIN)/python -m pytest tests/unit tests/property tests/contract tests/infra tests/golden

bench: $(VENV)/dev.installed  ## measurements, printed beside their peers
	@$(BIN)/python -m benchmarks

synth: $(VENV)/main.installed  ## CloudFormation templates for AWS, into cdk.out
	@$(BIN)/python -m trigpoint.local.aws_deploy synth

deploy: $(VENV)/main.installed  ## into the AWS account of your credentials
	@$(BIN)/python -m trigpoint.local.aws_deploy deploy

clean:           ## remove what was built; .trigpoint (your data) stays
	rm -rf $(VENV) build cdk.out dist .cache .mypy_cache .ruff_cache

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
