package report

import (
	"cmp"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// weight says what a finding came to, for renderers that show the gravest first.
type weight int

const (
	denies weight = iota // an error that counts
	warns                // a warning that counts
	notes                // a note, or a finding that is pending, waived or not new
)

func weigh(j decision.Judged) weight {
	switch {
	case j.Denies():
		return denies
	case j.Tolerated != nil && j.Tolerated.Kind != decision.Advisory:
		return notes
	case j.Severity != finding.Note && j.Waiver == nil && j.Pending == "":
		return warns
	default:
		return notes
	}
}

// entry is a finding, or a rule that could not be evaluated, of one subject; or
// a finding about a file that several share.
type entry struct {
	subjects []string // ids; "" for the repository
	rule     string
	weight   weight
	failure  string           // why the rule could not be evaluated
	finding  *decision.Judged // nil when there is a failure
	// fingerprint is that of the finding as outputs show it: of a file that models
	// share, it is not that of any one of them.
	fingerprint string
}

// entries lists everything that the report has to say, the gravest first;
// among equals the report's own order holds.
func entries(r Report) []entry {
	return byWeight(grouped(r))
}

func byWeight(list []entry) []entry {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b entry) int { return cmp.Compare(a.weight, b.weight) })
	return list
}

// mendList is what to mend first, of entries in the order of gravity: what
// denies, or else the warnings; and how that is called.
func mendList(list []entry) (title string, first []entry) {
	if len(list) == 0 || list[0].weight == notes {
		return "", nil
	}
	title = "Required fixes"
	if list[0].weight == warns {
		title = "Warnings"
	}
	for i, e := range list {
		if e.weight != list[0].weight {
			return title, list[:i]
		}
	}
	return title, list
}

// entriesOf lists what there is to say of one subject, in the report's order.
func entriesOf(d decision.Decision) []entry {
	var list []entry
	for _, o := range d.Outcomes {
		if o.State.Unanswered() {
			e := entry{subjects: []string{d.Subject.ID}, rule: o.Rule, failure: failure(o)}
			if o.Advisory {
				e.weight = warns
			}
			list = append(list, e)
		}
	}
	for i, j := range d.Findings {
		list = append(list, entry{subjects: []string{d.Subject.ID}, rule: j.Rule, weight: weigh(j), finding: &d.Findings[i]})
	}
	return list
}

// failure is the reason why a rule could not be evaluated, never empty.
func failure(o decision.Outcome) string {
	return cmp.Or(o.Error, "no reason")
}

// subjectName is how a report calls what was judged.
func subjectName(id string) string {
	if id == "" {
		return "the repository"
	}
	return id
}

// remedy is how to mend a finding: its own help, or else its rule's.
func remedy(j decision.Judged, rules map[string]finding.Rule) string {
	return cmp.Or(j.Help, rules[j.Rule].Remediation)
}

func catalogue(r Report) map[string]finding.Rule {
	rules := make(map[string]finding.Rule, len(r.Rules))
	for _, rule := range r.Rules {
		rules[rule.ID] = rule
	}
	return rules
}
