# `make help` says what there is. Every target sets up what it needs: see .ci/setup.sh.

PYTEST_JOBS ?= auto
ARGS ?=

# The tools see the tools of .venv first, nothing of the Python that the caller has set up, and the installed package,
# not the source tree that they are started in (PYTHONSAFEPATH, from Python 3.11 on).
IN_VENV = PATH="$(CURDIR)/.venv/bin:$$PATH" VIRTUAL_ENV="$(CURDIR)/.venv" PYTHONSAFEPATH=1
unexport PYTHONHOME PYTHONPATH

.DEFAULT_GOAL := help
.PHONY: help setup ready demo test test-kcore fuzz soak bench lint format docs man matrix site clean distclean

help: ## say what there is
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18
	@echo
	@echo '  make test ARGS="-k layering -x"    hands ARGS to pytest (also: demo, bench)'
	@echo '  PYTHON=/path/to/python3 make ...   makes .venv with that Python (3.10 or newer)'
	@echo '  APT=no make ...                    leaves the packages of the system alone'

demo: ready ## show what sunkvm does
	@$(IN_VENV) .venv/bin/python examples/demo.py $(ARGS)

test: ready ## run the tests
	@$(IN_VENV) .venv/bin/pytest -n $(PYTEST_JOBS) $(ARGS)

test-kcore: ready ## boot a Debian kernel in qemu, compare with its /proc (needs qemu-system-x86)
	@$(IN_VENV) .venv/bin/python tests/kcore/boot.py $(ARGS)

SECONDS ?= 60
fuzz: ready ## feed damaged files to all readers for SECONDS=n; with atheris (.venv/bin/pip install --group fuzz) it is guided
	@status=0; \
	$(IN_VENV) .venv/bin/python -B tests/fuzz/run.py --seconds $$(($(SECONDS) * 4 / 5)) $(ARGS) || status=1; \
	$(IN_VENV) .venv/bin/python -B tests/fuzz/c/run.py --seconds $$(($(SECONDS) / 5)) || status=1; \
	exit $$status

soak: ready ## run the tests of load with their full numbers (some minutes)
	@$(IN_VENV) SUNKVM_SOAK=1 .venv/bin/pytest tests/shim/test_load.py tests/shim/test_live_bsd.py tests/emulate/test_live_soak.py --timeout 0 --durations 20 $(ARGS)

bench: ready ## measure
	@$(IN_VENV) .venv/bin/python bench/run.py $(ARGS)

lint: ready ## check style and types, change nothing
	@status=0; \
	for check in 'ruff check' 'ruff format --check' mypy; do \
		echo "$$check"; .venv/bin/$$check || status=1; \
	done; \
	exit $$status

format: ready ## put the Python files into shape
	@.venv/bin/ruff check --fix
	@.venv/bin/ruff format

site: ready ## make the documentation as a site in build/site
	@$(IN_VENV) .venv/bin/sphinx-build -q -W --keep-going -b html docs build/site && echo build/site/index.html

man: ready ## write the manual page of the commands anew from their help
	@$(IN_VENV) .venv/bin/python docs/man/make.py

matrix: ready ## make the tables of docs/support-matrix.md anew
	@$(IN_VENV) .venv/bin/python docs/make_matrix.py

docs: ready ## run every command and example of the documentation
	@$(IN_VENV) .venv/bin/pytest tests/test_docs.py

ready: # .venv with the tools and this version of the package; says nothing if it is up to date
	@.ci/setup.sh

setup: ## look again at compilers and packages of the system, then build afresh
	@.ci/setup.sh --again

clean: ## remove what was built
	rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find sunkvm compat shim tests examples bench docs -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

distclean: clean ## remove .venv as well
	rm -rf .venv
