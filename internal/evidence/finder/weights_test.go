package finder

import (
	"slices"
	"strings"
	"testing"
)

// TestStoredFilesAreArtifacts: of what Git LFS keeps, a name need not tell that it is
// weights.
func TestStoredFilesAreArtifacts(t *testing.T) {
	lfs := "version https://git-lfs.github.com/spec/v1\noid sha256:" + strings.Repeat("a", 64) + "\nsize 1\n"
	s, err := New(tree(map[string]string{"m/README.md": "---\nlicense: mit\n---\n# m\n", "m/weights": lfs, "m/net.v2": lfs, "m/data/blob": lfs, "m/train.csv": lfs, "m/a.PNG": lfs,
		"m/tokenizer.json": lfs, "m/text": "version https://git-lfs.github.com/spec/v1\n", "other/weights": lfs}), Layout{}).Read("m")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range s.Model.Artifacts {
		got = append(got, a.Path+" "+a.Source+" "+a.Algorithm)
	}
	if want := []string{"m/data/blob lfs sha256", "m/net.v2 lfs sha256", "m/weights lfs sha256"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
