# The commands of a developer. CI runs .ci/run; `make ci` is the same thing.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
BENCH ?= .
COUNT ?= 6
FUZZ ?= 60

.PHONY: help build test lint docs golden bench fuzz ci clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

build: ## build bin/modelgate
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o bin/modelgate ./cmd/modelgate

test: ## run every test
	go test ./...

lint: bin/staticcheck bin/actionlint ## gofmt, vet, staticcheck, actionlint
	test -z "$$(gofmt -l cmd internal policies schemas templates tools | tee /dev/stderr)"
	go vet ./...
	bin/staticcheck ./...
	bin/actionlint $$(find .github/workflows templates docs/examples \( -path '*/workflows/*' -o -path 'docs/examples/*' \) -name '*.yml')

docs: ## write the generated pages
	go run ./cmd/modelgate rules --markdown > docs/rules.md.new || { rm -f docs/rules.md.new; exit 1; }
	mv docs/rules.md.new docs/rules.md
	go test -count=1 ./internal/distribution -run 'ActionFiles|Version|Pages' -update

golden: ## rewrite the golden files; then read the diff as if it were code
	go test $$(grep -rl --include='*_test.go' 'flag.Bool("update"' cmd internal policies schemas templates | xargs -n1 dirname | sort -u | sed 's|^|./|') -update

bench: bin/benchstat ## run the benchmarks of BENCH COUNT times and summarize them
	go test -run '^$$' -bench '$(BENCH)' -benchmem -count $(COUNT) ./... | tee bench.txt
	bin/benchstat bench.txt

fuzz: ## run every fuzz target for FUZZ seconds
	tools/fuzz.sh $(FUZZ)

ci: ## what CI runs
	.ci/run

clean: ## remove what the other targets leave
	rm -rf bin bench.txt docs/rules.md.new

# The developers' tools, at the versions of tools/go.mod.
bin/staticcheck bin/actionlint bin/benchstat: tools/go.mod tools/go.sum
	mkdir -p bin
	go build -C tools -o ../bin/ tool
	touch bin/staticcheck bin/actionlint bin/benchstat
