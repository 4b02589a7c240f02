// Package promotion turns approvals into the files of one commit to an
// environment repository. It owns what such a repository looks like: its
// configuration (.modelgate/env.yaml, .modelgate/freeze.yaml), the records of
// what was promoted (.modelgate/records) and the manifests rendered from
// templates/targets. It is pure: trees and approvals go in, a Plan comes out;
// envrepo makes a commit of it.
package promotion

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Where things lie in an environment repository.
const (
	Dir        = ".modelgate"
	EnvPath    = Dir + "/env.yaml"
	FreezePath = Dir + "/freeze.yaml"
	RecordsDir = Dir + "/records"
	// AttestationsDir has the signed statements of records, at their places below
	// RecordsDir.
	AttestationsDir = Dir + "/attestations"
)

// ErrTampered says that an environment is not what its records say: a record
// or a manifest was changed, added or removed by somebody else.
var ErrTampered = errors.New("the environment does not match its records")

// State is what a plan does about one model.
type State string

const (
	Promote         State = "promote"
	AlreadyPromoted State = "already_promoted"
	Blocked         State = "blocked"
	Waiting         State = "waiting" // to be promoted, by the next commit
	Tampered        State = "tampered"
)

// Item is what a plan does about one approved model, and why.
type Item struct {
	Model       string `json:"model"` // its name in the environment
	ID          string `json:"id"`    // its directory in the source repository
	Version     string `json:"version"`
	Operation   string `json:"operation,omitempty"` // of an order; "" for a promotion
	State       State  `json:"state"`
	Reason      string `json:"reason,omitempty"`       // why it is blocked, or what was tampered with
	Later       bool   `json:"later,omitempty"`        // blocked by a time or an order only: a later run may promote it
	Commit      string `json:"commit"`                 // of the source repository
	PromotionID string `json:"promotion_id,omitempty"` // empty when blocked before it could be told
	Record      string `json:"record,omitempty"`       // path of the record that is current, or will be once it is promoted
	Replaces    string `json:"replaces,omitempty"`     // version that is current and would go

	Warnings []string `json:"warnings,omitempty"` // about its manifests, and freezes that miss it
	By       string   `json:"by,omitempty"`       // whose evidence is given about the model
}

// HasRecord reports whether what is done about the model is a record that the plan
// writes. Signatures and evidence are files without one.
func (i Item) HasRecord() bool {
	return i.Operation != Attests && i.Operation != Approves && i.Operation != ReportsHealth
}

// File is a file to write: a regular one, whole.
type File struct {
	Path    string `json:"path"` // slash-separated, from the root of the environment repository
	Mode    string `json:"mode"` // git's mode, always 100644
	Content []byte `json:"content"`
}

// regular is git's mode of every file of a plan.
const regular = "100644"

// Plan is one commit to an environment repository, not yet made. The same
// approvals over the same tree at the same time give the same plan.
type Plan struct {
	Environment string   `json:"environment"`
	Items       []Item   `json:"items"`   // sorted by model
	Files       []File   `json:"files"`   // sorted by path
	Deletes     []string `json:"deletes"` // sorted; each exists in the tree that was planned on
	Message     string   `json:"message"` // of the commit; empty when there is nothing to commit
	// Problems are what is wrong with the tampered models, sorted by path.
	Problems []Problem `json:"problems,omitempty"`
}

// Empty reports whether there is nothing to commit.
func (p Plan) Empty() bool { return len(p.Files) == 0 && len(p.Deletes) == 0 }

// Err is a *TamperedError if something was tampered with.
func (p Plan) Err() error {
	if len(p.Problems) == 0 {
		return nil
	}
	return &TamperedError{Environment: p.Environment, Problems: p.Problems}
}

// Join is a plan with one that was made and committed after it: what the first
// has promoted stays promoted.
func (p Plan) Join(next Plan) Plan {
	out := Plan{Environment: cmp.Or(next.Environment, p.Environment), Message: cmp.Or(next.Message, p.Message)}
	out.Files, out.Deletes = append(slices.Clone(p.Files), next.Files...), append(slices.Clone(p.Deletes), next.Deletes...)
	out.Problems = sortProblems(append(slices.Clone(p.Problems), next.Problems...))
	out.Items = slices.Clone(next.Items)
	for _, before := range p.Items {
		i := slices.IndexFunc(out.Items, func(i Item) bool { return i.Model == before.Model && i.ID == before.ID })
		switch {
		case i < 0:
			out.Items = append(out.Items, before)
		case before.State == Promote:
			out.Items[i] = before
		}
	}
	slices.SortFunc(out.Items, func(a, b Item) int { return cmp.Or(cmp.Compare(a.Model, b.Model), cmp.Compare(a.ID, b.ID)) })
	return out
}

// In returns the items in one state.
func (p Plan) In(s State) []Item {
	var out []Item
	for _, i := range p.Items {
		if i.State == s {
			out = append(out, i)
		}
	}
	return out
}

// Source says where approved models come from.
type Source struct {
	// Repository names the source repository in records: a URL, or "" when it
	// is not known. A name or password in it is left out.
	Repository string
	// Precedes reports whether the older commit is an ancestor of the newer
	// one. It is asked before a model that an environment has is replaced; its
	// error blocks the model, and so does a nil Precedes.
	Precedes func(older, newer string) (bool, error)
	// Authors are the accounts that wrote what lies at paths, the directory of a model and
	// its artifacts, from an older commit, "" for the first, to a newer one. Where
	// approvals are required, its error blocks the model, and so does a nil Authors.
	Authors func(paths []string, older, newer string) ([]string, error)
}

// Is reports whether a record's repository is this source. One of which neither
// knows its name is.
func (s Source) Is(repository string) bool {
	return sameRepository(withoutUserinfo(s.Repository), repository)
}

// Tool is the program that promotes, as records name it.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Commit  string `json:"commit,omitempty"`
}

// Problem is one way in which an environment is not what its records say.
type Problem struct {
	Path    string `json:"path"`
	Message string `json:"message"`
}

// Untamper is what to do about a problem whose message does not say what to do.
const Untamper = "do what the line says; if it says nothing, find the commit that did it (git log -- PATH) and revert it"

// TamperedError lists all that is wrong with the models that a plan or a
// question concerns. It is ErrTampered.
type TamperedError struct {
	Environment string
	Problems    []Problem // sorted by path
}

func (e *TamperedError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "environment %s: %v:", e.Environment, ErrTampered)
	for _, p := range e.Problems {
		fmt.Fprintf(&b, "\n  %s: %s", quoted(p.Path), p.Message)
	}
	b.WriteString("\n      help: " + Untamper + " in the environment repository")
	return b.String()
}

func (e *TamperedError) Unwrap() error { return ErrTampered }

// IsUsage reports whether the error is mended by a change of the call, of the
// program's version or of the environment's configuration, not by running again.
func IsUsage(err error) bool {
	var invalid *Invalid
	var version *versionError
	return errors.As(err, &invalid) || errors.As(err, &version) || errors.Is(err, ErrUnknownEnvironment) || errors.Is(err, ErrUnknownModel)
}
