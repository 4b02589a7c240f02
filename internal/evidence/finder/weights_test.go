package finder

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
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

// TestAllot: what a run reads of weights is bounded, in the order of its models, and what
// is not read is never taken for what was.
func TestAllot(t *testing.T) {
	card, pickle, large := "---\nlicense: mit\n---\n# m\n", "\x80\x04\x8c\x02os\x8c\x06system\x93.", strings.Repeat("x", maxSniffed+1)
	files := map[string]string{"a/README.md": card, "a/m.pkl": pickle, "b/README.md": card, "b/m.pkl": pickle, "b/net.v2": large, "b/train.csv": large, "c/README.md": card, "c/m.pkl": pickle}
	for _, tt := range []struct {
		ids  []string
		most int64
		want string
	}{
		{[]string{"a", "b", "c"}, MaxWeights, "a/m.pkl:read b/m.pkl:read c/m.pkl:read"},
		{[]string{"a", "b", "c"}, 20, "a/m.pkl:read b/m.pkl:unreadable b/net.v2:unreadable c/m.pkl:unreadable"},
		{[]string{"c"}, 20, "a/m.pkl:unreadable b/m.pkl:unreadable b/net.v2:unreadable c/m.pkl:read"},
		{[]string{"a", "b", "c"}, 1 << 20, "a/m.pkl:read b/m.pkl:read b/net.v2:unreadable c/m.pkl:read"},
	} {
		f := New(tree(files), Layout{})
		if err := f.Allot(tt.ids, tt.most); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, id := range []string{"a", "b", "c"} {
			s, err := f.Read(id)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range s.Model.Artifacts {
				got = append(got, a.Path+":"+string(a.Contents.State))
				if unread := a.Contents.State == evidence.ContentUnreadable; unread && (a.Digest != "" || !strings.Contains(a.Contents.Problem, "at most "+sizeWords(tt.most))) {
					t.Errorf("%s: digest %q, %s", a.Path, a.Digest, a.Contents.Problem)
				}
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%v within %d: got %s, want %s", tt.ids, tt.most, strings.Join(got, " "), tt.want)
		}
	}
}

// TestSizes: how large an artifact is, as its pointer or file tells, and as it is declared.
func TestSizes(t *testing.T) {
	lfs := "version https://git-lfs.github.com/spec/v1\noid sha256:" + strings.Repeat("a", 64) + "\nsize 12345\n"
	s, err := New(tree(map[string]string{"m/README.md": "---\nlicense: mit\n---\n# m\n", "m/a.safetensors": lfs, "m/b.onnx": "four", "m/c.pkl": lfs,
		"m/modelgate.yaml": "artifacts:\n  - {path: a.safetensors, size: 12346}\n  - {path: c.pkl}\n  - {uri: \"s3://b/d\", digest: \"sha256:" + strings.Repeat("b", 64) + "\", size: 7}\n"}), Layout{}).Read("m")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range s.Model.Artifacts {
		got = append(got, fmt.Sprintf("%s%s %d %d", a.Path, a.URI, a.Size, a.Declared))
	}
	if want := []string{"s3://b/d -1 7", "m/a.safetensors 12345 12346", "m/b.onnx 4 -1", "m/c.pkl 12345 -1"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
