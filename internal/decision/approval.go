package decision

import "slices"

// Approval says that a model, as it stands in one commit, may be promoted.
// There is no other way to obtain one than Decision.Approval.
type Approval struct {
	subject Subject
	digest  string
	waivers []Waiver
	passed  []string
}

// Subject is the approved model.
func (a Approval) Subject() Subject { return a.subject }

// PolicyDigest identifies the rules that approved it.
func (a Approval) PolicyDigest() string { return a.digest }

// Waivers lists the exceptions that the approval rests on, sorted by id.
func (a Approval) Waivers() []Waiver { return slices.Clone(a.waivers) }

// Passed lists the ids of the rules that passed, sorted.
func (a Approval) Passed() []string { return slices.Clone(a.passed) }
