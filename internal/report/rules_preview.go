package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// RulesPreviewSchema is the version of the JSON form of a RulesPreview;
// schemas/rules-preview.schema.json is its shape.
const RulesPreviewSchema = "modelgate.dev/rules-preview/v1"

// Bounds of what a RulesPreview lists; the counts are of everything.
const (
	maxPreviewed = 200 // subjects of a list
	maxEffects   = 20  // of one subject
)

// RulesPreview is what an edit of the rules does: what two states of .modelgate say of
// the same models.
type RulesPreview struct {
	Schema string `json:"schema"`
	AsOf   string `json:"as_of"`
	Base   Commit `json:"base"`
	Head   Commit `json:"head"`
	// Models and Inputs are how many of them both states were asked about; Left is how
	// many models were not, since there are too many.
	Models int `json:"models"`
	Inputs int `json:"inputs"`
	Left   int `json:"left,omitempty"`
	// Counts is how many subjects are in each list before it was cut.
	Counts PreviewCounts `json:"counts"`
	// NewlyPassing failed by the rules of the base, and pass by those of the head:
	// what a reviewer must look at first.
	NewlyPassing []PreviewSubject `json:"newly_passing"`
	NewlyFailing []PreviewSubject `json:"newly_failing"`
	Changed      []PreviewSubject `json:"changed"` // the same result, for other reasons
	Errors       []PreviewError   `json:"errors"`  // rules of the head that cannot be evaluated
	// Added and Removed are the ids of rules.
	Added   []string `json:"rules_added"`
	Removed []string `json:"rules_removed"`
	// Silent are the organization's rules of scope model that have no finding.
	Silent []string `json:"rules_silent"`
	// Unreviewed are those of them that read the review of a pull request, which a preview
	// does not have.
	Unreviewed []string `json:"rules_unreviewed,omitempty"`
	// CostBefore and CostAfter are the steps that the organization's rules needed: the
	// same on every machine.
	CostBefore int64 `json:"steps_before"`
	CostAfter  int64 `json:"steps_after"`
}

// PreviewCounts are the lengths of the lists.
type PreviewCounts struct {
	NewlyPassing int `json:"newly_passing"`
	NewlyFailing int `json:"newly_failing"`
	Changed      int `json:"changed"`
	Errors       int `json:"errors"`
	Same         int `json:"same"`
}

// PreviewSubject is a model, or a recorded input, and what becomes of its findings.
type PreviewSubject struct {
	ID      string          `json:"id"`
	Before  decision.Result `json:"before"`
	After   decision.Result `json:"after"`
	Effects []PreviewEffect `json:"effects"`
	Cut     int             `json:"effects_cut,omitempty"` // that are not listed
}

// PreviewEffect is what becomes of one finding.
type PreviewEffect struct {
	Rule    string           `json:"rule"`
	Before  string           `json:"before"` // blocks, warning, note, waived, pending, tolerated; "" if there was none
	After   string           `json:"after"`
	Message string           `json:"message"`
	At      finding.Position `json:"location"`
}

// PreviewError is a rule of the head that cannot be evaluated.
type PreviewError struct {
	ID    string `json:"id"` // of the subject
	Rule  string `json:"rule"`
	Error string `json:"error"`
	New   bool   `json:"new"` // the rules of the base could be evaluated
}

// Compare says what becomes of subjects: what two states of the rules decide of the
// same ones. It is pure.
func Compare(before, after []decision.Decision) RulesPreview {
	p := RulesPreview{Schema: RulesPreviewSchema, NewlyPassing: []PreviewSubject{}, NewlyFailing: []PreviewSubject{}, Changed: []PreviewSubject{}, Errors: []PreviewError{}, Added: []string{}, Removed: []string{}, Silent: []string{}}
	was, is := bySubject(before), bySubject(after)
	ids := map[string]bool{}
	for _, m := range []map[string]decision.Decision{was, is} {
		for id := range m {
			ids[id] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		p.compare(id, was[id], is[id])
	}
	p.Counts.NewlyPassing, p.Counts.NewlyFailing, p.Counts.Changed, p.Counts.Errors = len(p.NewlyPassing), len(p.NewlyFailing), len(p.Changed), len(p.Errors)
	p.NewlyPassing, p.NewlyFailing, p.Changed = p.NewlyPassing[:min(len(p.NewlyPassing), maxPreviewed)], p.NewlyFailing[:min(len(p.NewlyFailing), maxPreviewed)], p.Changed[:min(len(p.Changed), maxPreviewed)]
	p.Errors = p.Errors[:min(len(p.Errors), maxPreviewed)]
	return p
}

func bySubject(ds []decision.Decision) map[string]decision.Decision {
	out := map[string]decision.Decision{}
	for _, d := range ds {
		out[d.Subject.ID] = d
	}
	return out
}

func (p *RulesPreview) compare(id string, was, is decision.Decision) {
	s := PreviewSubject{ID: id, Before: cmp.Or(was.Result, decision.Allow), After: cmp.Or(is.Result, decision.Allow), Effects: effects(was.Findings, is.Findings)}
	failedBefore := map[string]bool{}
	for _, o := range was.Outcomes {
		failedBefore[o.Rule] = o.State.Unanswered()
	}
	for _, o := range is.Outcomes {
		if o.State.Unanswered() {
			p.Errors = append(p.Errors, PreviewError{ID: id, Rule: o.Rule, Error: o.Error, New: !failedBefore[o.Rule]})
		}
	}
	if len(s.Effects) > maxEffects {
		s.Cut = len(s.Effects) - maxEffects
		s.Effects = s.Effects[:maxEffects]
	}
	switch {
	case s.Before != decision.Allow && s.After == decision.Allow:
		p.NewlyPassing = append(p.NewlyPassing, s)
	case s.Before == decision.Allow && s.After != decision.Allow:
		p.NewlyFailing = append(p.NewlyFailing, s)
	case len(s.Effects) > 0:
		p.Changed = append(p.Changed, s)
	default:
		p.Counts.Same++
	}
}

const blocks = "blocks"

// force is what a finding comes to.
func force(j decision.Judged) string {
	switch {
	case j.Denies():
		return blocks
	case j.Waiver != nil:
		return "waived"
	case j.Pending != "":
		return "pending"
	case j.Tolerated != nil:
		return "tolerated"
	}
	return string(j.Severity)
}

// effects are the findings that come, go, or come to something else: those that no
// longer block first, then those that newly do.
func effects(before, after []decision.Judged) []PreviewEffect {
	type id struct{ rule, fingerprint string }
	was := map[id]decision.Judged{}
	for _, j := range before {
		was[id{j.Rule, j.Fingerprint}] = j
	}
	out := []PreviewEffect{}
	for _, j := range after {
		old, there := was[id{j.Rule, j.Fingerprint}]
		delete(was, id{j.Rule, j.Fingerprint})
		e := PreviewEffect{Rule: j.Rule, After: force(j), Message: j.Message, At: j.At}
		if there {
			e.Before = force(old)
		}
		if !there || e.Before != e.After || old.Message != j.Message {
			out = append(out, e)
		}
	}
	for _, old := range was {
		out = append(out, PreviewEffect{Rule: old.Rule, Before: force(old), Message: old.Message, At: old.At})
	}
	rank := func(e PreviewEffect) int {
		switch {
		case e.Before == blocks && e.After != blocks:
			return 0
		case e.After == blocks && e.Before != blocks:
			return 1
		}
		return 2
	}
	slices.SortFunc(out, func(a, b PreviewEffect) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.At.Path, b.At.Path), cmp.Compare(a.At.Line, b.At.Line),
			cmp.Compare(a.At.Column, b.At.Column), cmp.Compare(a.Message, b.Message), cmp.Compare(a.Before, b.Before))
	})
	return out
}

// words says what becomes of a finding.
func (e PreviewEffect) words() string {
	switch {
	case e.Before == "":
		return "new: " + e.After
	case e.After == "":
		return "gone: was " + e.Before
	case e.Before == e.After:
		return "other message: " + e.After
	}
	return e.Before + " → " + e.After
}

// Headline is the preview in one line.
func (p RulesPreview) Headline() string {
	of := count(p.Models, "model", "models")
	if p.Inputs > 0 {
		of += " and " + count(p.Inputs, "recorded input", "recorded inputs")
	}
	return fmt.Sprintf("%d newly passing, %d newly failing, %d changed, %s, of %s", p.Counts.NewlyPassing, p.Counts.NewlyFailing, p.Counts.Changed, count(p.Counts.Errors, "error", "errors"), of)
}

// remarks are what a reader must know beside the lists.
func (p RulesPreview) remarks() []string {
	var out []string
	add := func(before string, ids []string) {
		if len(ids) > 0 {
			out = append(out, before+listed(ids))
		}
	}
	add("Rules added: ", p.Added)
	add("Rules removed: ", p.Removed)
	add("Rules without a finding: ", slices.DeleteFunc(slices.Clone(p.Silent), func(id string) bool { return slices.Contains(p.Unreviewed, id) }))
	add("Rules that read the review of a pull request, which a preview does not have: ", p.Unreviewed)
	if p.CostBefore > 0 || p.CostAfter > 0 {
		out = append(out, fmt.Sprintf("Cost of your own rules: %d steps before, %d after", p.CostBefore, p.CostAfter))
	}
	if p.Left > 0 {
		out = append(out, count(p.Left, "model was", "models were")+" not previewed; run `modelgate policy preview` for all")
	}
	return out
}

func listed(ids []string) string {
	const most = 20
	text := ""
	for i, id := range ids {
		switch {
		case i == most:
			return text + fmt.Sprintf(" and %d more", len(ids)-most)
		case i > 0:
			text += ", "
		}
		text += id
	}
	return text
}

// lists are the lists with their titles, in the order in which a reviewer reads them.
func (p RulesPreview) lists() []previewList {
	return []previewList{{"Newly passing", p.NewlyPassing, p.Counts.NewlyPassing}, {"Newly failing", p.NewlyFailing, p.Counts.NewlyFailing}, {"Changed", p.Changed, p.Counts.Changed}}
}

type previewList struct {
	title    string
	subjects []PreviewSubject
	count    int
}

// PreviewFormats are the formats of a RulesPreview.
var PreviewFormats = []string{"json", "markdown", "text"}

// RenderPreview writes a preview in one of PreviewFormats.
func RenderPreview(w io.Writer, format string, p RulesPreview) error {
	switch format {
	case "json":
		return actions.WriteJSON(w, p)
	case "markdown":
		_, err := io.WriteString(w, previewMarkdown(p, MarkdownLimit))
		return err
	}
	t := textWriter{w: bufio.NewWriter(w)}
	t.preview(p)
	return t.w.Flush()
}

// preview writes a preview for a terminal.
func (t *textWriter) preview(p RulesPreview) {
	for _, list := range p.lists() {
		for _, s := range list.subjects {
			t.line("%s: %s (%s → %s)", list.title, s.ID, s.Before.Word(), s.After.Word())
			for _, e := range s.Effects {
				t.line("    %s:%d:%d: %s: %s [%s]", e.At.Path, e.At.Line, e.At.Column, e.words(), e.Message, e.Rule)
			}
			if s.Cut > 0 {
				t.line("    and %d more", s.Cut)
			}
		}
		if more := list.count - len(list.subjects); more > 0 {
			t.line("%s: %d more", list.title, more)
		}
	}
	for _, e := range p.Errors {
		t.line("error: rule %s could not run for %s: %s", e.Rule, e.ID, e.Error)
	}
	t.space()
	for _, remark := range p.remarks() {
		t.line("%s", remark)
	}
	t.line("Preview of the edited rules: %s", p.Headline())
}

// previewMarkdown is a preview as a section of a page, of at most so many bytes.
func previewMarkdown(p RulesPreview, budget int) string {
	s := section{budget: budget - 200}
	s.add(1, "### 🔎 Preview of the edited rules\n\n%s.\n\n", mdText(p.Headline()))
	for _, list := range p.lists() {
		if list.count == 0 {
			continue
		}
		s.add(1, "**%s (%d)**\n\n", list.title, list.count)
		for _, subject := range list.subjects {
			block := fmt.Sprintf("- %s: %s → %s\n", mdCode(cut(subject.ID, nameLength)), mdText(subject.Before.Word()), mdText(subject.After.Word()))
			for _, e := range subject.Effects[:min(len(subject.Effects), 5)] {
				block += fmt.Sprintf("  - %s: %s %s\n", mdText(e.words()), mdText(cut(e.Message, messageLength)), mdCode(e.Rule))
			}
			if more := subject.Cut + len(subject.Effects) - 5; more > 0 {
				block += fmt.Sprintf("  - and %d more\n", more)
			}
			s.add(1, "%s", block)
		}
		if more := list.count - len(list.subjects); more > 0 {
			s.add(more, "- and %d more\n", more)
		}
		s.add(0, "\n")
	}
	for _, e := range p.Errors[:min(len(p.Errors), 20)] {
		s.add(1, "- ⚠️ %s could not run for %s: %s\n", mdCode(e.Rule), mdCode(cut(e.ID, nameLength)), mdText(cut(actions.Clean(e.Error), messageLength)))
	}
	if len(p.Errors) > 0 {
		s.add(0, "\n")
	}
	for _, remark := range p.remarks() {
		s.add(1, "%s.\n\n", mdText(remark))
	}
	return s.String() + s.rest("", "line", "lines", " more in the JSON report.\n\n")
}

// htmlPreview is a preview on the HTML page.
type htmlPreview struct {
	Headline string
	Lists    []htmlPreviewList
	Remarks  []string
}

type htmlPreviewList struct {
	Title string
	Lines []string
}

func htmlPreviewOf(p *RulesPreview) *htmlPreview {
	if p == nil {
		return nil
	}
	out := &htmlPreview{Headline: actions.Clean(p.Headline())}
	for _, list := range p.lists() {
		one := htmlPreviewList{Title: fmt.Sprintf("%s (%d)", list.title, list.count)}
		for _, s := range list.subjects {
			line := fmt.Sprintf("%s: %s → %s", s.ID, s.Before.Word(), s.After.Word())
			for _, e := range s.Effects[:min(len(s.Effects), 5)] {
				line += fmt.Sprintf("; %s: %s [%s]", e.words(), e.Message, e.Rule)
			}
			one.Lines = append(one.Lines, actions.Clean(cut(line, 1000)))
		}
		if more := list.count - len(list.subjects); more > 0 {
			one.Lines = append(one.Lines, count(more, "more model", "more models"))
		}
		if list.count > 0 {
			out.Lists = append(out.Lists, one)
		}
	}
	if len(p.Errors) > 0 {
		one := htmlPreviewList{Title: fmt.Sprintf("Errors (%d)", p.Counts.Errors)}
		for _, e := range p.Errors {
			one.Lines = append(one.Lines, actions.Clean(cut(fmt.Sprintf("%s could not run for %s: %s", e.Rule, e.ID, e.Error), 1000)))
		}
		out.Lists = append(out.Lists, one)
	}
	for _, remark := range p.remarks() {
		out.Remarks = append(out.Remarks, actions.Clean(remark))
	}
	return out
}
