package secret

import (
	"io"
	"strings"
	"testing"
)

// BenchmarkWriter masks a report, whose JSON has escapes and no credentials.
func BenchmarkWriter(b *testing.B) {
	line := []byte(`      "message": "dataset \"d17\": storage.country is \"DE\" — in the EEA, and transfers[0].country is \"US\"",` + "\n" +
		`      "position": {"path": "datacards/d17.yaml", "line": 12, "column": 3}, "severity": "warning",` + "\n")
	src := []byte(strings.Repeat(string(line), 400))
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		w := NewWriter(io.Discard)
		if _, err := w.Write(src); err != nil {
			b.Fatal(err)
		}
	}
}
