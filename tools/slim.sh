#!/usr/bin/env bash
# usage: tools/slim.sh
#
# Prints the flag with which go builds a release without what OPA embeds and modelgate
# never reads: the capabilities of its 150 earlier versions, an eighth of the program, and the
# library of its compiler to WebAssembly. It copies the module of OPA to bin/slim, empties
# these files, and writes a go.mod beside it that puts the copy in its place. go.mod stays as
# it is, so that `go install` works.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

module=github.com/open-policy-agent/opa
source=$(GOFLAGS=-mod=readonly go mod download -json "$module" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
chmod -R u+w bin/slim 2>/dev/null || true
rm -rf bin/slim
mkdir -p bin/slim
cp -R "$source" bin/slim/opa
chmod -R u+w bin/slim/opa
list=bin/slim/opa/v1/capabilities/capabilities.go
grep -q '^var FS = v0.FS$' "$list" || {
	echo "slim: $list is not as expected: look whether OPA still embeds its history" >&2
	exit 1
}
cat >"$list" <<'END'
// Package capabilities is emptied: modelgate knows the capabilities of this version only.
package capabilities

import "embed"

var FS embed.FS
END
library=bin/slim/opa/internal/compiler/wasm/opa
for file in opa.wasm callgraph.csv; do
	grep -q "^//go:embed $file\$" "$library/opa.go" || {
		echo "slim: $library is not as expected: look what OPA embeds there" >&2
		exit 1
	}
	: >"$library/$file"
done
cp go.mod bin/slim/release.mod
cp go.sum bin/slim/release.sum
go mod edit -replace "$module=./bin/slim/opa" bin/slim/release.mod
echo -modfile=bin/slim/release.mod
