package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// descriptions are the files of the readers' own tests, of which each format has one.
func descriptions(t *testing.T) map[string][]byte {
	t.Helper()
	files, _ := filepath.Glob("../evidence/datasets/testdata/files/*")
	out := map[string][]byte{}
	for _, file := range files {
		if strings.HasSuffix(file, ".want") || filepath.Base(file) == "NOTICE" {
			continue
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(file)] = src
	}
	return out
}

// TestDataCardsFromEveryFormat: a card that is begun from a description states what that
// states, owes what it does not, and contradicts it nowhere.
func TestDataCardsFromEveryFormat(t *testing.T) {
	begunFrom := map[string]int{}
	for name, src := range descriptions(t) {
		d, _ := document.Parse(name, src)
		as, _ := inspection.DataFormat(d)
		if as.Name == datasets.FormatDataCard {
			continue
		}
		files := fstest.MapFS{"data/" + name: {Data: src}}
		documents, err := draftsFrom(sourcetest.Tree("", files), "data/"+name, src, nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		begunFrom[as.Name] += len(documents)
		for _, b := range documents {
			fits(t, schema.DataCard, b)
			if marks, lines := strings.Count(b.text, "# review: from data/"+name+":"), strings.Count(b.text, "\n"); marks == 0 || marks > lines {
				t.Errorf("%s: %d of %d lines are marked\n%s", name, marks, lines, b.text)
			}
		}
		found := rulesIn(t, files, documents)
		for _, owed := range []string{"gdpr/status_undeclared"} {
			if !slices.Contains(found, owed) {
				t.Errorf("%s: %s is not owed: %q", name, owed, found)
			}
		}
		for _, wrong := range []string{"data/cards_disagree", "evidence/duplicate_data_card", "data/date_impossible"} {
			if slices.Contains(found, wrong) {
				t.Errorf("%s: the gate finds %s", name, wrong)
			}
		}
		for _, b := range documents {
			if strings.Contains(b.text, "TODO") && !slices.Contains(found, "data/statement_empty") {
				t.Errorf("%s: a placeholder is not found: %q", name, found)
			}
		}
	}
	for _, f := range datasets.Formats {
		if f.Name != datasets.FormatDataCard && begunFrom[f.Name] == 0 {
			t.Errorf("no card was begun from the format %s", f.Name)
		}
	}
}

// TestWhatADescriptionOmitsIsOwed: each tag that stands for an answer in a draft, by a placeholder or by a question, is
// an error of the check, at that tag. No draft passes before a person has answered.
func TestWhatADescriptionOmitsIsOwed(t *testing.T) {
	found := map[string][]string{ // rule and words of the finding
		"license":              {"data/statement_empty", `license is "TODO"`},
		"source.name":          {"data/statement_empty", `source.name is "TODO"`},
		"source.kind":          {"data/source_undeclared", "source.kind is missing"},
		"source.origin":        {"data/source_undeclared", "source.origin is missing"},
		"storage":              {"data/storage_country_missing", "lists no storage location"},
		"storage.country":      {"data/storage_country_missing", "country"},
		"personal_data.status": {"gdpr/status_undeclared", `personal_data.status is "unknown"`},
	}
	for tag, placeholder := range owedTags {
		file, src := "schema.yml", "models: [{name: a, columns: [{name: x}]}]\n"
		if tag == "storage.country" {
			file, src = "datapackage.json", `{"name": "a", "resources": [{"name": "x", "path": "x.csv"}]}`
		}
		files := fstest.MapFS{file: {Data: []byte(src)}}
		documents, err := draftsFrom(sourcetest.Tree("", files), file, []byte(src), nil)
		if err != nil || len(documents) != 1 {
			t.Fatal(documents, err)
		}
		if !strings.Contains(documents[0].text, placeholder) {
			t.Errorf("%s: the draft does not ask for it:\n%s", tag, documents[0].text)
		}
		want, ok := found[tag]
		if !ok {
			t.Errorf("%s: no rule is known to find it", tag)
			continue
		}
		if !slices.ContainsFunc(findingsIn(t, files, documents), func(f finding.Finding) bool {
			return f.Rule == want[0] && f.Severity == finding.Error && strings.Contains(f.Message, want[1])
		}) {
			t.Errorf("%s is not found by %s", tag, want[0])
		}
	}
}

// TestDataCardsFromAreBegunOnce: a dataset with a card gets no second one, and a name that
// the file does not have is refused.
func TestDataCardsFromAreBegunOnce(t *testing.T) {
	src := []byte("models: [{name: a, columns: [{name: x}]}, {name: b, columns: [{name: x}]}]\n")
	tree := sourcetest.Tree("", fstest.MapFS{"schema.yml": {Data: src}, "datacards/mine.yaml": {Data: []byte("apiVersion: modelgate.dev/v1\nkind: DataCard\nname: a\n")}})
	documents, err := draftsFrom(tree, "schema.yml", src, nil)
	if err != nil || len(documents) != 1 || documents[0].path != "datacards/b.yaml" {
		t.Errorf("got %+v, %v", documents, err)
	}
	for _, tt := range []struct {
		only []string
		want string
	}{
		{[]string{"a"}, `dataset "a" has a data card, datacards/mine.yaml`},
		{[]string{"c"}, `does not describe a dataset "c"; it describes a, b`},
	} {
		if _, err := draftsFrom(tree, "schema.yml", src, tt.only); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: got %v", tt.only, err)
		}
	}
	if _, err := draftsFrom(tree, "x.yml", []byte("a: 1\n"), nil); err == nil || !strings.Contains(err.Error(), "not recognized") {
		t.Errorf("got %v", err)
	}
}

// TestDataCardFromHostileText: no text of a description leaves its value or comment.
func TestDataCardFromHostileText(t *testing.T) {
	src := []byte(`{"name": "a\nkind: Evil # x", "description": "x\u2028personal_data: {status: none}", "licenses": [{"name": "mit\n# y"}], "resources": [{"path": "d.csv", "schema": {"fields": [{"name": "f\"\n- name: g"}]}}]}`)
	documents, err := draftsFrom(sourcetest.Tree("", fstest.MapFS{}), "datapackage.json", src, nil)
	if err != nil {
		t.Fatal(err)
	}
	d, found := document.Parse(documents[0].path, []byte(documents[0].text))
	if len(found) > 0 || d.Root.Get("kind").Value != "DataCard" || d.Root.Get("name").Value != "akind: Evil # x" || d.Root.Get("personal_data").Get("status").Value != "unknown" || len(d.Root.Get("fields").Children) != 1 {
		t.Errorf("%v\n%s", found, documents[0].text)
	}
}

// draftsFrom are the drafts of a repository that sets nothing.
func draftsFrom(tree source.Tree, name string, src []byte, only []string) ([]begun, error) {
	return dataCardsFrom(tree, finder.New(tree, finder.Layout{}), datasets.Keys{}, name, src, only)
}
