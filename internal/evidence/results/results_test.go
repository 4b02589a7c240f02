package results_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
	"github.com/modelgate-dev/modelgate/internal/evidence/results"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

var update = flag.Bool("update", false, "rewrite the files that tests compare with")

// outline is an evaluation for a reader of tests: what is said, line by line,
// with the line of the file that each result stands in.
func outline(e evidence.Evaluation, found []finding.Finding, line func(evidence.Anchor) int) string {
	var b strings.Builder
	put := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, " %s=%s", name, value)
		}
	}
	b.WriteString(e.Format)
	put("tool", e.Producer.Tool)
	put("version", e.Producer.Version)
	put("model", e.Subject.Model)
	put("digest", e.Subject.Digest)
	put("commit", e.Subject.Commit)
	put("created", e.Created.Value)
	if e.Claimed {
		b.WriteString(" claimed")
	}
	if e.Cached.Present {
		fmt.Fprintf(&b, " cached=%v", e.Cached.Value)
	}
	c := e.Completeness
	fmt.Fprintf(&b, "\n%s", c.State)
	put("expected", c.Expected)
	put("observed", c.Observed)
	put("errors", c.Errors)
	put("reason", c.Reason)
	b.WriteByte('\n')
	for _, r := range e.Results {
		fmt.Fprintf(&b, "%d: %s", line(r.At), r.Metric)
		put("task", r.Task)
		put("slice", r.Slice)
		put("dataset", strings.Trim(r.Dataset.Name+"|"+r.Dataset.Split+"|"+r.Dataset.Revision+"|"+r.Dataset.Digest, "|"))
		for _, s := range r.Variant {
			put(s.Name, s.Value)
		}
		if r.Valid {
			put("value", r.Value)
		} else {
			fmt.Fprintf(&b, " INVALID %q", r.Raw)
		}
		put("unit", r.Unit)
		put("direction", string(r.Direction))
		put("from", string(r.DirectionFrom))
		put("n", r.N)
		put("n_from", r.NFrom)
		put("k", r.K)
		u := r.Uncertainty
		put("uncertainty", string(u.Kind))
		put("±", u.Value)
		put("low", u.Low)
		put("high", u.High)
		put("method", u.Method)
		if len(r.Runs) > 0 {
			put("runs", strings.Join(r.Runs, ","))
		}
		b.WriteByte('\n')
	}
	for _, g := range e.Groups {
		fmt.Fprintf(&b, "group %s of %d\n", g.Name, len(g.Members))
	}
	for _, j := range e.Judgements {
		fmt.Fprintf(&b, "%d: judgement %s", line(j.At), j.Name)
		put("slice", j.Slice)
		fmt.Fprintf(&b, " %s %q %s\n", j.Status, j.Raw, j.Reason)
	}
	if t := e.Trials; t.Present {
		fmt.Fprintf(&b, "trials metric=%q direction=%q split=%q total=%s failed=%s selected=%q best=%q agrees=%s\n",
			t.Metric.Value, t.Direction, t.Split, t.Total, t.Failed, t.Selected.Value, t.Best.Value, t.Agrees)
	}
	for _, x := range e.Examples {
		fmt.Fprintf(&b, "examples %s in %s task=%s\n", x.Format, filepath.Base(x.Path), x.Task)
	}
	for _, f := range found {
		fmt.Fprintf(&b, "%d: %s: %s\n", f.At.Line, f.Rule, f.Message)
	}
	return b.String()
}

// inspected reads a file as an evaluation and outlines it, or the refusal.
func inspected(t *testing.T, name string, src []byte) string {
	t.Helper()
	in, err := inspection.Of(name, src, format.KindEvaluation)
	if err != nil {
		return "refused: " + err.Error() + "\n"
	}
	d, _ := results.Parse(name, src)
	return outline(in.Document.(evidence.Evaluation), in.Findings, func(a evidence.Anchor) int {
		_, pointer, _ := strings.Cut(string(a), "#")
		return d.At(pointer).Line
	})
}

// TestResultFormats reads one small file of each format, written for this test
// from the format's documentation, and compares all that is said of it.
func TestResultFormats(t *testing.T) {
	files, err := filepath.Glob("testdata/files/*")
	if err != nil || len(files) < 25 {
		t.Fatalf("%d fixtures, %v", len(files), err)
	}
	formatsSeen := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, ".want") {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := inspected(t, filepath.Base(file), src)
			name, _, _ := strings.Cut(got, " ")
			formatsSeen[strings.SplitN(name, "\n", 2)[0]] = true
			if *update {
				if err := os.WriteFile(file+".want", []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file + ".want")
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("run `go test ./internal/evidence/results -run TestResultFormats -update` and read the difference; got\n%s\nwant\n%s", got, want)
			}
		})
	}
	for _, f := range results.Formats {
		if !formatsSeen[f.Name] {
			t.Errorf("%s has no fixture", f.Name)
		}
	}
}

// total asserts that a document becomes an evaluation in which nothing is
// missing, whatever it holds.
func total(t *testing.T, e evidence.Evaluation) {
	t.Helper()
	if e.Results == nil || e.Groups == nil || e.Judgements == nil || e.Examples == nil {
		t.Errorf("a list is missing: %+v", e)
	}
	if len(e.Results) > results.MaxResults {
		t.Errorf("%d results", len(e.Results))
	}
	for _, r := range e.Results {
		switch {
		case r.At == "" || r.Variant == nil || r.Runs == nil || r.Uncertainty.At == "":
			t.Fatalf("a part is missing: %+v", r)
		case r.Valid != (r.Value != ""):
			t.Fatalf("valid is %v for %q", r.Valid, r.Value)
		case r.Valid && decimal.Rational(r.Value) == nil:
			t.Fatalf("%q is no decimal", r.Value)
		case (r.N == "") != (r.NFrom == ""):
			t.Fatalf("n is %q from %q", r.N, r.NFrom)
		case r.K != "" && r.N == "":
			t.Fatalf("k without n: %+v", r)
		case !slices.IsSortedFunc(r.Variant, func(a, b evidence.Setting) int { return strings.Compare(a.Name, b.Name) }):
			t.Fatalf("variant %+v", r.Variant)
		case !slices.Contains(r.Direction.Words(), string(r.Direction)):
			t.Fatalf("direction %q", r.Direction)
		case r.Uncertainty.Kind == evidence.StdErr && decimal.Rational(r.Uncertainty.Value) == nil:
			t.Fatalf("a standard error of %q", r.Uncertainty.Value)
		}
	}
}

// BenchmarkResultFile reads a result file of nearly 4 MiB, the limit of a
// document, one of a tenth and one of a hundredth: the cost is linear.
func BenchmarkResultFile(b *testing.B) {
	for _, tasks := range []int{150, 1_500, 15_000} {
		var results, versions strings.Builder
		for i := range tasks {
			fmt.Fprintf(&results, `%s"task_%05d": {"alias": " - task_%05d %s", "acc,none": 0.28, "acc_stderr,none": 0.04512608598542126}`, comma(i), i, i, strings.Repeat("x", 100))
			fmt.Fprintf(&versions, `%s"task_%05d": 1.0`, comma(i), i)
		}
		src := []byte(`{"results": {` + results.String() + `}, "versions": {` + versions.String() + `}, "config": {"limit": null}}`)
		b.Run(fmt.Sprintf("%dkB", len(src)/1000), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				in, err := inspection.Of("results.json", src, format.KindEvaluation)
				if err != nil || len(in.Findings) > 0 || len(in.Document.(evidence.Evaluation).Results) != tasks {
					b.Fatal(err, in.Findings)
				}
			}
		})
	}
}

func comma(i int) string {
	if i == 0 {
		return ""
	}
	return ", "
}

// Counts of examples do not make a file one of the Trainer's: its timings do.
func TestTrainerIsKnownByItsTimings(t *testing.T) {
	for src, want := range map[string]string{
		`{"eval_accuracy": 0.9, "eval_samples": 10, "eval_runtime": 1.5}`:              "hf-trainer",
		`{"eval_accuracy": 0.9, "eval_steps_per_second": 3}`:                           "hf-trainer",
		`{"accuracy": 0.9, "train_samples": 300, "test_samples": 120}`:                 results.FormatMetrics,
		`{"selected_feature_count": 11, "train_samples": 300, "test_samples": 120}`:    "",
		`{"eval_accuracy": 0.9, "eval_runtime": 1.5, "log": [{"eval_accuracy": 0.8}]}`: results.FormatMetrics,
	} {
		in, err := inspection.Of("x.json", []byte(src), format.KindEvaluation)
		if got := in.Format; got != want || (err == nil) != (want != "") {
			t.Errorf("%s is %q, want %q: %.80v", src, got, want, err)
		}
	}
}

// The summary of an Inspect log is what its samples add up to, as far as they can be added up.
func TestInspectAddsUp(t *testing.T) {
	for _, c := range []struct {
		accuracy, epochs, samples string
		wrong                     bool
	}{
		{"0.5", "1", `"C", "I", "C", "I"`, false},
		{"0.75", "1", `"C", "I", "C", "I"`, true},
		{"0.333333333333333315", "1", `1, 0, 0`, false},
		{"0.3333", "1", `true, false, false`, false}, // cut
		{"0.34", "1", `"C", "I", "I"`, true},
		{"0.4", "1", `"C", "I", "I", "I", "I", "I", "I"`, true},
		{"1", "1", `"C", "C"`, false},
		{"1", "1", `"C", "I"`, true}, {"1.0", "1", `"C", "I"`, true},
		{"0.9", "1", `"C", "P"`, false}, // in part: how much is for the scorer to say
		{"0.9", "2", `"C", "I"`, false}, // several times
		{"0.9", "1", ``, false},         // left out
	} {
		var samples []string
		for i, v := range strings.FieldsFunc(c.samples, func(r rune) bool { return r == ',' }) {
			samples = append(samples, fmt.Sprintf(`{"id": %d, "scores": {"match": {"value": %s}}}`, i, v))
		}
		src := fmt.Sprintf(`{"status": "success", "eval": {"task": "t", "model": "m", "config": {"epochs": %s}}, "results": {"total_samples": %d, "completed_samples": %d,
			"scores": [{"name": "match", "scored_samples": %d, "unscored_samples": 0, "metrics": {"accuracy": {"value": %s}}}]}, "samples": [%s]}`,
			c.epochs, len(samples), len(samples), len(samples), c.accuracy, strings.Join(samples, ", "))
		in, err := inspection.Of("log.json", []byte(src), format.KindEvaluation)
		if err != nil {
			t.Fatal(err)
		}
		if wrong := len(in.Findings) > 0; wrong != c.wrong {
			t.Errorf("%s of %s: %v", c.accuracy, c.samples, in.Findings)
		}
	}
}
