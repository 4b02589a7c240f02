package policy

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// expanded gives the options with the ids of rules in place of the globs over them.
// An id counts before a glob, the longer of two globs, and a glob before a collection. What
// matches nothing stays, to be refused.
func (o Options) expanded(entries []entry) Options {
	out := o
	out.At = maps.Clone(o.At)
	out.Severity, out.Off, out.Scoped = map[string]map[finding.Stage]finding.Severity{}, map[string]string{}, map[string]finding.Scoped{}
	for _, key := range byRank(o) {
		for _, id := range o.matching(key, entries) {
			if severity, set := o.Severity[key]; set {
				merged := maps.Clone(out.Severity[id])
				if merged == nil {
					merged = map[finding.Stage]finding.Severity{}
				}
				maps.Copy(merged, severity)
				out.Severity[id] = merged
			}
			if off, set := o.Off[key]; set {
				out.Off[id] = off
			}
			if scoped, set := o.Scoped[key]; set {
				out.Scoped[id] = scoped
			}
			if at, set := o.At[key]; set {
				out.At[id] = at
			}
		}
	}
	for _, floor := range o.Floor {
		for _, e := range entries {
			if slices.ContainsFunc(floor.Rules, func(glob string) bool { return source.Match(glob, e.rule.ID) }) {
				out.raise(e.rule, floor.Severity)
			}
		}
	}
	return out
}

// raise gives a rule at least a severity, wherever its findings are.
func (o Options) raise(rule finding.Rule, least finding.Severity) {
	id := rule.ID
	delete(o.Off, id)
	severities := map[finding.Stage]finding.Severity{}
	for _, stage := range finding.Stages {
		severities[stage] = higher(cmp.Or(o.Severity[id][stage], rule.At(stage)), least)
	}
	o.Severity[id] = severities
	scoped, set := o.Scoped[id]
	if !set {
		return
	}
	raised := map[finding.Stage]finding.Severity{}
	for stage, severity := range scoped.Severity {
		raised[stage] = higher(severity, least)
	}
	if scoped.Severity, scoped.Off = raised, ""; len(raised) == 0 {
		delete(o.Scoped, id)
		return
	}
	o.Scoped[id] = scoped
}

func higher(a, b finding.Severity) finding.Severity {
	if a.Below(b) {
		return b
	}
	return a
}

// byRank are the keys of options, those that count first at the end.
func byRank(o Options) []string {
	keys := slices.Concat(keysOf(o.Severity), keysOf(o.Off), keysOf(o.Scoped))
	slices.SortFunc(keys, func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(len(a), len(b)), strings.Compare(a, b))
	})
	return slices.Compact(keys)
}

// rank is that of collections, of globs, and of ids.
func rank(key string) int {
	switch _, is := config.CollectionName(key); {
	case is:
		return 0
	case isGlob(key):
		return 1
	}
	return 2
}

func isGlob(key string) bool { return strings.ContainsAny(key, "*?[{@") }

// matching are the ids that a key is for; the key itself where there is none.
func (o Options) matching(key string, entries []entry) []string {
	if !isGlob(key) {
		return []string{key}
	}
	var out []string
	name, _ := config.CollectionName(key)
	collection, named := o.Collections[name]
	for _, e := range entries {
		if source.Match(key, e.rule.ID) || named && collection.Has(e.rule.ID, e.rule.Controls) {
			out = append(out, e.rule.ID)
		}
	}
	if len(out) == 0 {
		return []string{key}
	}
	return out
}

// applyScoped gives rules what is set about them for some paths, and refuses what
// would make a rule that guards the rules milder.
func applyScoped(entries []entry, index map[string]int, opt Options, refuse func(id, message, remedy string), unknown func(id string)) {
	for _, id := range keysOf(opt.Scoped) {
		i, known := index[id]
		if !known {
			unknown(id)
			continue
		}
		scoped, rule := opt.Scoped[id], &entries[i].rule
		if rule.Fixed && (scoped.Off != "" || slices.ContainsFunc(finding.Stages, func(s finding.Stage) bool { return scopedSeverity(*rule, scoped, s).Below(rule.At(s)) })) {
			refuse(id, fmt.Sprintf("rule %q guards the rules and cannot be turned off or made milder for some paths", id), fixedRemedy)
			continue
		}
		rule.Scoped = []finding.Scoped{scoped}
	}
}

func scopedSeverity(rule finding.Rule, s finding.Scoped, stage finding.Stage) finding.Severity {
	if severity, set := s.Severity[stage]; set {
		return severity
	}
	return rule.At(stage)
}

// scopedFor is what is set about a rule for a finding in a file, about a model.
func scopedFor(rule finding.Rule, file, model string) (finding.Scoped, bool) {
	for _, s := range rule.Scoped {
		if slices.ContainsFunc(s.Paths, func(glob string) bool { return source.Match(glob, file) || model != "" && source.Match(glob, model) }) {
			return s, true
		}
	}
	return finding.Scoped{}, false
}

// Severity is that of a finding of a rule, in a file and about a model.
func Severity(rule finding.Rule, stage finding.Stage, file, model string) finding.Severity {
	s, _ := scopedFor(rule, file, model)
	return scopedSeverity(rule, s, stage)
}

// OffAt is why a rule is off for a file, or for the directory of a model; "" if it is not.
func OffAt(rule finding.Rule, file, model string) string {
	s, _ := scopedFor(rule, file, model)
	return s.Off
}

// InScope gives the findings of a rule about a model as they are where they are: with
// the severity that is set for their paths, and without those for which it is off.
func InScope(rule finding.Rule, stage finding.Stage, model string, found []finding.Finding) []finding.Finding {
	if len(rule.Scoped) == 0 {
		return found
	}
	var out []finding.Finding
	for _, f := range found {
		if s, set := scopedFor(rule, f.At.Path, model); set {
			if s.Off != "" {
				continue
			}
			f.Severity = scopedSeverity(rule, s, stage)
		}
		out = append(out, f)
	}
	return out
}
