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
const previewWarning = "UNTRUSTED PREVIEW: checked with the rules, settings and waivers of the pull request itself. Do not rely on this result."

// adoptionNotice explains a run before .modelgate was merged.
const adoptionNotice = "The base commit has no .modelgate directory. The built-in rules and default settings were used."

// shardNotice opens every report about a part of the models.
func shardNotice(s Shard, models int) string {
	return fmt.Sprintf("SHARD %d OF %d: %d of %s. This is a partial result; run `modelgate merge` on all shards for the overall decision.",
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

// Limits says in what a run is less than the decision about the change, in words
// for a headline; none for a full check. What allows less than the whole is never
// said to allow the change.
func Limits(r Report) []string {
	var limits []string
	if len(r.Gates) > 0 {
		limits = append(limits, "only "+gateNames(r.Gates))
	}
	if len(r.Only) > 0 {
		limits = append(limits, "only models that match "+strings.Join(r.Only, ", "))
	}
	if r.OnlyNew {
		limits = append(limits, "only what the change makes worse")
	}
	if r.OtherCommits {
		limits = append(limits, "of selected commits")
	}
	if r.OtherRules {
		limits = append(limits, "with rules that are not in force")
	}
	if r.Stage != "" {
		limits = append(limits, "as stage "+string(r.Stage))
	}
	if r.OtherDay {
		day, _, _ := strings.Cut(r.AsOf, "T")
		limits = append(limits, "as of "+day)
	}
	if r.Preview {
		limits = append(limits, "untrusted preview")
	}
	return limits
}

// verdict says the decision in a sentence. Where a check of results denies, the
// worst one comes first. What limits it comes before all, so that no headline is
// cut before it.
func verdict(r Report) string {
	s := decided(r)
	if limits := Limits(r); len(limits) > 0 {
		s = fmt.Sprintf("partial check (%s): %s", strings.Join(limits, "; "), s)
	}
	if r.Advisory {
		s = "advisory" + untilWords(r.AdvisoryUntil) + ", " + s
	}
	if r.Shard != nil {
		s = fmt.Sprintf("shard %d of %d, not a decision about the whole change: %s", r.Shard.Index, r.Shard.Of, s)
	}
	return s
}

func decided(r Report) string {
	switch {
	case r.Result == decision.Allow && len(Limits(r)) > 0:
		return "no finding blocks this change. This is not a decision about the change."
	case r.Result == decision.Allow && r.Advisory:
		return strings.ToLower(wouldBlock(r.Totals)[:1]) + wouldBlock(r.Totals)[1:] + " without advisory mode."
	case r.Result == decision.Allow && r.Totals.Baseline+r.Totals.Advisory > 0:
		return fmt.Sprintf("passed: no blocking findings (%s).", strings.Join(toleratedTotals(r.Totals), ", "))
	case r.Result == decision.Allow:
		return "passed: no blocking findings."
	case r.Result == decision.Undecided:
		return fmt.Sprintf("undecided: %s; run it again.", count(unfinished(r), "rule timed out", "rules timed out"))
	case r.Totals.Denied == 0:
		return "failed: this change has blocking findings."
	}
	s := fmt.Sprintf("%d of %d %s must be fixed before merging.", r.Totals.Denied, r.Totals.Models, plural(r.Totals))
	if worst := decisiveCheck(r); worst != "" {
		s = worst + "; " + s
	}
	return "failed: " + s
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
	switch {
	case r.Result == decision.Allow && len(Limits(r)) > 0:
		title = "modelgate: no blocking findings in a partial check of "
	case r.Result == decision.Allow && r.Advisory:
		title = "modelgate: advisory check of "
	case r.Result == decision.Allow:
		title = "modelgate: checks passed for "
	case r.Result == decision.Undecided:
		title = "modelgate: check incomplete for "
	default:
		title = "modelgate: checks failed for "
	}
	if r.Shard != nil {
		title += "this shard of the change"
	} else {
		title += "this change"
	}
	sentence = verdict(r)
	for _, word := range []string{"failed: ", "passed: ", "undecided: "} {
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

// subjects is how many models were judged, or datasets where there are no models.
func subjects(t Totals) string {
	return count(t.Models, strings.TrimSuffix(plural(t), "s"), plural(t))
}

func plural(t Totals) string {
	if t.Datasets > 0 {
		return "datasets"
	}
	return "models"
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
		{t.Baseline, "in the baseline", "in the baseline"}, {t.Existing, "not new", "not new"}, {t.Advisory, "advisory", "advisory"},
		{t.Failures, "rule could not run", "rules could not run"},
	} {
		if p.n > 0 {
			parts = append(parts, count(p.n, p.singular, p.plural))
		}
	}
	judged := subjects(t) + " checked"
	return fmt.Sprintf("%s, %d failed: %s.", judged, t.Denied, strings.Join(parts, ", "))
}

// toleratedTotals are the findings that would deny, and do not.
func toleratedTotals(t Totals) []string {
	var parts []string
	if t.Baseline > 0 {
		parts = append(parts, count(t.Baseline, "old finding in the baseline", "old findings in the baseline"))
	}
	if t.Advisory > 0 {
		parts = append(parts, count(t.Advisory, "advisory finding", "advisory findings"))
	}
	return parts
}

// severityWords is the severity of a finding, and why it does not count.
func severityWords(j decision.Judged) string {
	word := string(j.Severity)
	switch {
	case j.Waiver != nil:
		word += ", waived"
	case j.Pending != "":
		word += ", pending"
	case j.Tolerated != nil:
		word += ", " + toleratedMark(j)
	}
	return word
}

// waiverStatus says what became of a waiver.
func waiverStatus(w Waiver) string {
	switch w.Status {
	case "active":
		return "covers " + count(w.Used, "finding", "findings")
	case "out_of_scope":
		return "unused: its model was not checked, or its rule is about changes"
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
	return fmt.Sprintf("Rules %s from commit %s. Base %s, head %s. Checked as of %s with %s %s.",
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
