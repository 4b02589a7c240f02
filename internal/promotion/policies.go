package promotion

import (
	"fmt"
	"maps"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// policies reads what an environment requires of the rules that approve models for it.
func (l *loader) policies(doc *document.Document, env *document.Node, at string) []finding.Floor {
	var out []finding.Floor
	for i, n := range children(env.Get("policies")) {
		f := finding.Floor{Severity: finding.Error}
		if (node{n.Get("waivers")}).text() == "false" {
			f.NoWaivers, f.At = true, doc.At(at+document.Pointer("policies", fmt.Sprint(i), "waivers"))
		}
		if v := n.Get("severity"); v != nil {
			f.Severity = finding.Severity(v.Value)
		}
		for j, v := range children(n.Get("rules")) {
			if !source.ValidGlob(v.Value) {
				l.refuse(doc, at+document.Pointer("policies", fmt.Sprint(i), "rules", fmt.Sprint(j)), fmt.Sprintf("%s is not a glob", quoted(v.Value)), "Write the id of a rule, or a glob over ids such as evaluation/*.")
			}
			f.Rules = append(f.Rules, v.Value)
		}
		out = append(out, f)
	}
	return out
}

func sameFloor(a, b finding.Floor) bool {
	return a.Severity == b.Severity && a.NoWaivers == b.NoWaivers && slices.Equal(a.Rules, b.Rules)
}

// policiesDigest is a digest of the policies, "" where there are none.
func (e Environment) policiesDigest() string {
	if len(e.Policies) == 0 {
		return ""
	}
	b, err := canonical(e.Policies)
	if err != nil {
		return "" // strings and a list of them do not fail
	}
	return digestOf(b)
}

// judged looks for promotions that a change adds and whose models were not checked by the
// policies that the configuration before it requires.
func (a *auditor) judged(h history, old environments) {
	for _, r := range h {
		env, known := old.all[r.Environment]
		name := recordPath(r.Environment, r.Model.Name, r.Sequence)
		if _, was := a.before.Lookup(name); was || !known || r.Operation != Promotes {
			continue
		}
		if env.policiesDigest() != r.Decision.Policies {
			a.problem(name, "its model was not checked against the policies that %s requires; revert the commit that added the record", env.Name)
		}
	}
}

// emergencies are the records of a change that go past what their environment requires.
// Anyone who may propose a change can write one, so whoever merges it must see it.
func (a *auditor) emergencies(h history) {
	for _, r := range h {
		name := recordPath(r.Environment, r.Model.Name, r.Sequence)
		if _, was := a.before.Lookup(name); was || r.Statement == nil || !r.Statement.Emergency {
			continue
		}
		past := "freezes"
		if r.Operation == Promotes {
			past = "freezes, windows, soak times, needs and health"
		}
		a.result.Changes = append(a.result.Changes, Problem{name, fmt.Sprintf("it states an emergency, which bypasses %s, by %s: %s", past, quotedLine(r.Statement.Owner), quotedLine(r.Statement.Reason))})
	}
}

// adopted looks for adoptions that a change adds of files that it brings itself: where
// approvals or policies are required, they would go past both.
func (a *auditor) adopted(h history, old environments) error {
	for _, r := range h {
		env := old.all[r.Environment]
		name := recordPath(r.Environment, r.Model.Name, r.Sequence)
		if _, was := a.before.Lookup(name); was || r.Operation != Adopt || len(env.approvals) == 0 && len(env.Policies) == 0 {
			continue
		}
		for _, f := range r.Render.Files {
			b, why, err := readFile(*a.before, f.Path, maxManifest)
			if err != nil {
				return err
			}
			if why != "" || sumOf(b) != f.SHA256 {
				a.problem(name, "it adopts %s, which did not exist before the change, and %s requires approvals or policies; revert the commit that added the file", f.Path, env.Name)
			}
		}
	}
	return nil
}

// editedPolicies lists the environments whose policies differ.
func editedPolicies(old, now environments) []Problem {
	var out []Problem
	for _, name := range slices.Sorted(maps.Keys(old.all)) {
		if is, still := now.all[name]; still && !slices.EqualFunc(old.all[name].Policies, is.Policies, sameFloor) {
			out = append(out, Problem{EnvPath, "the policies of " + name + " change"})
		}
	}
	return out
}
