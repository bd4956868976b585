# nodekeel: `make run` to see what it would do on this machine, `make test` to prove that it works.
# Needs a Swift 6 toolchain on PATH or in /opt/swift/usr/bin; everything else is installed from Debian.

SHELL := /bin/sh
PATH := $(PATH):/opt/swift/usr/bin
export PATH

# Swift's package manager asks git about the checkouts of dependencies, which refuses those that belong to somebody else:
# a build as root in a user's checkout. Said by the environment, it holds for this build alone.
ifndef GIT_CONFIG_COUNT
export GIT_CONFIG_COUNT := 1
export GIT_CONFIG_KEY_0 := safe.directory
export GIT_CONFIG_VALUE_0 := *
endif

SWIFT_TEST := swift test --explicit-target-dependency-import-check error --disable-xctest
AS_ROOT := $(if $(filter 0,$(shell id -u)),,sudo --preserve-env=NODEKEEL_NODE_CACHE,NODEKEEL_SKIP_REAL_NODE)

.DEFAULT_GOAL := help
.PHONY: help run build unit lint deb lintian contents real-node test fuzz fuzz-briefly sanitize bench soak
.PHONY: simulate-fleet clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

run: ## install what building needs, build, show this machine's plan (reading only)
	@packaging/install-build-needs build
	@packaging/show-plan

build: ## both programs as they are shipped, into build/swift
	@packaging/build-programs

unit: ## unit tests
	@$(SWIFT_TEST)

lint: ## formatting and naming, strictly
	@swift format lint --strict -r Sources Tests packaging/simulation packaging/fuzz
	@echo "Sources, Tests, the simulation and the fuzzer follow .swift-format."

deb: ## the Debian package, into build/
	@packaging/install-build-needs package
	@packaging/build-deb

# Lanes of `make test` on what `make deb` left.
lintian:
	@lintian --allow-root --pedantic --display-info --fail-on error,warning,info,pedantic --info build/nodekeel_*.deb
	@echo "lintian finds nothing, pedantic or not."

contents:
	@python3 Tests/Packaging/run.py

real-node: ## install and drive the package on booted Debian nodes (root; a container and a virtual machine)
	@$(AS_ROOT) python3 Tests/RealNode/run.py

# A lane of `make test`: every property, held to all that the tests have as input. It makes none by chance, which would
# fail a change for what another one did.
fuzz-briefly:
	@packaging/fuzz/run 0

test: ## install what testing needs and pass every test
	@packaging/install-build-needs test
	@python3 packaging/test-lanes

fuzz: ## feed every reader of bytes from outside by coverage, SECONDS (60) each, or the TARGETS that are named
	@packaging/install-build-needs test
	@packaging/fuzz/run $(or $(SECONDS),60) $(TARGETS)

sanitize: ## unit tests under AddressSanitizer and ThreadSanitizer
	@packaging/install-build-needs build
	@packaging/run-sanitizers

bench: ## size, start-up, memory, wake-ups, CPU time, beside other tools (root)
	@packaging/install-build-needs bench
	@packaging/build-deb
	@$(AS_ROOT) python3 packaging/bench/run.py
	@$(AS_ROOT) python3 packaging/bench/writers.py
	@$(AS_ROOT) python3 packaging/bench/etcd.py
	@$(AS_ROOT) python3 packaging/bench/sysctls.py
	@python3 packaging/bench/policy.py
	@python3 packaging/bench/facts.py

soak: ## an hour of drift, restarts and reloads: memory, descriptors, CPU time, alerts (root)
	@packaging/install-build-needs bench
	@packaging/build-deb
	@$(AS_ROOT) python3 packaging/bench/soak.py

simulate-fleet: ## what a change of policy does to 15,000 nodes, under three policies
	@swift run --explicit-target-dependency-import-check error simulate-fleet

clean: ## remove everything that was built
	rm -rf build .build
