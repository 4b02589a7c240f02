package finder

import (
	"fmt"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// TestFilesThatAreNotRecognizedAreOneFinding: from the fourth on; what is said of one file is
// said of it alone.
func TestFilesThatAreNotRecognizedAreOneFinding(t *testing.T) {
	for n, want := range map[int]string{0: "", 3: "reports/0.json reports/1.json reports/2.json", 4: "reports/0.json+3", 30: "reports/0.json+10"} {
		files := map[string]string{"MODEL_CARD.md": namedCard, "eval/rubric.json": `{"items": ["a"]}`, "eval/prompts.json": `["a"]`}
		for i := range n {
			files[fmt.Sprintf("reports/%d.json", i)] = `{"answer": "a", "seconds": 3}`
		}
		s, err := New(tree(files), Layout{}).Read(".")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range s.Findings {
			at := f.At.Path
			if len(f.Related) > 0 {
				at += fmt.Sprintf("+%d", len(f.Related))
			}
			if (len(f.Related) > 0) != strings.HasSuffix(f.Message, fmt.Sprintf("(and %d more files)", n-1)) {
				t.Errorf("%d files: %q", n, f.Message)
			}
			got = append(got, at)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%d files: %q, want %q", n, got, want)
		}
	}
	differ := fold([]finding.Finding{{Rule: "evidence/not_recognised", Message: "a"}, {Rule: "evidence/not_recognised", Message: "b"}, {Rule: "x/y", Message: "a"}, {Rule: "x/y", Message: "a"}, {Rule: "x/y", Message: "a"}, {Rule: "x/y", Message: "a"}})
	if len(differ) != 6 {
		t.Errorf("%d findings", len(differ))
	}
}
