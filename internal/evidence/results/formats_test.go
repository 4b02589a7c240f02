package results_test

import (
	"slices"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/results"
	"github.com/modelgate-dev/modelgate/schemas"
)

// TestConfigurableFormats keeps the formats that a configuration can name equal
// to those that are read.
func TestConfigurableFormats(t *testing.T) {
	src, err := schemas.FS.ReadFile("config.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	d, _ := document.Parse("config.schema.json", src)
	want := []string{results.FormatMLflowStore}
	for _, f := range results.Formats {
		want = append(want, f.Name)
	}
	var got []string
	for _, n := range d.Lookup("/properties/evaluations/items/else/properties/format/enum").Children {
		got = append(got, n.Value)
	}
	slices.Sort(got)
	if slices.Sort(want); !slices.Equal(got, want) {
		t.Errorf("the schema has %q, and %q are read", got, want)
	}
}
