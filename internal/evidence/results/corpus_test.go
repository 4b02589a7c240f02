package results_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
)

// TestCorpusOfResults holds what is read from each real result file that may
// lie beside the repository against testdata/corpus-evals.tsv, which was made by
// opening each file: format, results, of them with a higher, lower and unknown
// direction, with a known n, that are no finite number, completeness, marks.
func TestCorpusOfResults(t *testing.T) {
	dir := "../../../../shared/corpus/evals"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the corpus does not lie beside the repository")
	}
	table, err := os.ReadFile("testdata/corpus-evals.tsv")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for i, line := range strings.Split(strings.TrimRight(string(table), "\n"), "\n") {
		if i == 0 {
			continue
		}
		name, want, _ := strings.Cut(line, "\t")
		listed[name] = true
		src, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := summary(t, name, src); got != want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !listed[f.Name()] && !strings.HasSuffix(f.Name(), ".jsonl") {
			t.Errorf("%s is not in the table", f.Name())
		}
	}
}

func summary(t *testing.T, name string, src []byte) string {
	in, err := inspection.Of(name, src, format.KindEvaluation)
	var unknown *inspection.NotRecognised
	switch {
	case errors.As(err, &unknown):
		return "refused\t" + unknown.Like
	case err != nil:
		t.Fatal(err)
	}
	e := in.Document.(evidence.Evaluation)
	total(t, e)
	var higher, lower, unclear, counted, invalid int
	for _, r := range e.Results {
		switch r.Direction {
		case "higher":
			higher++
		case "lower":
			lower++
		default:
			unclear++
		}
		if r.N != "" {
			counted++
		}
		if !r.Valid {
			invalid++
		}
	}
	var marks []string
	if e.Claimed {
		marks = append(marks, "claimed")
	}
	if e.Cached.Value {
		marks = append(marks, "cached")
	}
	for _, f := range in.Findings {
		marks = append(marks, f.Rule)
	}
	return fmt.Sprintf("%s\t%d\t%d\t%d\t%d\t%d\t%d\t%s\t%s", e.Format, len(e.Results), higher, lower, unclear, counted, invalid, e.Completeness.State, strings.Join(marks, ","))
}
