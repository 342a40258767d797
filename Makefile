# The whole workflow. `make` alone tells what there is.
# Needs make and Python 3.11, 3.12 or 3.13; everything else goes into .venv, nothing elsewhere.

SHELL := /bin/sh
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
# The interpreter for .venv. By default the first of these that starts and is of a fitting version:
# a shim of a version manager can be there and still not run.
CANDIDATES := python3.13 python3.12 python3.11 python3
PYTHON ?= $(CANDIDATES)
# Options handed on: make up ARGS="--once", make test ARGS="tests/unit -k due"
ARGS ?=
# Two processes, a file's tests always in one of them: the machine this must pass on has two cores.
TEST_PROCESSES ?= 2

# uv must keep to .venv and to the interpreter that is there, whatever its own settings say.
export UV_PROJECT_ENVIRONMENT := $(VENV)
export UV_PYTHON_DOWNLOADS := never
# An office behind a proxy has its certificate in the system, not in uv.
export UV_SYSTEM_CERTS := true
unexport VIRTUAL_ENV PYTHONHOME

# Written last by a set-up that succeeded. It holds the folder: scripts in .venv name it, so a
# checkout that was moved needs a new .venv.
STAMP := $(VENV)/.ready
STALE := $(shell test -x $(BIN)/python && test "$$(cat $(STAMP) 2>/dev/null)" = "$(CURDIR)" || echo stale)

.PHONY: help setup up test slow lint locale migration mutants bench clean stale

help: ## danh sách lệnh / this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: $(STAMP) ## cài mọi thứ cần thiết vào .venv / install what is needed into .venv
	@:

up: setup ## cài đặt rồi chạy Đôn Đốc / set up, then run Đôn Đốc
	@$(BIN)/dondoc up $(ARGS)

test: setup ## chạy các kiểm thử / run the tests
	@$(BIN)/pytest -n $(TEST_PROCESSES) --dist loadfile -m 'not slow' $(ARGS)

slow: setup ## chạy các kiểm thử lâu / run the tests that are slow by nature
	@$(BIN)/pytest -n $(TEST_PROCESSES) --dist loadfile -m slow $(ARGS)

lint: setup ## kiểm tra mã nguồn / check style, types and who imports whom
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/mypy bench
	@$(BIN)/lint-imports

locale: setup ## dịch lại các tệp lời văn / compile the catalogues of words
	@$(BIN)/python -m dondoc.locale.build

migration: setup ## tạo bước đổi cấu trúc dữ liệu, m="tên" / draft a migration, m="what changes"
	@test -n "$(m)" || { echo 'make migration m="what changes"' >&2; exit 2; }
	@$(BIN)/python -m dondoc.migrations.draft "$(m)"

mutants: setup ## đổi thử từng chỗ trong quy tắc, xem kiểm thử nào nhận ra / see which small changes of the rules no test notices
	@$(BIN)/python tests/mutants/run.py $(ARGS)

bench: setup ## đo tốc độ / run the benchmarks
	@for one in bench/bench_*.py; do \
	  if test -e "$$one"; then $(BIN)/python "$$one" $(ARGS) || exit 1; \
	  else echo "bench/: chưa có phép đo nào / no benchmark yet"; fi; \
	done

clean: ## xoá .venv và tệp tạm, giữ dữ liệu trong var/ / remove .venv and caches, keep var/
	@rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis \
	  .import_linter_cache
	@find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))

define NO_PYTHON
Cần Python 3.11, 3.12 hoặc 3.13 (đã thử: $(PYTHON)) / Python 3.11, 3.12 or 3.13 is needed (tried: $(PYTHON))
endef
define NO_VENV
Thiếu gói python3-venv (hoặc uv), đề nghị quản trị máy cài rồi chạy lại / The package python3-venv (or uv) is missing: have it installed, then run this again
endef

# A .venv that was moved, or whose Python is gone, is made anew; any other is brought up to date.
# uv removes from .venv what the lock does not name, so one of our own lives in a folder of its own.
# Where the project lies is said relatively: Python reads that file in the encoding of the locale,
# and with LC_ALL=C would not start at all in a folder whose name has diacritics.
$(STAMP): pyproject.toml uv.lock Makefile $(STALE)
	@set -eu; \
	if test "$$(cat $(STAMP) 2>/dev/null || echo "$(CURDIR)")" != "$(CURDIR)" \
	  || ! $(BIN)/python -c '$(FITS)' 2>/dev/null; then rm -rf $(VENV); fi; \
	rm -f $(STAMP); \
	python=''; \
	for one in $(PYTHON); do \
	  if "$$one" -c '$(FITS)' 2>/dev/null; then \
	    python=$$("$$one" -c 'import sys; print(sys.executable)'); break; \
	  fi; \
	done; \
	if test -z "$$python"; then echo '$(NO_PYTHON)' >&2; exit 1; fi; \
	uv=uv; \
	if ! uv --version >/dev/null 2>&1; then \
	  uv=$(VENV)/uv/bin/uv; \
	  if ! test -x "$$uv"; then \
	    "$$python" -c 'import ensurepip, venv' 2>/dev/null || { echo '$(NO_VENV)' >&2; exit 1; }; \
	    "$$python" -m venv --clear $(VENV); \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	      --target $(VENV)/uv 'uv>=0.9,<1'; \
	  fi; \
	fi; \
	test -e $(VENV) || "$$uv" venv --quiet --python "$$python" $(VENV); \
	"$$uv" sync --frozen --quiet --python $(BIN)/python; \
	for one in $(VENV)/lib/python3*/site-packages/_editable_impl_dondoc.pth; do \
	  printf '../../../..\n' > "$$one"; \
	done; \
	printf '%s' "$(CURDIR)" > $(STAMP)
