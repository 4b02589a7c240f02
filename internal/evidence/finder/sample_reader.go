package finder

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/results"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// maxHeld bounds the values that a SampleReader keeps, in bytes of memory. What
// does not fit is read again.
const maxHeld = 256 << 20

// SampleReader reads the per-example values of one snapshot: those of each result
// once, however many checks ask for them. Of a file of rows it holds one row at a
// time. It is not for several goroutines.
type SampleReader struct {
	snapshot Snapshot
	values   map[sampleKey]sampled
	reported map[string]bool
	held     int
}

// sampleKey tells results apart whose values differ.
type sampleKey struct {
	path, metric, task, split, slice, variant string
	at                                        evidence.Anchor
}

type sampled struct {
	values evidence.Samples
	found  []finding.Finding
}

// SampleReader reads the values of the snapshot's results.
func (s Snapshot) SampleReader() *SampleReader {
	return &SampleReader{snapshot: s, values: map[sampleKey]sampled{}, reported: map[string]bool{}}
}

// Read reads the values behind one result of one evaluation from the source that
// the evaluation names for its task. No source gives no values, and no finding. A
// source that cannot be used (a row without the metric, a value that is no finite
// number, an example that stands twice) gives findings at its lines, and no
// values: half a set would compare what is not the same. The values are shared:
// nobody may change them.
func (x *SampleReader) Read(e evidence.Evaluation, r evidence.Result) (evidence.Samples, []finding.Finding, error) {
	source, ok := examplesOf(e, r)
	if !ok {
		return evidence.Samples{}, nil, nil
	}
	key := sampleKey{source.Path, r.Metric, r.Task, r.Dataset.Split, r.Slice, fmt.Sprintf("%q", r.Variant), r.At}
	if known, ok := x.values[key]; ok {
		return known.values, known.found, nil
	}
	read, err := x.stream(source, r)
	if err != nil {
		return evidence.Samples{}, nil, err
	}
	if size := len(read.values.Values) * 128; x.held+size <= maxHeld { // a sample, and the text of its key
		x.held += size
		x.values[key] = read
	}
	return read.values, read.found, nil
}

// stream reads the values of a result from their source; a file that is not
// there has none.
func (x *SampleReader) stream(from evidence.Examples, r evidence.Result) (sampled, error) {
	src, err := x.snapshot.tree.Stream(from.Path, results.MaxSampleBytes)
	var read sampled
	if err == nil {
		defer src.Close()
		read.values, read.found, err = results.ReadSamples(from, src, r)
	}
	switch {
	case err == nil:
		return read, nil
	case errors.Is(err, fs.ErrNotExist):
		return sampled{}, nil
	case source.IsRefusal(err):
		f := refused(from.Path, results.MaxSampleBytes, err)
		f.Help = fmt.Sprintf("Commit per-example results as a plain file of at most %d MiB.", results.MaxSampleBytes>>20)
		return sampled{found: []finding.Finding{f}}, nil
	}
	return sampled{}, fmt.Errorf("reading %s at %s: %w", from.Path, x.snapshot.tree.Commit, err)
}

// News are the findings that were not asked for before: several results may rest
// on one faulty file.
func (x *SampleReader) News(found []finding.Finding) []finding.Finding {
	var out []finding.Finding
	for _, f := range found {
		if key := f.String(); !x.reported[key] {
			x.reported[key] = true
			out = append(out, f)
		}
	}
	return out
}

func examplesOf(e evidence.Evaluation, r evidence.Result) (evidence.Examples, bool) {
	for _, x := range e.Examples {
		if x.Task == "" || x.Task == r.Task {
			return x, true
		}
	}
	return evidence.Examples{}, false
}
