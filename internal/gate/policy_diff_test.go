package gate

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// Two states of tables differ by keys with their values, and what effects.yaml says of an
// organization's own takes effect, as in the check of a change.
func TestDiffOfTables(t *testing.T) {
	const config = "apiVersion: modelgate.dev/v1\nkind: Config\n"
	state := func(commit string, files map[string]string) fs.FS {
		out := fstest.MapFS{".modelgate/config.yaml": {Data: []byte(config)}}
		for name, text := range files {
			out[".modelgate/data/"+name] = &fstest.MapFile{Data: []byte(text)}
		}
		return out
	}
	const effects = "own_permits: [carbon/max_kg]\nown_demands: [families/denied]\n"
	approvers := func(count int) string {
		return fmt.Sprintf("apiVersion: modelgate.dev/v1\nkind: Approvers\napprovals: [{count: %d}]\n", count)
	}
	before := state("b", map[string]string{"effects.yaml": effects, "carbon.yaml": "max_kg: {default: 500}\nunit: kg\n", "families.yaml": "denied: [a, b]\n", "approvers.yaml": approvers(2)})
	after := state("a", map[string]string{"effects.yaml": effects, "carbon.yaml": "max_kg: {default: 5000}\nunit: t\n", "families.yaml": "denied: [a, b, c]\n", "approvers.yaml": approvers(1),
		"countries.yaml": "eea: [DE, FR]\n"})
	edits, err := DiffPolicies(t.Context(), sourcetest.Tree(strings.Repeat("b", 40), before), sourcetest.Tree(strings.Repeat("a", 40), after))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range edits {
		before, _, _ := strings.Cut(e.Before, ", ")
		got = append(got, fmt.Sprintf("%s: %s: %s → %s", e.Effect, e.Subject, before, e.After))
	}
	want := []string{
		"loosened: approvals for models: 2 approvals → 1 approval",
		"loosened: table carbon/max_kg/default: 500 → 5000",
		"changed: table carbon/unit: kg → t",
		"tightened: table countries/eea: AT → none",
		"tightened: table families/denied: none → c",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
