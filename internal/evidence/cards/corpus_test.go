package cards_test

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

var update = flag.Bool("update", false, "rewrite the files that tests compare with")

const corpusTable = "../../../testdata/corpus_cards.yaml"

// corpusFile finds a file of the table: a copy in this repository, else the
// corpus that may lie beside it.
func corpusFile(name string) string {
	monorepo := strings.TrimSuffix(name, ".README.md")
	for _, prefix := range []string{"saranscript__huggingface-models__", "asgaardlab__model-card-reorganization__"} {
		monorepo = strings.TrimPrefix(monorepo, prefix)
	}
	monorepo = strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(monorepo, "docker__model-cards__", "docker-"), "_", "-"))
	for _, file := range []string{"testdata/files/" + name, "../../../testdata/change_corpus_monorepo/head/models/" + monorepo + "/README.md", "../../../../shared/corpus/cards/" + name} {
		if _, err := os.Stat(file); err == nil {
			return file
		}
	}
	return ""
}

// TestCorpusCards holds what is read of each card against the reviewed table.
// -update writes the table again, for the next reviewer to read.
func TestCorpusCards(t *testing.T) {
	src, err := os.ReadFile(corpusTable)
	if err != nil {
		t.Fatal(err)
	}
	table, found := document.Parse("corpus_cards.yaml", src)
	if len(found) > 0 {
		t.Fatal(found)
	}
	read, formats := 0, map[string]int{}
	header, _, _ := strings.Cut(string(src), "files:\n")
	out := strings.Builder{}
	out.WriteString(header + "files:\n")
	for _, entry := range place.Root(table).Get("files").Items() {
		name := entry.Get("file").Text().Value
		want := map[string]string{"format": entry.Get("format").Text().Value}
		for _, n := range entry.Node.Children {
			if n.Key != "file" {
				want[n.Key] = entry.Get(n.Key).Words()
			}
		}
		facts := want
		if file := corpusFile(name); file != "" { // else it may not be published, and there is no corpus beside the repository
			read++
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var format string
			format, facts = readFacts(t, name, src)
			facts["format"] = format
			formats[format]++
		}
		if diff := cmp.Diff(want, facts); diff != "" && !*update {
			t.Errorf("%s: %s", name, diff)
		}
		out.WriteString(tableEntry(name, facts))
	}
	if *update {
		if err := os.WriteFile(corpusTable, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if read < 60 || len(formats) < 12 {
		t.Errorf("only %d files of %d formats were read: %v", read, len(formats), formats)
	}
}

// tableEntry is one file of the table: texts are quoted, lists in brackets.
func tableEntry(name string, facts map[string]string) string {
	out := strings.Builder{}
	fmt.Fprintf(&out, "  - file: %s\n    format: %s\n", name, facts["format"])
	for _, key := range []string{"name", "version", "license", "task", "library"} {
		if facts[key] != "" {
			fmt.Fprintf(&out, "    %s: %q\n", key, facts[key])
		}
	}
	for _, key := range []string{"languages", "datasets", "base_models", "claims", "contacts", "links", "files", "placeholders"} {
		if facts[key] != "" {
			fmt.Fprintf(&out, "    %s: %s\n", key, facts[key])
		}
	}
	for _, key := range []string{"filled", "placeholder", "empty", "not_applicable", "findings"} {
		if facts[key] != "" {
			fmt.Fprintf(&out, "    %s: [%s]\n", key, strings.ReplaceAll(facts[key], "\n", ", "))
		}
	}
	return out.String()
}

// readFacts reads one file as the table has it, and looks whether each place
// lies in the file.
func readFacts(t *testing.T, name string, src []byte) (string, map[string]string) {
	t.Helper()
	in, err := inspection.Of(name, src, format.KindCard)
	if _, e := inspection.Of(name, src, ""); e != nil {
		err = e // the table says what a file is by itself
	}
	var unknown *inspection.NotRecognised
	switch {
	case errors.As(err, &unknown):
		return "none", map[string]string{}
	case err != nil:
		t.Fatalf("%s: %v", name, err)
	}
	c := in.Document.(evidence.Card)
	d, _ := document.Parse(name, src)
	placesLieInTheFile(t, d, c, in.Findings)
	facts := map[string]string{}
	for key, value := range map[string]string{"name": c.Name.Value, "version": c.Version.Value, "license": c.License.Value, "task": c.Task.Value, "library": c.Library.Value} {
		if value != "" {
			facts[key] = value
		}
	}
	for key, n := range map[string]int{"languages": len(c.Languages.Items), "datasets": len(c.Datasets.Items), "base_models": len(c.BaseModels.Items), "claims": len(c.Claims),
		"contacts": len(c.Contacts), "links": len(c.Links), "files": len(c.Files), "placeholders": len(c.Placeholder)} {
		if n > 0 {
			facts[key] = strconv.Itoa(n)
		}
	}
	for state, keys := range bestStates(c) {
		facts[state] = strings.Join(keys, "\n")
	}
	rules := map[string]bool{}
	for _, f := range in.Findings {
		rules[f.Rule] = true
	}
	if len(rules) > 0 {
		facts["findings"] = strings.Join(slices.Sorted(maps.Keys(rules)), "\n")
	}
	return in.Format, facts
}

// bestStates groups the keys of a card's sections by the best state of each.
func bestStates(c evidence.Card) map[string][]string {
	rank := map[evidence.SectionState]int{"empty": 1, "placeholder": 2, "not_applicable": 3, "filled": 4}
	best := map[string]evidence.SectionState{}
	for _, s := range c.Sections {
		if s.Key != "" && rank[s.State] > rank[best[s.Key]] {
			best[s.Key] = s.State
		}
	}
	out := map[string][]string{}
	for _, key := range slices.Sorted(maps.Keys(best)) {
		out[string(best[key])] = append(out[string(best[key])], key)
	}
	return out
}

// placesLieInTheFile: each anchor of a card leads to a place in its file, and
// that of a fact to the text of the fact.
func placesLieInTheFile(t *testing.T, d *document.Document, c evidence.Card, findings []finding.Finding) {
	t.Helper()
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(d.Source)), "\n")
	inside := func(at finding.Position) bool {
		return at.Line >= 1 && at.Line <= len(lines) && at.Column >= 1 && at.Column <= len([]rune(lines[at.Line-1]))+1
	}
	for _, f := range findings {
		if !inside(f.At) {
			t.Errorf("%s: %s at %d:%d lies outside the file", d.Path, f.Rule, f.At.Line, f.At.Column)
		}
	}
	everyText(c, func(value string, at evidence.Anchor) {
		where, ok := locate(d, at)
		if !ok || !inside(where) {
			t.Errorf("%s: %s leads to %+v, %v", d.Path, at, where, ok)
			return
		}
		line := lines[where.Line-1]
		if word, _, _ := strings.Cut(strings.TrimSpace(value), "\n"); value != "" && where.EndLine == where.Line && !standsIn(line, word) {
			t.Errorf("%s: %q is said to stand at %s, line %d: %.80q", d.Path, value, at, where.Line, line)
		}
	})
}

// locate is the position in a document that an anchor leads to, if it is of the document.
func locate(d *document.Document, a evidence.Anchor) (finding.Position, bool) {
	file, pointer := a.Split(func(file string) bool { return file == d.Path })
	return place.Position(d, pointer), file == d.Path
}

// standsIn reports whether a line has the first word of a text.
func standsIn(line, text string) bool {
	words := prose.PlainWords(text)
	return len(words) == 0 || strings.Contains(strings.Join(prose.PlainWords(line), ""), words[0])
}

// everyText visits the facts of a card that are written out in it.
func everyText(c evidence.Card, visit func(value string, at evidence.Anchor)) {
	for _, t := range []evidence.Text{c.Name, c.Version, c.Task, c.LicenseName, c.LicenseLink, c.LicenseExpr, c.CO2.Emissions, c.RiskClass} {
		if t.Present {
			visit(t.Value, t.At)
		}
	}
	for _, l := range []evidence.List{c.Tags, c.Metrics} {
		for _, i := range l.Items {
			visit(i.Value, i.At)
		}
	}
	for _, u := range c.Datasets.Items {
		visit(u.Value, u.At)
	}
	for _, m := range c.BaseModels.Items {
		visit(m.Value, m.At)
	}
	for _, k := range c.Contacts {
		visit(k.Email.Value, k.Email.At)
		visit(k.Name.Value, k.Name.At)
	}
	for _, claim := range c.Claims {
		value := claim.Raw
		if strings.HasPrefix(value, "a ") || value == "nothing" {
			value = ""
		}
		visit(value, claim.At)
	}
	for _, l := range c.Links {
		value := strings.TrimPrefix(l.Target, "mailto:")
		if l.Kind == evidence.LinkAnchor || strings.Contains(value, "%") {
			value = ""
		}
		visit(value, l.At)
	}
	for _, f := range c.Files {
		visit(f.Path, f.At)
	}
	for _, s := range c.Sections {
		visit("", s.At)
	}
	for _, k := range c.Keys {
		visit(k.Name, k.At)
	}
}
