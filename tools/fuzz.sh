#!/usr/bin/env bash
# fuzz.sh SECONDS: runs every fuzz target of the module for that long, one after
# the other. It fails at the first crasher, which go leaves under testdata/fuzz.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=${1:?usage: tools/fuzz.sh SECONDS}
count=0
while IFS=: read -r file line; do
	target=${line#func }
	target=${target%%(*}
	go test "./$(dirname "$file")" -run '^$' -fuzz "^$target\$" -fuzztime "${seconds}s" >/tmp/fuzz.$$ 2>&1 || {
		cat "/tmp/fuzz.$$"
		rm -f "/tmp/fuzz.$$"
		printf 'fuzz: %s in %s failed\n' "$target" "$file" >&2
		exit 1
	}
	rm -f "/tmp/fuzz.$$"
	count=$((count + 1))
done < <(grep -rEo --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+\(f \*testing\.F\)' cmd internal policies schemas templates | sort)
((count > 0)) || {
	echo 'fuzz: there is no target' >&2
	exit 1
}
printf 'fuzz: %d targets, %d s each\n' "$count" "$seconds"
