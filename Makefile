# On a machine with a Swift toolchain, `make bench` and `make test` are all there is to type.
# A rule that people type has its help behind two #.

SWIFT ?= swift
PYTHON ?= python3
PREFIX ?= /usr/local
DESTDIR ?=
# Every Swift toolchain brings a clang, which need not be on the PATH.
CLANG ?= $(or $(shell command -v clang),$(dir $(realpath $(shell command -v $(SWIFT))))clang)

BUILD := .build/release
# Programs look for libraries where the system says, and nowhere beside themselves.
# Asked for when it is used, which is after the bootstrap.
TRAITS = $(shell Scripts/traits.sh)
# The commit, for --version; empty outside a repository.
COMMIT = $(shell Scripts/commit.sh)
# SwiftPM passes the traits' defines in the order of a hash table. If it changed from one product to the
# next, everything that they share would be compiled again.
SWIFT_BUILD = SWIFT_DETERMINISTIC_HASHING=1 MEMBUDGET_COMMIT=$(COMMIT) $(SWIFT) build -c release --static-swift-stdlib --disable-local-rpath $(TRAITS)
PROGRAMS := membudget membudget-serve membudget-sync
PRODUCTS := $(PROGRAMS) membudget-source membudget-worker
PRODUCTS += $(addprefix membudget-worker-,http postgres server xlsx)
# SwiftPM would link the Swift runtime into these: it has no place in other people's processes,
# and none below a steady floor.
C_PRODUCTS := $(BUILD)/libmembudget-agent.so $(BUILD)/libmembudget-sampler.so
C_PRODUCTS += $(BUILD)/membudget-selftest
C_PRODUCTS += $(addprefix $(BUILD)/membudget-,launcher steady steady-dynamic)

C_INCLUDES := $(addprefix -I,$(wildcard Sources/C*/include))
C_FLAGS := -O2 -g -Wall -Wextra -Werror -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
C_FLAGS += $(C_INCLUDES)
# Tables of addresses are filled at the start, and read-only after it.
C_LINKING := -Wl,-z,relro,-z,now -Wl,--build-id
# The flags are a part of what is built.
C_INPUTS := $(wildcard Sources/*/include/*.h) Makefile
C_SOURCES := $(wildcard Sources/*/*.c Scripts/*.c)
# What programs say of themselves, and what is installed with them: manual pages, completions, licenses.
GENERATED := .build/generated
PAGES := $(GENERATED)/share/man/man1/membudget.1
SELFTEST_SOURCES := $(wildcard Sources/membudget-selftest/*.c) Sources/CGaugePage/gauge_page.c

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# A line per step, with its time; the rest is in .build/logs, or shown as it comes (V=1).
export V ?=
STEP := @Scripts/step.sh
QUIET := $(if $(V),,@)

.PHONY: bootstrap
bootstrap: ## Install the system packages that are missing
	$(STEP) packages Scripts/bootstrap.sh

.PHONY: build swift-products
build: swift-products $(C_PRODUCTS) $(PAGES) ## Everything that is shipped, in .build/release
swift-products: bootstrap
	$(STEP) build bash -e -c '$(foreach product,$(PRODUCTS),$(SWIFT_BUILD) --product $(product);)'

# SwiftPM makes the directory, so its products come first.
$(C_PRODUCTS): | swift-products

$(BUILD)/libmembudget-agent.so: Sources/CAgent/agent.c $(C_INPUTS)
	$(QUIET)$(CLANG) $(C_FLAGS) -fPIC -shared -fvisibility=hidden $(C_LINKING) -o $@ $<

# Exceptions of operator new pass through it.
SAMPLER_SOURCES := $(wildcard Sources/CSampler/*.c)
$(BUILD)/libmembudget-sampler.so: $(SAMPLER_SOURCES) $(wildcard Sources/CSampler/*.h) $(C_INPUTS)
	$(QUIET)$(CLANG) $(C_FLAGS) -fPIC -shared -fvisibility=hidden -fexceptions $(C_LINKING) -o $@ $(SAMPLER_SOURCES)

# Written by the programs themselves. The empty recipe has make look at the time of the program
# once it was built.
$(BUILD)/membudget: swift-products ;
$(PAGES): $(BUILD)/membudget Scripts/generate.py $(wildcard Scripts/packages/*.py)
	$(QUIET)$(PYTHON) -B Scripts/generate.py $(BUILD) $(GENERATED)

$(BUILD)/membudget-selftest: $(SELFTEST_SOURCES) Sources/membudget-selftest/selftest.h $(C_INPUTS)
	$(QUIET)$(CLANG) $(C_FLAGS) $(C_LINKING) -o $@ $(SELFTEST_SOURCES) -pthread

$(BUILD)/membudget-%: Sources/CLauncher/%.c $(C_INPUTS)
	$(QUIET)$(CLANG) $(C_FLAGS) $(C_LINKING) -static -o $@ $<

# The same program with the loader and a shared C library, which have a noise of their own.
$(BUILD)/membudget-%-dynamic: Sources/CLauncher/%.c $(C_INPUTS)
	$(QUIET)$(CLANG) $(C_FLAGS) $(C_LINKING) -o $@ $<

.PHONY: bench bench-fixes bench-full bench-peers bench-oracles bench-overshoot bench-launch
.PHONY: bench-watching bench-unchanged bench-profilers bench-upload bench-live
bench: build ## Measure the default scenarios
	$(QUIET)$(BUILD)/membudget bench

bench-full: build ## Measure the originals' real scales, every strategy, one trial each
	$(BUILD)/membudget bench Scenarios/full --all --trials 1

bench-fixes: build ## What each fix of parallel-fixtures is worth: alone, one after another, the best pair
	$(BUILD)/membudget bench Scenarios/full/parallel-fixtures-fixes.yaml

PEERS := --output reports/peers.md --quote README.md
bench-peers: build ## Every pipeline against other programs that do the same, into reports/peers.md (PEERS="--jobs csv-ingest --quick")
	$(PYTHON) Scripts/bench-peers.py $(BUILD) $(PEERS)

bench-oracles: build ## What other tools read of programs whose memory is known
	$(PYTHON) Scripts/bench-oracles.py $(BUILD)

bench-overshoot: build ## How far a grower of 2 GB/s gets past a budget of 200 MiB
	$(PYTHON) Scripts/bench-overshoot.py $(BUILD)

bench-watching: build ## How much of a core it takes to watch a command that sleeps, or is near its budget
	$(PYTHON) Scripts/bench-watching.py $(BUILD)

BENCH_PRODUCTS := $(addprefix $(BUILD)/bench-,tracer work allocations)
$(BENCH_PRODUCTS): $(BUILD)/bench-%: Scripts/bench-%.c | build
	$(CLANG) $(C_FLAGS) -o $@ $< -pthread

bench-launch: build $(BENCH_PRODUCTS) ## What a trial costs beside the command itself, and beside a bare tracer
	$(PYTHON) Scripts/bench-launch.py $(BUILD)

UPLOAD_MIB := 2048
bench-upload: build ## Uploads: memory of the server, speed against a bare one and against the file on disk (UPLOAD_MIB=2048)
	$(SWIFT_BUILD) --product membudget-bench-upload
	$(PYTHON) Scripts/bench-upload.py $(BUILD) --size $(UPLOAD_MIB)

SUBSCRIBERS := 1000
bench-live: build ## What watching costs: two browsers and SUBSCRIBERS=1000 on a live page
	$(PYTHON) Scripts/bench-live.py $(BUILD) $(SUBSCRIBERS)

UNCHANGED := 20 4 4
bench-unchanged: build ## Rerun a fixed program through the gate (UNCHANGED="reruns busy planted"): each unchanged, 2 % more found
	$(PYTHON) Scripts/bench-unchanged.py $(BUILD) $(UNCHANGED)

PROFILER_ROUNDS := 10
bench-profilers: build $(BENCH_PRODUCTS) ## What profilers cost: ours, heaptrack, massif, memray (PROFILER_ROUNDS=10)
	$(PYTHON) Scripts/bench-profilers.py $(BUILD) $(PROFILER_ROUNDS)

BASELINES := Scenarios/baselines
.PHONY: gate baseline
gate: build ## Hold the default scenarios to their budgets, rules and baselines
	$(BUILD)/membudget gate --baseline $(BASELINES)

baseline: build ## Measure the default scenarios and write their baselines, for this environment
	$(BUILD)/membudget gate --update-baseline $(BASELINES)

# Markdown and charts are committed. Charts are removed first, so that none outlives its scenario;
# reports/peers.md is of bench-peers, and stays.
REPORT_RUN := .build/report-run
REPORT := .build/report
REPORT_FORMATS := markdown,svg,html,json,junit,sarif,github,benchmark-action
.PHONY: report
report: build ## Measure the default scenarios and a few more; every format in .build/report, the sample in reports/
	rm -rf $(REPORT_RUN) $(REPORT)
	$(BUILD)/membudget bench Scenarios Scenarios/report --run-dir $(REPORT_RUN)
	$(BUILD)/membudget report $(REPORT_RUN) --format $(REPORT_FORMATS) --output $(REPORT)
	rm -rf reports/charts && mkdir -p reports
	cp -R $(REPORT)/charts reports/charts
	cp $(REPORT)/report.md reports/README.md

.PHONY: test test-action test-additions test-profiles test-size test-power-cuts test-kernels test-kills test-slurm fuzz lint
test: build ## Run every test, against the release products
	$(STEP) "test packages" Scripts/bootstrap-tests.sh
	$(QUIET)MEMBUDGET_TEST_PRODUCTS=$(CURDIR)/$(BUILD) MEMBUDGET_LIBEXEC=$(CURDIR)/$(BUILD) SWIFT=$(SWIFT) Scripts/test.sh

test-additions: bootstrap ## Add a strategy, a renderer and so on to a copy; each may touch only so many files
	$(PYTHON) Scripts/test-additions.py

PROFILES := 40 100
test-profiles: build ## Profiles of known programs (PROFILES="runs rounds"): intervals hold the truth, the killed leave sites
	$(PYTHON) Scripts/test-profiles.py $(BUILD) $(PROFILES)

SIZES := 20
test-size: build ## Limits of size, each at SIZES=20 sizes of input that it never saw: kept, and near the need
	$(PYTHON) Scripts/test-size.py $(BUILD) $(SIZES)

POWER_CUTS := 20
test-power-cuts: build ## Cut the power of a machine in qemu while a bench runs (POWER_CUTS=20): no trial is lost, torn or doubled
	$(PYTHON) Scripts/test-power-cuts.py $(BUILD) $(POWER_CUTS)

KERNEL_CASES := all
test-kernels: build ## Boot Linux 6.1 and 6.12 in qemu (KERNEL_CASES=quick): each death told from the others, peaks as the page tables
	$(PYTHON) Scripts/test-kernels.py $(BUILD) $(KERNEL_CASES)

FUZZ_SECONDS := 60
fuzz: bootstrap ## Read changed scenario files, runs, contracts and so on (FUZZ_SECONDS=3600); tell what ended the reader
	$(SWIFT_BUILD) --product membudget-fuzz
	$(BUILD)/membudget-fuzz --seconds $(FUZZ_SECONDS) $(if $(FUZZ_SEED),--seed $(FUZZ_SEED))

KILLS := 100
test-kills: build ## Kill bench KILLS=100 times at random moments and resume it: nothing lost, doubled or left
	$(PYTHON) Scripts/test-kills.py $(BUILD) $(KILLS)

test-slurm: build ## Run a bench on a Slurm cluster of two nodes, lose both in the middle, and join the shards (takes root)
	$(PYTHON) Scripts/test-slurm.py $(BUILD)

test-action: build ## Play a runner: the action in another repository, red for a regression, green without
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
# What of the build goes where, for an installation and for packages.
PLACES = --products $(BUILD) --generated $(GENERATED) --programs $(PROGRAMS) \
    --helpers $(filter-out $(PROGRAMS),$(PRODUCTS)) \
    $(filter-out %-selftest,$(notdir $(C_PRODUCTS)))
# Nothing is built here: installing takes root, and a build runs what its packages say.
install: ## Install what was built below PREFIX (default /usr/local), staged below DESTDIR
	$(QUIET)$(PYTHON) -B Scripts/install.py --prefix "$(PREFIX)" --root "$(DESTDIR)" $(PLACES)

uninstall: ## Remove what 'make install' installed, and nothing else
	$(QUIET)$(PYTHON) -B Scripts/install.py --remove --prefix "$(PREFIX)" --root "$(DESTDIR)" $(PLACES)

DIST := .build/dist
dist: build ## Tarball and Debian package of the build, debug information apart, in .build/dist
	$(QUIET)$(PYTHON) -B Scripts/dist.py --output $(DIST) $(PLACES)

PACKAGE_ROOTS := bookworm jammy
test-packages: ## Install the packages of 'make dist' in Debian 12 and Ubuntu 22.04, use and remove them
	Scripts/test-packages.sh $(DIST) $(PACKAGE_ROOTS)

clean: ## Remove everything that was built
	rm -rf .build
