package config

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// TestBaselineText: what is written is read again, whatever a proposal puts into
// paths and messages, and up to the largest baseline.
func TestBaselineText(t *testing.T) {
	const hostile = "m\n- x: \u2028 # \"y\" \x1b[31m"
	few := map[string]map[string]map[string]string{
		"":      {"a/b": {strings.Repeat("1", 32): ""}},
		"true":  {"a/b": {strings.Repeat("2", 32): "0.70", "1" + strings.Repeat("e", 31): "sha256:aa"}},
		hostile: {"a/c": {strings.Repeat("a", 32): "~00"}},
	}
	many := map[string]map[string]map[string]string{}
	messages := map[string]string{strings.Repeat("1", 32): hostile + strings.Repeat("é\"", 500)}
	for i := range MaxBaseline {
		model, fingerprint := fmt.Sprintf("models/model-%d", i/10), fmt.Sprintf("%032x", i)
		if many[model] == nil {
			many[model] = map[string]map[string]string{"card/section_missing": {}}
		}
		many[model]["card/section_missing"][fingerprint] = "~0123456789abcdef"
		messages[fingerprint] = strings.Repeat("message ", 20)
	}
	for name, findings := range map[string]map[string]map[string]map[string]string{"few": few, "many": many} {
		a := Adoption{Owner: "team: \"x\"\n#", Ticket: "T-1", Created: "2026-11-01", Expires: "2026-12-01", Findings: findings}
		text := BaselineText([]Adoption{a}, messages)
		if text != BaselineText([]Adoption{a}, messages) || len(text) > document.MaxBytes {
			t.Errorf("%s: %d bytes, or not the same twice", name, len(text))
		}
		c, err := Load(source.Base{Tree: sourcetest.Tree("", fstest.MapFS{BaselinePath: {Data: []byte(text)}})})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got := c.Adoptions[0]
		if got.Owner != a.Owner || got.Count() != a.Count() || fmt.Sprint(got.Findings) != fmt.Sprint(a.Findings) {
			t.Errorf("%s: it is read as %d findings of %q", name, got.Count(), got.Owner)
		}
	}
}
