// Package schemas holds the JSON Schema (draft-07) of every document that
// modelgate reads or writes. The file name is the kind: <kind>.schema.json.
// In foreign/ are those of other projects' formats (foreign/NOTICE); in formats/
// what other formats ask for that have no such schema (formats/README.md).
package schemas

import "embed"

// FS has the schema files at its root.
//
//go:embed *.schema.json foreign/*.schema.json formats/*.schema.json
var FS embed.FS
