#!/usr/bin/env bash
# Measures what a job sends and receives to check a pull request on a large repository:
# the checkout, by depth, filter and sparseness, and then the check. The server is git
# upload-pack over HTTP; bytes are those of both directions, without headers.
#   tools/measure-clones.sh                          10,000 models, 20,000 commits
#   MODELS=1000 COMMITS=500 tools/measure-clones.sh
set -euo pipefail
cd "$(dirname "$0")/.."
export MODELS=${MODELS:-10000} COMMITS=${COMMITS:-20000}
go test ./internal/cli -run '^$' -bench '^BenchmarkClones$' -benchtime 1x -timeout 60m | sed -n 's/^BenchmarkClones\///p' |
	awk '{
		for (i = 3; i < NF; i++) v[$(i + 1)] = $i
		printf "%-46s checkout %8.2f MB   check %6.2f MB   %d fetches   %d requests\n", $1, v["checkout-MB"], v["check-MB"], v["fetches"], v["requests"]
	}'
