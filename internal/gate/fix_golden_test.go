package gate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/correction"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// fixCases are directories, each for the rule of its path: what a card is before
// the edits of the rule (NAME.before.md) and after them (NAME.after.md).
const fixCases = "testdata/fix"

// TestFixCases makes the edits of one rule at a time, of each card as it is, with
// other line ends, with a byte order mark, and without its last line break. Once
// they are made, the rule proposes none.
func TestFixCases(t *testing.T) {
	befores, err := filepath.Glob(fixCases + "/*/*/*.before.md")
	if err != nil || len(befores) == 0 {
		t.Fatal(befores, err)
	}
	for _, file := range befores {
		rel, _ := filepath.Rel(fixCases, filepath.Dir(file))
		rule := filepath.ToSlash(rel)
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		after := strings.TrimSuffix(file, ".before.md") + ".after.md"
		t.Run(strings.TrimSuffix(filepath.ToSlash(rel)+"/"+filepath.Base(file), ".before.md"), func(t *testing.T) {
			t.Parallel()
			if *update {
				if err := os.WriteFile(after, []byte(mended(t, rule, string(src))), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(after)
			if err != nil {
				t.Fatal(err)
			}
			for name, as := range map[string]func(string) string{
				"as it is":               func(s string) string { return s },
				"CRLF":                   func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
				"CR":                     func(s string) string { return strings.ReplaceAll(s, "\n", "\r") },
				"byte order mark":        func(s string) string { return "\ufeff" + s },
				"byte order mark, CRLF":  func(s string) string { return "\ufeff" + strings.ReplaceAll(s, "\n", "\r\n") },
				"without the last break": func(s string) string { return strings.TrimSuffix(s, "\n") },
			} {
				if got := mended(t, rule, as(string(src))); got != as(string(want)) {
					t.Errorf("%s:\ngot  %q\nwant %q", name, got, as(string(want)))
				}
			}
		})
	}
}

// mended is a card with the edits that a rule proposes, until it proposes none.
func mended(t *testing.T, rule, card string) string {
	t.Helper()
	const path = "m/MODEL_CARD.md"
	for range 4 {
		var fixes []finding.Fix
		for _, f := range checkTree(t, fstest.MapFS{path: {Data: []byte(card)}}) {
			if f.Rule == rule {
				fixes = append(fixes, f.Fixes...)
			}
		}
		if len(fixes) == 0 {
			return card
		}
		out, _, ok := correction.Mend(path, []byte(card), fixes)
		if !ok {
			t.Fatal("the edits together break it")
		}
		card = string(out)
	}
	t.Fatal("there is no end of edits")
	return ""
}
