package gate

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// TestWeightsBeyondTheRun: a file of weights that the run does not read is a finding, and
// which one that is does not depend on the shard.
func TestWeightsBeyondTheRun(t *testing.T) {
	files := fstest.MapFS{}
	for _, model := range []string{"a", "b", "c"} {
		files["models/"+model+"/README.md"] = &fstest.MapFile{Data: []byte("---\nlicense: mit\npipeline_tag: text-classification\n---\n# " + model + "\n"), Mode: 0o644}
		files["models/"+model+"/m.pkl"] = &fstest.MapFile{Data: []byte("\x80\x02}q\x00."), Mode: 0o644}
	}
	commit := sourcetest.Tree(strings.Repeat("a", 40), files)
	for _, shard := range []Shard{{}, {Index: 1, Of: 2}, {Index: 2, Of: 2}} {
		r, err := Check(t.Context(), Request{Base: source.Base{Tree: commit}, Head: source.Head{Tree: commit}, All: true, Weights: 13, Shard: shard, Now: goldenTime})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range r.Models {
			found := false
			for _, f := range d.Findings {
				found = found || f.Rule == "governance/artifact_unreadable" && strings.Contains(f.Message, "at most 13 bytes") && f.Denies()
			}
			if want := d.Subject.ID == "models/c"; found != want {
				t.Errorf("shard %d: %s is said not to be read: %v", shard.Index, d.Subject.ID, found)
			}
		}
	}
}
