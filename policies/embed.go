// Package policies holds the built-in rules, the Rego that they share, and the
// tables that they look things up in.
//
//	rules/<category>/<name>/<name>.rego   one rule, its tests in <name>_test.rego beside it
//	lib/                                  helpers, package modelgate.lib
//	data/<name>.yaml                      tables, data.modelgate.<name>
package policies

import "embed"

// FS has rules, lib and data at its root, and the catalogue that is made from
// the METADATA of the rules (go test ./internal/policy -update). The tests of the rules are in it
// too; whoever loads rules to judge by leaves them out.
//
//go:embed rules lib data catalogue.json
var FS embed.FS
