package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
)

// tolerated says why a finding that would deny does not; "" for any other.
func tolerated(j decision.Judged) string {
	t := j.Tolerated
	if t == nil {
		return ""
	}
	switch t.Kind {
	case decision.InBaseline:
		return fmt.Sprintf("in the baseline of %s until %s", orNone(t.Owner), orNone(t.Until))
	case decision.Existing:
		return "not new: the base has it too"
	}
	return "advisory: does not block" + beforeWords(t.Until)
}

// toleratedMark is the same in one word.
func toleratedMark(j decision.Judged) string {
	switch {
	case j.Tolerated == nil:
		return ""
	case j.Tolerated.Kind == decision.InBaseline:
		return "in the baseline"
	case j.Tolerated.Kind == decision.Existing:
		return "not new"
	}
	return "advisory"
}

// beforeWords name the day after the last one.
func beforeWords(last string) string {
	day, err := time.Parse(time.DateOnly, last)
	if err != nil {
		return untilWords(last)
	}
	return " before " + day.AddDate(0, 0, 1).Format(time.DateOnly)
}

func untilWords(day string) string {
	if day == "" {
		return ""
	}
	return " until " + day
}

// standingNotices say which policy sources decided, and what a run tolerated, before the
// findings.
func standingNotices(r Report) []string {
	var out []string
	for _, s := range r.Policy.Sources {
		out = append(out, fmt.Sprintf("Policies of %s were used: %s.", s.Name, sourceWords(s)))
	}
	if r.Advisory {
		out = append(out, fmt.Sprintf("ADVISORY MODE%s: findings about models are shown and block nothing. %s without it. Edits to the rules still block.",
			untilWords(r.AdvisoryUntil), wouldBlock(r.Totals)))
	} else if r.Totals.Advisory > 0 {
		out = append(out, fmt.Sprintf("%s advisory by `enforce` in .modelgate/config.yaml: shown, not blocking.", count(r.Totals.Advisory, "finding is", "findings are")))
	}
	for _, group := range baselineDays(r.Baseline) {
		switch {
		case group.status == string(decision.Expired):
			out = append(out, fmt.Sprintf("The baseline of %s expired on %s: its %s again.", group.owners, group.until, count(group.findings, "finding blocks", "findings block")))
		case group.used > 0:
			out = append(out, fmt.Sprintf("%s in the baseline until %s (%s).", count(group.used, "old finding is", "old findings are"), group.until, group.owners))
		}
	}
	if r.OnlyNew {
		out = append(out, fmt.Sprintf("ONLY WHAT IS NEW: %s not made worse by this change, so nothing blocks for them.", count(r.Totals.Existing, "finding of the base is", "findings of the base are")))
	}
	return out
}

func wouldBlock(t Totals) string {
	if t.Advisory == 0 {
		return "No finding would block"
	}
	return count(t.Advisory, "finding", "findings") + " would block"
}

// baselineDay is what of a baseline ends on one day.
type baselineDay struct {
	until, status, owners string
	findings, used        int
}

func baselineDays(list []Adoption) []baselineDay {
	var out []baselineDay
	owners := map[int][]string{}
	for _, a := range list {
		i := slices.IndexFunc(out, func(d baselineDay) bool { return d.until == a.Expires && d.status == a.Status })
		if i < 0 {
			i = len(out)
			out = append(out, baselineDay{until: a.Expires, status: a.Status})
		}
		out[i].findings += a.Findings
		out[i].used += a.Used
		if !slices.Contains(owners[i], a.Owner) {
			owners[i] = append(owners[i], a.Owner)
		}
	}
	for i := range out {
		names := owners[i]
		if len(names) > 3 {
			names = append(slices.Clone(names[:3]), fmt.Sprintf("and %d more", len(names)-3))
		}
		out[i].owners = actions.Shorten(strings.Join(names, ", "), nameLength)
	}
	slices.SortStableFunc(out, func(a, b baselineDay) int { return cmp.Compare(a.until, b.until) })
	return out
}

// sourceWords say which state of a policy source decided.
func sourceWords(s decision.PolicySource) string {
	if s.Commit == "" {
		return fmt.Sprintf("%s, digest %s", s.Origin, s.Digest)
	}
	return fmt.Sprintf("%s at commit %s, digest %s", s.Origin, s.Commit, s.Digest)
}
