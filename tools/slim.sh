#!/usr/bin/env bash
# usage: tools/slim.sh
#
# Prints the flags, one in a line, with which go builds a release without what modelgate
# never reads of what OPA embeds: the capabilities of its 150 earlier versions, its planner
# and its compiler to WebAssembly, the protobuf forms of bundles and plans, with protobuf
# itself, and tokens, with the library behind them; and without the methods that only
# templates could call. It copies the module of OPA to bin/slim, empties these files, and
# writes a go.mod beside it that puts the copy in its place. What modelgate embeds itself is
# packed. go.mod and the packages stay as they are, so that `go install` works.
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

# Rules are evaluated as they are: no plan is made of them, and no WebAssembly.
planner=bin/slim/opa/internal/planner
compiler=bin/slim/opa/internal/compiler/wasm
rm "$planner"/*.go "$compiler"/*.go
cat >"$planner/planner.go" <<'END'
// Package planner is emptied: modelgate makes no plans.
package planner

import (
	"errors"
	"io"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
)

type QuerySet struct {
	Name          string
	Queries       []ast.Body
	RewrittenVars map[ast.Var]ast.Var
}

type Planner struct{}

func New() *Planner                                                  { return &Planner{} }
func (p *Planner) WithQueries([]QuerySet) *Planner                   { return p }
func (p *Planner) WithModules([]*ast.Module) *Planner                { return p }
func (p *Planner) WithBuiltinDecls(map[string]*ast.Builtin) *Planner { return p }
func (p *Planner) WithDebug(io.Writer) *Planner                      { return p }
func (p *Planner) Plan() (*ir.Policy, error)                         { return nil, errors.New("this program makes no plans") }
END
cat >"$compiler/wasm.go" <<'END'
// Package wasm is emptied: modelgate compiles nothing to WebAssembly.
package wasm

import (
	"errors"

	"github.com/open-policy-agent/opa/internal/wasm/module"
	"github.com/open-policy-agent/opa/v1/ir"
)

type Compiler struct{}

func New() *Compiler                                 { return &Compiler{} }
func (c *Compiler) WithPolicy(*ir.Policy) *Compiler  { return c }
func (c *Compiler) Compile() (*module.Module, error) { return nil, errors.New("this program compiles nothing to WebAssembly") }
END

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

# Rules may use no io.jwt.* and no private keys (internal/policy/capabilities.go), and no
# signed bundle is loaded: the builtins are left out, and the library behind them is one
# in which every call answers with an error.
tokens=bin/slim/opa/v1/topdown/tokens.go
builtins=$(grep -c 'RegisterBuiltinFunc(ast\.JWT' "$tokens")
[[ $builtins == $(grep -c RegisterBuiltinFunc "$tokens") && $builtins -gt 10 ]] || {
	echo "slim: $tokens is not as expected: look which builtins are there beside io.jwt.*" >&2
	exit 1
}
printf '// The builtins io.jwt.* are left out: no rule may use them.\npackage topdown\n' >"$tokens"
jwx=bin/slim/jwx
mkdir -p "$jwx"/{jwa,jwk,jwt,jws/jwsbb}
printf 'module github.com/lestrrat-go/jwx/v3\n\ngo 1.24\n' >"$jwx/go.mod"
cat >"$jwx/jwx.go" <<'END'
// Package jwx is emptied: modelgate handles no keys, tokens or signatures.
package jwx

import "errors"

// ErrEmptied is what every use of the emptied module comes to.
var ErrEmptied = errors.New("this program handles no keys, tokens or signatures")
END
cat >"$jwx/jwa/jwa.go" <<'END'
package jwa

type SignatureAlgorithm struct{ name string }

func (a SignatureAlgorithm) String() string { return a.name }

func LookupSignatureAlgorithm(string) (SignatureAlgorithm, bool) { return SignatureAlgorithm{}, false }

func HS256() SignatureAlgorithm { return SignatureAlgorithm{"HS256"} }
func HS384() SignatureAlgorithm { return SignatureAlgorithm{"HS384"} }
func HS512() SignatureAlgorithm { return SignatureAlgorithm{"HS512"} }
END
cat >"$jwx/jwk/jwk.go" <<'END'
package jwk

import "github.com/lestrrat-go/jwx/v3"

const KeyIDKey = "kid"

type Key interface{ Set(string, any) error }

func Import(any) (Key, error) { return nil, jwx.ErrEmptied }
END
cat >"$jwx/jwt/jwt.go" <<'END'
package jwt

import (
	"github.com/lestrrat-go/jwx/v3"
	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
)

type Token interface{}

type Builder struct{}

func NewBuilder() *Builder                                { return &Builder{} }
func (b *Builder) Claim(string, any) *Builder             { return b }
func (b *Builder) Build() (Token, error)                  { return nil, jwx.ErrEmptied }
func WithKey(jwa.SignatureAlgorithm, jwk.Key) any         { return nil }
func Sign(Token, ...any) ([]byte, error)                  { return nil, jwx.ErrEmptied }
END
cat >"$jwx/jws/jwsbb/jwsbb.go" <<'END'
package jwsbb

import "github.com/lestrrat-go/jwx/v3"

func SplitCompact([]byte) (header, payload, signature []byte, err error) {
	return nil, nil, nil, jwx.ErrEmptied
}
func HeaderParseCompact([]byte) any               { return nil }
func HeaderGetString(any, string) (string, error) { return "", jwx.ErrEmptied }
func ErrHeaderNotFound() error                    { return nil }
func Verify(any, string, []byte, []byte) error    { return jwx.ErrEmptied }
END
cp go.mod bin/slim/release.mod
cp go.sum bin/slim/release.sum
go mod edit -replace "$module=./bin/slim/opa" -replace "github.com/lestrrat-go/jwx/v3=./$jwx" bin/slim/release.mod

# Rules, tables, schemas and templates are packed: an overlay of the build reads them from
# an archive of the very files that the packages embed. What each run reads whole is not in it.
overlay=()
for package in policies schemas templates; do
	packed=bin/slim/_packed/$package # which go leaves out of ./...
	mkdir -p "$packed"
	go list -f '{{range .EmbedFiles}}{{if not (or (eq . "foreign.zip") (eq . "compiled.bin"))}}{{println .}}{{end}}{{end}}' "./$package" | sed '/^$/d' |
		GOFLAGS=-mod=readonly go run -C tools ./pack "$PWD/$package" "$PWD/$packed/archive.zip" >"$packed/archive.go"
	sed -e '/^var FS embed\.FS$/d' -e '/^\/\/go:embed /{/foreign\.zip\|compiled\.bin/!d}' -e 's/^\(import \|\t\)"embed"$/\1_ "embed"/' "$package/embed.go" >"$packed/embed.go"
	! grep -q 'embed\.FS' "$packed/embed.go" || {
		echo "slim: $package/embed.go is not as expected: look what it embeds" >&2
		exit 1
	}
	for file in embed.go archive.go archive.zip; do
		overlay+=("\"$PWD/$package/$file\": \"$PWD/$packed/$file\"")
	done
done
# Templates call no methods: without that, the linker leaves out every method that nothing
# calls, an eighth of the program. A template that calls one ends with an error.
template=bin/slim/_packed/template/exec.go
mkdir -p "${template%/*}"
executed=$(go env GOROOT)/src/text/template/exec.go
call='if method := ptr.MethodByName(fieldName); method.IsValid() {'
[[ $(grep -cF "$call" "$executed") == 1 && $(grep -c MethodByName "$executed") == 2 ]] || { # the other one is a comment
	echo "slim: $executed is not as expected: look how templates call methods" >&2
	exit 1
}
sed "s/$call/if method := (reflect.Value{}); method.IsValid() {/" "$executed" >"$template"
overlay+=("\"$executed\": \"$PWD/$template\"")
# slices.SortFunc is made anew for each type that is sorted, a thirtieth of the program. The
# package sort has the same steps once, written by the same generator, so that what is
# equal ends in the same order.
sorting=bin/slim/_packed/slices/zsortanyfunc.go
mkdir -p "${sorting%/*}"
sorted=$(go env GOROOT)/src
[[ $(grep -h 'CmpFunc(' "$sorted"/slices/*.go | grep -v '^func ' | grep -c 'pdqsortCmpFunc(x, 0, n, bits.Len(uint(n)), cmp)\|stableCmpFunc(x, len(x), cmp)') == 2 &&
	$(sed 's/_func(/CmpFunc(/' "$sorted/sort/zsortfunc.go" | grep -c '^func \w*CmpFunc(') == $(grep -c '^func ' "$sorted/slices/zsortanyfunc.go") ]] || {
	echo "slim: $sorted/slices is not as expected: look how it sorts" >&2
	exit 1
}
sed 's/^package sort$/package slices/' "$sorted/sort/zsortfunc.go" >"$sorting"
cat >>"$sorting" <<'END'

type lessSwap struct {
	Less func(i, j int) bool
	Swap func(i, j int)
}

func compared[E any](data []E, cmp func(a, b E) int) lessSwap {
	return lessSwap{
		func(i, j int) bool { return cmp(data[i], data[j]) < 0 },
		func(i, j int) { data[i], data[j] = data[j], data[i] },
	}
}

func pdqsortCmpFunc[E any](data []E, a, b, limit int, cmp func(a, b E) int) {
	pdqsort_func(compared(data, cmp), a, b, limit)
}

func stableCmpFunc[E any](data []E, n int, cmp func(a, b E) int) { stable_func(compared(data, cmp), n) }
END
overlay+=("\"$sorted/slices/zsortanyfunc.go\": \"$PWD/$sorting\"")
(
	IFS=,
	echo "{\"Replace\": {${overlay[*]}}}"
) >bin/slim/overlay.json
echo -modfile=bin/slim/release.mod
echo -overlay=bin/slim/overlay.json
# Where the time of checks goes: tools/profile.sh writes it, and the compiler inlines there.
echo -pgo=tools/release.pgo
# The compiler's default of 2000 makes the program 2 % larger, and no faster that could be measured.
echo -gcflags=all=-d=pgoinlinebudget=200
