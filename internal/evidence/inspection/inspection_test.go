package inspection

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCorpus reads every file of the corpus that may lie beside this
// repository: each is recognised, or refused with words, and every finding
// points into the file.
func TestCorpus(t *testing.T) {
	files, _ := filepath.Glob("../../../../shared/corpus/*/*")
	if len(files) == 0 {
		t.Skip("the corpus does not lie beside the repository; its publishable part is in testdata/change_corpus_monorepo")
	}
	recognised := 0
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		in, err := Of(filepath.Base(file), src, "")
		var unknown *NotRecognised
		switch {
		case errors.As(err, &unknown):
			if len(unknown.Sought) == 0 {
				t.Errorf("%s: not recognized, without saying what was looked for", file)
			}
			in.Findings = unknown.Findings
		case err != nil:
			t.Errorf("%s: %v", file, err)
		default:
			recognised++
		}
		lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(src)), "\n")
		for _, f := range in.Findings {
			if f.At.Line < 1 || f.At.Line > len(lines) || f.At.Column < 1 || f.At.Column > len([]rune(lines[f.At.Line-1]))+1 {
				t.Errorf("%s: %s at %d:%d lies outside the file", file, f.Rule, f.At.Line, f.At.Column)
			}
		}
	}
	if recognised < 50 {
		t.Errorf("only %d of %d files were recognised", recognised, len(files))
	}
}
