#!/usr/bin/env bash
# usage: tools/profile.sh OUT REPOSITORY...
#
# Checks all models of each repository and writes down where the time goes, for the
# compiler, which inlines there (tools/slim.sh). It is worth a new tools/release.pgo when
# much of the time goes elsewhere; an old one is never wrong. For repositories:
#   KEEP=bin/measured tools/compare-conftest.sh
#   tools/profile.sh tools/release.pgo bin/measured/{thousand,one,data-turn-1000,data-every-1000}
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=$1 n=0
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
slim=$(tools/slim.sh)
mapfile -t flags < <(grep -v -e -pgo= <<<"$slim")

# The program with a main function that profiles it, which is no part of the product.
sed -e 's/^import (/import (\n\t"runtime\/pprof"/' -e 's/^func main() {/&\n\tprofile, err := os.Create(os.Getenv("PROFILE"))\n\tif err != nil || pprof.StartCPUProfile(profile) != nil {\n\t\tpanic("no profile")\n\t}/' \
	-e 's/^\tos.Exit(/\tpprof.StopCPUProfile()\n&/' cmd/modelgate/main.go >"$work/main.go"
sed "s|{\"Replace\": {|&\"$PWD/cmd/modelgate/main.go\": \"$work/main.go\",|" bin/slim/overlay.json >"$work/overlay.json"
CGO_ENABLED=0 go build "${flags[@]/bin\/slim\/overlay.json/$work/overlay.json}" -trimpath -o "$work/modelgate" ./cmd/modelgate
for repository; do
	for _ in 1 2 3; do
		PROFILE=$work/$((++n)).cpu "$work/modelgate" check --repo "$repository" --all --head HEAD >/dev/null 2>&1 || [ $? -eq 1 ]
	done
done
go tool pprof -proto "$work"/*.cpu >"$work/all" 2>/dev/null
# Without the name of a folder of this machine: one of the same length takes its place.
gzip -dc "$work/all" | LC_ALL=C sed "s|$work/modelgate|$(printf "%$((${#work} + 10))s" | tr ' ' -)|g" | gzip -9n >"$out"
