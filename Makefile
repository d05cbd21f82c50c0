# make demo and make test each do all the set-up on a fresh machine with Python 3.11 or newer.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test test-student sample clean

demo: .venv/ready
	$(BIN)/judgekit local install
	$(BIN)/judgekit demo || test $$? -eq 1 -o $$? -eq 3

test: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/judgekit local install
	OPENBLAS_NUM_THREADS=1 $(BIN)/pytest -n 2 --dist worksteal

# With torch, which is large and of no use to most: what `make test` skips for want of it.
test-student: .venv/ready
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-build-isolation -e '.[student]'
	$(BIN)/judgekit local install
	JUDGEKIT_TEST_STUDENT=1 $(BIN)/pytest tests/student

# The report in reports/sample, from the packaged samples and the local model.
sample: .venv/ready
	$(BIN)/judgekit local install
	$(BIN)/python benchmarks/sample_report.py

.venv/ready: pyproject.toml requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch .venv/ready

clean:
	rm -rf .venv build dist *.egg-info
