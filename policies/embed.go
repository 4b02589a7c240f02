// Package policies holds the built-in rules, the Rego that they share, and the
// tables that they look things up in.
//
//	rules/<category>/<name>/<name>.rego   one rule, its tests in <name>_test.rego beside it
//	lib/                                  helpers, package modelgate.lib
//	data/<name>.yaml                      tables, data.modelgate.<name>
//	testing/                              inputs for the tests of an organisation's rules
//	regimes/<name>.yaml                   what laws ask for, data.modelgate.packs.<name>
package policies

import "embed"

// FS has rules, lib, data and regimes at its root. The tests of the rules are not in
// it: no run reads them. A pattern cannot leave out what ends in _test, so that these match
// all other endings that there are.
//
//go:embed rules/*/*/*[^t].rego rules/*/*/*[^s]t.rego rules/*/*/*[^t]est.rego
//go:embed lib/*[^t].rego data regimes testing
var FS embed.FS

// Compiled is made from FS (go test ./internal/policy -run RecordedCatalogue -update): the
// rules as they are compiled, with their METADATA and the tables.
//
//go:embed compiled.bin
var Compiled string
