package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Text writes the report for a person at a terminal. A finding is one line,
// "path:line:column: severity: message [rule]", that editors understand; what
// explains it follows, indented. The last line is the decision.
func Text(w io.Writer, r Report) error {
	t := textWriter{w: bufio.NewWriter(w), rules: catalogue(r)}
	if r.Preview {
		t.line(previewWarning)
	}
	t.notices(r)
	t.space()
	for _, p := range parts(r) {
		t.part(p)
	}
	t.space()
	t.waivers(r.Waivers)
	if r.RulesPreview != nil {
		t.preview(*r.RulesPreview)
		t.space()
	}
	t.line("%s", summary(r.Totals))
	t.line("%s", verdict(r))
	if err := t.w.Flush(); err != nil {
		return fmt.Errorf("writing the text report: %w", err)
	}
	return nil
}

// textWriter writes cleaned lines; the writer keeps the first error until Flush.
type textWriter struct {
	w       *bufio.Writer
	rules   map[string]finding.Rule
	written bool // something stands since the last blank line
}

// line writes one line. Strings among the arguments are cleaned.
func (t *textWriter) line(format string, args ...any) {
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = actions.Clean(s)
		}
	}
	fmt.Fprintf(t.w, format, args...)
	t.w.WriteByte('\n')
	t.written = true
}

// raw writes a line that is a command of a runner, encoded already.
func (t *textWriter) raw(command string) {
	t.w.WriteString(command)
	t.w.WriteByte('\n')
}

// notices writes what a reader must know before the findings.
func (t *textWriter) notices(r Report) {
	if r.Shard != nil {
		t.line("notice: %s", shardNotice(*r.Shard, r.Totals.Models))
	}
	if r.Adopted {
		t.line("notice: %s", adoptionNotice)
	}
	for _, n := range standingNotices(r) {
		t.line("notice: %s", n)
	}
	for _, n := range r.Notices {
		t.line("notice: %s", n)
	}
}

// space ends a block with one blank line.
func (t *textWriter) space() {
	if t.written {
		t.w.WriteByte('\n')
	}
	t.written = false
}

func (t *textWriter) part(p part) {
	t.line("%s: %s", p.heading, p.result)
	for _, e := range p.entries {
		if e.finding == nil {
			t.line("error: rule %s could not run: %s", e.rule, e.failure)
			continue
		}
		t.finding(*e.finding)
		if concerns := e.concerns(); concerns != "" {
			t.line("    %s", concerns)
		}
	}
	if elsewhere := p.elsewhere(); elsewhere != "" {
		t.line("    %s", elsewhere)
	}
	t.checks(p.decision)
	if len(p.entries)+len(p.decision.Checks)+p.shared > 0 {
		t.space()
	}
}

// heading names what was judged: "model models/fraud 1.2.0 (production)", or a
// dataset.
func heading(s decision.Subject) string {
	if s.ID == "" {
		return "repository"
	}
	words := []string{cmp.Or(s.Kind, "model"), s.ID}
	if s.Version != "" {
		words = append(words, s.Version)
	}
	if s.Stage != "" {
		words = append(words, "("+string(s.Stage)+")")
	}
	return strings.Join(words, " ")
}

func (t *textWriter) finding(j decision.Judged) {
	t.line("%s: %s: %s [%s]", place(j.At), string(j.Severity), j.Message, j.Rule)
	for _, related := range j.Related {
		t.line("    %s: %s", place(related.At), related.Message)
	}
	if j.Waiver != nil {
		t.line("    waived: %s, %s, until %s: %s", j.Waiver.ID, j.Waiver.Owner, j.Waiver.Expires, j.Waiver.Reason)
	}
	if j.Pending != "" {
		t.line("    pending: takes effect on %s", j.Pending)
	}
	if why := tolerated(j); why != "" {
		t.line("    %s", why)
	}
	if help := remedy(j, t.rules); help != "" {
		t.line("    help: %s", help)
	}
	for _, fix := range j.Fixes {
		t.line("    fix: %s (run modelgate fix%s to apply)", fix.Description, onlyIfNamed(j.Rule))
	}
	if fix := suggested(j); fix != "" {
		t.line("    suggested: %s", fix)
	}
}

// onlyIfNamed is what fix is told for the edits of a rule that it makes only if asked to.
func onlyIfNamed(rule string) string {
	if rule == "card/section_missing" {
		return " --rule " + rule
	}
	return ""
}

// cleaned is text that line takes as it is.
type cleaned string

// place is "path:line:column", or as much of it as is known.
func place(p finding.Position) cleaned {
	path := actions.Clean(p.Path)
	switch {
	case path == "":
		return "(no file)"
	case p.Line < 1:
		return cleaned(path)
	case p.Column < 1:
		return cleaned(fmt.Sprintf("%s:%d", path, p.Line))
	default:
		return cleaned(fmt.Sprintf("%s:%d:%d", path, p.Line, p.Column))
	}
}

func (t *textWriter) waivers(ws []Waiver) {
	if len(ws) == 0 {
		return
	}
	t.line("waivers")
	for _, w := range ws {
		t.line("    %s: %s (%s of %s, %s, until %s)", w.ID, waiverStatus(w), w.Rule, w.Model, w.Owner, w.Expires)
	}
	t.space()
}
