package results_test

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/results"
)

func readRows(rows string, metric, filter string) (string, error) {
	r := evidence.Result{Metric: metric}
	r.Set("filter", filter)
	s, found, err := results.ReadSamples(evidence.Examples{Path: "samples_t.jsonl", Format: "lm-eval-samples"}, strings.NewReader(rows), r)
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		return "", fmt.Errorf("%d: %s", found[0].At.Line, found[0].Message)
	}
	var out []string
	for _, v := range s.Values {
		out = append(out, fmt.Sprintf("%s=%g", v.Key, v.Value))
	}
	return strings.Join(out, " "), nil
}

func TestSamplesAreKeyedAndSorted(t *testing.T) {
	for name, tt := range map[string]struct{ rows, metric, filter, want string }{
		"by hash":             {`{"doc_id": 0, "doc_hash": "b", "acc": 1.0}` + "\n" + `{"doc_id": 1, "doc_hash": "a", "acc": 0}`, "acc", "", "a=0 b=1"},
		"by id":               {`{"doc_id": 7, "acc": true}` + "\n\n" + `{"doc_id": 10, "acc": false}` + "\n", "acc", "", "10=0 7=1"},
		"one filter of two":   {`{"doc_id": 0, "filter": "strict", "em": 0}` + "\n" + `{"doc_id": 0, "filter": "flex", "em": 1}`, "em", "flex", "0=1"},
		"one content twice":   {`{"doc_id": 0, "doc_hash": "a", "em": 0}` + "\n" + `{"doc_id": 1, "doc_hash": "a", "em": 1}`, "em", "", "a=0 a#2=1"},
		"keys inside a value": {`{"doc": {"acc": 5, "doc_id": 9, "q": "\"acc\": 3 }"}, "doc_id": 1, "acc": 2.5e-1}`, "acc", "", "1=0.25"},
		"an escaped key":      {`{"doc_id": 1, "ac\u0063": 1}`, "acc", "", "1=1"},
		"NaN elsewhere":       {`{"doc_id": 1, "acc": 1, "other": NaN}`, "acc", "", "1=1"},
		"no row":              {"", "acc", "", ""},
	} {
		if got, err := readRows(tt.rows, tt.metric, tt.filter); err != nil || got != tt.want {
			t.Errorf("%s: got %q, %v; want %q", name, got, err, tt.want)
		}
	}
}

func TestSamplesThatCannotBeUsed(t *testing.T) {
	for name, tt := range map[string]struct{ rows, want string }{
		"no JSON":             {`{"doc_id": 0, "acc": 1}` + "\n{", "2: the row is no JSON object"},
		"brackets cross":      {`{"doc_id": 0, "x": [{]}, "acc": 1}`, "1: the row is no JSON object"},
		"something after":     {`{"doc_id": 0, "acc": 1} 2`, "1: the row is no JSON object"},
		"hexadecimal":         {`{"doc_id": 0, "acc": 0x1p4}`, `1: the row's value for "acc" is not a finite number`},
		"no metric":           {`{"doc_id": 0, "f1": 1}`, `1: the row has no value for "acc"`},
		"no key":              {`{"acc": 1}`, "1: the row has neither doc_hash nor doc_id: it cannot be paired with another run"},
		"twice, then a fault": {`{"doc_id": 0, "acc": 1}` + "\n" + `{"doc_id": 0, "acc": 0}` + "\n{", "2: a second row has the doc_id 0"},
		"the third twice":     {`{"doc_id": 0, "acc": 1}` + "\n" + `{"doc_id": 2, "acc": 0}` + "\n" + `{"doc_id": 2, "acc": 0}` + "\n" + `{"doc_id": 0, "acc": 0}`, "3: a second row has the doc_id 2"},
		"no telling apart":    {`{"doc_hash": "a", "acc": 1}` + "\n" + `{"doc_hash": "a#2", "acc": 1}` + "\n" + `{"doc_hash": "a", "acc": 1}`, `1: two examples have the key "a#2"`},
		"an example twice":    {`{"doc_id": 0, "acc": 1}` + "\n" + `{"doc_id": 0, "acc": 0}`, "2: a second row has the doc_id 0"},
		"a metric twice":      {`{"doc_id": 0, "acc": 1, "acc": 0}`, `1: duplicate key "acc"`},
		"a list":              {`{"doc_id": 0, "acc": [1, 2]}`, `1: the row's value for "acc" is not a finite number`},
		"NaN":                 {`{"doc_id": 0, "acc": NaN}`, `1: the row's value for "acc" is not a finite number`},
		"a number too large":  {`{"doc_id": 0, "acc": 1e999}`, `1: the row's value for "acc" is not a finite number`},
		"null":                {`{"doc_id": 0, "acc": null}`, `1: the row's value for "acc" is not a finite number`},
	} {
		if got, err := readRows(tt.rows, "acc", ""); err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %q, %v; want %q", name, got, err, tt.want)
		}
	}
}

func FuzzLMEvalSamples(f *testing.F) {
	for _, s := range []string{`{"doc_id": 0, "doc_hash": "b", "acc": 1.0}`, `{"a":[{"}`, `{"a\"b": "\\"}`, "{}\n[]\nnull", `{"acc":NaN}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		s, found, err := results.ReadSamples(evidence.Examples{Path: "x.jsonl", Format: "lm-eval-samples"}, bytes.NewReader(src), evidence.Result{Metric: "acc"})
		if err != nil {
			t.Error(err)
		}
		if len(found) > 0 && len(s.Values) > 0 {
			t.Errorf("values and findings: %+v %+v", s, found)
		}
		for i := range s.Values {
			if v := s.Values[i].Value; v != v || i > 0 && s.Values[i-1].Key >= s.Values[i].Key {
				t.Errorf("value %d: %+v", i, s.Values[i])
			}
		}
	})
}

// rowsFile is a file of so many rows, each with a text of about so many bytes; it
// is made while it is read.
type rowsFile struct {
	n, next int
	text    string
	row     []byte
	rest    []byte // of the row
}

func (f *rowsFile) Read(p []byte) (int, error) {
	if len(f.rest) == 0 {
		if f.next == f.n {
			return 0, io.EOF
		}
		f.row = fmt.Appendf(f.row[:0], `{"doc_id": %d, "doc": {"q": "`, f.next)
		f.row = append(f.row, f.text...)
		f.row = fmt.Appendf(f.row, `"}, "filter": "none", "metrics": ["acc"], "doc_hash": "%064x", "acc": %d.0}`+"\n", f.next, f.next%2)
		f.rest = f.row
		f.next++
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}

// BenchmarkSamples is linear: ten times the rows take ten times as long, and the
// memory is that of the values and keys, whatever else a row holds.
func BenchmarkSamples(b *testing.B) {
	for _, size := range []struct{ rows, text int }{{10_000, 500}, {10_000, 5_000}, {100_000, 500}} {
		b.Run(fmt.Sprintf("%drows/%dB", size.rows, size.text), func(b *testing.B) {
			b.SetBytes(int64(size.rows) * int64(size.text+160))
			b.ReportAllocs()
			for b.Loop() {
				s, found, err := results.ReadSamples(evidence.Examples{Format: "lm-eval-samples"}, &rowsFile{n: size.rows, text: strings.Repeat("x", size.text)}, evidence.Result{Metric: "acc"})
				if err != nil || len(s.Values) != size.rows || len(found) > 0 {
					b.Fatal(len(s.Values), found, err)
				}
			}
		})
	}
}

// TestSamplesAreNotHeld: reading rows takes memory for what is kept of them, and
// not for their texts: here 30 MB.
func TestSamplesAreNotHeld(t *testing.T) {
	text := strings.Repeat("x", 30_000)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	s, found, err := results.ReadSamples(evidence.Examples{Format: "lm-eval-samples"}, &rowsFile{n: 1_000, text: text}, evidence.Result{Metric: "acc"})
	runtime.ReadMemStats(&after)
	if err != nil || len(found) > 0 || len(s.Values) != 1_000 {
		t.Fatal(len(s.Values), found, err)
	}
	if taken := after.TotalAlloc - before.TotalAlloc; taken > 3<<20 {
		t.Errorf("reading took %d bytes", taken)
	}
}
