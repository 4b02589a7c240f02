package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// annotations is how many annotations of each level GitHub keeps of one step;
// it drops the rest without a word.
const annotations = 10

// levels are GitHub's names of our weights.
var levels = [...]string{denies: "error", warns: "warning", notes: "notice"}

// GitHub writes workflow commands, the gravest finding first, and a last plain
// line with the decision. What GitHub would drop is counted in one notice.
func GitHub(w io.Writer, r Report) error {
	t := textWriter{w: bufio.NewWriter(w), rules: catalogue(r)}
	own := []actions.Prop{{Name: "title", Value: "modelgate"}}
	room := [...]int{denies: annotations, warns: annotations, notes: annotations}
	if r.Preview {
		t.raw(actions.Command(levels[warns], own, previewWarning))
		room[warns]--
	}
	t.notices(r)
	list := entries(r)
	shown, dropped := within(list, room)
	if dropped > 0 { // their count takes the place of a notice
		room[notes]--
		shown, dropped = within(list, room)
	}
	for _, e := range shown {
		t.raw(annotation(e, t.rules))
	}
	if dropped > 0 {
		message := fmt.Sprintf("%s not shown here, because GitHub keeps %d annotations of each level. The report has them all.", count(dropped, "finding is", "findings are"), annotations)
		t.raw(actions.Command(levels[notes], own, message))
	}
	t.line("%s %s", summary(r.Totals), verdict(r))
	if err := t.w.Flush(); err != nil {
		return fmt.Errorf("writing the workflow commands: %w", err)
	}
	return nil
}

// within returns the entries that there is room for, by weight, and the number
// of the others.
func within(list []entry, room [len(levels)]int) (shown []entry, dropped int) {
	for _, e := range list {
		if room[e.weight] == 0 {
			dropped++
			continue
		}
		room[e.weight]--
		shown = append(shown, e)
	}
	return shown, dropped
}

func annotation(e entry, rules map[string]finding.Rule) string {
	if e.finding == nil {
		return actions.Command(levels[e.weight], []actions.Prop{{Name: "title", Value: e.rule}}, failureMessage(e))
	}
	j := *e.finding
	props := append(region(j.At), actions.Prop{Name: "title", Value: e.rule})
	return actions.Command(levels[e.weight], props, logMessage(e, rules))
}

// failureMessage says that a rule could not be evaluated.
func failureMessage(e entry) string {
	return fmt.Sprintf("%s: the rule could not run: %s", subjectName(e.subjects[0]), e.failure)
}

// logMessage is the text of an annotation of the log. It is not cleaned:
// actions.Command encodes it, line ends and all.
func logMessage(e entry, rules map[string]finding.Rule) string {
	return strings.Join(append([]string{cmp.Or(e.finding.Message, "(no text)")}, addenda(e, rules)...), "\n")
}

// region is the place of an annotation. The runner accepts columns only when
// the region is within one line.
func region(p finding.Position) []actions.Prop {
	if p.Path == "" || p.Repository != "" {
		return nil
	}
	props := []actions.Prop{{Name: "file", Value: p.Path}}
	s := spanOf(p)
	if s.line == 0 {
		return props
	}
	props = append(props, actions.Prop{Name: "line", Value: strconv.Itoa(s.line)})
	if s.endLine > s.line {
		return append(props, actions.Prop{Name: "endLine", Value: strconv.Itoa(s.endLine)})
	}
	if s.column >= 1 {
		props = append(props, actions.Prop{Name: "col", Value: strconv.Itoa(s.column)})
	}
	if s.endColumn >= 1 {
		props = append(props, actions.Prop{Name: "endLine", Value: strconv.Itoa(s.line)}, actions.Prop{Name: "endColumn", Value: strconv.Itoa(s.endColumn)})
	}
	return props
}
