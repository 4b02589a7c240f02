package results_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/evidence/results"
)

// fuzzResults reads anything as an evaluation of the named formats, whether or not
// it is recognised as one: no panic, no missing part, every place in the file, and
// the same twice. It begins with the files of the test data that are of one.
func fuzzResults(f *testing.F, names ...string) {
	forms := slices.DeleteFunc(slices.Clone(results.Formats), func(x results.Format) bool { return !slices.Contains(names, x.Name) })
	if len(forms) != len(names) {
		f.Fatalf("%d of the formats %q", len(forms), names)
	}
	seeds := 0
	files, _ := filepath.Glob("testdata/files/*")
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil || strings.HasSuffix(file, ".want") {
			continue
		}
		d, _ := document.Parse(file, src)
		if slices.ContainsFunc(forms, func(x results.Format) bool { return x.Recognise(d) }) {
			f.Add(filepath.Ext(file), src)
			seeds++
		}
	}
	if seeds < len(names) {
		f.Fatalf("%d files of the formats %q to begin with", seeds, names)
	}
	f.Fuzz(func(t *testing.T, ext string, src []byte) {
		d, _ := document.Parse("x"+ext, src)
		if d.Root == nil {
			return
		}
		for _, x := range forms {
			checkReading(t, x, d)
		}
	})
}

func checkReading(t *testing.T, x results.Format, d *document.Document) {
	known := x.Recognise(d)
	r := x.Read(d) // also what is not recognised must not panic
	total(t, r.Evaluation)
	if known && len(r.Results) == 0 && len(r.Judgements) == 0 && len(r.Findings) == 0 {
		t.Errorf("%s: recognised, and nothing is said", x.Name)
	}
	for _, result := range r.Results {
		file, pointer := result.At.Split(func(file string) bool { return file == d.Path })
		if at := place.Position(d, pointer); file != d.Path || at.Line < 1 || at.Column < 1 {
			t.Errorf("%s leads to %+v", result.At, at)
		}
	}
	again := x.Read(d)
	first, err1 := json.Marshal(r.Evaluation)
	second, err2 := json.Marshal(again.Evaluation)
	if err1 != nil || err2 != nil || !bytes.Equal(first, second) || len(r.Findings) != len(again.Findings) {
		t.Errorf("%s: read twice, it is not the same: %v, %v", x.Name, err1, err2)
	}
	for _, e := range r.Examples {
		if len(r.Results) > 0 {
			results.ReadSamples(e, bytes.NewReader(d.Source), r.Results[0]) //nolint:errcheck // memory does not fail
		}
	}
}

func FuzzResultsPromptfoo(f *testing.F) { fuzzResults(f, results.FormatPromptfoo) }
func FuzzResultsLMEval(f *testing.F)    { fuzzResults(f, results.FormatLMEval, results.FormatLighteval) }
func FuzzResultsEvidently(f *testing.F) {
	fuzzResults(f, results.FormatEvidently, results.FormatEvidentlyLegacy)
}
func FuzzResultsEEE(f *testing.F)       { fuzzResults(f, results.FormatEEE) }
func FuzzResultsInspect(f *testing.F)   { fuzzResults(f, results.FormatInspect) }
func FuzzResultsHELM(f *testing.F)      { fuzzResults(f, results.FormatHELM, results.FormatHELMPerInstance) }
func FuzzResultsMLflow(f *testing.F)    { fuzzResults(f, evidence.FormatMLflow) }
func FuzzResultsSageMaker(f *testing.F) { fuzzResults(f, results.FormatSageMaker) }
func FuzzResultsDeepEval(f *testing.F)  { fuzzResults(f, results.FormatDeepEval) }
func FuzzResultsGX(f *testing.F)        { fuzzResults(f, results.FormatGX, results.FormatTFMA) }
func FuzzResultsSklearn(f *testing.F)   { fuzzResults(f, results.FormatSklearn, results.FormatFairness) }
func FuzzResultsTables(f *testing.F)    { fuzzResults(f, results.FormatYOLO, results.FormatTrials) }
func FuzzResultsTrainer(f *testing.F) {
	fuzzResults(f, results.FormatTrainer, results.FormatTrainerState)
}
func FuzzResultsMetrics(f *testing.F) { fuzzResults(f, results.FormatMetrics, results.FormatBenchmark) }

// TestEveryFormatIsFuzzed: a reader that is added to the list gets a target.
func TestEveryFormatIsFuzzed(t *testing.T) {
	src, err := os.ReadFile("fuzz_test.go")
	if err != nil {
		t.Fatal(err)
	}
	_, targets, _ := strings.Cut(string(src), "\nfunc FuzzResults")
	names := map[string]bool{}
	for _, word := range strings.FieldsFunc(targets, func(r rune) bool { return strings.ContainsRune(" ,()", r) }) {
		if strings.HasPrefix(word, "results.Format") {
			names[word] = true
		}
	}
	if len(names) != len(results.Formats) {
		t.Errorf("%d formats are fuzzed, and %d are read", len(names), len(results.Formats))
	}
}

// FuzzMLflowStore reads a run of MLflow's file store, whose file of a metric is
// anything.
func FuzzMLflowStore(f *testing.F) {
	for _, s := range []string{"1670301535917 0.8 0\n1670301535918 0.9 1\n", "1 nan 0\n", "1\n", "1 inf 0 x\n", ""} {
		f.Add([]byte("status: 3\nlifecycle_stage: active\nend_time: 1670301538935\n"), []byte(s))
	}
	f.Fuzz(func(t *testing.T, meta, metric []byte) {
		const file = "mlruns/1/r/metrics/acc"
		about, _ := document.Parse("mlruns/1/r/meta.yaml", meta)
		points, _ := document.ParseAs(document.Fields, file, metric)
		read := results.ReadStoredRun(results.StoredRun{Dir: "mlruns/1/r", Meta: about, Metrics: map[string]*document.Document{file: points}}, []string{file})
		total(t, read.Evaluation)
	})
}
