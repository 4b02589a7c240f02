package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// azureIssues is how many issues of each kind the agent of Azure Pipelines
// keeps of one task (_maxIssueCount in its ExecutionContext.cs).
const azureIssues = 10

// Azure writes logging commands for Azure Pipelines: an issue for each finding
// that denies or warns, the gravest first; everything, folded; the decision.
// Azure knows no notices, so notes stand only in the folded part.
func Azure(w io.Writer, r Report) error {
	t := textWriter{w: bufio.NewWriter(w), rules: catalogue(r)}
	room := [...]int{denies: azureIssues, warns: azureIssues, notes: 0}
	if r.Preview {
		t.raw(actions.Azure("task.logissue", []actions.Prop{{Name: "type", Value: "warning"}}, previewWarning))
		room[warns]--
	}
	t.notices(r)
	list := entries(r)
	if i := slices.IndexFunc(list, func(e entry) bool { return e.weight == notes }); i >= 0 {
		list = list[:i]
	}
	shown, dropped := within(list, room)
	for _, e := range shown {
		t.raw(azureIssue(e, t.rules))
	}
	if dropped > 0 {
		t.line("%s not shown as an issue: Azure Pipelines keeps at most %d errors and %d warnings. See the log for all of them.", count(dropped, "finding is", "findings are"), azureIssues, azureIssues)
	}
	t.raw(actions.AzureGroup("All findings"))
	for _, p := range parts(r) {
		t.part(p)
	}
	t.waivers(r.Waivers)
	t.raw(actions.AzureEndGroup)
	t.line("%s %s", summary(r.Totals), verdict(r))
	if err := t.w.Flush(); err != nil {
		return fmt.Errorf("writing the logging commands: %w", err)
	}
	return nil
}

func azureIssue(e entry, rules map[string]finding.Rule) string {
	kind := "warning"
	if e.weight == denies {
		kind = "error"
	}
	props := []actions.Prop{{Name: "type", Value: kind}}
	if e.finding == nil {
		return actions.Azure("task.logissue", append(props, actions.Prop{Name: "code", Value: e.rule}), failureMessage(e))
	}
	if at := e.finding.At; at.Path != "" && at.Repository == "" {
		props = append(props, actions.Prop{Name: "sourcepath", Value: at.Path})
		if at.Line > 0 {
			props = append(props, actions.Prop{Name: "linenumber", Value: strconv.Itoa(at.Line)})
		}
		if at.Line > 0 && at.Column > 0 {
			props = append(props, actions.Prop{Name: "columnnumber", Value: strconv.Itoa(at.Column)})
		}
	}
	return actions.Azure("task.logissue", append(props, actions.Prop{Name: "code", Value: e.rule}), logMessage(e, rules))
}
