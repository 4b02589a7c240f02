package decision

import "slices"

// Approval says that a model, as it stands in one commit, may be promoted.
// There is no other way to obtain one than Decision.Approval.
type Approval struct {
	subject Subject
	digest  string
	sources []PolicySource
	waivers []Waiver
	passed  []string
}

// Subject is the approved model.
func (a Approval) Subject() Subject { return a.subject }

// PolicyDigest identifies the rules that approved it.
func (a Approval) PolicyDigest() string { return a.digest }

// PolicySource is a repository or bundle that rules come from.
type PolicySource struct {
	Name   string `json:"name"`
	Origin string `json:"source"`           // the address of the repository, or the path of the bundle
	Commit string `json:"commit,omitempty"` // "" for a bundle
	Digest string `json:"digest"`           // of its content
}

// PolicySources lists where the rules came from beside the repository itself, the
// uppermost first.
func (a Approval) PolicySources() []PolicySource { return slices.Clone(a.sources) }

// Waivers lists the exceptions that the approval rests on, sorted by id.
func (a Approval) Waivers() []Waiver { return slices.Clone(a.waivers) }

// Passed lists the ids of the rules that passed, sorted.
func (a Approval) Passed() []string { return slices.Clone(a.passed) }
