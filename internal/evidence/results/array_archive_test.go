package results_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence/results"
)

// arrayOf is an array of NumPy.
func arrayOf(descr, shape string, data []byte) []byte {
	header := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n", descr, shape)
	return append(append(binary.LittleEndian.AppendUint16([]byte("\x93NUMPY\x01\x00"), uint16(len(header))), header...), data...)
}

// packed is an archive of arrays, by name and content in turn.
func packed(t *testing.T, members ...any) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		w, err := z.Create(members[i].(string))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(members[i+1].([]byte)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestArrayArchives reads what EvalCallback does not write.
func TestArrayArchives(t *testing.T) {
	steps := arrayOf("<i8", "(2,)", make([]byte, 16))
	rewards := arrayOf("<f8", "(2, 1)", make([]byte, 16))
	var crowd []any
	for i := range 20 {
		crowd = append(crowd, fmt.Sprintf("%d.npy", i), steps)
	}
	for name, c := range map[string]struct {
		src  []byte
		want string // of what is said, "" for no file of results
	}{
		"no archive":              {[]byte("PK"), "the archive is broken"},
		"a text":                  {[]byte("reward"), ""},
		"other arrays":            {packed(t, "weights.npy", rewards), ""},
		"an array twice":          {packed(t, "timesteps.npy", steps, "results.npy", rewards, "results.npy", steps), `two arrays "results"`},
		"many arrays":             {packed(t, crowd...), "20 arrays (limit: 16)"},
		"a bomb":                  {packed(t, "timesteps.npy", steps, "results.npy", make([]byte, 9<<20)), "more than 8388608 bytes"},
		"a shape that is not its": {packed(t, "timesteps.npy", steps, "results.npy", arrayOf("<f8", "(99999999, 99999999)", make([]byte, 16))), "not an array of numbers"},
		"objects":                 {packed(t, "timesteps.npy", steps, "results.npy", arrayOf("|O", "(2,)", []byte("\x80\x04N."))), "not an array of numbers"},
		"no evaluation":           {packed(t, "timesteps.npy", arrayOf("<i8", "(0,)", nil), "results.npy", arrayOf("<f8", "(0, 5)", nil)), "has 0 rows"},
		"no episode":              {packed(t, "timesteps.npy", steps, "results.npy", arrayOf("<f8", "(2, 0)", nil)), "has 0 rows"},
		"numbers":                 {packed(t, "timesteps.npy", steps, "results.npy", rewards), "mean_reward row=last value=0 n=1"},
	} {
		d, _ := results.Parse("evaluations.npz", c.src)
		if (d.Root == nil) != (c.want == "") {
			t.Errorf("%s: root %v", name, d.Root)
		}
		if got := inspected(t, "evaluations.npz", c.src); c.want != "" && !strings.Contains(got, c.want) {
			t.Errorf("%s: %s; want %q", name, got, c.want)
		}
	}
}

// TestFolds: the path says which fold of a cross-validation results are of.
func TestFolds(t *testing.T) {
	for file, want := range map[string]string{
		"dvclive/fold_0/metrics.json": "0", "Fold-3/metrics.json": "3", "results/metrics_fold12.json": "12", "folds/metrics.json": "", "manifold_1/metrics.json": "", "metrics.json": "",
	} {
		d, _ := results.Parse(file, []byte(`{"accuracy": 0.9}`))
		if got := results.Formats[len(results.Formats)-1].Read(d).Results[0].Setting("fold"); got != want {
			t.Errorf("%s: fold %q, want %q", file, got, want)
		}
	}
}
