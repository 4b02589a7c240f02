package finder

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/evidence/results"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// counted counts how often each file is opened.
type counted struct {
	fs.FS
	opened map[string]int
}

func (c counted) Open(name string) (fs.File, error) {
	c.opened[name]++
	return c.FS.Open(name)
}

// TestSampleReaderReadsOnce: a file of examples is read once for each of its
// results, and a fault in it is news once, however many checks rest on it.
func TestSampleReaderReadsOnce(t *testing.T) {
	const good, bad = "m/results/samples_good_2026-01-02T03.jsonl", "m/results/samples_bad_2026-01-02T03.jsonl"
	files := counted{fstest.MapFS{
		"m/README.md":                          {Data: []byte("---\nlicense: mit\n---\n# M\n")},
		"m/results/results_2026-01-02T03.json": {Data: []byte(`{"results": {"good": {"acc,none": 0.5, "f1,none": 1.0}, "bad": {"acc,none": 1.0}}, "versions": {"good": 1, "bad": 1}}`)},
		good:                                   {Data: []byte(`{"doc_id": 0, "acc": 1, "f1": 1}` + "\n" + `{"doc_id": 1, "acc": 0, "f1": 1}`)},
		bad:                                    {Data: []byte(`{"doc_id": 0}`)},
	}, map[string]int{}}
	s, err := New(sourcetest.Tree("c", files), Layout{}).Read("m")
	if err != nil || len(s.Model.Evaluations) != 1 {
		t.Fatalf("%v: %+v", err, s.Model.Evaluations)
	}
	clear(files.opened)
	one, err := s.tree.Stream(good, results.MaxSampleBytes) // what one reading opens
	if err != nil {
		t.Fatal(err)
	}
	one.Close()
	once := files.opened[good]
	clear(files.opened)
	x, news := s.SampleReader(), 0
	for range 3 {
		for _, r := range s.Model.Evaluations[0].Results {
			read, found, err := x.Read(s.Model.Evaluations[0], r)
			if err != nil || (len(found) > 0) != (r.Task == "bad") || r.Task == "good" && (len(read.Values) != 2 || read.Metric != r.Metric) {
				t.Errorf("%s %s: %+v, %v, %v", r.Task, r.Metric, read, found, err)
			}
			news += len(x.News(found))
		}
	}
	if once == 0 || files.opened[good] != 2*once || files.opened[bad] != once || news != 1 {
		t.Errorf("opened %v, and %d findings were news", files.opened, news)
	}
}
