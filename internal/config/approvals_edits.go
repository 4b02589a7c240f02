package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// ApprovalEdits says which approvals a change of approvers.yaml no longer requires, and
// which it requires from then on: one edit for each group of models. An entry that only
// moves, or whose words another entry requires as well, is no edit.
func ApprovalEdits(before, after Config) []Edit {
	was, is := grouped(before.Approvals), grouped(after.Approvals)
	var out []Edit
	for _, old := range was {
		now, there := find(is, old)
		lost := !requires(is, old)
		gained := there && !requires(was, now)
		switch {
		case lost && there:
			out = append(out, Edit{Key: old.group(), Pointer: now.At.Pointer, Before: old.demands(), After: now.demands(), Effect: Loosened})
		case lost:
			out = append(out, Edit{Key: old.group(), Pointer: "/approvals", Before: old.demands(), After: "none", Effect: Loosened})
		case gained:
			out = append(out, Edit{Key: old.group(), Pointer: now.At.Pointer, Before: old.demands(), After: now.demands(), Effect: Tightened})
		}
	}
	for _, now := range is {
		if _, there := find(was, now); !there && !requires(was, now) {
			out = append(out, Edit{Key: now.group(), Pointer: now.At.Pointer, Before: "none", After: now.demands(), Effect: Tightened})
		}
	}
	return out
}

// grouped puts the entries about the same models together: what they require adds up.
func grouped(entries []Approvals) []Approvals {
	var out []Approvals
	for _, a := range entries {
		i := slices.IndexFunc(out, a.about)
		if i < 0 {
			a.Teams = slices.Clone(a.Teams)
			out = append(out, a)
			continue
		}
		out[i].Count, out[i].Signed = max(out[i].Count, a.Count), out[i].Signed || a.Signed
		for _, team := range a.Teams {
			if !out[i].asks(team.Value) {
				out[i].Teams = append(out[i].Teams, team)
			}
		}
	}
	return out
}

func find(entries []Approvals, of Approvals) (Approvals, bool) {
	if i := slices.IndexFunc(entries, of.about); i >= 0 {
		return entries[i], true
	}
	return Approvals{}, false
}

// about reports whether two entries are about the same models.
func (a Approvals) about(b Approvals) bool { return a.covers(b) && b.covers(a) }

// covers reports whether the entry applies wherever another one does. Globs are compared
// as they are written.
func (a Approvals) covers(b Approvals) bool {
	all := func(mine, theirs []string) bool {
		return len(mine) == 0 || len(theirs) > 0 && !slices.ContainsFunc(theirs, func(s string) bool { return !slices.Contains(mine, s) })
	}
	return all(a.Classes, b.Classes) && all(a.Models, b.Models) && (!a.Personal || b.Personal) &&
		slices.Index(finding.Stages, a.Stage) <= slices.Index(finding.Stages, b.Stage)
}

func (a Approvals) asks(team string) bool {
	return slices.ContainsFunc(a.Teams, func(w Word) bool { return strings.EqualFold(w.Value, team) })
}

// requires reports whether entries require all that one of them, or of others, does.
func requires(entries []Approvals, of Approvals) bool {
	some := func(demand func(Approvals) bool) bool {
		return slices.ContainsFunc(entries, func(a Approvals) bool { return a.covers(of) && demand(a) })
	}
	return some(func(a Approvals) bool { return a.Count >= of.Count }) &&
		(!of.Signed || some(func(a Approvals) bool { return a.Signed })) &&
		!slices.ContainsFunc(of.Teams, func(team Word) bool { return !some(func(a Approvals) bool { return a.asks(team.Value) }) })
}

// group says in words which models the entry is about.
func (a Approvals) group() string {
	words := "approvals for models"
	if len(a.Models) > 0 {
		words = "approvals for " + strings.Join(a.Models, ", ")
	}
	if len(a.Classes) > 0 {
		words += " with risk class " + strings.Join(a.Classes, " or ")
	}
	if a.Personal {
		words += " with personal data"
	}
	if a.Stage != finding.Draft {
		words += " from stage " + string(a.Stage)
	}
	return words
}

// demands says in words what the entry requires.
func (a Approvals) demands() string {
	var out []string
	switch {
	case a.Count == 1:
		out = append(out, "1 approval")
	case a.Count > 1:
		out = append(out, fmt.Sprintf("%d approvals", a.Count))
	}
	for _, team := range a.Teams {
		out = append(out, "one from "+team.Value)
	}
	if a.Signed {
		out = append(out, "signed commits")
	}
	return strings.Join(out, ", ")
}
