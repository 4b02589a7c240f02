package evidence

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// maxHeld bounds what a SampleReader keeps, in bytes of files and, at their size
// in memory, of values. What does not fit is read again.
const maxHeld = 256 << 20

// SampleReader reads the per-example values of one snapshot: each file once and
// the values of each result once, however many checks ask for them. It is not for
// several goroutines.
type SampleReader struct {
	snapshot Snapshot
	files    map[string][]byte
	values   map[sampleKey]sampled
	reported map[string]bool
	held     int
}

// sampleKey tells results apart whose values differ.
type sampleKey struct {
	path, metric, task, split, slice, variant string
	at                                        Anchor
}

type sampled struct {
	values Samples
	found  []finding.Finding
}

// SampleReader reads the values of the snapshot's results.
func (s Snapshot) SampleReader() *SampleReader {
	return &SampleReader{snapshot: s, files: map[string][]byte{}, values: map[sampleKey]sampled{}, reported: map[string]bool{}}
}

// Read reads the values behind one result of one evaluation from the source that
// the evaluation names for its task. No source gives no values, and no finding. A
// source that cannot be used (a row without the metric, a value that is no finite
// number, an example that stands twice) gives findings at its lines, and no
// values: half a set would compare what is not the same. The values are shared:
// nobody may change them.
func (x *SampleReader) Read(e Evaluation, r Result) (Samples, []finding.Finding, error) {
	source, ok := e.examplesOf(r)
	if !ok {
		return Samples{}, nil, nil
	}
	key := sampleKey{source.Path, r.Metric, r.Task, r.Dataset.Split, r.Slice, fmt.Sprintf("%q", r.Variant), r.At}
	if known, ok := x.values[key]; ok {
		return known.values, known.found, nil
	}
	src, refusal, err := x.file(source.Path)
	if err != nil {
		return Samples{}, nil, err
	}
	read := sampled{found: refusal}
	if src != nil {
		read.values, read.found = ReadSamples(source, src, r)
	}
	if size := len(read.values.Values) * 64; x.held+size <= maxHeld { // a sample, and the text of its key
		x.held += size
		x.values[key] = read
	}
	return read.values, read.found, nil
}

// file is the content of a file of examples; nil where there is none to use.
func (x *SampleReader) file(path string) ([]byte, []finding.Finding, error) {
	if src, ok := x.files[path]; ok {
		return src, nil, nil
	}
	src, err := x.snapshot.tree.Read(path, MaxSampleBytes)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, nil
	case isRefusal(err):
		f := refused(path, err)
		f.Help = fmt.Sprintf("Commit per-example results as a plain file of at most %d MiB.", MaxSampleBytes>>20)
		return nil, []finding.Finding{f}, nil
	case err != nil:
		return nil, nil, fmt.Errorf("reading %s at %s: %w", path, x.snapshot.tree.Commit, err)
	}
	if src == nil {
		src = []byte{}
	}
	if x.held+len(src) <= maxHeld {
		x.held += len(src)
		x.files[path] = src
	}
	return src, nil, nil
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
