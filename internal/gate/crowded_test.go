package gate

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/evaluation"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// crowded is a model with n classes in its classification report, and a
// threshold with the given words.
func crowded(n int, threshold string) fstest.MapFS {
	var classes strings.Builder
	for i := range n {
		fmt.Fprintf(&classes, "  \"c%05d\": {\"precision\": 0.9, \"recall\": 0.8, \"f1-score\": 0.85, \"support\": 100},\n", i)
	}
	report := "{\n" + classes.String() + `  "accuracy": 0.8,
  "macro avg": {"precision": 0.9, "recall": 0.8, "f1-score": 0.85, "support": 100},
  "weighted avg": {"precision": 0.9, "recall": 0.8, "f1-score": 0.85, "support": 100}
}`
	return fstest.MapFS{
		".modelgate/thresholds.yaml":                     {Data: []byte("apiVersion: modelgate.dev/v1\nkind: Thresholds\nthresholds:\n  - {id: recall, metric: recall, " + threshold + "}\n")},
		"models/m/README.md":                             {Data: []byte("---\nlicense: mit\n---\n# m\n")},
		"models/m/evaluation/classification_report.json": {Data: []byte(report)},
	}
}

func judgeCrowded(t testing.TB, tree fstest.MapFS) decision.Decision {
	t.Helper()
	at := sourcetest.Tree(strings.Repeat("a", 40), tree)
	r, err := Check(t.Context(), Recheck(at, "", goldenTime))
	if err != nil || len(r.Models) != 1 {
		t.Fatal(r.Models, err)
	}
	return r.Models[0]
}

// TestMoreChecksThanThereMayBe are an error at the threshold, at every stage; and
// ignoring what does not matter is a way out.
func TestMoreChecksThanThereMayBe(t *testing.T) {
	verdicts := func(d decision.Decision) map[string]int {
		out := map[string]int{}
		for _, c := range d.Checks {
			out[c.Verdict]++
		}
		return out
	}
	more := crowded(evaluation.MaxChecks/2+1, "min: 0.5, above: 0.5, severity: info, slices: {by: class}")
	more[".modelgate/config.yaml"] = &fstest.MapFile{Data: []byte("apiVersion: modelgate.dev/v1\nkind: Config\nstage: draft\n")}
	d := judgeCrowded(t, more)
	denied := ""
	for _, f := range d.Findings {
		if f.Rule == "evaluation/too_many_checks" {
			denied = f.String()
		}
	}
	if v := verdicts(d); d.Result != decision.Deny || v[string(evaluation.Error)] != 1 || len(v) != 1 || !strings.HasPrefix(denied, ".modelgate/thresholds.yaml:4:39: no thresholds were checked: with the 5002 checks of threshold \"recall\", the model has more than the limit of 5000 checks") {
		t.Errorf("one more: %v, %s", v, denied)
	}
	few := judgeCrowded(t, crowded(1200, "min: 0.5, slices: {by: class, required: [c00007], others: ignore}"))
	if v := verdicts(few); v[string(evaluation.Pass)] != 1 || v["not_applicable"] != 100 {
		t.Errorf("one that matters: %v", v)
	}
	if detail := few.Checks[0].Detail; !strings.Contains(detail, "nor about 1099 that are not listed") {
		t.Errorf("what is not listed: %s", detail)
	}
}

// BenchmarkManyChecks judges a model with as many checks as there may be, none of
// which is met.
func BenchmarkManyChecks(b *testing.B) {
	tree := crowded(evaluation.MaxChecks/2, "min: 0.9, above: 0.9, slices: {by: class}")
	for b.Loop() {
		if d := judgeCrowded(b, tree); len(d.Findings) < evaluation.MaxChecks {
			b.Fatal(len(d.Findings))
		}
	}
}
