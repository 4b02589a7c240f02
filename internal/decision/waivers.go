package decision

import (
	"fmt"
	"time"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// WaiverStatus is where a waiver stands in its life.
type WaiverStatus string

const (
	Active     WaiverStatus = "active"
	NotYet     WaiverStatus = "not_yet" // its first day is still to come
	Expired    WaiverStatus = "expired"
	Unused     WaiverStatus = "unused"       // in force, its model was judged, and nothing needed it
	OutOfScope WaiverStatus = "out_of_scope" // its model was not judged, or its rule is about changes
)

// StatusOf tells a waiver's status from the number of findings that it covers
// and whether one could have been found. It is the only place that decides it.
func StatusOf(w config.Waiver, used int, judged bool, now time.Time) WaiverStatus {
	switch {
	case w.Expired(now):
		return Expired
	case !w.InForce(now):
		return NotYet
	case used > 0:
		return Active
	case judged:
		return Unused
	}
	return OutOfScope
}

// Rules is the catalogue of this package: what waivers themselves can do wrong.
func Rules() []finding.Rule {
	rule := func(id, title, description, remediation string, s finding.Severity) finding.Rule {
		return finding.Rule{ID: id, Title: title, Description: description, Remediation: remediation, Severity: finding.Always(s),
			Scope: finding.ScopeRepository, Waivable: false, Origin: finding.BuiltIn, Sources: []string{"docs/ARCHITECTURE.md, section 7: waivers are dated"}}
	}
	return []finding.Rule{
		rule("waiver/expired", "Expired waiver", "A waiver must not be past its expiry date. An expired waiver has no effect, so its findings apply again.",
			"Remove the waiver, or renew it with a reviewed change to its dates.", finding.Warning),
		rule("waiver/unused", "Unused waiver", "Every waiver in force should match a finding. A waiver that no finding needs could hide a later defect.",
			"Remove the waiver if the finding that it covered is fixed, or another waiver covers it. Otherwise, correct its model or key.", finding.Note),
		rule("waiver/review_due", "Waiver due for review", "A waiver should be reviewed on its day. Until then, its reason can become outdated.",
			"Check the reason. Then change `review` to a later day, or remove the waiver.", finding.Warning),
		rule("baseline/expired", "Expired baseline", "A baseline must not be past its last day. An expired baseline has no effect, so its findings block again.",
			"Fix the findings, then run `modelgate adopt`, which drops what is fixed.", finding.Warning),
		rule("baseline/fixed", "Fixed findings in the baseline", "The baseline should list only findings that still exist. A listed finding that is fixed could return unseen.",
			"Run `modelgate adopt`, which drops them.", finding.Note),
	}
}

// WaiverFindings reports the waivers that have expired and those that nothing
// needs any more. used counts covered findings by waiver id; judged has the ids of the
// waivers of which this run could find something.
func WaiverFindings(ws []config.Waiver, used map[string]int, judged map[string]bool, now time.Time) []finding.Finding {
	var out []finding.Finding
	for _, w := range ws {
		if w.InForce(now) && w.ReviewDue(now) {
			out = append(out, finding.Finding{Rule: "waiver/review_due", Severity: finding.Warning, At: w.At, Key: w.ID,
				Message: fmt.Sprintf("waiver %q of %s for %s was due for review on %s", w.ID, w.Rule, w.Model, w.Review),
				Help:    "Check the reason. Then change `review` to a later day, or remove the waiver."})
		}
		f := finding.Finding{At: w.At, Key: w.ID}
		switch StatusOf(w, used[w.ID], judged[w.ID], now) {
		case Expired:
			f.Rule, f.Severity = "waiver/expired", finding.Warning
			f.Message = fmt.Sprintf("waiver %q of %s for %s expired on %s", w.ID, w.Rule, w.Model, w.Expires)
			f.Help = "Remove it, or renew it with a reviewed change to its dates."
		case Unused:
			f.Rule, f.Severity = "waiver/unused", finding.Note
			f.Message = fmt.Sprintf("waiver %q of %s for %s matches no finding", w.ID, w.Rule, w.Model)
			f.Help = unusedHelp(w, ws, used)
		default:
			continue
		}
		out = append(out, f)
	}
	return out
}

// unusedHelp is what to do about a waiver that nothing needs: another may cover the same, or
// what narrows it may name nothing.
func unusedHelp(w config.Waiver, all []config.Waiver, used map[string]int) string {
	for _, other := range all {
		wider := (other.Key == "" || other.Key == w.Key) && (other.Fingerprint == "" || other.Fingerprint == w.Fingerprint) && (!other.Pointer || w.Pointer && other.PointerValue == w.PointerValue)
		if other.ID != w.ID && other.Rule == w.Rule && other.Model == w.Model && wider && used[other.ID] > 0 {
			return fmt.Sprintf("Remove it. Waiver %q covers the same findings.", other.ID)
		}
	}
	if w.Key != "" || w.Fingerprint != "" || w.Pointer {
		return "Remove it if its finding is fixed. Otherwise, correct its key, fingerprint or pointer: `modelgate policy explain` and the JSON report show those of findings."
	}
	return "Remove it. The finding that it covered is fixed."
}
