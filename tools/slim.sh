#!/usr/bin/env bash
# usage: tools/slim.sh
#
# Prints the flag with which go builds a release without what OPA embeds and modelgate
# never reads: the capabilities of its 150 earlier versions, an eighth of the program, the
# library of its compiler to WebAssembly, and the protobuf forms of bundles and plans, with
# protobuf itself. It copies the module of OPA to bin/slim, empties these files, and writes a
# go.mod beside it that puts the copy in its place. go.mod stays as it is, so that
# `go install` works.
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

# Bundles and plans have a form in protobuf, which is refused here: modelgate loads none.
bundle=bin/slim/opa/v1/bundle
protobuf='"google.golang.org/protobuf/proto"'
grep -q "$protobuf" "$bundle/bundle.go" || {
	echo "slim: $bundle is not as expected: look how OPA reads manifests in protobuf" >&2
	exit 1
}
sed -i.orig "s|$protobuf|proto \"$module/v1/bundle/v1pb\"|" "$bundle/bundle.go"
rm -r "$bundle"/v1pb/* "$bundle/proto.go" bin/slim/opa/v1/ir/proto.go bin/slim/opa/v1/ir/v1pb
cat >"$bundle/v1pb/v1pb.go" <<'END'
// Package v1pb is emptied: modelgate reads no bundles.
package v1pb

import "errors"

type Manifest struct{}

type MarshalOptions struct{ Deterministic bool }

// ErrEmptied is what every use of the emptied package comes to.
var ErrEmptied = errors.New("this program reads no manifests in protobuf")

func Unmarshal([]byte, *Manifest) error                  { return ErrEmptied }
func (MarshalOptions) Marshal(*Manifest) ([]byte, error) { return nil, ErrEmptied }
END
cat >"$bundle/proto.go" <<'END'
package bundle

import pb "github.com/open-policy-agent/opa/v1/bundle/v1pb"

func ManifestToProto(*Manifest) (*pb.Manifest, error)   { return nil, pb.ErrEmptied }
func ManifestFromProto(*pb.Manifest) (*Manifest, error) { return nil, pb.ErrEmptied }
END
cp go.mod bin/slim/release.mod
cp go.sum bin/slim/release.sum
go mod edit -replace "$module=./bin/slim/opa" bin/slim/release.mod
echo -modfile=bin/slim/release.mod
