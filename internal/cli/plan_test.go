package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/gate"
)

// TestThePlanFitsIntoAnOutput holds the largest plan against what GitHub takes
// for the outputs of a job: 1 MB, counted as UTF-16.
// https://docs.github.com/en/actions/reference/limits
func TestThePlanFitsIntoAnOutput(t *testing.T) {
	shares := make([]gate.Share, gate.MaxShards)
	for i := range shares {
		shares[i] = gate.Share{Models: make([]string, 1_000_000), Cost: 1 << 50}
	}
	var b bytes.Buffer
	if err := planOf(shares, testTime).github(&b); err != nil {
		t.Fatal(err)
	}
	if size := 2 * b.Len(); size > 1_000_000/4 {
		t.Errorf("%d bytes", size)
	}
	lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
	if len(lines) != 3 || strings.Count(lines[0], `"shard"`) != gate.MaxShards || lines[1] != "shards=256" || lines[2] != "as_of=2026-11-01T12:00:00Z" {
		t.Errorf("%d lines: %.200s", len(lines), b.String())
	}
}
