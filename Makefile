# Uklad: every command a person needs. `make help` lists them; the work is in Scripts/.

PREFIX ?= /usr/local
# What `make install` copies: release, or debug for a quick trial.
CONFIGURATION ?= release
# The Swift runtime goes into the program, so that it runs where no toolchain is.
flags_release := --static-swift-stdlib
build = swift build -c $(1) --product uklad $(flags_$(1))
SHELL := /bin/bash

.PHONY: help demo test build install uninstall engine cluster bench format lint clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

demo: ## set up, build, run on the built-in sample, and say where the report is
	@Scripts/setup build solver
	$(call build,release)
	@Scripts/demo

test: ## set up, build, run every test
	@Scripts/setup build test solver engine cluster
	@Scripts/test

build: ## set up and build the program
	@Scripts/setup build solver
	$(call build,release)

install: ## copy the program to PREFIX (/usr/local), to run without this folder
	@Scripts/setup build solver
	$(call build,$(CONFIGURATION))
	@Scripts/install "$(PREFIX)" $(CONFIGURATION)

uninstall: ## remove what `make install` copied
	@Scripts/uninstall "$(PREFIX)"

engine: ## fetch DuckDB's library, which reading and writing Parquet needs
	@Scripts/setup engine

cluster: ## fetch servers of Spark Connect to test against
	@Scripts/setup cluster

bench: ## measure speed and memory against peers on the same input
	@Scripts/setup build solver bench
	$(call build,release)
	@Benchmarks/run

format: ## put every Swift file into the house format
	swift format -i --recursive --parallel Package.swift Sources Tests

lint: ## say what is not in the house format
	swift format lint --strict --recursive --parallel Package.swift Sources Tests

clean: ## remove everything that was built or fetched
	rm -rf .build .deps
