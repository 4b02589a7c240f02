package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"

	"github.com/modelgate-dev/modelgate/internal/report/gfm"
)

// Whatever models and manifests say stays in code, and a page keeps to its limit.
func TestHostileDeployments(t *testing.T) {
	harmless := ""
	for i, s := range append([]string{"harmless"}, hostileStrings...) {
		d := Deployment{Environment: s, Models: []string{s, s}, Diff: "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-" + strings.ReplaceAll(s, "\n", "\n-") + "\n"}
		page := DeploymentsComment([]Deployment{d, {Environment: "production"}})
		checkPrintable(t, "markdown", page)
		checkInert(t, page, append([]ast.NodeKind{ast.KindFencedCodeBlock}, pageKinds...))
		shape := gfm.Shape(t, page, ownAddress.MatchString)
		if i == 0 {
			harmless = shape
		} else if shape != harmless {
			t.Errorf("%q has another structure:\n got %.2000s\nwant %.2000s", s, shape, harmless)
		}
	}
}

func TestDeploymentsStayUnderTheirLimits(t *testing.T) {
	lines := func(n int, of string) (out []string) {
		for i := range n {
			out = append(out, fmt.Sprint(of, i))
		}
		return out
	}
	long := strings.Repeat("`", 1<<16)
	for name, d := range map[string]Deployment{
		"many models":   {Environment: "staging", Models: lines(10_000, "would promote: m")},
		"a long diff":   {Environment: "staging", Diff: "--- a/x\n+++ b/x\n" + strings.Join(lines(20_000, "+ x"), "\n")},
		"a long line":   {Environment: long, Models: []string{long}, Diff: "--- a/x\n+++ b/x\n+" + long},
		"what expands":  {Environment: "staging", Diff: "--- a/x\n+++ b/x\n" + strings.Repeat("+\u202e\u202e\u202e\n", 1<<14)},
		"everything":    {Environment: "staging", Models: lines(1000, "m"), Diff: "--- a/x\n+++ b/x\n" + strings.Join(lines(20_000, "+ x"), "\n")},
		"nothing":       {Environment: "staging"},
		"no last break": {Environment: "staging", Diff: "--- a/x\n+++ b/x\n+x\n\\ No newline at end of file"},
	} {
		for _, n := range []int{1, 3, 100} {
			list := make([]Deployment, n)
			for i := range list {
				list[i] = d
			}
			if page := DeploymentsComment(list); len(page) > CommentLimit || !strings.HasPrefix(page, "## What this change deploys\n\n") {
				t.Errorf("%s, %d environments: %d bytes", name, n, len(page))
			}
			if page := DeploymentsSummary(list); len(page) > MarkdownLimit {
				t.Errorf("%s, %d environments: %d bytes", name, n, len(page))
			}
		}
	}
	one := DeploymentsComment([]Deployment{{Environment: "staging", Models: lines(100, "m"), Diff: "--- a/x\n+++ b/x\n" + strings.Join(lines(20_000, "+ x"), "\n")}})
	for _, want := range []string{"… and 60 more lines: modelgate env diff shows them", "<summary>diff of 1 manifest</summary>"} {
		if !strings.Contains(one, want) {
			t.Errorf("%q is missing", want)
		}
	}
}
