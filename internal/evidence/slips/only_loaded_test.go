package slips

import (
	"strings"
	"testing"
)

// TestOnlyLoaded: code that loads another model by a name of its own, and near misses.
func TestOnlyLoaded(t *testing.T) {
	for page, want := range map[string]int{
		"# Coder-1b\n\n```python\ncheckpoint = \"a/Writer-7b\"\nM.from_pretrained(checkpoint)\n```\n":     1,
		"# Coder-1b\n\n```python\ncheckpoint = \"a/Coder-1b\"\nM.from_pretrained(checkpoint)\n```\n":      0,
		"# Coder-1b\n\nSee Writer-7b.\n\n```python\ncheckpoint = \"a/Writer-7b\"\n```\n":                  0,
		"# Coder-1b\n\n```python\ncheckpoint = \"a/Writer-7b\"\nT.from_pretrained(\"a/Coder-1b\")\n```\n": 0,
		"# Coder\n\n```python\ncheckpoint = \"a/Writer-7b\"\n```\n":                                       0,
	} {
		if got := strings.Count(slipsOf(page, ""), "model a/Writer-7b"); got != want {
			t.Errorf("%q: %d, want %d", page, got, want)
		}
	}
}
