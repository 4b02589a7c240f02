package decision

import (
	"cmp"
	"slices"
	"time"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Terms are what every decision of one run is made under.
type Terms struct {
	Rules        map[string]finding.Rule // the catalogue in force
	Waivers      []config.Waiver
	Voids        map[string]finding.Position // rules whose waivers have no effect because somebody else says so, and where
	Tolerances   Tolerances
	Now          time.Time
	PolicyDigest string
	// PolicySources are where the rules come from beside the repository itself, the uppermost first.
	PolicySources []PolicySource
	Preview       bool // judged by the proposal's own rules: no Approval can come of it
	Partial       bool // judged by some of the rules only: no Approval can come of it
}

// Decide decides about one subject. Waivers are applied to findings after the
// rules have run, so that a waived finding stays visible. A verdict about a
// rule that the catalogue does not know is an error of that rule. A subject
// about which no rule said anything is denied: silence is no approval.
func Decide(s Subject, verdicts []finding.Verdict, terms Terms) Decision {
	d := Decision{Subject: s, Result: Allow, digest: terms.PolicyDigest, sources: terms.PolicySources, trusted: !terms.Preview && !terms.Partial && terms.Tolerances.Before == nil}
	d.Outcomes = slices.Grow(d.Outcomes, len(verdicts))
	for _, v := range verdicts {
		outcome, judged := judge(s, v, terms)
		d.Outcomes = append(d.Outcomes, outcome)
		d.Findings = append(d.Findings, judged...)
		d.Result = d.Result.And(outcome.result())
	}
	if len(verdicts) == 0 {
		d.Result = Deny
	}
	slices.SortFunc(d.Outcomes, func(a, b Outcome) int { return cmp.Compare(a.Rule, b.Rule) })
	slices.SortStableFunc(d.Findings, func(a, b Judged) int { return finding.Compare(a.Finding, b.Finding) })
	return d
}

func judge(s Subject, v finding.Verdict, terms Terms) (Outcome, []Judged) {
	rule, known := terms.Rules[v.Rule]
	if !known && v.Error == "" {
		v.Error = "the rule is not in the catalog"
	}
	outcome := Outcome{Rule: v.Rule, State: Pass, Error: v.Error, Off: rule.Off}
	pending := pendingUntil(rule, terms.Now)
	var judged []Judged
	for _, f := range finding.Sort(slices.Clone(v.Findings)) {
		j := Judged{Finding: f, Fingerprint: f.Fingerprint(s.ID), Pending: pending}
		if rule.Waivable {
			j.Waiver = waiverFor(s.ID, j, terms)
		} else if at, voided := terms.Voids[v.Rule]; voided {
			j.Voided, j.VoidedAt = waiverFor(s.ID, j, terms), at
		}
		j.Tolerated = terms.Tolerances.of(s, j, rule, terms.Now)
		judged = append(judged, j)
		outcome.State = worse(outcome.State, stateOf(j))
	}
	switch {
	case v.Unfinished:
		outcome.State = Unfinished
	case v.Error != "":
		outcome.State = Errored
		outcome.Advisory = known && !rule.Fixed && terms.Tolerances.advised(s, rule, "", terms.Now) != nil
	case len(judged) == 0 && v.NotApplicable:
		outcome.State = NotApplicable
	}
	return outcome, judged
}

// stateOf is what one finding makes of its rule's outcome.
func stateOf(j Judged) State {
	switch {
	case j.Waiver != nil:
		return Waived
	case j.Pending != "":
		return Pending
	case j.Denies():
		return Fail
	case j.Tolerated != nil:
		return Tolerated
	default:
		return Warn
	}
}

func worse(a, b State) State {
	order := []State{Pass, Waived, Pending, Warn, Tolerated, Fail}
	if slices.Index(order, b) > slices.Index(order, a) {
		return b
	}
	return a
}

// pendingUntil returns the day on which the rule comes into force, or "" when
// it is in force.
func pendingUntil(r finding.Rule, now time.Time) string {
	if r.EffectiveOn == "" {
		return ""
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if on, err := time.Parse(layout, r.EffectiveOn); err == nil {
			if now.Before(on) {
				return on.UTC().Format(time.DateOnly)
			}
			return ""
		}
	}
	return "" // an unreadable date never delays a rule; loading refuses it anyway
}

// waiverFor returns the first waiver in force that covers the finding.
func waiverFor(model string, j Judged, terms Terms) *Waiver {
	for _, w := range terms.Waivers {
		if w.InForce(terms.Now) && w.Covers(model, j.Finding, j.Fingerprint) {
			shown := WaiverOf(w)
			return &shown
		}
	}
	return nil
}

// Approval returns the leave to promote, if the decision is to allow, was made
// by all trusted rules, and is about a model of a commit.
func (d Decision) Approval() (Approval, bool) {
	if d.Result != Allow || !d.trusted || len(d.Outcomes) == 0 || d.Subject.ID == "" || d.Subject.Kind != "" || !isCommit(d.Subject.Commit) {
		return Approval{}, false
	}
	if slices.ContainsFunc(d.Findings, func(j Judged) bool { return j.Tolerated != nil }) {
		return Approval{}, false
	}
	a := Approval{subject: d.Subject, digest: d.digest, sources: d.sources}
	for _, o := range d.Outcomes {
		if o.Advisory {
			return Approval{}, false
		}
		if o.State == Pass {
			a.passed = append(a.passed, o.Rule)
		}
	}
	for _, j := range d.Findings {
		if j.Waiver != nil && !slices.ContainsFunc(a.waivers, func(w Waiver) bool { return w.ID == j.Waiver.ID }) {
			a.waivers = append(a.waivers, *j.Waiver)
		}
	}
	slices.SortFunc(a.waivers, func(x, y Waiver) int { return cmp.Compare(x.ID, y.ID) })
	return a, true
}

// isCommit reports whether s is a full object id: nothing else can be promoted.
func isCommit(s string) bool {
	if len(s) != 40 && len(s) != 64 {
		return false
	}
	for _, r := range s {
		if (r < '0' || r > '9') && (r < 'a' || r > 'f') {
			return false
		}
	}
	return true
}
