package results_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// TestEvidentlyRepeats sees that a key given twice is passed over only where the
// tool itself writes it so, and nowhere else in the same file.
func TestEvidentlyRepeats(t *testing.T) {
	for _, c := range []struct {
		name, result string
		found        int
	}{
		{"missing values", `{"current": {"different_missing_values": {"": 0, "null": 1, "null": 2, "null": 0}}}`, 0},
		{"missing values by column", `{"current": {"different_missing_values_by_column": {"a": {"null": 1, "null": 2}}}}`, 0},
		{"another key there", `{"current": {"different_missing_values": {"": 0, "": 1}}}`, 1},
		{"null elsewhere", `{"current": {"null": 1, "null": 2}}`, 1},
		{"a measure", `{"drift_score": 0.01, "drift_score": 0.9}`, 1},
	} {
		in, err := inspection.Of("report.json", []byte(`{"metrics": [{"metric": "M", "result": `+c.result+`}]}`), format.KindEvaluation)
		if err != nil {
			t.Fatal(err)
		}
		repeats := 0
		for _, f := range in.Findings {
			if f.Rule == "document/duplicate_key" {
				repeats++
			}
		}
		if repeats != c.found {
			t.Errorf("%s: %d keys are said to be given twice, not %d: %v", c.name, repeats, c.found, in.Findings)
		}
	}
}

// TestManyNumbersThatAreNotFinite: those of single examples are one note, at the first.
func TestManyNumbersThatAreNotFinite(t *testing.T) {
	for n, want := range map[int]int{1: 1, 5: 5, 6: 1, 100: 1} {
		src := `{"mean": {"dice": 0.5}, "metric_per_case": [` + strings.TrimSuffix(strings.Repeat("{\"dice\": NaN},\n", n), ",\n") + "]}"
		in, err := inspection.Of("summary.json", []byte(src), format.KindEvaluation)
		if err != nil || len(in.Findings) != want || in.Findings[0].At.Line != 1 || in.Findings[0].Severity != finding.Note {
			t.Errorf("%d: %v, %v", n, in.Findings, err)
		}
		if more := fmt.Sprintf("(and %d more in the file)", n-1); n > 5 && !strings.Contains(in.Findings[0].Message, more) {
			t.Errorf("%d: %s", n, in.Findings[0].Message)
		}
	}
}
