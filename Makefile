# 应急 yingji: `make demo` shows it, `make test` proves it, `make bench` measures it.

VENV ?= .venv
SERVE ?= 1
WORKERS ?= auto
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)

CAPABLE = $(shell $(1) -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(1))
ifndef PYTHON
PYTHON := $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11 python,$(call CAPABLE,$(name))))
endif

GROUPS = $(if $(findstring -dev,$@),,$(if $(findstring -bench,$@),--group bench,--no-dev))

.PHONY: demo test lint bench

demo: $(VENV)/.installed  ## the sample township and the three jobs, then http://127.0.0.1:8000 (SERVE=0: the jobs only)
	$(BIN)/yingji demo --out var/demo
ifneq ($(SERVE),0)
	YINGJI_DATA=var/demo $(BIN)/yingji serve --host 127.0.0.1 --port 8000
endif

test: $(VENV)/.installed-dev  ## everything this machine can test; skips are named (YINGJI_TEST_ALL=1: a skip fails)
	$(BIN)/python -m pytest -n $(WORKERS) -r fEs

lint: $(VENV)/.installed-dev  ## what a machine can judge by reading; make test does it too
	$(BIN)/ruff check .
	$(BIN)/ruff format --check -q .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.installed-bench  ## measured figures, each beside its peer, into benchmarks/results/
	$(BIN)/python benchmarks/run.py

# Installed once, and again when pyproject.toml changes. uv installs what uv.lock pins; where there is
# no uv, or it cannot reach its index, pip follows its own configuration.
$(VENV)/.installed $(VENV)/.installed-dev $(VENV)/.installed-bench: pyproject.toml
ifneq ($(UV),)
	UV_PROJECT_ENVIRONMENT=$(VENV) $(UV) sync --quiet --frozen --inexact $(GROUPS) || $(MAKE) UV= $@
else
	@test -n "$(PYTHON)" || { \
	  echo "需要 Python 3.11 或更高版本（含 venv）：Debian 或统信、麒麟系统请先安装 python3.11 和 python3.11-venv，再运行一遍。"; \
	  echo "Python 3.11 or newer, with its venv module, is needed; then run this again."; exit 1; } >&2
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . $(if $(findstring -,$(@F)),--group dev) $(if $(findstring -bench,$@),--group bench)
endif
	@touch $@
