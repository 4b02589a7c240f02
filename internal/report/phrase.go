package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// previewWarning opens every report that was judged by the proposal's own rules.
const previewWarning = "UNTRUSTED PREVIEW: judged by the proposal's own rules, settings and waivers. Do not rely on this result."

// adoptionNotice explains a run before .modelgate was merged.
const adoptionNotice = "The base commit has no .modelgate directory: the built-in rules and default settings decided."

// shardNotice opens every report about a part of the models.
func shardNotice(s Shard, models int) string {
	return fmt.Sprintf("SHARD %d OF %d: %d of %s. This is not a decision about the whole change: `modelgate merge` makes that of all shards.",
		s.Index, s.Of, models, count(s.Selected, "model", "models"))
}

// count is "1 model" or "2 models".
func count(n int, singular, plural string) string {
	if n == 1 {
		return fmt.Sprintf("%d %s", n, singular)
	}
	return fmt.Sprintf("%d %s", n, plural)
}

// Headline says the decision in one clean sentence of at most limit code points,
// for the title of a check or the description of a status.
func Headline(r Report, limit int) string { return actions.Shorten(actions.Clean(verdict(r)), limit) }

// verdict says the decision in a sentence. Where a check of results denies, the
// worst one comes first.
func verdict(r Report) string {
	var s string
	switch {
	case r.Result == decision.Allow:
		s = "allow: no finding stands in the way of this change."
	case r.Result == decision.Undecided:
		s = fmt.Sprintf("undecided: %s; run it again.", count(unfinished(r), "rule was not finished in time", "rules were not finished in time"))
	case r.Totals.Denied > 0:
		s = fmt.Sprintf("%s of %d must be mended before this change can be accepted.", count(r.Totals.Denied, "model", "models"), r.Totals.Models)
		if worst := decisiveCheck(r); worst != "" {
			s = worst + "; " + s
		}
		s = "deny: " + s
	default:
		s = "deny: this change cannot be accepted as it is."
	}
	if r.Shard != nil { // first, so that no headline is cut before it
		s = fmt.Sprintf("shard %d of %d, not a decision about the whole change: %s", r.Shard.Index, r.Shard.Of, s)
	}
	if len(r.Gates) > 0 {
		s += fmt.Sprintf(" Judged by the gate %s only.", gateNames(r.Gates))
	}
	if r.Preview {
		s += " This is an untrusted preview."
	}
	return s
}

// unfinished counts the rules that ran out of time.
func unfinished(r Report) (n int) {
	for _, d := range r.All() {
		for _, o := range d.Outcomes {
			if o.State == decision.Unfinished {
				n++
			}
		}
	}
	return n
}

// decisionWords is the decision as the title of a page, and the sentence below it.
func decisionWords(r Report) (title, sentence string) {
	title = map[decision.Result]string{decision.Allow: "modelgate allows ", decision.Undecided: "modelgate could not decide about "}[r.Result]
	if title == "" {
		title = "modelgate denies "
	}
	if r.Shard != nil {
		title += "this shard of the change"
	} else {
		title += "this change"
	}
	sentence = verdict(r)
	for _, word := range []string{"deny: ", "allow: ", "undecided: "} {
		sentence = strings.TrimPrefix(sentence, word)
	}
	if worst := decisiveCheck(r); worst != "" && strings.HasPrefix(sentence, worst) {
		return title, sentence // the name of a metric stays as it is written
	}
	return title, strings.ToUpper(sentence[:1]) + sentence[1:]
}

func gateNames(gates []finding.Gate) string {
	names := make([]string, len(gates))
	for i, g := range gates {
		names[i] = string(g)
	}
	return strings.Join(names, ", ")
}

// summary says the totals in a sentence; what is zero is left out, except the
// models, errors and warnings.
func summary(t Totals) string {
	parts := []string{count(t.Errors, "error", "errors"), count(t.Warnings, "warning", "warnings")}
	for _, p := range []struct {
		n                int
		singular, plural string
	}{
		{t.Notes, "note", "notes"}, {t.Waived, "waived", "waived"}, {t.Pending, "pending", "pending"},
		{t.Failures, "rule that could not be evaluated", "rules that could not be evaluated"},
	} {
		if p.n > 0 {
			parts = append(parts, count(p.n, p.singular, p.plural))
		}
	}
	judged := count(t.Models, "model", "models") + " judged"
	return fmt.Sprintf("%s, %d denied: %s.", judged, t.Denied, strings.Join(parts, ", "))
}

// severityWords is the severity of a finding, and why it does not count.
func severityWords(j decision.Judged) string {
	word := string(j.Severity)
	switch {
	case j.Waiver != nil:
		word += ", waived"
	case j.Pending != "":
		word += ", pending"
	}
	return word
}

// waiverStatus says what became of a waiver.
func waiverStatus(w Waiver) string {
	switch w.Status {
	case "active":
		return "covers " + count(w.Used, "finding", "findings")
	case "out_of_scope":
		return "not looked at: its model was not judged"
	case "not_yet":
		return "not in force yet"
	default:
		return w.Status
	}
}

// origin says which rules decided, at which commits.
func origin(r Report) string {
	head := orNone(r.Head.Commit)
	if r.Source != nil && r.Source.Commit != "" {
		head = fmt.Sprintf("%s, merged into the base as %s", r.Source.Commit, head)
	}
	return fmt.Sprintf("Rules %s of commit %s. Base %s, head %s. Judged as of %s by %s %s.",
		orNone(r.Policy.Digest), orNone(r.Policy.Commit), orNone(r.Base.Commit), head, orNone(r.AsOf), r.Tool.Name, r.Tool.Version)
}

// cut is the longest beginning of s of at most limit bytes that ends with a
// whole code point; what is missing is marked.
func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	const mark = "…"
	end := max(limit-len(mark), 0)
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + mark
}

func orNone(s string) string {
	if s == "" {
		return "(none)"
	}
	return s
}
