// Package schemas holds the JSON Schema (draft-07) of every document that
// modelgate reads or writes. The file name is the kind: <kind>.schema.json.
// In foreign/ are those of other projects' formats (foreign/NOTICE).
package schemas

import "embed"

// FS has the schema files at its root.
//
//go:embed *.schema.json foreign/*.schema.json
var FS embed.FS
