package evidence

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Limits of per-example results.
const (
	MaxSampleBytes = 256 << 20 // of one file
	MaxSampleLine  = 16 << 20  // of one row
	MaxSamples     = 2_000_000 // values of one result
)

// Sample is the value that one example has for one metric. The key is the same
// in every run over the same example, so that two runs can be paired by it.
type Sample struct {
	Key   string
	Value float64 // finite
}

// Samples are the per-example values behind one result, sorted by key; no key
// stands twice. They are read on demand and never are part of the rule input.
type Samples struct {
	Path   string // the file
	Metric string
	Values []Sample
}

func (e Evaluation) examplesOf(r Result) (Examples, bool) {
	for _, x := range e.Examples {
		if x.Task == "" || x.Task == r.Task {
			return x, true
		}
	}
	return Examples{}, false
}

// ReadSamples is SampleReader.Read on the bytes of the source.
func ReadSamples(source Examples, src []byte, r Result) (Samples, []finding.Finding) {
	read, ok := sampleReaders[source.Format]
	if !ok {
		return Samples{}, nil
	}
	c := &sampleCollector{path: source.Path, known: map[string]int{}}
	read(c, src, r)
	if len(c.findings) > 0 {
		return Samples{}, c.findings
	}
	slices.SortFunc(c.values, func(a, b Sample) int { return strings.Compare(a.Key, b.Key) })
	return Samples{Path: source.Path, Metric: r.Metric, Values: c.values}, nil
}

// sampleReaders reads the values of a result by the format of their source.
var sampleReaders = map[string]func(*sampleCollector, []byte, Result){
	FormatLMEvalSamples:   readLMEvalSamples,
	FormatPromptfoo:       promptfooSamples,
	FormatInspect:         inspectSamples,
	FormatHELMPerInstance: helmSamples,
}

// sampleCollector gathers the values of one source and stops at the first fault.
type sampleCollector struct {
	path     string
	values   []Sample
	known    map[string]int // how often a key was seen
	findings []finding.Finding
}

// fail reports the one thing that makes the source useless.
func (c *sampleCollector) fail(line int, pointer, message string) {
	at := finding.Start(c.path)
	at.Line, at.EndLine, at.Pointer = line, line, pointer
	c.findings = append(c.findings, finding.Finding{Rule: "evidence/malformed", Severity: finding.Error, At: at, Message: message,
		Help: "Write one row for each example, with a finite number for the metric; or remove the file, and the comparison rests on the aggregate alone."})
}

// add takes the value of an example. Identical examples that a dataset holds
// twice are told apart by their order.
func (c *sampleCollector) add(line int, key string, value float64) bool {
	if len(c.values) >= MaxSamples {
		c.fail(line, "", fmt.Sprintf("there are more than %d examples", MaxSamples))
		return false
	}
	c.known[key]++
	if n := c.known[key]; n > 1 {
		key = fmt.Sprintf("%s#%d", key, n)
	}
	c.values = append(c.values, Sample{Key: key, Value: value})
	return true
}

// pointerOf is the pointer to a member of a row of JSON Lines.
func pointerOf(row int, key string) string { return document.Pointer(fmt.Sprint(row), key) }
