# `make bench` and `make test` work on any machine with a Swift toolchain; `make help` lists all rules.
# The help of a rule is the text after ##.

SWIFT ?= swift
PYTHON ?= python3
PREFIX ?= /usr/local
DESTDIR ?=
# Every Swift toolchain contains clang, but it may not be in the PATH.
CLANG ?= $(or $(shell command -v clang),$(dir $(realpath $(shell command -v $(SWIFT))))clang)

BUILD := .build/release
# Programs must use the libraries of the system, not those in their own folder (no local rpath).
# Evaluated only when used, because the bootstrap may install libraries first.
TRAITS = $(shell Scripts/traits.sh)
# The commit, for --version; empty outside a repository.
COMMIT = $(shell Scripts/commit.sh)
# SwiftPM passes the traits' defines in the order of a hash table. If it changed from one product to the
# next, everything that they share would be compiled again.
SWIFT_BUILD = SWIFT_DETERMINISTIC_HASHING=1 MEMBUDGET_COMMIT=$(COMMIT) $(SWIFT) build -c release --static-swift-stdlib --disable-local-rpath $(TRAITS)
PROGRAMS := membudget membudget-serve membudget-sync
PRODUCTS := $(PROGRAMS) membudget-source membudget-worker
PRODUCTS += $(addprefix membudget-worker-,http postgres server xlsx)
# Not built by SwiftPM, which would link the Swift runtime: it must neither be loaded into measured
# processes nor raise their floor.
C_PRODUCTS := $(BUILD)/libmembudget-agent.so $(BUILD)/libmembudget-sampler.so
C_PRODUCTS += $(BUILD)/membudget-selftest
C_PRODUCTS += $(addprefix $(BUILD)/membudget-,launcher steady steady-dynamic)

C_INCLUDES := $(addprefix -I,$(wildcard Sources/C*/include))
C_FLAGS := -O2 -g -Wall -Wextra -Werror -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
C_FLAGS += $(C_INCLUDES)
# Address tables are filled at the start, and read-only afterwards.
C_LINKING := -Wl,-z,relro,-z,now -Wl,--build-id
# The Makefile contains the flags, so a change of it rebuilds everything.
C_INPUTS := $(wildcard Sources/*/include/*.h) Makefile
C_SOURCES := $(wildcard Sources/*/*.c Scripts/*.c)
# Files that the programs generate to be installed with them: manual pages, completions, licenses.
GENERATED := .build/generated
PAGES := $(GENERATED)/share/man/man1/membudget.1
SELFTEST_SOURCES := $(wildcard Sources/membudget-selftest/*.c) Sources/CGaugePage/gauge_page.c

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# One line per step, with its time; all other output goes to .build/logs, or to the terminal with V=1.
export V ?=
STEP := @Scripts/step.sh
QUIET := $(if $(V),,@)

.PHONY: bootstrap
bootstrap: ## Install missing system packages
	$(STEP) packages Scripts/bootstrap.sh

.PHONY: build swift-products
build: swift-products $(C_PRODUCTS) $(PAGES) ## Build everything that is shipped, in .build/release
swift-products: bootstrap
	$(STEP) build bash -e -c '$(foreach product,$(PRODUCTS),$(SWIFT_BUILD) --product $(product);)'

# SwiftPM creates the folder, so its products come first.
$(C_PRODUCTS): | swift-products

$(BUILD)/libmembudget-agent.so: Sources/CAgent/agent.c $(C_INPUTS)
	$(QUIET)$(CLANG) $(C_FLAGS) -fPIC -shared -fvisibility=hidden $(C_LINKING) -o $@ $<

# -fexceptions, because exceptions of operator new pass through the sampler.
SAMPLER_SOURCES := $(wildcard Sources/CSampler/*.c)
$(BUILD)/libmembudget-sampler.so: $(SAMPLER_SOURCES) $(wildcard Sources/CSampler/*.h) $(C_INPUTS)
	$(QUIET)$(CLANG) $(C_FLAGS) -fPIC -shared -fvisibility=hidden -fexceptions $(C_LINKING) -o $@ $(SAMPLER_SOURCES)

# Written by the programs themselves. The empty recipe makes make check the program's time after the
# build.
$(BUILD)/membudget: swift-products ;
$(PAGES): $(BUILD)/membudget Scripts/generate.py $(wildcard Scripts/packages/*.py)
	$(QUIET)$(PYTHON) -B Scripts/generate.py $(BUILD) $(GENERATED)

$(BUILD)/membudget-selftest: $(SELFTEST_SOURCES) Sources/membudget-selftest/selftest.h $(C_INPUTS)
	$(QUIET)$(CLANG) $(C_FLAGS) $(C_LINKING) -o $@ $(SELFTEST_SOURCES) -pthread

$(BUILD)/membudget-%: Sources/CLauncher/%.c $(C_INPUTS)
	$(QUIET)$(CLANG) $(C_FLAGS) $(C_LINKING) -static -o $@ $<

# The same program, dynamically linked: the loader and the shared C library add noise of their own.
$(BUILD)/membudget-%-dynamic: Sources/CLauncher/%.c $(C_INPUTS)
	$(QUIET)$(CLANG) $(C_FLAGS) $(C_LINKING) -o $@ $<

.PHONY: bench bench-fixes bench-full bench-peers bench-oracles bench-overshoot bench-launch
.PHONY: bench-watching bench-unchanged bench-profilers bench-upload bench-live
bench: build ## Measure the default scenarios
	$(QUIET)$(BUILD)/membudget bench

bench-full: build ## Measure the strategies once at the scales of the original jobs
	$(BUILD)/membudget bench Scenarios/full --all --trials 1

bench-fixes: build ## Measure the effect of each fix of parallel-fixtures: alone, in pairs, one after another
	$(BUILD)/membudget bench Scenarios/full/parallel-fixtures-fixes.yaml

PEERS := --output reports/peers.md --quote README.md
bench-peers: build ## Compare every pipeline with other programs for the same job, in reports/peers.md (PEERS="--jobs csv-ingest --quick")
	$(PYTHON) Scripts/bench-peers.py $(BUILD) $(PEERS)

bench-oracles: build ## Compare the readings of other tools for programs of known memory
	$(PYTHON) Scripts/bench-oracles.py $(BUILD)

bench-overshoot: build ## Measure how far a program that grows by 2 GB/s exceeds a budget of 200 MiB
	$(PYTHON) Scripts/bench-overshoot.py $(BUILD)

bench-watching: build ## Measure the CPU time of watching a command that sleeps, or is near its budget
	$(PYTHON) Scripts/bench-watching.py $(BUILD)

BENCH_PRODUCTS := $(addprefix $(BUILD)/bench-,tracer work allocations)
$(BENCH_PRODUCTS): $(BUILD)/bench-%: Scripts/bench-%.c | build
	$(CLANG) $(C_FLAGS) -o $@ $< -pthread

bench-launch: build $(BENCH_PRODUCTS) ## Compare the time of a trial with that of the bare command and of a bare tracer
	$(PYTHON) Scripts/bench-launch.py $(BUILD)

UPLOAD_MIB := 2048
bench-upload: build ## Measure the upload server: memory, and speed compared with a bare server and a local file (UPLOAD_MIB=2048)
	$(SWIFT_BUILD) --product membudget-bench-upload
	$(PYTHON) Scripts/bench-upload.py $(BUILD) --size $(UPLOAD_MIB)

SUBSCRIBERS := 1000
bench-live: build ## Measure the cost of the live page with two browsers and SUBSCRIBERS=1000
	$(PYTHON) Scripts/bench-live.py $(BUILD) $(SUBSCRIBERS)

UNCHANGED := 20 4 4
bench-unchanged: build ## Gate an unchanged program repeatedly (UNCHANGED="reruns busy planted"): no false regressions, and 2 % growth is found
	$(PYTHON) Scripts/bench-unchanged.py $(BUILD) $(UNCHANGED)

PROFILER_ROUNDS := 10
bench-profilers: build $(BENCH_PRODUCTS) ## Compare the cost of profilers: membudget, heaptrack, massif, memray (PROFILER_ROUNDS=10)
	$(PYTHON) Scripts/bench-profilers.py $(BUILD) $(PROFILER_ROUNDS)

BASELINES := Scenarios/baselines
.PHONY: gate baseline
gate: build ## Check the default scenarios against their budgets, rules and baselines
	$(BUILD)/membudget gate --baseline $(BASELINES)

baseline: build ## Measure the default scenarios and write their baselines for this environment
	$(BUILD)/membudget gate --update-baseline $(BASELINES)

# Markdown and charts are committed. Old charts are removed first, because their scenarios may be gone;
# reports/peers.md is from bench-peers, and stays.
REPORT_RUN := .build/report-run
REPORT := .build/report
REPORT_FORMATS := markdown,svg,html,json,junit,sarif,github,benchmark-action
.PHONY: report
report: build ## Measure the default scenarios and a few more; write all formats to .build/report, the sample to reports/
	rm -rf $(REPORT_RUN) $(REPORT)
	$(BUILD)/membudget bench Scenarios Scenarios/report --run-dir $(REPORT_RUN)
	$(BUILD)/membudget report $(REPORT_RUN) --format $(REPORT_FORMATS) --output $(REPORT)
	rm -rf reports/charts && mkdir -p reports
	cp -R $(REPORT)/charts reports/charts
	{ printf '# Sample report\n\n%s %s\n\n' "\`make report\` wrote this page." \
	    "[How to read the table](../Documentation/ReadingTheTable.md) explains it."; cat $(REPORT)/report.md; } > reports/README.md

.PHONY: test test-action test-additions test-profiles test-size test-power-cuts test-kernels test-kills test-slurm fuzz lint
test: build ## Run all tests with the release build
	$(STEP) "test packages" Scripts/bootstrap-tests.sh
	$(QUIET)MEMBUDGET_TEST_PRODUCTS=$(CURDIR)/$(BUILD) MEMBUDGET_LIBEXEC=$(CURDIR)/$(BUILD) SWIFT=$(SWIFT) Scripts/test.sh

test-additions: bootstrap ## Add a strategy, a renderer and so on to a copy, and check that few files need a change
	$(PYTHON) Scripts/test-additions.py

PROFILES := 40 100
test-profiles: build ## Profile programs of known memory (PROFILES="runs rounds"): intervals contain the true value, killed programs have sites
	$(PYTHON) Scripts/test-profiles.py $(BUILD) $(PROFILES)

SIZES := 20
test-size: build ## Check the limits of 'size' at SIZES=20 new input sizes: kept, and close to the need
	$(PYTHON) Scripts/test-size.py $(BUILD) $(SIZES)

POWER_CUTS := 20
test-power-cuts: build ## Cut the power of a virtual machine during a bench (POWER_CUTS=20): no trial is lost, damaged or duplicated
	$(PYTHON) Scripts/test-power-cuts.py $(BUILD) $(POWER_CUTS)

KERNEL_CASES := all
test-kernels: build ## Test on Linux 6.1 and 6.12 in qemu (KERNEL_CASES=quick): causes of death, and peaks as in the page tables
	$(PYTHON) Scripts/test-kernels.py $(BUILD) $(KERNEL_CASES)

FUZZ_SECONDS := 60
fuzz: bootstrap ## Read mutated scenario files, runs, contracts and so on (FUZZ_SECONDS=3600), and report crashes
	$(SWIFT_BUILD) --product membudget-fuzz
	$(BUILD)/membudget-fuzz --seconds $(FUZZ_SECONDS) $(if $(FUZZ_SEED),--seed $(FUZZ_SEED))

KILLS := 100
test-kills: build ## Kill a bench KILLS=100 times at random moments and resume it: nothing is lost, duplicated or left over
	$(PYTHON) Scripts/test-kills.py $(BUILD) $(KILLS)

test-slurm: build ## Run a bench on a Slurm cluster, lose both of its nodes in the middle, and join the shards (needs root)
	$(PYTHON) Scripts/test-slurm.py $(BUILD)

test-action: build ## Run the GitHub action in another repository, with and without a regression
	Scripts/bootstrap-tests.sh
	.build/python/bin/python -B Scripts/test-action.py $(BUILD)

SHELL_SCRIPTS := $(wildcard Scripts/*.sh Scripts/*/*.sh Examples/*/*.sh) .ci/run
lint: ## Check format and warnings: Swift, C, shell, Python
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests
	$(CLANG) $(C_FLAGS) -fsyntax-only $(C_SOURCES)
	for script in $(SHELL_SCRIPTS); do bash -n $$script || exit 1; done
	if command -v shellcheck > /dev/null; then shellcheck $(SHELL_SCRIPTS); fi
	$(PYTHON) -c 'import ast, sys; [ast.parse(open(p).read(), p) for p in sys.argv[1:]]' \
	    Scripts/*.py Scripts/*/*.py Scripts/*/*/*.py

.PHONY: install uninstall dist test-packages clean
# The files to install and to package.
PLACES = --products $(BUILD) --generated $(GENERATED) --programs $(PROGRAMS) \
    --helpers $(filter-out $(PROGRAMS),$(PRODUCTS)) \
    $(filter-out %-selftest,$(notdir $(C_PRODUCTS)))
# Builds nothing: installing needs root, but a build runs code of its packages.
install: ## Install the build in PREFIX (default /usr/local), below DESTDIR for staging
	$(QUIET)$(PYTHON) -B Scripts/install.py --prefix "$(PREFIX)" --root "$(DESTDIR)" $(PLACES)

uninstall: ## Remove the files of 'make install', and nothing else
	$(QUIET)$(PYTHON) -B Scripts/install.py --remove --prefix "$(PREFIX)" --root "$(DESTDIR)" $(PLACES)

DIST := .build/dist
dist: build ## Write a tarball and a Debian package to .build/dist, with debug information in separate files
	$(QUIET)$(PYTHON) -B Scripts/dist.py --output $(DIST) $(PLACES)

PACKAGE_ROOTS := bookworm jammy
test-packages: ## Install, use and remove the packages of 'make dist' in Debian 12 and Ubuntu 22.04
	Scripts/test-packages.sh $(DIST) $(PACKAGE_ROOTS)

clean: ## Remove the build
	rm -rf .build
