package inspection

import (
	"bytes"
	"encoding/binary"
	"path"
	"slices"
	"strings"
)

// binaries are what files begin with that are no text.
var binaries = []struct{ magic, name string }{
	{"\x89HDF\r\n", "HDF5"}, {"HDF5-based Julia Data Format", "HDF5"}, {"PK\x03\x04", "a ZIP archive"}, {"\x1f\x8b", "gzip"}, {"%PDF-", "PDF"}, {"\x89PNG", "PNG"}, {"\xff\xd8\xff", "JPEG"},
	{"PAR1", "Parquet"}, {"SQLite format 3\x00", "SQLite"}, {"\x93NUMPY", "a NumPy array"}, {"RDX3\n", "R data"}, {"RDX2\n", "R data"},
}

// likeBinary says that a file is no text, "" if it may be one. Text in UTF-16 has zero bytes,
// too, after a mark.
func likeBinary(src []byte) string {
	for _, b := range binaries {
		if bytes.HasPrefix(src, []byte(b.magic)) {
			return "it is binary (" + b.name + "), not a document"
		}
	}
	beginning := src[:min(len(src), 8<<10)]
	switch {
	case bytes.HasPrefix(src, []byte("\xff\xfe")) || bytes.HasPrefix(src, []byte("\xfe\xff")) || bytes.IndexByte(beginning, 0) < 0:
		return ""
	case len(src) > 4 && uint64(binary.LittleEndian.Uint32(src)) == uint64(len(src)) && src[len(src)-1] == 0:
		return "it is binary (BSON), not a document"
	}
	return "it is binary, not a document"
}

// isPlainText reports whether the name of a file promises no syntax.
func isPlainText(file string) bool {
	return slices.Contains([]string{".txt", ".text", ".log", ".out"}, strings.ToLower(path.Ext(file)))
}
