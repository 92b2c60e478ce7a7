# Every target sets itself up on a fresh machine with Python >= 3.11: `make demo`, `make app`, `make test`.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
CHROMIUM := command -v chromium || command -v chromium-browser || command -v google-chrome

.PHONY: demo app test coverage thorough lint words definitions lock clean browser

demo: .venv/installed ## plan the bundled study
	$(BIN)/siteplan demo --out out/guangdong

app: .venv/installed ## open the app on the bundled study
	$(BIN)/siteplan app

# one thread a process: one more than there are cores, for some tests wait: for a browser, a signal, a process, and who has done takes from the others
# and with what is compiled kept, wherever else an environment forbids it: three processes compile the same tests, and some sixty programs start
test: .venv/tools browser ## every test
	PYTHONDONTWRITEBYTECODE= OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $$($(BIN)/python -c 'import os; print(os.cpu_count() + 1)') --dist worksteal

coverage: .venv/tools browser ## every test, and which statements they run: a fifth slower
	PYTHONDONTWRITEBYTECODE= OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $$($(BIN)/python -c 'import os; print(os.cpu_count() + 1)') --dist worksteal --cov --cov-report=term --cov-fail-under=91

thorough: .venv/tools browser ## ten times as many examples, others each time: the optimiser, 9,000 in extreme numbers, random studies, every hostile file, a stop at every 40th of a run, the province
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --dist worksteal tests/optimise tests/hostile tests/test_random_studies.py \
	  tests/evaluate tests/formulate tests/tradearea tests/present/files/test_spreadsheet.py tests/test_facilities.py tests/test_identity.py \
	  tests/forecast/test_held_today.py tests/data tests/cli/test_signals.py tests/test_guangdong.py tests/forecast/test_sales_fit.py tests/forecast/test_forecast.py \
	  tests/study/test_objectives.py tests/market/test_sales_caps.py tests/present/files/test_same_figures.py tests/acceptance tests/browser \
	  tests/ui/test_any_chain.py tests/test_any_chain.py tests/test_wheel.py --hypothesis-profile thorough

lint: .venv/tools ## style, types, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

browser: .venv/tools # for the browser tests; where none can be had they are skipped
	@($(CHROMIUM)) >/dev/null 2>&1 \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
	|| timeout 300 $(BIN)/playwright install chromium \
	|| echo "NO BROWSER could be installed: the browser tests will be skipped"

words: .venv/tools ## bring the catalogues of words up to date; then translate what is empty
	mkdir -p out
	$(BIN)/pybabel extract -F siteplan/present/locale/babel.cfg --add-location file --sort-output --omit-header \
	  -o out/siteplan.pot siteplan
	$(BIN)/pybabel update -i out/siteplan.pot -d siteplan/present/locale -D siteplan -N --ignore-obsolete \
	  --ignore-pot-creation-date

definitions: .venv/tools ## write the dictionary of figures into docs/definitions.md
	$(BIN)/python docs/write_definitions.py

lock: .venv/tools ## resolve requirements anew, for every Python and platform
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header requirements.txt -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header requirements.txt requirements-dev.txt -o requirements-dev.lock

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "siteplan needs Python 3.11 or newer; none was found"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/tools: .venv/installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

clean:
	rm -rf .venv out build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage*
