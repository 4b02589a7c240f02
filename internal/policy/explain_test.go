package policy

import (
	"fmt"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

const limitRule = `package modelgate.custom.g.limit

import data.modelgate.carbon

deny contains {"at": input.head.at, "key": artifact.path, "message": "m"} if {
	some artifact in input.head.artifacts
	artifact.format == wanted
	kg > limit
}

wanted := "pickle"

limit := carbon.max_kg

kg := to_number(input.head.card.co2.emissions.value) if input.head.card.co2.emissions.present

`

// explained is each line of the rule with what came of it.
func explained(t *testing.T, rule string, in Input) map[string]string {
	t.Helper()
	tree := sourcetest.Tree(strings.Repeat("a", 40), files(map[string]string{".modelgate/policies/limit.rego": header() + rule, ".modelgate/data/carbon.yaml": "max_kg: 10\n"}))
	x, err := Explain(t.Context(), source.Base{Tree: tree}, "custom_g/limit", in, unplaced)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, c := range x.Conditions {
		out[c.Text] = fmt.Sprintf("%d of %d; always %v; held %v; missed %v", c.Evaluated-c.Failed, c.Evaluated, c.Always, c.Held, c.Missed)
	}
	return out
}

// TestExplain: the values are those of a case that held and of one that did not, and what a
// condition refers to is shown also where it is undefined.
func TestExplain(t *testing.T) {
	in, err := ShippedInput("model")
	if err != nil {
		t.Fatal(err)
	}
	one := in.Head.Artifacts[0]
	one.Path, one.Format = "a", "safetensors"
	two := one
	two.Path, two.Format = "b", "pickle"
	in.Head.Artifacts = append(in.Head.Artifacts[:0:0], one, two, one)
	got := explained(t, limitRule, in)
	for line, want := range map[string]string{
		"artifact.format == wanted": `1 of 3; always [{wanted "pickle"}]; held [{artifact.format "pickle"}]; missed [{artifact.format "safetensors"}]`,
		"kg > limit":                `0 of 1; always [{kg (undefined)} {limit 10}]; held []; missed []`,
	} {
		if got[line] != want {
			t.Errorf("%s\n got %s\nwant %s", line, got[line], want)
		}
	}
	in.Head.Card.CO2.Emissions.Present, in.Head.Card.CO2.Emissions.Value = true, "9"
	got = explained(t, limitRule, in)
	for line, want := range map[string]string{
		"kg > limit":             `0 of 1; always [{kg 9} {limit 10}]; held []; missed []`,
		"limit := carbon.max_kg": `1 of 1; always [{carbon.max_kg 10}]; held []; missed []`,
	} {
		if got[line] != want {
			t.Errorf("%s\n got %s\nwant %s", line, got[line], want)
		}
	}
}
