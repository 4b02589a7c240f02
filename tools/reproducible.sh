#!/usr/bin/env bash
# usage: tools/reproducible.sh [OS/ARCH...]
#
# Builds the files of a release twice, from two copies of the committed tree in two
# different folders, and compares them byte for byte. Without platforms, all of them.
# The first build uses the caches that are there; with COLD=1 the second uses none.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT

for place in one another/place/with/a/longer/name; do
	mkdir -p "$work/$place"
	# A copy without .git: what git says of the tree must not get into the program.
	git archive --format=tar HEAD | tar -x -C "$work/$place"
done
export DIST_ALLOW_DEV=1
# Named before HOME is changed, from which go would take them.
modules=$(go env GOMODCACHE)
cache=$(go env GOCACHE)
"$work/one/tools/release.sh" build "$work/first" "$@"
if [[ ${COLD:-} == 1 ]]; then cache=$work/cache; fi
HOME=$work TZ=Pacific/Kiritimati LC_ALL=C GOCACHE=$cache GOMODCACHE=$modules \
	"$work/another/place/with/a/longer/name/tools/release.sh" build "$work/second" "$@"
diff -r "$work/first" "$work/second"
printf 'reproducible: %d files are the same, byte for byte\n' "$(find "$work/first" -type f | wc -l)"
