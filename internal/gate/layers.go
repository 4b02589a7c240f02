package gate

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/dsse"
	"github.com/modelgate-dev/modelgate/internal/evaluation"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// A tree whose lock names policy sources is judged by layers: each lies over those above
// it, and may only tighten what they come to, but for what each of them allows by name
// (docs/adr/0014-policy-sources.md).

// layer is what a tree decides by together with all that is above it.
type layer struct {
	tree   source.Tree
	config config.Config
	rules  []finding.Rule
	differ func(from *policy.Set) []string // names of tables that it has otherwise
	set    *policy.Set                     // of a policy source
	origin string                          // the address of a policy source, or the path of its bundle
}

// LoadSources loads the policy sources above a tree. An error says why one cannot be used.
func LoadSources(ctx context.Context, tree source.Tree) error {
	_, err := sourceLayers(ctx, tree)
	return err
}

// sourceLayers loads the policy sources above a tree, the uppermost first, and holds each
// against those above it.
func sourceLayers(ctx context.Context, tree source.Tree) ([]layer, error) {
	var out []layer
	for _, l := range tree.Layers() {
		if l.Err != nil {
			_, err := config.Load(source.Base{Tree: tree}) // which says so at its line of the lock
			return nil, cmp.Or(err, l.Err)
		}
		cfg, rules, err := loadTree(ctx, source.Base{Tree: l.Tree})
		if err != nil {
			return nil, fmt.Errorf("loading the policy source %s: %w", l.Name, err)
		}
		this := layer{l.Tree, cfg, rules.Rules(), rules.ChangedTables, rules, l.Origin}
		if problems := this.loosens(out); len(problems) > 0 {
			return nil, &config.Invalid{Commit: "the policy source " + l.Name, Findings: problems}
		}
		out = append(out, this)
	}
	return out, nil
}

// loosens is where a layer lets more pass than those above it, and one of them does not
// allow it by name.
func (l layer) loosens(above []layer) []finding.Finding {
	var all []*loosening
	for _, upper := range above {
		c := layerCheck{upper: upper, lower: l}
		c.settings()
		c.tables()
		c.settingsOfRules()
		c.waivers()
		for _, found := range c.found {
			i := slices.IndexFunc(all, func(x *loosening) bool { return x.at == found.at && x.what == found.what })
			if i < 0 {
				i = len(all)
				all = append(all, &found)
			}
			all[i].forbidden = append(all[i].forbidden, upper)
		}
	}
	var out []finding.Finding
	for _, x := range all {
		out = append(out, x.finding())
	}
	return finding.Sort(out)
}

// loosening is one thing that a layer does, and the layers that do not allow it.
type loosening struct {
	at        finding.Position
	what      string
	key, name string // with which it could be allowed
	forbidden []layer
}

// finding says what is looser, in the file of the lower layer, and which files above do not
// allow it.
func (x *loosening) finding() finding.Finding {
	var files, origins []string
	for _, l := range x.forbidden {
		files, origins = append(files, l.tree.Named(config.ConfigPath)), append(origins, l.origin)
	}
	verb, there := "does", "there"
	if len(files) > 1 {
		verb, there = "do", "in each"
	}
	return finding.Finding{Rule: "schema/invalid_value", Severity: finding.Error, At: x.at,
		Message: fmt.Sprintf("%s, which %s %s not allow", x.what, strings.Join(files, " and "), verb),
		Help:    fmt.Sprintf("Remove it, or ask the owners of %s to add `allow: {%s: [%s]}` to %s %s.", strings.Join(origins, " and "), x.key, allowName(x.name), config.ConfigPath, there)}
}

// allowName is a name as an entry of a list in YAML.
func allowName(name string) string {
	if strings.ContainsAny(name, "*?[]{},:#&!|>%@`'\"") {
		return document.Quoted(name)
	}
	return name
}

type layerCheck struct {
	upper, lower layer
	found        []loosening
}

func (c *layerCheck) refuse(at finding.Position, what, key, name string) {
	c.found = append(c.found, loosening{at: at, what: what, key: key, name: name})
}

// in is a place in a file of the lower layer.
func (c *layerCheck) in(file, pointer string) finding.Position {
	if at, ok := c.lower.config.Locate(c.lower.tree.Named(file) + "#" + pointer); ok {
		return at
	}
	at := finding.Start(c.lower.tree.Named(file))
	at.Repository = c.lower.tree.Name
	return at
}

func (c *layerCheck) settings() {
	allow := c.upper.config.Allow
	for _, e := range config.Edits(c.upper.config, c.lower.config) {
		if e.Key == "enforce" && e.Effect == config.Changed {
			continue // it blocks on both sides, whatever day it names
		}
		if e.Effect != config.Tightened && !allow.Setting(e.Key) {
			first, _, _ := strings.Cut(e.Key, ".")
			c.refuse(c.in(config.ConfigPath, e.Pointer), fmt.Sprintf("%s changes from %s to %s", e.Key, orNone(e.Before), orNone(e.After)), "settings", first)
		}
	}
	for _, e := range evaluation.SettingEdits(c.upper.config, c.lower.config) {
		key, _, _ := strings.Cut(e.Word, " ")
		if e.Loosened && key != "exception" && !allow.Setting(key) {
			c.refuse(c.in(config.ThresholdsPath, "/"+key), fmt.Sprintf("%s of thresholds.yaml changes", e.Word), "settings", key)
		}
	}
	for _, e := range c.lower.config.Exceptions {
		if c.isOwn(e.At) && slices.ContainsFunc(c.upper.config.Thresholds, func(t config.Threshold) bool { return t.ID == e.Threshold }) && !config.Allows(allow.Exceptions, e.Threshold) {
			c.refuse(e.At, fmt.Sprintf("the exception to threshold %q for %q", e.Threshold, e.Model), "exceptions", e.Threshold)
		}
	}
}

// isOwn reports whether a place is in a file of the lower layer itself.
func (c *layerCheck) isOwn(at finding.Position) bool { return at.Repository == c.lower.tree.Name }

func (c *layerCheck) tables() {
	for _, name := range c.lower.differ(c.upper.set) {
		file := config.TablesDir + "/" + name + ".yaml"
		if law, is := strings.CutPrefix(name, "regimes/"); is {
			file = config.RegimesDir + "/" + law + ".yaml"
		}
		if file != config.ApproversPath && !config.Allows(c.upper.config.Allow.Tables, name) { // approvals add up
			c.refuse(c.in(file, ""), fmt.Sprintf("the table %q changes", name), "tables", name)
		}
	}
}

func (c *layerCheck) settingsOfRules() {
	now := map[string]finding.Rule{}
	for _, rule := range c.lower.rules {
		now[rule.ID] = rule
	}
	for _, was := range c.upper.rules {
		for _, e := range ruleEdits(was, now[was.ID]) {
			if e.Effect != config.Loosened || config.Allows(c.upper.config.Allow.Rules, was.ID) {
				continue
			}
			at := c.lower.config.Rules[c.lower.config.RuleKey(was.ID, was.Controls)].At
			if !c.isOwn(at) || at.Path == "" {
				at = c.in(config.ConfigPath, "")
			}
			c.refuse(at, fmt.Sprintf("%s of the rule %s changes from %s to %s", e.Key, was.ID, orNone(e.Before), orNone(e.After)), "rules", was.ID)
		}
	}
}

// waivers refuses waivers and entries of the baseline for rules of the upper layer. Those
// of rules that the lower layer has itself are its own affair.
func (c *layerCheck) waivers() {
	for _, w := range c.lower.config.Waivers {
		if c.upper.forbidsWaivers(w.Rule) {
			c.refuse(w.At, fmt.Sprintf("waiver %q accepts findings of the rule %s", w.ID, w.Rule), "waivers", w.Rule)
		}
	}
	for _, a := range c.lower.config.Adoptions {
		told := map[string]bool{}
		for _, model := range sortedKeys(a.Findings) {
			for _, rule := range sortedKeys(a.Findings[model]) {
				if c.upper.forbidsWaivers(rule) && !told[rule] {
					told[rule] = true
					c.refuse(a.At, fmt.Sprintf("the baseline of %q has findings of the rule %s", a.Owner, rule), "waivers", rule)
				}
			}
		}
	}
}

// forbidsWaivers reports whether a layer has a rule, and does not let those below waive it.
func (l layer) forbidsWaivers(rule string) bool {
	known := IsReadingRule(rule) || slices.ContainsFunc(l.rules, func(r finding.Rule) bool { return r.ID == rule })
	return known && !config.Allows(l.config.Allow.Waivers, rule)
}

// Forbidding are the policy sources above a tree that do not let it waive a rule, by name.
func Forbidding(ctx context.Context, tree source.Tree, rule string) ([]string, error) {
	layers, err := sourceLayers(ctx, tree)
	var out []string
	for _, l := range layers {
		if l.forbidsWaivers(rule) {
			out = append(out, l.tree.Name)
		}
	}
	return out, err
}

// policySources are the sources of a tree as reports and records have them.
func policySources(tree source.Tree) []decision.PolicySource {
	var out []decision.PolicySource
	for _, l := range tree.Layers() {
		out = append(out, decision.PolicySource{Name: l.Name, Origin: l.Origin, Commit: l.Commit, Digest: l.Digest})
	}
	return out
}

// hasBrokenSource reports whether a policy source of a tree cannot be used.
func hasBrokenSource(tree source.Tree) bool {
	return slices.ContainsFunc(tree.Layers(), func(l source.Layer) bool { return l.Err != nil })
}

// addSources says what becomes of the policy sources, and of the settings that come from
// them. What becomes of their rules is told of each rule.
func (p *proposedRules) addSources(before config.Config, changed []source.Change, broken bool) {
	add := func(at finding.Position, key, was, is string, effect config.Effect) {
		p.add(at, policy.RuleEdit{Kind: setting(effect), Subject: key, Before: orNone(was), After: orNone(is)})
	}
	start := p.lockPlace()
	now := map[string]config.Source{}
	for _, s := range p.config.Sources {
		now[s.Name] = s
	}
	for _, was := range before.Sources {
		is, there := now[was.Name]
		delete(now, was.Name)
		switch {
		case !there:
			add(start, "sources."+was.Name, was.String(), "", config.Loosened)
		case was.String() == is.String() && was.Digest != is.Digest:
			add(is.At, "sources."+was.Name+".digest", was.Digest, is.Digest+", of the same commit", config.Changed)
		case was.String() != is.String():
			add(is.At, "sources."+was.Name, was.String(), is.String(), config.Changed)
		}
		if there && was.Key != is.Key {
			effect := config.Changed
			if is.Key == "" {
				effect = config.Loosened
			}
			add(is.At, "sources."+was.Name+".key", keyID(was.Key), keyID(is.Key), effect)
		}
	}
	for _, name := range sortedKeys(now) {
		add(now[name].At, "sources."+name, "", now[name].String(), config.Changed)
	}
	if was, is := order(before.Sources), order(p.config.Sources); !slices.Equal(was, is) && slices.Equal(slices.Sorted(slices.Values(was)), slices.Sorted(slices.Values(is))) {
		add(start, "sources", strings.Join(was, ", "), strings.Join(is, ", "), config.Changed)
	}
	if broken {
		return // what it comes to is not known, which is a finding
	}
	edited := func(path string) bool {
		return slices.ContainsFunc(changed, func(c source.Change) bool { return c.Path == path })
	}
	if !edited(config.ConfigPath) {
		for _, e := range config.Edits(before, p.config) {
			add(start, e.Key, e.Before, e.After, e.Effect)
		}
	}
	if !edited(config.ThresholdsPath) {
		for _, e := range thresholdEdits(before, p.config) {
			e.At, e.Path = "", ""
			p.add(start, e)
		}
	}
}

// order is the names of sources, the uppermost first.
func order(sources []config.Source) []string {
	var out []string
	for _, s := range sources {
		out = append(out, s.Name)
	}
	return out
}

// idleAllow says that an allowance lets nobody loosen anything: what has sources of its own
// cannot be one.
func (r *run) idleAllow() []string {
	a := r.config.Allow
	if len(r.config.Sources) == 0 || len(slices.Concat(a.Settings, a.Rules, a.Tables, a.Waivers, a.Exceptions)) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("`allow` in %s has no effect: a repository with %s cannot be a policy source. Remove it.", config.ConfigPath, config.SourcesPath)}
}

// keyID tells a key from others; "" for none.
func keyID(pem string) string {
	key, err := dsse.ParsePublic([]byte(pem))
	if pem == "" || err != nil {
		return pem
	}
	return key.ID()
}

// ownPlace is a place in the repository that is judged: for one in a policy source, its
// entry in the lock.
func (p proposedRules) ownPlace(at finding.Position) finding.Position {
	if !policy.IsShared(at.Path) {
		return at
	}
	name, _, _ := strings.Cut(at.Path, ":")
	for _, s := range p.config.Sources {
		if s.Name == name {
			return s.At
		}
	}
	return p.lockPlace()
}

// lockPlace is where the lock lists its sources, or the file where it has none.
func (p proposedRules) lockPlace() finding.Position {
	if at, ok := p.config.Locate(config.SourcesPath + "#/sources"); ok {
		return at
	}
	return finding.Start(config.SourcesPath)
}
