# Gatehouse: one entry point for everything. `make` lists the targets.
#
#   make run      installs what is needed, builds, and starts the daemon with examples/quickstart
#   make test     installs what is needed and runs every test
#   make build    builds the release binary, .build/release/gatehouse
#   make lint     checks formatting, imports and file sizes
#   make accuracy  measures what is understood against the outside corpora, and prints the table
#   make bench    runs the benchmarks and prints their ratios
#   make fuzz     runs each fuzz target for FUZZ_SECONDS (60)
#   make soak     runs the long tests: kill -9 under load, 200 rounds
#   make docs     checks that the documentation's examples and links hold
#   make test-tsan, make test-asan   run the tests under the thread or address sanitizer

SWIFT ?= swift
FUZZ_SECONDS ?= 60

.PHONY: help deps deps-test build run test test-tsan test-asan lint accuracy bench fuzz soak docs clean

help:
	@sed -n '3,13s/^# *//p' Makefile

deps:
	@Scripts/install-packages build

deps-test:
	@Scripts/install-packages build test

build: deps
	@SWIFT=$(SWIFT) Scripts/build-release gatehouse
	@Scripts/check-linkage

run: build
	@Scripts/run-quickstart

# The debug build of the tests and of the binary that they start.
test: deps-test
	@Scripts/test

# The modules that hold state or cross threads.
test-tsan: deps-test
	@Scripts/test --sanitize=thread \
	  --filter '^(Approvals|Workers|EventLoop|TLS|Server|Limits|AuditLog|DecisionPoint|Storage|Telemetry)Tests'

test-asan: deps-test
	@Scripts/test --sanitize=address

lint:
	@Scripts/lint

accuracy: build
	@Scripts/accuracy

bench: deps-test build
	@Scripts/bench

fuzz: deps
	@Scripts/fuzz $(FUZZ_SECONDS)

soak: deps-test build
	GATEHOUSE_BINARY=$(CURDIR)/.build/release/gatehouse GATEHOUSE_KILL_ROUNDS=200 \
	  $(SWIFT) test --disable-xctest --filter DurabilityTests

docs:
	@Scripts/check-docs

clean:
	rm -rf .build
