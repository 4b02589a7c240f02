package policy

import (
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// Input is what a rule sees: the document `input` of every evaluation. Its
// shape is schemas/input.schema.json, generated from these types.
type Input struct {
	Now    string         `json:"now"`    // RFC 3339, the one time of the run
	Stage  string         `json:"stage"`  // draft, review, production
	Scope  string         `json:"scope"`  // model, repository
	Config Config         `json:"config"` // trusted: from the base commit
	Base   evidence.Model `json:"base"`   // the model at the base commit
	Head   evidence.Model `json:"head"`   // the model as proposed
	Change Change         `json:"change"`
	Target Target         `json:"target"`
}

// Config is the part of the trusted configuration that rules speak of.
type Config struct {
	At         evidence.Anchor `json:"at"`
	Present    bool            `json:"present"`           // false on first adoption: built-in defaults are in force
	Thresholds []Threshold     `json:"thresholds"`        // those that speak of this model
	Sections   evidence.List   `json:"required_sections"` // absent: those of data.modelgate.sections
	Licenses   evidence.List   `json:"allowed_licenses"`  // absent: any known licence
}

// Threshold is one bound of the configuration, as written.
type Threshold struct {
	At     evidence.Anchor `json:"at"`
	ID     string          `json:"id"`
	Metric string          `json:"metric"`
	Slice  string          `json:"slice"`
}

// Change is what the proposal does to the repository.
type Change struct {
	At    evidence.Anchor `json:"at"`
	Paths []Path          `json:"paths"` // sorted; of this model, or of the repository in repository scope
	Rules []RuleEdit      `json:"rules"` // repository scope only: what happens to .modelgate
}

// Path is one changed file.
type Path struct {
	At   evidence.Anchor `json:"at"`
	Path string          `json:"path"`
	Kind string          `json:"kind"` // added, modified, deleted
}

// RuleEdit is one change to the rules themselves: a config value, a
// threshold, a waiver or a policy.
type RuleEdit struct {
	At      evidence.Anchor `json:"at"`
	Path    string          `json:"path"`
	Kind    string          `json:"kind"`    // threshold_loosened, threshold_tightened, threshold_added, threshold_removed, waiver_added, waiver_changed, waiver_removed, policy_added, policy_changed, policy_removed, config_changed, invalid
	Subject string          `json:"subject"` // id of the threshold or waiver, name of the policy file or config key
	Before  string          `json:"before"`
	After   string          `json:"after"`
}

// Target is the environment of a promotion; not present on pull requests.
type Target struct {
	Present     bool   `json:"present"`
	Environment string `json:"environment"`
}
