package gate

import (
	"bytes"
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

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/schemas"
)

// The cards of docs/examples/data/regimes have all that the pack of a law asks of them,
// and so have those of testdata/regimes, for what two cards cannot have at once.

// regimeCard is a complete card for a law: of a dataset, or of a model and the dataset
// that it is trained on.
type regimeCard struct {
	name  string         // of the file
	card  map[string]any // the data card, or the metadata of the model card
	data  map[string]any // of a model: its data card
	model bool
}

func regimeCards(t *testing.T) []regimeCard {
	t.Helper()
	var out []regimeCard
	for _, dir := range []string{"../../docs/examples/data/regimes", "../../testdata/regimes"} {
		files, err := filepath.Glob(dir + "/*")
		if err != nil || len(files) == 0 {
			t.Fatalf("no cards in %s: %v", dir, err)
		}
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			c := regimeCard{name: path.Base(file), model: path.Ext(file) == ".md"}
			if c.model {
				_, src, _ = bytes.Cut(src, []byte("---\n"))
				src, _, _ = bytes.Cut(src, []byte("\n---\n"))
				c.data = map[string]any{"apiVersion": "modelgate.dev/v1", "kind": "DataCard", "name": "wines", "license": "cc0-1.0",
					"source": map[string]any{"uri": "https://archive.ics.uci.edu/dataset/186"}, "personal_data": map[string]any{"status": "none"}}
			}
			doc, broken := document.ParseAs(document.YAML, file, src)
			if len(broken) > 0 {
				t.Fatal(broken)
			}
			c.card = schema.Value(doc.Root).(map[string]any)
			out = append(out, c)
		}
	}
	return out
}

// mutant is a card with one change.
type mutant struct {
	of   regimeCard
	what string // delete /hipaa/role
	card map[string]any
}

// regimeFindings judges cards by the rules on data at stage production on a day, each as
// the card of a model or of a dataset of its own, and lists what is found by their index.
func regimeFindings(t *testing.T, day string, cards []mutant) [][]finding.Finding {
	t.Helper()
	head := fstest.MapFS{}
	for i, m := range cards {
		id := fmt.Sprintf("m%04d", i)
		card, data := m.card, m.of.data
		if !m.of.model {
			card, data = map[string]any{"license": "apache-2.0"}, m.card
		}
		data, card = maps.Clone(data), maps.Clone(card)
		data["name"], card["datasets"] = id, []string{id}
		head["datacards/"+id+".json"] = &fstest.MapFile{Data: asJSON(t, data)}
		head["models/"+id+"/README.md"] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\n%s\n---\n# %s\n", asJSON(t, card), id)}
		head["models/"+id+"/modelgate.yaml"] = &fstest.MapFile{Data: manifestFor(writtenCard{id: id, card: data})}
	}
	was := dataCardTime
	dataCardTime = dayOf(t, day)
	defer func() { dataCardTime = was }()
	r := judgeCards(t, fstest.MapFS{}, head)
	out := make([][]finding.Finding, len(cards))
	for _, d := range r.Models {
		i, err := strconv.Atoi(strings.TrimPrefix(path.Base(d.Subject.ID), "m"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range d.Findings {
			out[i] = append(out[i], f.Finding)
		}
		for _, o := range d.Outcomes {
			if o.Error != "" {
				t.Errorf("%s, %s: %s: %s", cards[i].of.name, cards[i].what, o.Rule, o.Error)
			}
		}
	}
	return out
}

func asJSON(t *testing.T, v any) []byte {
	t.Helper()
	src, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// said is a finding without the name of its card.
func said(f finding.Finding) string {
	words := strings.Fields(f.Message)
	for i, w := range words {
		if strings.HasPrefix(strings.Trim(w, `":,`), "m0") {
			words[i] = "it"
		}
	}
	return f.Rule + " " + strings.Join(words, " ")
}

// TestRegimeExamples: nothing but notes is found on the cards.
func TestRegimeExamples(t *testing.T) {
	var whole []mutant
	for _, c := range regimeCards(t) {
		whole = append(whole, mutant{of: c, card: c.card})
	}
	for i, found := range regimeFindings(t, "2026-11-28", whole) {
		if bad := graveOf(found); len(bad) > 0 {
			t.Errorf("%s:\n%s", whole[i].of.name, strings.Join(bad, "\n"))
		}
	}
}

// TestRegimeTags: a card that lacks one tag has a finding more than the whole card, and so
// has one for each tag with a wrong value in it. What survives is right to survive, for the
// reason in the table. Of a tag with several wrong values, the others are judged only if
// the first is not found.
func TestRegimeTags(t *testing.T) {
	used := map[string]bool{}
	total, killed := 0, 0
	for _, c := range regimeCards(t) {
		list, others := firstEdits(mutants(t, c))
		whole := map[string]bool{}
		found := regimeFindings(t, "2026-11-28", append(list, mutant{of: c, what: "whole", card: c.card}))
		for _, f := range found[len(list)] {
			whole[said(f)] = true
		}
		isMore := func(f finding.Finding) bool { return f.Severity != finding.Note && !whole[said(f)] }
		var missed, rest []mutant
		for i, m := range list {
			if !slices.ContainsFunc(found[i], isMore) {
				missed, rest = append(missed, m), append(rest, others[tagOf(m)]...)
			}
		}
		late := map[string]bool{}
		for i, found := range regimeFindings(t, "2026-11-28", rest) {
			late[tagOf(rest[i])] = late[tagOf(rest[i])] || slices.ContainsFunc(found, isMore)
		}
		total, killed = total+len(list), killed+len(list)
		for _, m := range missed {
			if !late[tagOf(m)] {
				killed--
				survived(t, used, c.name, tagOf(m))
			}
		}
	}
	for _, s := range survivors {
		if !used[s.reason] {
			t.Errorf("nothing survives because %s", s.reason)
		}
	}
	t.Logf("%d of %d edits are found", killed, total)
}

// tagOf is what an edit does to which tag, without the value.
func tagOf(m mutant) string {
	edit, tag, _ := strings.Cut(m.what, " /")
	if edit == "delete" {
		return m.what
	}
	return "falsify /" + tag
}

// firstEdits are the first of the edits that do the same to a tag, and the others of each.
func firstEdits(edits []mutant) (first []mutant, others map[string][]mutant) {
	others = map[string][]mutant{}
	seen := map[string]bool{}
	for _, m := range edits {
		if tag := tagOf(m); seen[tag] {
			others[tag] = append(others[tag], m)
		} else {
			seen[tag], first = true, append(first, m)
		}
	}
	return first, others
}

// survivors are the edits that no rule can find, as globs over the file and the edit.
var survivors = []struct{ file, edit, reason string }{
	{"*", "falsify /source/kind", "how data is kept is of no consequence to these laws"},
	{"*", "falsify /source/origin", "where data comes from decides nothing here but the notice of Art. 13 and 14"},
	{"*", "delete /controller/country", "the people are elsewhere, or the place of the controller decides nothing"},
	{"*", "delete /security_measures/[01]", "one measure of two may be all that there is"},
	{"*", "delete /processors", "a controller may have no processor, and the contract may be with a recipient"},
	{"*", "delete /processors/0", "the same, for the only one"},
	{"*", "falsify /processors", "the same, for an empty list"},
	{"*", "delete /processors/0/country", "the CCPA does not ask where a service provider is"},
	{"*", "falsify /retention/*", "which event starts a period, and what ends it, only the controller knows"},
	{"*", "delete /*/role/[01]", "one role of two may be all that there is"},
	{"ccpa.yaml", "delete /ccpa/categories/[012]", "one category of several may not be there"},
	{"ccpa.yaml", "delete /recipients", "there may be no recipient beside the processor"},
	{"ccpa.yaml", "delete /source/collected_from", "risk assessments of old processing are due later; a weaker tag is found against the base"},
	{"eu_ai_act-model.md", "falsify /eu_ai_act/conformity", "which procedure is right depends on standards that the card does not have"},
	{"eu_ai_act.yaml", "delete /eu_ai_act/use/[01]", "one use of two may be all that there is"},
	{"gdpr.yaml", "delete /children", "children are a question of consent, and the basis is a contract"},
	{"gdpr.yaml", "delete /controller/kind", "a controller is taken for a company"},
	{"gdpr.yaml", "falsify /controller/kind", "any of them may have a contract with patients"},
	{"gdpr.yaml", "delete /data_subject_regions", "the law is declared, wherever the people are"},
	{"gdpr.yaml", "delete /regimes", "the law applies by the place of the people"},
	{"gdpr.yaml", "delete /legal_basis/0/source_ref", "the record of processing has it, too"},
	{"gdpr.yaml", "delete /personal_data/categories/[01]", "one category of two may be all that there is"},
	{"gdpr.yaml", "delete /purposes/0/*", "a purpose has an id, and counts as original"},
	{"gdpr.yaml", "delete /retention/action", "the retention of Art. 5(1)(e) ends in erasure unless the card states another end"},
	{"gdpr.yaml", "delete /source/collected_*", "a period of collection is not required"},
	{"gdpr.yaml", "falsify /large_scale", "special categories need an assessment on a small scale, too"},
	{"gdpr.yaml", "* /storage/0/region", "the country is stated"},
	{"gdpr.yaml", "* /storage/0/uri", "the country is stated"},
	{"hipaa.yaml", "delete /fields/[01234]", "which fields there are only the data tells"},
	{"hipaa.yaml", "falsify /fields/[01234]/name", "TODO is no identifier; names of identifiers are in the tests of the rule"},
	{"hipaa*.yaml", "falsify /hipaa/role", "each of them may have de-identified data"},
	{"lgpd.yaml", "falsify /notice/kind", "the LGPD does not know the kinds of notices of the GDPR"},
	{"pipl.yaml", "falsify /notice/kind", "the PIPL does not know the kinds of notices of the GDPR"},
	{"uk_gdpr.yaml", "falsify /uk_gdpr/recognised_interest", "which of the five interests it is only the controller knows"},
	{"us_28cfr202.yaml", "falsify /us_28cfr202/government_related", "the data is bulk in any case"},
	{"us_28cfr202.yaml", "falsify /us_28cfr202/us_persons/*", "how many people the data is on only the data tells"},
	{"us_28cfr202.yaml", "delete /controller", "the rule is about U.S. persons, whoever holds the data"},
}

// survived reports an edit that nothing finds, unless there is a reason.
func survived(t *testing.T, used map[string]bool, file, edit string) {
	t.Helper()
	reason, expected := survivorOf(file, edit)
	if !expected {
		t.Errorf("%s: %s is not found", file, edit)
	}
	used[reason] = true
}

func survivorOf(file, edit string) (string, bool) {
	for _, s := range survivors {
		if ok, _ := path.Match(s.file, file); !ok {
			continue
		}
		if ok, _ := path.Match(strings.ReplaceAll(s.edit, "/", ":"), strings.ReplaceAll(edit, "/", ":")); ok {
			return s.reason, true
		}
	}
	return "", false
}

// mutants are the edits of a card: each tag removed, and each with wrong values.
func mutants(t *testing.T, c regimeCard) []mutant {
	t.Helper()
	root, kind := c.card, "data-card"
	prefix := []string{}
	if c.model {
		root, kind, prefix = c.card["modelgate"].(map[string]any), "model-card-extension", []string{"modelgate"}
	}
	tree := schemaOf(t, kind)
	for _, step := range prefix {
		tree = tree.property(step)
	}
	var out []mutant
	edit := func(what string, at []string, value any) {
		e := cardEdit{Set: map[string]any{"/" + strings.Join(append(slices.Clone(prefix), at...), "/"): value}}
		out = append(out, mutant{of: c, what: what + " /" + strings.Join(at, "/"), card: e.apply(t, c.card)})
	}
	var visit func(at []string, v any, form schemaNode)
	visit = func(at []string, v any, form schemaNode) {
		edit("delete", at, nil)
		key := at[len(at)-1]
		switch v := v.(type) {
		case map[string]any:
			for _, k := range slices.Sorted(maps.Keys(v)) {
				visit(append(slices.Clone(at), k), v[k], form.property(k))
			}
		case []any:
			for i, item := range v {
				switch where := append(slices.Clone(at), strconv.Itoa(i)); {
				case isMapping(item):
					visit(where, item, form.items())
				case len(v) > 1:
					edit("delete", where, nil)
				}
			}
			if words := form.items().enum(); len(words) > 0 {
				for _, w := range words {
					if !slices.Contains(v, any(w)) && len(v) < 2 {
						edit("set "+w, at, []any{w})
					}
				}
			} else if len(v) > 0 && !isMapping(v[0]) {
				edit("set TODO", at, []any{"TODO"})
			}
			if len(v) > 0 {
				edit("empty", at, []any{})
			}
		case bool:
			edit(fmt.Sprintf("set %t", !v), at, !v)
		case json.Number:
			edit("set 0", at, json.Number("0"))
			edit("set 20000000", at, json.Number("20000000"))
		case string:
			switch words := form.enum(); {
			case len(words) > 0:
				for _, w := range words {
					if w != v {
						edit("set "+w, at, w)
					}
				}
			case strings.HasSuffix(key, "_on"), strings.HasSuffix(key, "_until"), key == "date", strings.HasPrefix(key, "collected_"):
				edit("set 2099-01-01", at, "2099-01-01")
				edit("set 2001-01-01", at, "2001-01-01")
			case key == "country":
				edit("set KP", at, "KP")
				edit("set XX", at, "XX")
			case key == "ref", strings.HasSuffix(key, "_ref"):
				edit("set TODO", at, "TODO")
				edit("set docs/missing.md", at, "docs/missing.md")
			default:
				edit("set TODO", at, "TODO")
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(root)) {
		if !slices.Contains([]string{"apiVersion", "kind", "name", "license"}, k) { // what the card is, and of what
			visit([]string{k}, root[k], tree.property(k))
		}
	}
	return out
}

func isMapping(v any) bool { _, is := v.(map[string]any); return is }

// schemaNode is a part of a schema.
type schemaNode struct{ root, node map[string]any }

func schemaOf(t *testing.T, kind string) schemaNode {
	t.Helper()
	src, err := schemas.FS.ReadFile(kind + ".schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var node map[string]any
	if err := json.Unmarshal(src, &node); err != nil {
		t.Fatal(err)
	}
	return schemaNode{node, node}
}

func (s schemaNode) get(keys ...string) schemaNode {
	node := s.node
	for _, k := range keys {
		node, _ = node[k].(map[string]any)
	}
	if ref, _ := node["$ref"].(string); ref != "" {
		return schemaNode{s.root, s.root}.get(strings.Split(strings.TrimPrefix(ref, "#/"), "/")...)
	}
	return schemaNode{s.root, node}
}

func (s schemaNode) property(name string) schemaNode { return s.get("properties", name) }
func (s schemaNode) items() schemaNode               { return s.get("items") }

func (s schemaNode) enum() []string {
	list, _ := s.node["enum"].([]any)
	var out []string
	for _, w := range list {
		out = append(out, fmt.Sprint(w))
	}
	return out
}

func dayOf(t *testing.T, day string) time.Time {
	t.Helper()
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	return at.Add(12 * time.Hour)
}

// TestRulesReadThePack: what a rule on the GDPR finds has the weight of the dates of its
// control, which an organisation's pack may change.
func TestRulesReadThePack(t *testing.T) {
	card := writtenCard{id: "c"}
	for _, c := range regimeCards(t) {
		if c.name == "gdpr.yaml" {
			card.card = maps.Clone(c.card)
		}
	}
	card.card["processors"] = []any{map[string]any{"name": "Cloud Ltd", "country": "IE"}}
	const said = `dataset "clinic-visits": processor "Cloud Ltd" has no contract (dpa_ref)`
	for pack, want := range map[string]string{
		"":                     "error: " + said,
		`{from: "2027-01-01"}`: "warning: " + said + " (from 2027-01-01)",
		`{confirmed: false}`:   "warning: " + said + " (not confirmed)",
		`{to: "2026-11-28"}`:   "error: " + said,
		`{to: "2026-11-27"}`:   "",
	} {
		base := fstest.MapFS{}
		if pack != "" {
			base[".modelgate/regimes/gdpr.yaml"] = &fstest.MapFile{Data: []byte("controls: {processors: " + pack + "}\n")}
			base[".modelgate/config.yaml"] = &fstest.MapFile{Data: []byte("apiVersion: modelgate.dev/v1\nkind: Config\n")}
		}
		head := treeOf(t, []writtenCard{card})
		maps.Copy(head, base)
		got := ""
		for _, d := range judgeCards(t, base, head).Models {
			for _, f := range d.Findings {
				if f.Rule == "gdpr/processor_contract" {
					got = fmt.Sprintf("%s: %s", f.Severity, f.Message)
				}
			}
		}
		if got != want {
			t.Errorf("with %q it is %q, want %q", pack, got, want)
		}
	}
}
