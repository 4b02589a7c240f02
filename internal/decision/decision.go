// Package decision turns what the rules said into allow or deny. It is pure:
// verdicts, waivers, stage and time go in, a Decision comes out. It does not
// know how a finding was found nor how it is printed.
package decision

import (
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// State is the outcome of one rule for one subject. Every rule gets exactly one.
type State string

const (
	Pass          State = "pass"
	Fail          State = "fail"           // a finding that denies
	Warn          State = "warn"           // findings, none of which denies
	Pending       State = "pending"        // findings of a rule that is not in force yet
	Waived        State = "waived"         // every finding that would deny is waived
	Tolerated     State = "tolerated"      // findings that would deny, each of which is tolerated
	NotApplicable State = "not_applicable" // the rule has nothing to say here
	Errored       State = "error"          // the rule could not be evaluated, which denies
	Unfinished    State = "undecided"      // the rule ran out of time: it neither denies nor allows
)

// Unanswered reports whether the rule gave no answer. The outcome's error says why.
func (s State) Unanswered() bool { return s == Errored || s == Unfinished }

// Result is allow or deny, or that neither could be decided.
type Result string

const (
	Allow     Result = "allow"
	Deny      Result = "deny"
	Undecided Result = "undecided" // a rule ran out of time: another run may say either
)

// Word is the result as reports say it of a model or a change.
func (r Result) Word() string {
	switch r {
	case Allow:
		return "passed"
	case Deny:
		return "failed"
	}
	return string(r)
}

// And is the result of two together: undecided if either is, since what is
// missing might be anything, and denied if either is.
func (r Result) And(other Result) Result {
	for _, grave := range []Result{Undecided, Deny} {
		if r == grave || other == grave {
			return grave
		}
	}
	return Allow
}

// result is what an outcome alone comes to.
func (o Outcome) result() Result {
	switch o.State {
	case Unfinished:
		return Undecided
	case Fail:
		return Deny
	case Errored:
		if !o.Advisory {
			return Deny
		}
	}
	return Allow
}

// Outcome is what one rule came to for one subject.
type Outcome struct {
	Rule  string `json:"rule"`
	State State  `json:"outcome"`
	Error string `json:"error,omitempty"` // why the rule could not be evaluated
	Off   string `json:"off,omitempty"`   // why the configuration turned the rule off
	// Advisory says that a rule that could not be evaluated denies nothing: the
	// configuration blocks nothing for it.
	Advisory bool `json:"advisory,omitempty"`
}

// Judged is a finding after waivers and effective dates were applied.
type Judged struct {
	finding.Finding
	Fingerprint string     `json:"fingerprint"`
	Pending     string     `json:"pending_until,omitempty"` // the day from which the finding counts
	Waiver      *Waiver    `json:"waiver,omitempty"`
	Tolerated   *Tolerance `json:"tolerated,omitempty"` // why it does not deny, while modelgate is adopted
	// Voided is a waiver that would cover the finding, and has no effect because of what an
	// environment says at a place of its repository.
	Voided   *Waiver          `json:"-"`
	VoidedAt finding.Position `json:"-"`
}

// Denies reports whether this finding alone is enough to deny.
func (j Judged) Denies() bool {
	return j.Severity == finding.Error && j.Waiver == nil && j.Pending == "" && j.Tolerated == nil
}

// Waiver is the accepted exception that covers a finding, as reports show it.
type Waiver struct {
	ID      string           `json:"id"`
	Owner   string           `json:"owner"`
	Reason  string           `json:"reason"`
	Expires string           `json:"expires"` // YYYY-MM-DD, the last day on which it counts
	At      finding.Position `json:"location"`
}

// WaiverOf is what decisions and reports say of a waiver of the configuration.
func WaiverOf(w config.Waiver) Waiver {
	return Waiver{ID: w.ID, Owner: w.Owner, Reason: w.Reason, Expires: w.Expires, At: w.At}
}

// Dataset is the kind of a subject that is a dataset of a repository without models.
const Dataset = "dataset"

// Subject is the model that a decision is about, and everything that a
// promotion needs to know of it.
type Subject struct {
	ID         string            `json:"id"`
	Kind       string            `json:"kind,omitempty"` // Dataset; "" for a model
	Name       string            `json:"name"`
	Version    string            `json:"version,omitempty"`
	Stage      finding.Stage     `json:"stage"`
	Commit     string            `json:"commit"`
	Owner      string            `json:"owner,omitempty"`
	Artifacts  []Artifact        `json:"artifacts,omitempty"`
	CardPath   string            `json:"card_path,omitempty"`
	CardDigest string            `json:"card_digest,omitempty"`
	Target     string            `json:"target,omitempty"`
	Parameters map[string]string `json:"parameters,omitempty"`
}

// Artifact is one part of a model, by digest.
type Artifact struct {
	Path   string `json:"path,omitempty"`
	URI    string `json:"uri,omitempty"`
	Digest string `json:"digest"`
	// SignedBy is the signer of the configuration with a valid signature of it.
	SignedBy string `json:"signed_by,omitempty"`
}

// Decision is what is decided about one subject, with its reasons.
type Decision struct {
	Subject  Subject        `json:"subject"`
	Result   Result         `json:"decision"`
	Outcomes []Outcome      `json:"outcomes"`         // sorted by rule
	Findings []Judged       `json:"findings"`         // sorted by place
	Checks   []Check        `json:"checks,omitempty"` // of evaluation results, in the order of the policy
	digest   string         // of the rules that decided
	sources  []PolicySource // that they come from, beside the base
	trusted  bool           // judged by all rules of a commit, and not a preview
}
