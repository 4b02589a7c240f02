package report

import (
	"cmp"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// The lengths that GitHub's Checks API takes of an annotation, the second with
// a margin: the limit is 64 KB.
const (
	annotationTitle   = 255    // characters
	annotationMessage = 60_000 // bytes
)

// Annotation is a finding at its place, as GitHub's Checks API takes it: plain
// text, of lengths that it accepts.
type Annotation struct {
	Path      string
	StartLine int // 1-based
	EndLine   int // the last line that belongs to it
	// StartColumn and EndColumn are zero when they are not known; they are
	// given only within one line.
	StartColumn, EndColumn int
	Level                  string // notice, warning or failure
	Title                  string
	Message                string
}

// Annotations lists at most limit annotations of the findings, the gravest
// first, and counts those that are not among them: those beyond the limit, and
// those that have no place in a file. What could not be evaluated has none
// either; CheckSummary says it.
func Annotations(r Report, limit int) (list []Annotation, omitted int) {
	rules := catalogue(r)
	for _, e := range entries(r) {
		if e.finding == nil {
			continue
		}
		name := localFile(e.finding.At)
		if name == "" || len(list) >= limit {
			omitted++
			continue
		}
		s := spanOf(e.finding.At)
		list = append(list, Annotation{
			Path: name, StartLine: max(s.line, 1), EndLine: max(s.endLine, 1), StartColumn: s.column, EndColumn: s.endColumn,
			Level:   [...]string{denies: "failure", warns: "warning", notes: "notice"}[e.weight],
			Title:   actions.Shorten(cmp.Or(actions.Clean(e.rule), "modelgate"), annotationTitle),
			Message: cut(explained(e, rules), annotationMessage),
		})
	}
	return list, omitted
}

// explained is what a finding says, a line for each part: the message, which
// models share it, what waives or delays it, how to mend it, what is suggested in its place.
func explained(e entry, rules map[string]finding.Rule) string {
	message := cmp.Or(actions.Clean(e.finding.Message), "(no text)")
	for _, part := range addenda(e, rules) {
		message += "\n" + actions.Clean(part)
	}
	return message
}

// addenda is what there is to say of a finding after its message.
func addenda(e entry, rules map[string]finding.Rule) (parts []string) {
	j := *e.finding
	if j.At.Repository != "" { // where nothing can be pointed at
		parts = append(parts, "at: "+string(place(j.At)))
	}
	if concerns := e.concerns(); concerns != "" {
		parts = append(parts, concerns)
	}
	if j.Waiver != nil {
		parts = append(parts, "waived: "+j.Waiver.ID+", "+j.Waiver.Owner+", until "+j.Waiver.Expires)
	}
	if j.Pending != "" {
		parts = append(parts, "pending: takes effect on "+j.Pending)
	}
	if why := tolerated(j); why != "" {
		parts = append(parts, why)
	}
	if help := remedy(j, rules); help != "" {
		parts = append(parts, "help: "+help)
	}
	if fix := suggested(j); fix != "" {
		parts = append(parts, "suggested: "+fix)
	}
	return parts
}
