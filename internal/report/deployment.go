package report

import (
	"fmt"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
)

// Deployment is what merging a change would do to one environment.
type Deployment struct {
	Environment string
	Models      []string // what becomes of each model, a line each
	Diff        string   // of the manifests, in the unified format
}

// HasEffect reports whether a merge would deploy, or block, anything at all.
func (d Deployment) HasEffect() bool { return len(d.Models) > 0 || d.Diff != "" }

// nothingDeployed is what an environment says that the change does not concern.
const nothingDeployed = "no model of this change is deployed here"

// linesDeployed are the lines about models of one environment on a page.
const linesDeployed = 40

// DeploymentsComment is what merging a change would deploy, in GitHub Flavored
// Markdown, for the comment on a pull request. What models say stands in code only.
func DeploymentsComment(list []Deployment) string { return deployments(list, CommentLimit) }

// DeploymentsSummary is the same for the summary of a job, which has more room.
func DeploymentsSummary(list []Deployment) string { return deployments(list, MarkdownLimit) }

// DeploymentsText is the same as plain text, without limits.
func DeploymentsText(list []Deployment) string {
	var b strings.Builder
	for _, d := range list {
		fmt.Fprintf(&b, "environment %s\n", d.Environment)
		for _, line := range d.Models {
			b.WriteString(line + "\n")
		}
		if len(d.Models) == 0 {
			b.WriteString(nothingDeployed + "\n")
		}
		for line := range strings.Lines(d.Diff) {
			b.WriteString("    " + line)
		}
	}
	return b.String()
}

func deployments(list []Deployment, limit int) string {
	const title = "## What this change deploys\n\n"
	page := section{budget: limit - len(title) - restSize}
	share := page.budget / max(1, len(list))
	for _, d := range list {
		if !page.closed(1) {
			page.add(1, "%s", d.markdown(share))
		}
	}
	return title + page.String() + page.rest("… and ", "more environment", "more environments", "\n")
}

// markdown is in at most that many bytes, unless there are fewer than a line takes.
func (d Deployment) markdown(budget int) string {
	lines := d.Models
	if len(lines) == 0 {
		lines = []string{nothingDeployed}
	}
	head := fmt.Sprintf("### Environment %s\n\n%s\n\n", mdText(d.Environment), Fenced(firstLines(lines, linesDeployed, budget/4)))
	if d.Diff == "" {
		return head
	}
	files := strings.Count("\n"+d.Diff, "\n--- ")
	open := fmt.Sprintf("<details><summary>diff of %s</summary>\n\n", count(files, "manifest", "manifests"))
	const end = "\n\n</details>\n\n"
	rest := strings.Split(strings.TrimRight(d.Diff, "\n"), "\n")
	block := Fenced(firstLines(rest, len(rest), budget-len(head)-len(open)-len(end)-2*restSize))
	return head + open + strings.Replace(block, "\n", "diff\n", 1) + end
}

// firstLines are as many lines as there is room for, and how many more there are.
func firstLines(lines []string, most, budget int) string {
	s := section{budget: budget}
	for i, line := range lines {
		if s.full = s.full || i >= most; s.closed(len(lines) - i) {
			break
		}
		s.add(1, "%s\n", cleanIndented(actions.Shorten(line, messageLength)))
	}
	return s.String() + s.rest("… and ", "more line: modelgate env diff shows it", "more lines: modelgate env diff shows them", "\n")
}
