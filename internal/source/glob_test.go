package source

import "testing"

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		glob, path string
		want       bool
	}{
		{"**", "a/b/c", true},
		{"models/*", "models/a", true},
		{"models/*", "models/a/b", false},
		{"models/**", "models/a/b", true},
		{"models/**/card.md", "models/card.md", true},
		{"*.{md,yaml}", "a.yaml", true},
		{"?.md", "ab.md", false},
		{"[a-c]", "b", true},
		{"[", "[", false},
	} {
		if got := Match(c.glob, c.path); got != c.want {
			t.Errorf("Match(%q, %q) = %v", c.glob, c.path, got)
		}
	}
	if ValidGlob("a/[") || !ValidGlob("a/**/[b-c]") {
		t.Error("ValidGlob does not tell a broken glob from a whole one")
	}
}
