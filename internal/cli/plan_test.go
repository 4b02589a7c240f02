package cli

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/actions"
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
	outputs, err := planOf(shares, testTime, strings.Repeat("a", 64)).outputs()
	if err != nil {
		t.Fatal(err)
	}
	if size := 2 * len(outputs[0].Value); size > actions.MaxOutputs/4 {
		t.Errorf("%d bytes", size)
	}
	if strings.Count(outputs[0].Value, `"shard"`) != gate.MaxShards || outputs[1].Value != "256" || outputs[2].Value != "2026-11-01T12:00:00Z" {
		t.Errorf("got %.200q", outputs)
	}
}
