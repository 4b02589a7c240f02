package regime_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/regime"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/policies"
	"github.com/modelgate-dev/modelgate/schemas"
)

// packs are the built-in ones, which fit their schema.
func packs(t *testing.T) regime.Packs {
	t.Helper()
	out, err := readPacks()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var readPacks = sync.OnceValues(func() (regime.Packs, error) {
	table := map[string]any{}
	files, err := fs.Glob(policies.FS, "regimes/*.yaml")
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("%d packs: %w", len(files), err)
	}
	for _, file := range files {
		src, err := fs.ReadFile(policies.FS, file)
		if err != nil {
			return nil, err
		}
		doc, broken := document.ParseAs(document.YAML, file, src)
		found, err := schema.Validate("regime-pack", doc)
		if err != nil || len(broken)+len(found) > 0 {
			return nil, fmt.Errorf("%v %v: %w", broken, found, err)
		}
		table[strings.TrimSuffix(path.Base(file), ".yaml")] = schema.Value(doc.Root)
	}
	return regime.Read(table)
})

func day(t *testing.T, s string) time.Time {
	t.Helper()
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestClock: each control of each pack changes its state on its first day, and on the day
// after its last one.
func TestClock(t *testing.T) {
	count := 0
	for _, name := range packs(t).Names() {
		pack := packs(t)[name]
		for _, id := range pack.IDs() {
			c := pack.Controls[id]
			state := func(d time.Time) evidence.ControlState {
				for _, cell := range pack.Check(c.Of, regime.FactsOf(evidence.DataCard{}, evidence.Card{}), d) {
					if cell.ID == id {
						return cell.State
					}
				}
				t.Fatalf("%s.%s is not checked", name, id)
				return ""
			}
			begun := evidence.ControlInForce
			if !c.Confirmed {
				begun = evidence.ControlUnconfirmed
			}
			from := day(t, c.From)
			if got := state(from.AddDate(0, 0, -1)); got != evidence.ControlUpcoming {
				t.Errorf("%s.%s is %s before %s", name, id, got, c.From)
			}
			if got := state(from); got != begun {
				t.Errorf("%s.%s is %s on %s", name, id, got, c.From)
			}
			count += 2
			if c.To != "" {
				to := day(t, c.To)
				if got := state(to); got != begun {
					t.Errorf("%s.%s is %s on %s", name, id, got, c.To)
				}
				if got := state(to.AddDate(0, 0, 1)); got != evidence.ControlEnded {
					t.Errorf("%s.%s is %s after %s", name, id, got, c.To)
				}
				count += 2
			}
			if c.Read > "2026-11-30" || day(t, c.Read).Before(day(t, "2026-11-01")) {
				t.Errorf("%s.%s was read on %s", name, id, c.Read)
			}
		}
	}
	t.Logf("%d days looked at", count)
}

// TestTags: every tag that a control asks for, and every word that it compares one with,
// is of the schema of its card; every rule that it names exists; every rule on the GDPR is
// about a control.
func TestTags(t *testing.T) {
	nodes := map[string]map[string]any{}
	for kind, file := range map[string]string{"data": "data-card", "model": "model-card-extension"} {
		src, err := schemas.FS.ReadFile(file + ".schema.json")
		if err != nil {
			t.Fatal(err)
		}
		var node map[string]any
		if err := json.Unmarshal(src, &node); err != nil {
			t.Fatal(err)
		}
		if kind == "model" {
			node = node["properties"].(map[string]any)["modelgate"].(map[string]any)
		}
		nodes[kind] = node
	}
	known := map[string]bool{}
	rules, err := fs.Glob(policies.FS, "rules/*/*/*.rego")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rules {
		known[strings.TrimPrefix(path.Dir(r), "rules/")] = true
	}
	sections, err := fs.ReadFile(policies.FS, "data/sections.yaml")
	if err != nil {
		t.Fatal(err)
	}
	about := map[string]bool{}
	for _, name := range packs(t).Names() {
		pack := packs(t)[name]
		for _, id := range pack.IDs() {
			c := pack.Controls[id]
			if len(c.Tags()) == 0 && c.Unchecked == "" && ofRules(pack) {
				t.Errorf("%s.%s asks for nothing", name, id)
			}
			for _, use := range c.Uses() {
				kind, tag := c.Of, use.Tag
				if rest, ok := strings.CutPrefix(tag, "model."); ok {
					kind, tag = "model", rest
				}
				node, ok := at(nodes[kind], nodes[kind], tag)
				if !ok {
					t.Errorf("%s.%s: the schema has no tag %q", name, id, use.Tag)
					continue
				}
				words, _ := node["enum"].([]any)
				for _, w := range use.Words {
					if len(words) > 0 && !slices.Contains(words, any(w)) {
						t.Errorf("%s.%s: %s is never %q", name, id, use.Tag, w)
					}
				}
			}
			for _, entry := range c.Rules.All() {
				r, key := regime.RuleOf(entry)
				about[r] = true
				if !known[r] {
					t.Errorf("%s.%s: there is no rule %s", name, id, r)
				}
				if key != "" && !strings.Contains(string(sections), "\n  "+key+":") {
					t.Errorf("%s.%s: %s has no findings with the key %s", name, id, r, key)
				}
				if law, _, _ := strings.Cut(r, "/"); !ofRules(pack) && packs(t)[law].Title != "" {
					t.Errorf("%s.%s: %s is about a law, whose dates are not those of a framework", name, id, r)
				}
			}
			if len(c.Needs)+len(c.Asks)+len(c.Rules.All()) == 0 && c.Unchecked == "" {
				t.Errorf("%s.%s: nothing checks it, and the pack does not say so", name, id)
			}
		}
	}
	lib, err := fs.ReadFile(policies.FS, "lib/controls.rego")
	if err != nil {
		t.Fatal(err)
	}
	withTags := slices.DeleteFunc(packs(t).Names(), func(name string) bool { return !ofRules(packs(t)[name]) })
	if listed := "with_rules := {\"" + strings.Join(withTags, "\", \"") + "\"}"; !strings.Contains(string(lib), listed) {
		t.Errorf("policies/lib/controls.rego lacks %s", listed)
	}
	for r := range known {
		if strings.HasPrefix(r, "gdpr/") && !about[r] {
			t.Errorf("%s is about no control", r)
		}
	}
}

// ofRules reports whether a pack is of a law, which has tags. A framework has none: its
// controls are about rules that there are.
func ofRules(p regime.Pack) bool {
	for _, c := range p.Controls {
		if len(c.Needs)+len(c.Asks) > 0 {
			return true
		}
	}
	return false
}

// at is the node of a schema for a tag below a node of it.
func at(schema, node map[string]any, tag string) (map[string]any, bool) {
	for step := range strings.SplitSeq(tag, ".") {
		name, isList := strings.CutSuffix(step, "[]")
		if ref, ok := node["$ref"].(string); ok {
			node, _ = schema["definitions"].(map[string]any)[path.Base(ref)].(map[string]any)
		}
		properties, _ := node["properties"].(map[string]any)
		next, ok := properties[name].(map[string]any)
		if !ok {
			return nil, false
		}
		if items, has := next["items"].(map[string]any); has && (isList || node["type"] != nil && items["enum"] != nil) {
			next = items
		}
		node = next
	}
	return node, true
}

// TestEnded: a control ends with each tag that its conditions read and that changed, and
// with nothing else.
func TestEnded(t *testing.T) {
	all := packs(t)
	facts := func(tags ...string) regime.Facts {
		card := evidence.DataCard{}
		for _, tag := range tags {
			name, value, _ := strings.Cut(tag, "=")
			card.RegimeTags = append(card.RegimeTags, evidence.RegimeTag{At: evidence.Anchor("card#/" + name), Name: name, Values: []evidence.RegimeValue{{At: evidence.Anchor("card#/" + name), Value: value}}})
		}
		return regime.FactsOf(card, evidence.Card{})
	}
	ended := func(law string, before, after regime.Facts) []string {
		var out []string
		for _, e := range all[law].Ended(law, "data", before, after, day(t, "2026-11-28")) {
			out = append(out, string(e.At)+" "+e.ID+": "+e.Words)
		}
		return out
	}
	harbor, expert := facts("hipaa.status=de-identified", "hipaa.method=safe-harbor"), facts("hipaa.status=de-identified", "hipaa.method=expert-determination")
	if got := ended("hipaa", harbor, expert); !slices.Contains(got, `card#/hipaa.method safe_harbor: hipaa.method changes from "safe-harbor" to "expert-determination"`) {
		t.Errorf("got %q", got)
	}
	if got := ended("hipaa", harbor, harbor); len(got) > 0 {
		t.Errorf("nothing changed, but %q", got)
	}
	if got := ended("hipaa", facts(), harbor); len(got) > 0 {
		t.Errorf("a tag is added, but %q", got)
	}
	many, few := facts("pipl.export=assessment", "pipl.exported_persons=2000000"), facts("pipl.export=assessment", "pipl.exported_persons=900000")
	if got := ended("pipl", many, few); len(got) == 0 || !strings.Contains(got[0], `pipl.exported_persons changes from "2000000" to "900000"`) {
		t.Errorf("got %q", got)
	}
}

// TestMemory: what was told of the words of other cards changes nothing, whoever asks first.
func TestMemory(t *testing.T) {
	pack := packs(t)["hipaa"]
	cells := func(m *regime.Memory, status, role string) []regime.Cell {
		card := evidence.DataCard{RegimeTags: []evidence.RegimeTag{
			{At: "card#/role", Name: "hipaa.role", Values: []evidence.RegimeValue{{At: "card#/role", Value: role}}},
			{At: "card#/status", Name: "hipaa.status", Values: []evidence.RegimeValue{{At: "card#/status", Value: status}, {At: "card#/status", Value: status, Lost: true}}},
		}}
		return pack.Check("data", regime.FactsOf(card, evidence.Card{}).With(m), day(t, "2026-11-28"))
	}
	var m regime.Memory
	var wg sync.WaitGroup
	for range 4 {
		for _, status := range []string{"phi", "TODO", "de-identified", "n/a", "none"} {
			wg.Go(func() {
				if with, without := cells(&m, status, "covered-entity"), cells(nil, status, "covered-entity"); !reflect.DeepEqual(with, without) {
					t.Errorf("%s: with a memory %v, without %v", status, with, without)
				}
			})
		}
	}
	wg.Wait()
}

// TestEachItemIsToldOnce: what every item of a list lacks is not told of the list as well.
func TestEachItemIsToldOnce(t *testing.T) {
	card := evidence.DataCard{Processors: []evidence.Processor{{At: "card#/processors/0", Name: evidence.Text{At: "card#/processors/0/name", Present: true, Value: "Cloud"}}}}
	card.RegimeTags = []evidence.RegimeTag{{At: "card#/role", Name: "hipaa.role", Values: []evidence.RegimeValue{{At: "card#/role", Value: "covered-entity"}}},
		{At: "card#/status", Name: "hipaa.status", Values: []evidence.RegimeValue{{At: "card#/status", Value: "phi"}}}}
	var words []string
	for _, cell := range packs(t)["hipaa"].Check("data", regime.FactsOf(card, evidence.Card{}), day(t, "2026-11-28")) {
		for _, p := range cell.Problems {
			if p.Tag == "processors[].dpa_ref" || strings.HasPrefix(p.Tag, "processors[].dpa_ref ") {
				words = append(words, p.Tag)
			}
		}
	}
	if !slices.Equal(words, []string{"processors[].dpa_ref 0"}) {
		t.Errorf("got %q", words)
	}
}
