package gate

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// setting is the kind of an edit of a setting, by its effect.
func setting(e config.Effect) policy.EditKind {
	switch e {
	case config.Loosened:
		return policy.SettingLoosened
	case config.Tightened:
		return policy.SettingTightened
	}
	return policy.SettingChanged
}

// addSettings says key by key what becomes of a file of settings.
func (p *proposedRules) addSettings(file string, edits []config.Edit) {
	for _, e := range edits {
		p.edits = append(p.edits, policy.RuleEdit{At: evidence.Anchor(file + "#" + e.Pointer), Path: file,
			Kind: setting(e.Effect), Subject: e.Key, Before: orNone(e.Before), After: orNone(e.After)})
	}
}

// ruleSetting is an edit that one key of `rules` makes to rules which were alike before.
type ruleSetting struct {
	key   string
	edit  config.Edit
	at    finding.Position
	rules []string
}

// addRules says what becomes of each rule: by a setting in config.yaml, or by the
// METADATA of a policy. A glob or a collection that makes several edits names the rules of
// each: one that was an error everywhere may be among many that were warnings.
func (r *run) addRules(p *proposedRules, before config.Config, was, is []finding.Rule) {
	now := map[string]finding.Rule{}
	for _, rule := range is {
		now[rule.ID] = rule
	}
	var settings []*ruleSetting
	told, several := map[string]*ruleSetting{}, map[string]int{}
	for _, old := range was {
		rule, there := now[old.ID]
		if !there {
			p.add(finding.Start(old.Origin), policy.RuleEdit{Kind: policy.RuleRemoved, Subject: old.ID, Before: old.Title})
			continue
		}
		for _, e := range ruleEdits(old, rule) {
			setBy := p.config.RuleKey(old.ID, rule.Controls)
			if _, set := p.config.Rules[setBy]; !set {
				setBy = before.RuleKey(old.ID, old.Controls)
			}
			at, set := p.settingOf(before, old)
			if !set {
				at = p.ruleAt(rule, read(r.Head.Tree, rule.Origin), e.Key)
				p.add(at, policy.RuleEdit{Kind: setting(e.Effect), Subject: e.Key + " of the rule " + old.ID, Before: orNone(e.Before), After: orNone(e.After)})
				continue
			}
			s := &ruleSetting{key: "rules." + setBy + "." + e.Key, edit: e, at: at}
			id := fmt.Sprintf("%q %q %q %q", s.key, e.Before, e.After, e.Effect)
			if told[id] == nil || setBy == old.ID {
				told[id] = s
				settings = append(settings, s)
				several[s.key]++
			}
			told[id].rules = append(told[id].rules, old.ID)
		}
	}
	for _, s := range settings {
		subject := s.key
		if several[s.key] > 1 {
			subject += " for " + someRules(s.rules)
		}
		p.add(s.at, policy.RuleEdit{Kind: setting(s.edit.Effect), Subject: subject, Before: orNone(s.edit.Before), After: orNone(s.edit.After)})
	}
}

// someRules are ids of rules in words, the first ones of many.
func someRules(ids []string) string {
	const most = 5
	if more := len(ids) - most; more > 1 {
		return fmt.Sprintf("%s and %d more rules", strings.Join(ids[:most], ", "), more)
	}
	return strings.Join(ids, ", ")
}

// settingOf is where the setting of a rule is, or was until now; false if there is none on
// either side.
func (p *proposedRules) settingOf(before config.Config, rule finding.Rule) (finding.Position, bool) {
	key := p.config.RuleKey(rule.ID, rule.Controls)
	if is, set := p.config.Rules[key]; set {
		return is.At, true
	}
	was, set := before.Rules[before.RuleKey(rule.ID, rule.Controls)]
	if policy.IsShared(was.At.Path) {
		return p.lockPlace(), set
	}
	at, readable := p.config.Locate(config.ConfigPath + "#/rules/" + strings.ReplaceAll(key, "/", "~1"))
	return at, set && readable
}

// ruleAt is where a rule that the configuration does not set has something of its
// METADATA. A built-in rule changes with the policy sources only.
func (p *proposedRules) ruleAt(rule finding.Rule, src []byte, key string) finding.Position {
	if rule.Origin == finding.BuiltIn {
		return p.lockPlace()
	}
	return policy.MetadataAt(rule.Origin, src, key)
}

// ruleEdits compares two states of one rule.
func ruleEdits(was, is finding.Rule) []config.Edit {
	var out []config.Edit
	add := func(key, before, after string, loosened bool) {
		effect := config.Tightened
		if loosened {
			effect = config.Loosened
		}
		if before != after {
			out = append(out, config.Edit{Key: key, Before: before, After: after, Effect: effect})
		}
	}
	lower := slices.ContainsFunc(finding.Stages, func(s finding.Stage) bool {
		return is.At(s).Below(was.At(s))
	})
	add("severity", severities(was), severities(is), lower)
	add("off", was.Off, is.Off, is.Off != "")
	add("paths", scopedWords(was), scopedWords(is), milder(was, is))
	add("waivable", fmt.Sprint(was.Waivable), fmt.Sprint(is.Waivable), is.Waivable)
	add("effective_on", was.EffectiveOn, is.EffectiveOn, is.EffectiveOn > was.EffectiveOn)
	add("scope", string(was.Scope), string(is.Scope), true) // it is asked about something else
	return out
}

// scopedWords are the settings of a rule for some paths, in words.
func scopedWords(r finding.Rule) string {
	var out []string
	for _, s := range r.Scoped {
		words := strings.Join(s.Paths, ", ") + ":"
		if s.Off != "" {
			words += " off, " + s.Off
		}
		for _, stage := range finding.Stages {
			if severity, set := s.Severity[stage]; set {
				words += " " + string(stage) + " " + string(severity)
			}
		}
		out = append(out, words)
	}
	return strings.Join(out, "; ")
}

// milder reports whether a rule may be milder somewhere than it was: a setting for
// some paths that is milder than the rule comes or changes, or a stricter one goes
// or changes.
func milder(was, is finding.Rule) bool {
	lower := func(r finding.Rule, s finding.Scoped) bool {
		return s.Off != "" || slices.ContainsFunc(finding.Stages, func(stage finding.Stage) bool { return s.Severity[stage] != "" && s.Severity[stage].Below(r.At(stage)) })
	}
	higher := func(r finding.Rule, s finding.Scoped) bool {
		return s.Off == "" && slices.ContainsFunc(finding.Stages, func(stage finding.Stage) bool { return s.Severity[stage] != "" && r.At(stage).Below(s.Severity[stage]) })
	}
	return slices.ContainsFunc(is.Scoped, func(s finding.Scoped) bool { return lower(is, s) }) ||
		slices.ContainsFunc(was.Scoped, func(s finding.Scoped) bool { return higher(was, s) })
}

// severities are those of a rule in words.
func severities(r finding.Rule) string {
	if r.At(finding.Draft) == r.At(finding.Review) && r.At(finding.Review) == r.At(finding.Production) {
		return string(r.At(finding.Draft))
	}
	var out []string
	for _, s := range finding.Stages {
		out = append(out, string(s)+" "+string(r.At(s)))
	}
	return strings.Join(out, ", ")
}

// addPolicies says which conditions of policies let more pass than they did, or may.
func (p *proposedRules) addPolicies(origin, head source.Tree) {
	for _, w := range policy.Weakened(policiesOf(origin), policiesOf(head)) {
		at := finding.Position{Path: w.Path, Line: w.Line, Column: w.Column}
		kind := policy.ConditionsChanged
		if w.Certain {
			kind = policy.PolicyLoosened
		}
		was, now := policy.Differing(w.Before, w.After)
		p.add(at, policy.RuleEdit{Kind: kind, Subject: w.Subject, Before: orNone(was), After: orNone(now)})
	}
}

// policiesOf are the policies of a tree, by path.
func policiesOf(tree source.Tree) map[string][]byte {
	out := map[string][]byte{}
	for _, e := range tree.Under(config.PoliciesDir) {
		if src := read(tree, e.Path); path.Ext(e.Path) == ".rego" && src != nil {
			out[e.Path] = src
		}
	}
	return out
}

// addTests says which tests of the policies are gone.
func (p *proposedRules) addTests(origin, head source.Tree) {
	now := findTests(head)
	was := findTests(origin)
	for _, name := range sortedKeys(was) {
		if _, there := now[name]; !there {
			p.add(finding.Start(was[name]), policy.RuleEdit{Kind: policy.TestRemoved, Subject: strings.TrimPrefix(name, "modelgate.custom.")})
		}
	}
}

// findTests is the file of each test of a tree's policies.
func findTests(tree source.Tree) map[string]string {
	out := map[string]string{}
	for _, e := range tree.Under(config.PoliciesDir) {
		if !policy.IsTest(e.Path) {
			continue
		}
		src, err := tree.Read(e.Path, policy.MaxFileBytes)
		if err != nil {
			continue // it is refused, which another finding says
		}
		for _, name := range policy.TestNames(e.Path, src) {
			out[name] = e.Path
		}
	}
	return out
}

// fileEdit says what became of a file as a whole.
func fileEdit(c source.Change, origin, head source.Tree) policy.RuleEdit {
	verb := verbs[c.Kind]
	kind := policy.FileEdit(policy.ConfigFile, "changed")
	switch {
	case strings.EqualFold(path.Ext(c.Path), ".md"), strings.HasPrefix(c.Path, config.PoliciesDir+"/") && policy.IsAside(c.Path):
		kind = policy.FileEdit(policy.AsideFile, verb)
	case strings.HasPrefix(c.Path, config.TablesDir+"/"), strings.HasPrefix(c.Path, config.RegimesDir+"/"):
		kind = policy.FileEdit(policy.TableFile, verb)
	case policy.IsTest(c.Path):
		kind = policy.FileEdit(policy.TestFile, verb)
	case c.Kind == source.Modified && path.Ext(c.Path) == ".rego" && !sameConditions(c.Path, origin, head):
		kind = policy.ConditionsChanged
	case strings.HasPrefix(c.Path, config.ConftestDir+"/") && path.Ext(c.Path) != ".rego":
		kind = policy.FileEdit(policy.TableFile, verb)
	case strings.HasPrefix(c.Path, config.PoliciesDir+"/"), strings.HasPrefix(c.Path, config.ConftestDir+"/"):
		kind = policy.FileEdit(policy.PolicyFile, verb)
	}
	return policy.RuleEdit{At: evidence.Anchor(c.Path + "#"), Path: c.Path, Kind: kind, Subject: strings.TrimPrefix(c.Path, config.Dir+"/"), After: verb}
}

func sameConditions(path string, origin, head source.Tree) bool {
	before, err1 := origin.Read(path, policy.MaxFileBytes)
	after, err2 := head.Read(path, policy.MaxFileBytes)
	return cmp.Or(err1, err2) == nil && policy.SameConditions(path, before, after)
}
