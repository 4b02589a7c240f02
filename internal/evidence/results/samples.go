package results

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Limits of per-example results.
const (
	MaxSampleBytes = 256 << 20 // of one file of rows; a document has its own limit
	maxSampleLine  = 16 << 20  // of one row
	maxSamples     = 2_000_000 // values of one result
)

// ReadSamples is SampleReader.Read on the bytes of the source. The error is that
// of reading them.
func ReadSamples(source evidence.Examples, src io.Reader, r evidence.Result) (evidence.Samples, []finding.Finding, error) {
	read, ok := sampleReaders[source.Format]
	if !ok {
		return evidence.Samples{}, nil, nil
	}
	c := &sampleCollector{path: source.Path}
	if err := read(c, src, r); err != nil {
		return evidence.Samples{}, nil, err
	}
	c.finish()
	if len(c.findings) > 0 {
		return evidence.Samples{}, c.findings, nil
	}
	return evidence.Samples{Path: source.Path, Metric: r.Metric, Values: c.values}, nil, nil
}

// sampleReaders reads the values of a result by the format of their source. What
// is wrong with the source is for the collector; an error is one of reading.
var sampleReaders = map[string]func(*sampleCollector, io.Reader, evidence.Result) error{
	formatLMEvalSamples:   readLMEvalSamples,
	formatPromptfoo:       ofDocument(promptfooSamples),
	formatInspect:         ofDocument(inspectSamples),
	formatDeepEval:        ofDocument(deepEvalSamples),
	formatHELMPerInstance: ofDocument(helmSamples),
}

// ofDocument reads the values that stand in one document of JSON.
func ofDocument(read func(*sampleCollector, *document.Document, evidence.Result)) func(*sampleCollector, io.Reader, evidence.Result) error {
	return func(c *sampleCollector, src io.Reader, r evidence.Result) error {
		b, err := io.ReadAll(io.LimitReader(src, MaxBytes(c.path)+1)) // what is longer is no document
		if err != nil {
			return err
		}
		d, _ := Parse(c.path, b)
		read(c, d, r)
		return nil
	}
}

// sampleCollector gathers the values of one source and stops at the first fault.
type sampleCollector struct {
	path     string
	values   []evidence.Sample
	findings []finding.Finding
}

// fail reports the one thing that makes the source useless.
func (c *sampleCollector) fail(line int, pointer, message string) {
	at := finding.Start(c.path)
	at.Line, at.EndLine, at.Pointer = line, line, pointer
	c.findings = append(c.findings, finding.Finding{Rule: "evidence/malformed", Severity: finding.Error, At: at, Message: message,
		Help: "Write one row per example, with a finite number for the metric. Otherwise, remove the file; the comparison then uses only the aggregate result."})
}

// add takes the value of an example.
func (c *sampleCollector) add(line int, key string, value float64) bool {
	if len(c.values) >= maxSamples {
		c.fail(line, "", fmt.Sprintf("there are more than %d examples", maxSamples))
		return false
	}
	c.values = append(c.values, evidence.Sample{Key: key, Value: value})
	return true
}

// finish sorts the values. Identical examples that a dataset holds twice are told
// apart by their order.
func (c *sampleCollector) finish() {
	byKey := func(a, b evidence.Sample) int { return strings.Compare(a.Key, b.Key) }
	slices.SortStableFunc(c.values, byKey)
	numbered := false
	for from, i := 0, 1; i < len(c.values); i++ {
		if key := c.values[from].Key; c.values[i].Key == key {
			c.values[i].Key, numbered = fmt.Sprintf("%s#%d", key, i-from+1), true
		} else {
			from = i
		}
	}
	if !numbered {
		return
	}
	slices.SortStableFunc(c.values, byKey)
	for i := 1; i < len(c.values); i++ {
		if c.values[i].Key == c.values[i-1].Key {
			c.fail(1, "", fmt.Sprintf("two examples have the key %q", c.values[i].Key))
			return
		}
	}
}

// pointerOf is the pointer to a member of a row of JSON Lines.
func pointerOf(row int, key string) string { return document.Pointer(fmt.Sprint(row), key) }
