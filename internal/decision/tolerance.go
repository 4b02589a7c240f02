package decision

import (
	"crypto/sha256"
	"encoding/hex"
	"math/big"
	"path"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// ToleranceKind says why a finding that would deny does not.
type ToleranceKind string

const (
	InBaseline ToleranceKind = "baseline" // it is in .modelgate/baseline.yaml of the base
	Existing   ToleranceKind = "existing" // the run is about what the change makes worse, and it does not make this worse
	Advisory   ToleranceKind = "advisory" // the configuration shows findings like it, and blocks nothing for them
)

// Words are the kinds as words of reports.
func (ToleranceKind) Words() []string {
	return []string{string(InBaseline), string(Existing), string(Advisory)}
}

// Tolerance is why a finding that would deny does not, while modelgate is adopted.
// No Approval comes of a decision that has one.
type Tolerance struct {
	Kind  ToleranceKind     `json:"kind"`
	Owner string            `json:"owner,omitempty"` // of the baseline
	Until string            `json:"until,omitempty"` // YYYY-MM-DD: the last day of the baseline, or the last before the rule blocks; "" if no day is set
	At    *finding.Position `json:"location,omitempty"`
}

// Tolerances are what a run tolerates. The zero Tolerances tolerate nothing, which
// is what a promotion is decided under.
type Tolerances struct {
	Baseline []config.Adoption
	Enforce  []config.Enforcement
	// Before is what the same rules find without the change, by subject and
	// fingerprint; nil where a run is not about what the change makes worse.
	Before map[string]map[string][]Judged
	// Formerly are the ids that subjects had before the change.
	Formerly map[string][]string
}

// Any reports whether anything may be tolerated.
func (t Tolerances) Any() bool { return len(t.Baseline) > 0 || len(t.Enforce) > 0 || t.Before != nil }

// Holds reports whether a baseline in force holds a finding that would deny.
func (t Tolerances) Holds(s Subject, j Judged, rule finding.Rule, now time.Time) bool {
	return t.inBaseline(s.ID, j, rule, now) != nil
}

// of returns why a finding that would deny does not; nil if it does. What guards the
// rules themselves always denies: what is merged past them would decide promotions.
func (t Tolerances) of(s Subject, j Judged, rule finding.Rule, now time.Time) *Tolerance {
	switch {
	case rule.Fixed || !t.Any():
		return nil
	case !j.Denies():
		// What does not deny is compared as well, so that a reader sees what is new.
		if j.Waiver == nil && j.Pending == "" && t.existed(s.ID, j) {
			return &Tolerance{Kind: Existing}
		}
		return nil
	}
	if kept := t.inBaseline(s.ID, j, rule, now); kept != nil {
		return kept
	}
	if t.existed(s.ID, j) {
		return &Tolerance{Kind: Existing}
	}
	return t.advised(s, rule, j.At.Path, now)
}

// inBaseline looks for the finding in the adoptions in force, under each id that its
// model had.
func (t Tolerances) inBaseline(id string, j Judged, rule finding.Rule, now time.Time) *Tolerance {
	if !Adoptable(rule, j.Finding) {
		return nil
	}
	for _, was := range append([]string{id}, t.Formerly[id]...) {
		fingerprint := j.Fingerprint
		if was != id {
			fingerprint = Relocated(j.Finding, id, was).Fingerprint(was)
		}
		for _, a := range t.Baseline {
			if value, there := a.Find(was, j.Rule, fingerprint); there && a.InForce(now) && !worsened(value, ValueOf(j.Finding), j.Better) {
				at := a.At
				return &Tolerance{Kind: InBaseline, Owner: a.Owner, Until: a.Expires, At: &at}
			}
		}
	}
	return nil
}

// Adoptable reports whether a baseline may hold a finding: what no waiver may
// accept, it may not either. A finding about a file that cannot be read is the
// exception: it is known by the bytes of the file, so that nothing hides behind it.
func Adoptable(rule finding.Rule, f finding.Finding) bool {
	return !rule.Fixed && (rule.Waivable || strings.HasPrefix(f.Value, finding.DigestPrefix))
}

// existed reports whether the change leaves the finding as it was, or better.
func (t Tolerances) existed(id string, j Judged) bool {
	for _, before := range t.Before[id][j.Fingerprint] {
		if (before.Denies() || !j.Denies()) && !got(before.Finding, j.Finding) {
			return true
		}
	}
	return false
}

// got reports whether a finding got worse, given another of the same fingerprint by
// the same rules. What says the same is as it was; a measured value is compared; what
// else differs may be worse.
func got(before, after finding.Finding) bool {
	if before.Severity.Below(after.Severity) {
		return true
	}
	if before.Message == after.Message && before.Value == after.Value {
		return false
	}
	was, is := number(before.Value), number(after.Value)
	if was == nil || is == nil || before.Better != after.Better {
		return true
	}
	switch after.Better {
	case "higher":
		return is.Cmp(was) <= 0
	case "lower":
		return is.Cmp(was) >= 0
	}
	return true
}

// worsened compares the value of a finding with the one that a baseline recorded.
// Without a recorded value, the fingerprint alone tells.
func worsened(recorded, now, better string) bool {
	if recorded == "" || recorded == now {
		return false
	}
	was, is := number(recorded), number(now)
	switch {
	case was == nil || is == nil:
		return true
	case better == "higher":
		return is.Cmp(was) < 0
	case better == "lower":
		return is.Cmp(was) > 0
	}
	return is.Cmp(was) != 0
}

// ValueOf is what a baseline records of a finding beside its fingerprint: the value
// that it measured, the digest of a file that cannot be read, or a mark of the first
// text that the message quotes, which is what the file states.
func ValueOf(f finding.Finding) string {
	if f.Value != "" {
		return f.Value
	}
	quoted := firstQuoted.FindString(f.Message)
	if quoted == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(quoted))
	return "~" + hex.EncodeToString(sum[:8])
}

// firstQuoted is a text as %q writes it.
var firstQuoted = pattern.New(`"(?:[^"\\]|\\.)*"`)

var plainNumber = pattern.New(`^[+-]?[0-9]{1,20}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?$`)

func number(s string) *big.Rat {
	if !plainNumber.MatchString(s) {
		return nil
	}
	r, _ := new(big.Rat).SetString(s)
	return r
}

// advised returns the tolerance of advisory mode, if it holds for the finding.
func (t Tolerances) advised(s Subject, rule finding.Rule, file string, now time.Time) *Tolerance {
	mode, until := config.EnforcedAt(t.Enforce, config.Enforced{Gate: string(finding.GateOf(rule.ID)), Rule: rule.ID, File: file, Model: s.ID, Stage: s.Stage, Controls: rule.Controls}, now)
	if mode != config.AdvisoryMode {
		return nil
	}
	return &Tolerance{Kind: Advisory, Until: until}
}

// Relocated is a finding of a model as it would be under another id.
func Relocated(f finding.Finding, from, to string) finding.Finding {
	if from == "." || to == "." {
		return f
	}
	if below, ok := strings.CutPrefix(f.At.Path, from+"/"); ok {
		f.At.Path = path.Join(to, below)
	} else if f.At.Path == from {
		f.At.Path = to
	}
	return f
}
