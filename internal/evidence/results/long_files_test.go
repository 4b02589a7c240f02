package results_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
	"github.com/modelgate-dev/modelgate/internal/evidence/results"
)

// A long file of results, full of what nobody reads, says the same as the short one.
func TestLongResults(t *testing.T) {
	for _, c := range []struct {
		file string
		rows []string // where the rows are
	}{
		{"inspect.json", []string{"samples"}},
		{"promptfoo.json", []string{"results", "results"}},
		{"deepeval-complete.json", []string{"testRunData", "testCases"}},
		{"deepeval-full.json", []string{"testCases"}},
	} {
		src, err := os.ReadFile(filepath.Join("testdata", "files", c.file))
		if err != nil {
			t.Fatal(err)
		}
		var content map[string]any
		if err := json.Unmarshal(src, &content); err != nil {
			t.Fatal(err)
		}
		short := marshal(t, content)
		at := any(content)
		for _, key := range c.rows {
			at = at.(map[string]any)[key]
		}
		rows := at.([]any)
		if len(rows) == 0 {
			t.Fatalf("%s has no rows", c.file)
		}
		for _, row := range rows { // more values than a document may have
			row.(map[string]any)["messages"] = []any{strings.Repeat("x", 1+document.MaxBytes/len(rows)), make([]int, 1+document.MaxNodes/len(rows))}
		}
		long := marshal(t, content)
		if !results.IsLong(c.file, len(long)) || results.IsLong(c.file, len(short)) {
			t.Fatalf("%s has %d and %d bytes", c.file, len(short), len(long))
		}
		want, got := inspectedResults(t, c.file, short), inspectedResults(t, c.file, long)
		want.SHA256, want.Content = got.SHA256, got.Content // what is left unread is no part of either
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: short, and long:\n%s", c.file, diff)
		}
		if len(want.Examples) == 0 {
			continue
		}
		values := 0
		for _, x := range want.Results {
			a, faults, _ := results.ReadSamples(want.Examples[0], bytes.NewReader(short), x)
			b, more, err := results.ReadSamples(got.Examples[0], bytes.NewReader(long), x)
			if diff := cmp.Diff(a, b); diff != "" || len(faults) != len(more) || err != nil {
				t.Errorf("%s: values of %s: %s%v %v %v", c.file, x.Metric, diff, faults, more, err)
			}
			values += len(a.Values)
		}
		if values == 0 {
			t.Errorf("%s: no result has values", c.file)
		}
	}
}

// Other files have the limit of a document, and so has a card.
func TestLongFilesThatAreNoResults(t *testing.T) {
	filler := strings.Repeat("x", document.MaxBytes)
	for file, src := range map[string]string{
		"metrics.yaml": "accuracy: 0.9\nnote: " + filler,
		"bom.json":     `{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "machine-learning-model", "name": "a", "description": "` + filler + `"}]}`,
	} {
		_, err := inspection.Of(file, []byte(src), "")
		var unknown *inspection.NotRecognised
		if !errors.As(err, &unknown) || len(unknown.Findings) == 0 || unknown.Findings[0].Rule != "document/too_large" {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func marshal(t *testing.T, v any) []byte {
	t.Helper()
	src, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func inspectedResults(t *testing.T, file string, src []byte) evidence.Evaluation {
	t.Helper()
	in, err := inspection.Of(file, src, format.KindEvaluation)
	if err != nil {
		t.Fatal(err)
	}
	return in.Document.(evidence.Evaluation)
}
