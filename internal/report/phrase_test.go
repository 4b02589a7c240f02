package report

import "testing"

// TestLimitsOfGitHub: a job summary has at most 1 MiB, and a comment 65,536 characters.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary
func TestLimitsOfGitHub(t *testing.T) {
	if MarkdownLimit > 1<<20 || CommentLimit > 65_536 {
		t.Errorf("a page has up to %d bytes, a comment %d", MarkdownLimit, CommentLimit)
	}
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		s     string
		limit int
		want  string
	}{
		{"abc", 3, "abc"}, {"abcdef", 5, "ab…"}, {"aé€x", 6, "aé…"}, {"aé€xyz", 7, "aé…"}, {"é", 1, "…"}, {"", 0, ""},
	} {
		if got := cut(c.s, c.limit); got != c.want {
			t.Errorf("%q, %d: %q, want %q", c.s, c.limit, got, c.want)
		}
	}
}
