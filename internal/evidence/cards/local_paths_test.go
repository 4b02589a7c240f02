package cards

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// TestLocalPaths: paths of one person in text and code, and those that everyone has.
func TestLocalPaths(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"```python\nm = load(\"/home/migel/models/x\")\n```":                        "/home/migel/models/x",
		"Trained from /Users/yu/data/train.csv, and from /Users/yu/data/other.csv.": "/Users/yu/data/train.csv",
		"`C:\\Users\\jmiller\\models\\x.onnx`":                                      `C:\Users\jmiller\models\x.onnx`,
		"/home/ubuntu/data /home/user/x /home/jovyan/x /home/your_name/x":           "",
		"https://github.com/x/main/home/index.html":                                 "",
		"https://host.io/home/migel/x":                                              "",
		"~/home/migel/x, $DIR/home/migel/x and /home/migel":                         "",
		"C:\\Users\\Public\\x":                                                      "",
		"/home/{user}/x /home/<name>/x /home/$USER/x":                               "",
	} {
		d, _ := document.Parse("README.md", []byte("---\nlicense: mit\n---\n# m\n\n## How to use\n\n"+text+"\n"))
		var got []string
		for _, p := range localPaths(d) {
			got = append(got, p.Value)
			if at := place.Position(d, strings.TrimPrefix(string(p.At), d.Path+"#")); at.Line < 7 {
				t.Errorf("%q is said to stand in line %d", text, at.Line)
			}
		}
		if g := strings.Join(got, "; "); g != want {
			t.Errorf("%q: got %q, want %q", text, g, want)
		}
	}
}
