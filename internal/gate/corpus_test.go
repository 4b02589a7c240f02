package gate

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// corpusRules lists, for each card of the corpus, the rules on cards and on
// documents that fire at stage production, and in which lines. It was reviewed
// finding by finding against the files, as its head says; -update writes it
// again, for the next reviewer to read.
const corpusRules = "../../testdata/corpus_card_rules.yaml"

// TestCorpusRules judges each card of the corpus, alone in its directory, and
// compares the rules that fire with the reviewed table. Files that may not be
// published lie in a corpus beside the repository, if there is one.
func TestCorpusRules(t *testing.T) {
	src, err := os.ReadFile(corpusRules)
	if err != nil {
		t.Fatal(err)
	}
	table, found := document.ParseAs(document.YAML, "corpus_card_rules.yaml", src)
	if len(found) > 0 {
		t.Fatal(found)
	}
	head, _, _ := strings.Cut(string(src), "files:\n")
	out := strings.Builder{}
	out.WriteString(head + "files:\n")
	read := 0
	for _, entry := range table.Root.Get("files").Children {
		var want []string
		for _, n := range entry.Children {
			want = append(want, n.Value)
		}
		got := want
		if file := corpusFile(entry.Key); file != "" {
			read++
			if got = rulesOf(t, file, entry.Key); !*update && !slices.Equal(got, want) {
				t.Errorf("%s: %s", entry.Key, cmp.Diff(want, got))
			}
		}
		fmt.Fprintf(&out, "  %s: [%s]\n", entry.Key, strings.Join(got, ", "))
	}
	if read < 40 {
		t.Errorf("only %d files of the corpus were read", read)
	}
	if *update {
		if err := os.WriteFile(corpusRules, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// corpusFile is a file of the corpus: its copy in this repository, else the one
// in the corpus beside it, else "".
func corpusFile(name string) string {
	short := strings.TrimSuffix(name, ".README.md")
	for _, prefix := range []string{"saranscript__huggingface-models__", "asgaardlab__model-card-reorganization__"} {
		short = strings.TrimPrefix(short, prefix)
	}
	short = strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(short, "docker__model-cards__", "docker-"), "_", "-"))
	for _, file := range []string{filepath.Join(cases, "change_corpus_monorepo/head/models", short, "README.md"),
		"../evidence/cards/testdata/files/" + name, "../../../shared/corpus/cards/" + name} {
		if _, err := os.Stat(file); err == nil {
			return file
		}
	}
	return ""
}

// rulesOf lists the rules on cards and documents that fire on one file, each with
// the lines of its findings. The file lies in a model's directory under a name
// that people give it.
func rulesOf(t *testing.T, file, name string) []string {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	as := "model_card" + path.Ext(name)
	switch {
	case strings.HasSuffix(name, ".md"):
		as = "README.md"
	case strings.HasPrefix(name, "CycloneDX"):
		as = "bom.json"
	case strings.HasSuffix(name, "MLmodel"):
		as = "MLmodel"
	}
	config := &fstest.MapFile{Data: []byte("apiVersion: modelgate.dev/v1\nkind: Config\nmodels: [{path: models/*}]\n")}
	base := sourcetest.Tree(strings.Repeat("b", 40), fstest.MapFS{".modelgate/config.yaml": config})
	proposed := sourcetest.Tree(strings.Repeat("a", 40), fstest.MapFS{".modelgate/config.yaml": config, "models/m/" + as: {Data: src}})
	req := Request{Base: source.Base{Tree: base}, Head: source.Head{Tree: proposed}, Now: goldenTime}
	if req.Changes, err = source.Diff(base, proposed); err != nil {
		t.Fatal(err)
	}
	r, err := Check(context.Background(), req)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	lines := map[string][]int{}
	for _, d := range r.All() {
		for _, f := range d.Findings {
			if category, _, _ := strings.Cut(f.Rule, "/"); category == "card" || category == "document" {
				lines[f.Rule] = append(lines[f.Rule], f.At.Line)
			}
		}
	}
	rules := []string{}
	for _, rule := range slices.Sorted(maps.Keys(lines)) {
		slices.Sort(lines[rule])
		rules = append(rules, rule+" "+strings.Trim(fmt.Sprint(lines[rule]), "[]"))
	}
	return rules
}
