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

// FuzzResults reads anything as an evaluation of a format of the table, whether or not
// it is recognised as one: no panic, no missing part, every place in the file, and the
// same twice. It begins with the files of the test data, of which each format has one.
func FuzzResults(f *testing.F) {
	files, _ := filepath.Glob("testdata/files/*")
	seeds := make([]int, len(results.Formats))
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil || strings.HasSuffix(file, ".want") {
			continue
		}
		d, _ := results.Parse(file, src)
		for i, x := range results.Formats {
			if x.Recognise(d) {
				f.Add(uint8(i), filepath.Ext(file), src)
				seeds[i]++
			}
		}
	}
	if i := slices.Index(seeds, 0); i >= 0 {
		f.Fatalf("no file in testdata/files is of the format %s", results.Formats[i].Name)
	}
	f.Fuzz(func(t *testing.T, of uint8, ext string, src []byte) {
		d, _ := results.Parse("x"+ext, src)
		if d.Root == nil || int(of) >= len(results.Formats) {
			return
		}
		checkReading(t, results.Formats[of], d)
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
	checkLeads(t, x, d, r.Evaluation)
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

// checkLeads: unless a value may be computed, its digits are in the file.
func checkLeads(t *testing.T, x results.Format, d *document.Document, e evidence.Evaluation) {
	t.Helper()
	leads, ok := results.LeadingDigits(d.Path, d.Source)
	if !ok || !x.Recognise(d) {
		return
	}
	if !evidence.TraceOf(e).MayBeIn(leads) {
		t.Errorf("%s: no trace of the results of %s in its numbers %v", x.Name, d.Path, leads)
	}
	for _, r := range e.Results {
		one := evidence.Evaluation{Results: []evidence.Result{r}}
		if !evidence.TraceOf(one).MayBeIn(leads) {
			t.Errorf("%s: no trace of %s %s in the numbers of %s", x.Name, r.Metric, r.Value, d.Path)
		}
	}
}

// TestValuesAreInTheFile holds the list of formats that compute values: a file of any
// other has the digits of its results among its own.
func TestValuesAreInTheFile(t *testing.T) {
	files, _ := filepath.Glob("testdata/files/*")
	checked := 0
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil || strings.HasSuffix(file, ".want") {
			continue
		}
		d, _ := document.Parse(file, src)
		for _, x := range results.Formats {
			if _, ok := results.LeadingDigits(file, src); ok && x.Recognise(d) {
				checkLeads(t, x, d, x.Read(d).Evaluation)
				checked++
			}
		}
	}
	if checked < 10 {
		t.Errorf("only %d files were checked", checked)
	}
}

// FuzzMLflowStore reads a run of MLflow's file store, whose file of a metric is
// anything.
func FuzzMLflowStore(f *testing.F) {
	for _, s := range []string{"1670301535917 0.8 0\n1670301535918 0.9 1\n", "1 nan 0\n", "1\n", "1 inf 0 x\n", "1 0.5 0 d 1a2b\n", ""} {
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
