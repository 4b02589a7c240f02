// Package schemas holds the JSON Schema (draft-07) of every document that
// modelgate reads or writes. The file name is the kind: <kind>.schema.json.
// In foreign/ are those of other projects' formats (foreign/NOTICE); in formats/
// what other formats ask for that have no such schema (formats/README.md).
package schemas

import (
	"archive/zip"
	"bytes"
	"embed"
	"fmt"
	"io/fs"
)

// FS has the schema files at its root, and those of formats/.
//
//go:embed *.schema.json formats/*.schema.json
var FS embed.FS

// Suffix ends the names of the schema files.
const Suffix = ".schema.json"

// Line is the comment by which editors with yaml-language-server find the schema of a kind.
func Line(kind string) string {
	return "# yaml-language-server: $schema=https://raw.githubusercontent.com/modelgate-dev/modelgate/main/schemas/" + kind + Suffix + "\n"
}

// packed is foreign/*.schema.json, which are a fortieth of the program otherwise. A test of
// package schema packs them, and compares.
//
//go:embed foreign.zip
var packed []byte

// Foreign has the schemas of other projects at its root.
func Foreign() (fs.FS, error) {
	r, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, fmt.Errorf("opening the schemas of other projects: %w", err)
	}
	return r, nil
}
