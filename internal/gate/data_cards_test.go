package gate

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// The data cards of testdata/data_cards are written by hand: right ones, ones with
// one planted contradiction each, and edits of the right ones.

const dataCards = "../../testdata/data_cards"

// dataCardTime is the day that the cards were written for.
var dataCardTime = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

// writtenCard is one card of a file, and the rule that must find its fault, "" if it is right. A rule of notes is one
// that must say something of it all the same.
type writtenCard struct {
	id, finds, notes string
	card             map[string]any
}

// TestRightDataCards: nothing but notes is found on a right card.
func TestRightDataCards(t *testing.T) {
	cards := writtenCards(t, "right.yaml")
	found := findingsOf(t, cards)
	for _, c := range cards {
		if bad := graveOf(found[c.id]); len(bad) > 0 {
			t.Errorf("%s is right, but has %q", c.id, bad)
		}
	}
}

// TestPlantedDataCards: each planted contradiction is found by the rule that is about it.
func TestPlantedDataCards(t *testing.T) {
	cards := writtenCards(t, "planted.yaml")
	checkFound(t, cards, findingsOf(t, cards))
}

// TestEditedDataCards: each false edit of a right card is found, and each true one passes.
func TestEditedDataCards(t *testing.T) {
	cards := editedCards(t)
	checkFound(t, cards, findingsOf(t, cards))
}

func checkFound(t *testing.T, cards []writtenCard, found map[string][]finding.Finding) {
	t.Helper()
	faults, missed := 0, 0
	for _, c := range cards {
		if c.notes != "" && !slices.ContainsFunc(found[c.id], func(f finding.Finding) bool { return f.Rule == c.notes }) {
			t.Errorf("%s has no note of %s", c.id, c.notes)
		}
		switch bad := graveOf(found[c.id]); {
		case c.finds == "" && len(bad) > 0:
			t.Errorf("%s is right, but has %q", c.id, bad)
		case c.finds == "":
		case !slices.ContainsFunc(found[c.id], func(f finding.Finding) bool { return f.Rule == c.finds && f.Severity != finding.Note }):
			missed++
			t.Errorf("%s is not found by %s; found: %q", c.id, c.finds, bad)
		}
		if c.finds != "" {
			faults++
		}
	}
	t.Logf("%d of %d faults found, %d right cards", faults-missed, faults, len(cards)-faults)
}

// graveOf are the findings that are no notes, in words.
func graveOf(found []finding.Finding) []string {
	var out []string
	for _, f := range found {
		if f.Severity != finding.Note {
			out = append(out, fmt.Sprintf("%s: %s [%s]", f.Severity, f.Message, f.Rule))
		}
	}
	return out
}

func writtenCards(t *testing.T, file string) []writtenCard {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(dataCards, file))
	if err != nil {
		t.Fatal(err)
	}
	var out []writtenCard
	for doc := range strings.SplitSeq(string(src), "\n---\n") {
		header, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(doc), "# "), "\n")
		id, words, _ := strings.Cut(header, " ")
		c := writtenCard{id: id}
		if rule, _, ok := strings.Cut(words, ": "); ok && strings.Contains(rule, "/") {
			c.finds = rule
		}
		parsed, broken := document.ParseAs(document.YAML, file, []byte(doc))
		if len(broken) > 0 {
			t.Fatal(id, broken)
		}
		c.card = schema.Value(parsed.Root).(map[string]any)
		out = append(out, c)
	}
	return out
}

func editedCards(t *testing.T) []writtenCard {
	t.Helper()
	right := map[string]writtenCard{}
	for _, c := range writtenCards(t, "right.yaml") {
		right[c.id] = c
	}
	var out []writtenCard
	for i, e := range readEdits(t, "edits.yaml") {
		of, ok := right[e.Of]
		if !ok {
			t.Fatalf("edit %d is of no card: %q", i, e.Of)
		}
		c := writtenCard{id: fmt.Sprintf("e%d-%s", i, strings.ToLower(e.Of)), finds: e.Finds, notes: e.Notes, card: e.apply(t, of.card)}
		c.card["name"] = c.id
		out = append(out, c)
	}
	return out
}

// cardEdit is one edit of a right card.
type cardEdit struct {
	Of    string         `yaml:"of"`
	Set   map[string]any `yaml:"set"`
	Finds string         `yaml:"finds"`
	Notes string         `yaml:"notes"`
}

func readEdits(t *testing.T, file string) []cardEdit {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(dataCards, file))
	if err != nil {
		t.Fatal(err)
	}
	var out []cardEdit
	if err := yaml.Unmarshal(src, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// apply gives the card with the edit; the card itself stays.
func (e cardEdit) apply(t *testing.T, card map[string]any) map[string]any {
	t.Helper()
	src, err := json.Marshal(card)
	if err != nil {
		t.Fatal(err)
	}
	var out any
	if err := json.Unmarshal(src, &out); err != nil {
		t.Fatal(err)
	}
	for _, pointer := range slices.Sorted(maps.Keys(e.Set)) {
		out = setAt(out, strings.Split(pointer, "/")[1:], e.Set[pointer])
	}
	return out.(map[string]any)
}

// setAt gives a value with another at a path; nil removes what is there, and "-" adds to a list.
func setAt(in any, path []string, value any) any {
	if len(path) == 0 {
		return value
	}
	switch x := in.(type) {
	case []any:
		i, err := strconv.Atoi(path[0])
		switch {
		case err != nil || i >= len(x):
			return append(x, setAt(nil, path[1:], value))
		case len(path) == 1 && value == nil:
			return slices.Delete(x, i, i+1)
		}
		x[i] = setAt(x[i], path[1:], value)
		return x
	case map[string]any:
		if x[path[0]] = setAt(x[path[0]], path[1:], value); x[path[0]] == nil {
			delete(x, path[0])
		}
		return x
	}
	return setAt(map[string]any{}, path, value)
}

// findingsOf judges the cards, each with a model of its own, by the rules on data
// at stage production, and lists what is found by card.
func findingsOf(t *testing.T, cards []writtenCard) map[string][]finding.Finding {
	t.Helper()
	r := judgeCards(t, fstest.MapFS{}, treeOf(t, cards))
	out := map[string][]finding.Finding{}
	for _, d := range r.Models {
		for _, f := range d.Findings {
			out[path.Base(d.Subject.ID)] = append(out[path.Base(d.Subject.ID)], f.Finding)
		}
	}
	return out
}

func judgeCards(t *testing.T, base, head fstest.MapFS) report.Report {
	t.Helper()
	req := Request{Base: source.Base{Tree: sourcetest.Tree(strings.Repeat("b", 40), base)}, Head: source.Head{Tree: sourcetest.Tree(strings.Repeat("a", 40), head)},
		Now: dataCardTime, Stage: finding.Production, Gates: []finding.Gate{finding.GateDataCompliance}}
	var err error
	if req.Changes, err = source.Diff(req.Base.Tree, req.Head.Tree); err != nil {
		t.Fatal(err)
	}
	r, err := Check(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// treeOf is a repository of the cards, with a model for each.
func treeOf(t *testing.T, cards []writtenCard) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, c := range cards {
		src, err := json.MarshalIndent(c.card, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		files["datacards/"+c.id+".json"] = &fstest.MapFile{Data: src}
		files["models/"+c.id+"/README.md"] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\nlicense: apache-2.0\ndatasets: [%q]\n---\n# %s\n", c.card["name"], c.id)}
		files["models/"+c.id+"/modelgate.yaml"] = &fstest.MapFile{Data: manifestFor(c)}
	}
	return files
}

// manifestFor is a manifest whose purposes are those of the card.
func manifestFor(c writtenCard) []byte {
	out := fmt.Sprintf("apiVersion: modelgate.dev/v1\nkind: Model\nname: %s\nversion: \"1.0.0\"\nowner: team\n", strings.ToLower(c.id))
	list, _ := c.card["purposes"].([]any)
	var ids []string
	for _, p := range list {
		if purpose, ok := p.(map[string]any); ok {
			ids = append(ids, fmt.Sprint(purpose["id"]))
		}
	}
	if len(ids) > 0 {
		out += "purposes: [" + strings.Join(ids, ", ") + "]\n"
	}
	return []byte(out)
}

// TestEmptyCard: a card that says nothing but that its data are personal has few
// findings, each about many parts.
func TestEmptyCard(t *testing.T) {
	empty := writtenCard{id: "empty", card: map[string]any{"apiVersion": "modelgate.dev/v1", "kind": "DataCard", "name": "empty", "personal_data": map[string]any{"status": "identifying"}}}
	if found := findingsOf(t, []writtenCard{empty})["empty"]; len(found) == 0 || len(found) > 5 {
		t.Errorf("%d findings: %q", len(found), graveOf(found))
	}
}
