package datasets

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
	"github.com/modelgate-dev/modelgate/schemas"
)

// TestRegimeTags: what a card has in the block of a law is read by the path of its keys,
// with its place; an empty list says something, and null says nothing.
func TestRegimeTags(t *testing.T) {
	doc, broken := document.Parse("datacards/d.yaml", []byte(`apiVersion: modelgate.dev/v1
kind: DataCard
name: d
us_28cfr202: {us_persons: {biometric: 2000}, access: [], covered_persons: false, audit_ref: null}
hipaa: {removed: [names, email], security_ref: docs/security.md, baa_ref: docs/baa.md}
`))
	if len(broken) > 0 {
		t.Fatal(broken)
	}
	card := Read(Formats[0], doc, sourcetest.Tree("head", fstest.MapFS{"docs/baa.md": {Data: []byte("x")}}))[0]
	var got []string
	for _, tag := range card.RegimeTags {
		line := fmt.Sprintf("%s at %s:", tag.Name, tag.At)
		for _, v := range tag.Values {
			line += " " + v.Value
			if v.Lost {
				line += " (lost)"
			}
		}
		got = append(got, line)
	}
	want := []string{
		"hipaa.removed at datacards/d.yaml#/hipaa/removed: names email",
		"hipaa.security_ref at datacards/d.yaml#/hipaa/security_ref: docs/security.md (lost)",
		"hipaa.baa_ref at datacards/d.yaml#/hipaa/baa_ref: docs/baa.md",
		"us_28cfr202.us_persons.biometric at datacards/d.yaml#/us_28cfr202/us_persons/biometric: 2000",
		"us_28cfr202.access at datacards/d.yaml#/us_28cfr202/access:",
		"us_28cfr202.covered_persons at datacards/d.yaml#/us_28cfr202/covered_persons: false",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
	if len(card.Statements) != 0 {
		t.Errorf("the rules of a law look at its references themselves: %v", card.Statements)
	}
}

// TestRegimeBlocks: the blocks of laws are those of the schemas.
func TestRegimeBlocks(t *testing.T) {
	blocks := map[string]bool{}
	for _, kind := range []string{"data-card", "model-card"} {
		src, err := schemas.FS.ReadFile(kind + ".schema.json")
		if err != nil {
			t.Fatal(err)
		}
		var doc struct{ Properties map[string]json.RawMessage }
		if err := json.Unmarshal(src, &doc); err != nil {
			t.Fatal(err)
		}
		for _, name := range evidence.RegimeBlocks {
			if doc.Properties[name] != nil {
				blocks[name] = true
			}
		}
	}
	if got := slices.Sorted(maps.Keys(blocks)); !slices.Equal(got, evidence.RegimeBlocks) {
		t.Errorf("the schemas have the blocks %q, evidence %q", got, evidence.RegimeBlocks)
	}
}
