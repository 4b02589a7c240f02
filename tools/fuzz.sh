#!/usr/bin/env bash
# fuzz.sh SECONDS [NAME]: runs every fuzz target of the module for that long, or
# those whose names hold NAME; as many at once as there are processors, with one
# worker each. Each package is built once. A crasher fails the run, and is left
# under the package's testdata/fuzz.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export SECONDS_EACH=${1:?usage: tools/fuzz.sh SECONDS [NAME]}
name=${2:-}
BUILT=$(mktemp -d)
trap 'rm -rf "$BUILT"' EXIT
CORPUS=$(go env GOCACHE)/fuzz/$(go list -m)
export BUILT CORPUS

# fuzz PACKAGE:TARGET. When the time is up while an input is running, go sometimes
# calls it a failure without an input (golang/go#75804): such a target has a
# second run. Making an input smaller may take a minute, unless it is bounded.
fuzz() {
	local package=${1%%:*} target=${1#*:} output _
	cd "$package"
	for _ in 1 2; do
		output=$("$BUILT/${package//\//.}" -test.run '^$' -test.fuzz "^$target\$" -test.fuzztime "${SECONDS_EACH}s" -test.fuzzminimizetime 100x \
			-test.parallel 1 -test.fuzzcachedir "$CORPUS/$package" 2>&1) && return
		[[ $output == *'context deadline exceeded'* && $output != *'Failing input written'* ]] || break
	done
	printf '%s\nfuzz: %s in %s failed\n' "$output" "$target" "$package" >&2
	return 1
}
export -f fuzz

targets=$(grep -rEo --include='*_test.go' "^func Fuzz[A-Za-z0-9_]*${name}[A-Za-z0-9_]*\(f \*testing\.F\)" cmd internal policies schemas templates |
	sed -E 's,/[^/]*:func ([A-Za-z0-9_]+)\(.*,:\1,' | sort -u) || {
	echo 'fuzz: there is no such target' >&2
	exit 1
}
while IFS= read -r package; do
	go test -c -fuzz=. -o "$BUILT/${package//\//.}" "./$package"
done < <(cut -d: -f1 <<<"$targets" | sort -u)
# shellcheck disable=SC2016 # the inner shell expands it
xargs -n 1 -P "$(getconf _NPROCESSORS_ONLN)" bash -c 'fuzz "$1"' fuzz <<<"$targets"
printf 'fuzz: %d targets, %d s each\n' "$(wc -l <<<"$targets")" "$SECONDS_EACH"
