# make          explains every word
# make run      on a fresh Debian 12 machine with a Swift toolchain: installs, builds, runs the sample year
# make test     everything, offline apart from the package installs

YEAR     ?= 2024
SEEDS    ?= 1..150
FUZZ_SECONDS ?= 300
FIGURES  ?= .build/figures
SIZES    ?= 100000 1000000 10000000
ROUNDS   ?= 3
PREFIX   ?= /usr/local
SWIFT    := swift
CHECKED  := --explicit-target-dependency-import-check error
# Swift's libraries go into the program where the toolchain has them to be linked: it starts sooner, and runs anywhere.
STATIC   := $(if $(wildcard $(shell $(SWIFT) -print-target-info 2>/dev/null | sed -n \
  's|.*"runtimeResourcePath": "\(.*\)".*|\1_static/linux/libFoundationEssentials.a|p')),--static-swift-stdlib)
RELEASE  := $(shell pwd)/.build/release/allot
PACKAGES := libssl-dev libxlsxwriter-dev zlib1g-dev pkg-config python3 python3-venv openssl openssh-client strace
# A private environment for the stock validator; without PyPI its test says that it was skipped.
FRICTIONLESS = $(shell [ -x .build/venv/bin/frictionless ] || \
  (python3 -m venv .build/venv && .build/venv/bin/pip install -q 'frictionless>=5.18,<6') >/dev/null 2>&1; \
  [ ! -x .build/venv/bin/frictionless ] || echo $(CURDIR)/.build/venv/bin/frictionless)
# What people would use instead, pinned; without PyPI the benchmark says that it was skipped.
BENCH     = $(shell [ -x .build/venv-bench/bin/python ] || python3 -m venv .build/venv-bench >/dev/null 2>&1; \
  .build/venv-bench/bin/pip install -q --disable-pip-version-check -r Tests/Benchmarks/requirements.txt >/dev/null 2>&1 \
  && echo $(CURDIR)/.build/venv-bench/bin/python)
SUDO     := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.DEFAULT_GOAL := help
.PHONY: help deps build release run test lint format docs unit cases differential proof whatif papers bench bench-smoke \
  profile instructions fire torture mutants fuzz sanitize coverage mutation figures install clean

help:  ## what every word does
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

deps:  ## install the system packages that are missing
	@missing=; for package in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then echo "installing$$missing"; \
	  $(SUDO) apt-get update -q && $(SUDO) apt-get install -yq --no-install-recommends $$missing; fi
	@command -v $(SWIFT) >/dev/null || { echo "no Swift toolchain: install Swift 6.3 from swift.org first"; exit 1; }

build: deps  ## debug build
	$(SWIFT) build $(CHECKED)

release: deps  ## optimised build
	$(SWIFT) build -c release $(CHECKED) $(STATIC) --product allot

run: release  ## decide the sample year; the papers are left in Reports/
	@$(RELEASE) run $(YEAR) --lang $${ALLOT_LANG:-zh}; code=$$?; [ $$code -le 1 ] || exit $$code

lint:  ## check the layout of the sources
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests

format:  ## lay the sources out
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests

docs: deps  ## the sources' documentation as pages, into .build/docs
	$(SWIFT) package dump-symbol-graph --minimum-access-level package --skip-synthesized-members >/dev/null
	@graphs=$$($(SWIFT) build --show-bin-path)/../symbolgraph; rm -f $$graphs/allotPackage*; \
	docc convert Sources/allot/allot.docc --additional-symbol-graph-dir $$graphs --output-dir .build/docs \
	  --fallback-display-name allot --fallback-bundle-identifier allot >.build/docs.log 2>&1 || { cat .build/docs.log; exit 1; }
	@! grep -A8 -B1 -- '--> .*\.md:' .build/docs.log
	@echo ".build/docs is ready for any web server; it begins at /documentation/allot"

cases: release  ## the small years of Tests/Years, and the ten of ../shared/cases, if they are there
	python3 Tests/Reference/cases.py --cases Tests/Years "$(RELEASE) run --quiet --data {data} --reports {out} 2024"
	@if [ -d ../shared/cases ]; then python3 Tests/Reference/cases.py --cases ../shared/cases \
	  "$(RELEASE) run --quiet --data {data} --reports {out} 2024"; else echo "no ../shared/cases: skipped"; fi

differential: release  ## random years against the reference, SEEDS=A..B
	python3 Tests/Differential/compare.py --seeds $(SEEDS) --jobs 2 \
	  --program "$(RELEASE) run --quiet --data {data} --reports {out} 2024" --verify "$(RELEASE) verify --lang en {out}/2024/latest" \
	  --reference "python3 Tests/Reference/reference.py {year} {out}"
	python3 Tests/Benchmarks/agreement.py --program $(RELEASE) --applications 600 --seeds 1..3

proof: release  ## publishing, stock tools, planted frauds, the payment order
	@validate="$(FRICTIONLESS)"; if [ -n "$$validate" ]; then \
	  $$validate validate Data/$(YEAR)/datapackage.json >.build/datapackage.txt || { cat .build/datapackage.txt; exit 1; }; \
	else echo "Data/$(YEAR)/datapackage.json: skipped, frictionless cannot be had"; fi
	python3 Tests/Proof/publishing.py --program "$(RELEASE)" --data Data --frictionless "$(FRICTIONLESS)"
	python3 Tests/Proof/frauds.py --program "$(RELEASE)" --data Data --harbour Tests/Years/harbour
	python3 Tests/Proof/finance.py --program "$(RELEASE)" --data Data

bench: release  ## allot beside DuckDB, Polars and pandas: SIZES="100000 1000000" ROUNDS=3, into Reports/bench
	@python="$(BENCH)"; if [ -n "$$python" ]; then $$python Tests/Benchmarks/bench.py --program $(RELEASE) \
	  --sizes "$(SIZES)" --rounds $(ROUNDS) --reports Reports/bench; else echo "bench: skipped, its packages cannot be had"; fi

bench-smoke: release  ## the same at 2,000 rows, only to see that all agree
	@python="$(BENCH)"; if [ -n "$$python" ]; then $$python Tests/Benchmarks/bench.py \
	  --program $(RELEASE) --sizes 2000 --rounds 1; else echo "bench: skipped, its packages cannot be had"; fi

profile: release  ## instructions per application by room (RECORD=1 keeps the figure that the tests hold against)
	@$(MAKE) -s deps PACKAGES="valgrind python3" || true
	@python3 Tests/Benchmarks/profile.py --program $(RELEASE) $(if $(RECORD),--record Tests/Benchmarks/instructions.csv)

instructions: release  ## whether they have grown
	@$(MAKE) -s deps PACKAGES="valgrind python3" || true
	@python3 Tests/Benchmarks/profile.py --program $(RELEASE) --check Tests/Benchmarks/instructions.csv

whatif: release  ## what simulate and diff say against whole runs of edited years, SEEDS=A..B
	python3 Tests/WhatIf/prices.py --program "$(RELEASE)" Data/$(YEAR) $(wildcard ../shared/cases/0[358]*/2024)
	python3 Tests/WhatIf/edits.py --program "$(RELEASE)" --data Data --seeds $(if $(filter file,$(origin SEEDS)),1..40,$(SEEDS))

papers: release  ## the papers of the sample year in other hands: openpyxl, headless Chromium
	@$(MAKE) -s deps PACKAGES="chromium fonts-noto-cjk python3-venv" || echo "some test packages are missing"
	@rm -rf .build/papers && $(RELEASE) run $(YEAR) --quiet --reports .build/papers >/dev/null; [ $$? -le 1 ]
	@[ -x .build/venv/bin/python ] || python3 -m venv .build/venv 2>/dev/null || echo "no python3-venv"
	@if .build/venv/bin/python -c 'import openpyxl' 2>/dev/null || .build/venv/bin/pip install -q openpyxl==3.1.5 2>/dev/null; then \
	  .build/venv/bin/python Tests/Papers/workbook.py .build/papers/$(YEAR)/latest; \
	else echo "workbook: skipped, openpyxl cannot be had"; fi
	@python3 Tests/Papers/pages.py .build/papers/$(YEAR)/latest

unit: release  ## the Swift tests
	$(SWIFT) build --build-tests $(CHECKED)
	ALLOT_PROGRAM=$(RELEASE) $(SWIFT) test --skip-build --disable-xctest

fire: release  ## faults, hostile forms, fuzzing: a sample of each
	python3 Tests/Torture/torture.py --program "$(RELEASE)" --sample 240
	python3 Tests/Torture/places.py --program "$(RELEASE)"
	python3 Tests/Torture/hostile.py --program "$(RELEASE)"
	python3 Tests/Torture/flips.py --program "$(RELEASE)" --sample 400
	python3 Tests/Torture/mutants.py --check
	Tests/Fuzz/fuzz.sh 10 "$(RELEASE)"

test: deps lint cases differential proof whatif papers bench-smoke instructions fire unit  ## everything

# Long, and not part of `make test`; each leaves its figures for `make figures`.

torture: release  ## a fault and a kill at every system call (an hour)
	python3 Tests/Torture/torture.py --program "$(RELEASE)" --figures .build/figures/torture.json
	python3 Tests/Torture/places.py --program "$(RELEASE)" --long --figures .build/figures/places.json
	python3 Tests/Torture/hostile.py --program "$(RELEASE)" --long --figures .build/figures/hostile.json
	python3 Tests/Torture/flips.py --program "$(RELEASE)" --figures .build/figures/flips.json

mutants: release  ## publishers with one mistake each, which the torture must find
	python3 Tests/Torture/mutants.py --figures .build/figures/mutants.json

fuzz: release  ## coverage-guided fuzzing, FUZZ_SECONDS for each reader
	Tests/Fuzz/fuzz.sh $(FUZZ_SECONDS) "$(RELEASE)"

sanitize: deps  ## the Swift tests under the address and the thread sanitizer
	Tests/Sanitizers/sanitize.sh

coverage: deps  ## which lines no test runs
	Tests/Coverage/coverage.sh

mutation: release  ## every operator of the deciding rooms edited: do the tests notice?
	python3 Tests/Mutation/mutation.py --figures .build/figures/mutation.json

figures:  ## write the figures of the long runs into Tests/RELIABILITY.md (FIGURES="DIR DIR" merges those of two clones)
	python3 Tests/Torture/figures.py $(FIGURES) Tests/RELIABILITY.md

install: release  ## install the program, its man page and its systemd units below PREFIX
	install -Dm755 $(RELEASE) $(DESTDIR)$(PREFIX)/bin/allot
	install -Dm644 Sources/allot/allot.1 $(DESTDIR)$(PREFIX)/share/man/man1/allot.1
	sed 's|/usr/local|$(PREFIX)|' Sources/allot/allot@.service | install -Dm644 /dev/stdin $(DESTDIR)$(PREFIX)/lib/systemd/system/allot@.service
	install -Dm644 Sources/allot/allot@.timer $(DESTDIR)$(PREFIX)/lib/systemd/system/allot@.timer

clean:  ## remove what was built
	$(SWIFT) package clean
	rm -rf .build/bench
