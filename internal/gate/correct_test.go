package gate

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/correction"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// cardsOfCases are the Markdown cards of the golden cases and, where it is at
// hand, of the corpus of real cards; each is a model of its own.
func cardsOfCases(t *testing.T) fstest.MapFS {
	t.Helper()
	tree := fstest.MapFS{}
	for _, pattern := range []string{cases + "/*/head/README.md", cases + "/*/head/*/README.md", cases + "/*/head/*/*/README.md", "../../../shared/corpus/cards/*.md"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if info, err := os.Lstat(file); err == nil && info.Mode().IsRegular() {
				name := strings.NewReplacer("/", "-", "..-", "", ".md", "").Replace(filepath.ToSlash(file))
				tree["m/"+name+"/MODEL_CARD.md"] = &fstest.MapFile{Data: src}
			}
		}
	}
	return tree
}

func checkTree(t *testing.T, tree fstest.MapFS) []finding.Finding {
	t.Helper()
	r, err := Check(context.Background(), Request{Base: source.Base{Tree: sourcetest.Tree("", fstest.MapFS{})}, Head: source.Head{Tree: sourcetest.Tree("", tree)}, All: true, Now: goldenTime})
	if err != nil {
		t.Fatal(err)
	}
	var all []finding.Finding
	for _, d := range r.All() {
		for _, j := range d.Findings {
			all = append(all, j.Finding)
		}
	}
	return all
}

// TestFixesMendWhatTheySay makes every edit that is proposed for every card at
// hand, and judges again, until nothing is proposed: each round has fewer
// findings of the rules whose edits were made, and no error that was not there.
// Only cards that were edited are judged again.
func TestFixesMendWhatTheySay(t *testing.T) {
	tree := cardsOfCases(t)
	if len(tree) < 10 {
		t.Fatalf("only %d cards were found", len(tree))
	}
	errorsOf := func(fs []finding.Finding) map[string]int {
		n := map[string]int{}
		for _, f := range fs {
			if f.Severity == finding.Error {
				n[f.At.Path+" "+f.Rule]++
			}
		}
		return n
	}
	found := checkTree(t, tree)
	made := map[string]int{}
	for round := 0; ; round++ {
		fixes := map[string][]finding.Fix{}
		for _, f := range found {
			if len(f.Fixes) > 0 {
				fixes[f.At.Path] = append(fixes[f.At.Path], f.Fixes[0])
				made[f.Rule]++
			}
		}
		if len(fixes) == 0 {
			break
		}
		if round == 4 {
			t.Fatalf("after %d rounds there still are fixes of %d cards: %v", round, len(fixes), sortedKeys(fixes))
		}
		edited := fstest.MapFS{}
		for path, list := range fixes {
			out, _, ok := correction.Mend(path, tree[path].Data, list)
			if !ok {
				t.Errorf("%s: the edits together break it", path)
			}
			if bytes.Equal(out, tree[path].Data) {
				t.Errorf("%s: the edits change nothing", path)
			}
			edited[path] = &fstest.MapFile{Data: out}
		}
		tree = edited
		after := checkTree(t, tree)
		was, now := errorsOf(found), errorsOf(after)
		for at, n := range now {
			// A heading that was added owes its text; a key that was misspelt hid what its value lacks.
			if n > was[at] && !slices.ContainsFunc([]string{"card/section_not_filled", "card/license_unknown", "card/task_unknown", "data/card_missing"}, func(rule string) bool { return strings.HasSuffix(at, rule) }) {
				t.Errorf("%s: %d errors, %d before the edits", at, n, was[at])
			}
		}
		found = after
	}
	for _, rule := range []string{"card/section_missing", "card/key_misspelt", "card/license_unknown"} {
		if made[rule] == 0 {
			t.Errorf("no edit of %s was tried: %v", rule, made)
		}
	}
	t.Logf("edits made: %v", made)
}

// TestAddedSectionsStillFail: a heading with a placeholder is no section.
func TestAddedSectionsStillFail(t *testing.T) {
	const path = "m/MODEL_CARD.md"
	tree := fstest.MapFS{path: {Data: []byte("---\nlibrary_name: x\n---\n# M\n")}}
	var fixes []finding.Fix
	owed := 0
	for _, f := range checkTree(t, tree) {
		if f.Rule == "card/section_missing" {
			owed++
			fixes = append(fixes, f.Fixes...)
		}
	}
	if owed == 0 || len(fixes) != owed {
		t.Fatalf("%d sections are owed, %d can be added", owed, len(fixes))
	}
	tree[path].Data, _, _ = correction.Mend(path, tree[path].Data, fixes)
	still := 0
	for _, f := range checkTree(t, tree) {
		if f.Rule == "card/section_not_filled" && f.Severity == finding.Error {
			still++
		}
		if f.Rule == "card/section_missing" {
			t.Errorf("still missing: %s", f.Message)
		}
	}
	if still != owed {
		t.Errorf("%d sections are not filled, want %d", still, owed)
	}
}

// TestEveryTitleCanBeAdded: the heading that is proposed is one that the
// reader of cards takes for what is owed.
func TestEveryTitleCanBeAdded(t *testing.T) {
	for _, key := range []string{"description", "intended_use", "out_of_scope", "limitations", "bias_risk", "training_data", "training_procedure", "evaluation", "environment", "technical", "license", "citation", "contact"} {
		tree := fstest.MapFS{
			".modelgate/config.yaml": {Data: []byte("apiVersion: modelgate.dev/v1\nkind: Config\nrequired_sections: [" + key + "]\n")},
			"m/MODEL_CARD.md":        {Data: []byte("---\nlibrary_name: x\n---\n# M\n")},
		}
		s := sourcetest.Tree("", tree)
		r, err := Check(context.Background(), Request{Base: source.Base{Tree: s}, Head: source.Head{Tree: s}, All: true, Now: goldenTime})
		if err != nil {
			t.Fatal(err)
		}
		fixes := 0
		for _, j := range r.Models[0].Findings {
			if j.Rule == "card/section_missing" {
				fixes += len(j.Fixes)
			}
		}
		if fixes != 1 {
			t.Errorf("%s: %d fixes, want 1", key, fixes)
		}
	}
}
