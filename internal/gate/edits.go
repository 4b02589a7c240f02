package gate

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/bundle"
	"github.com/modelgate-dev/modelgate/internal/codeowners"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// proposedRules are the rules as they would be once the proposal is merged: what
// becomes of them, in words that a governance reviewer needs.
type proposedRules struct {
	config  config.Config
	settled bool // the proposed config.yaml can be read
	edits   []policy.RuleEdit
	waivers []policy.WaiverEdit                  // that come or change
	trial   *policy.Examination                  // of the proposed rules, where they can be loaded
	places  map[evidence.Anchor]finding.Position // of edits that are at a line, and not at a node of the configuration
	helps   map[invalid]string                   // how to fix what makes them invalid
}

// locate resolves the anchor of an edit.
func (p proposedRules) locate(a evidence.Anchor) (finding.Position, bool) {
	if at, ok := p.places[a]; ok {
		return at, true
	}
	return p.config.Locate(string(a))
}

// add adds an edit at a position.
func (p *proposedRules) add(at finding.Position, e policy.RuleEdit) {
	at = p.ownPlace(at)
	e.At, e.Path = evidence.Anchor(fmt.Sprintf("%s#%d", at.Path, len(p.places))), at.Path
	p.places[e.At] = at
	p.edits = append(p.edits, e)
}

// ruleEdits compares .modelgate on both sides. The proposed one is loaded whole:
// once it is merged it decides, or nothing can be decided.
func (r *run) ruleEdits(ctx context.Context, runsGate func(string) bool) (proposedRules, error) {
	out := proposedRules{config: r.config, edits: []policy.RuleEdit{}, places: map[evidence.Anchor]finding.Position{}}
	if r.sameCommit() {
		return out, nil
	}
	origin := r.origin()
	before, unread, err := config.Salvage(origin)
	if err != nil {
		return out, err
	}
	after, invalid, err := config.Read(r.Head.Tree)
	if err != nil {
		return out, err
	}
	out.config = after
	out.settled = !isBroken(config.ConfigPath, invalid)
	out.edits = append(out.edits, r.gateEdits(runsGate)...)
	changed := append(compareRuleFiles(origin, r.Head.Tree), r.changedBundles(after.Sources)...)
	if len(changed) == 0 {
		return out, nil
	}
	out.addUnreadable(changed, unread)
	if err := r.examine(ctx, &out, before, invalid); err != nil {
		return out, err
	}
	out.addTests(origin, r.Head.Tree)
	out.addPolicies(origin, r.Head.Tree)
	for _, c := range changed {
		switch c.Path {
		case config.ThresholdsPath:
			out.edits = append(out.edits, thresholdEdits(before, after)...)
		case config.LockPath:
			out.edits = append(out.edits, lockEdits(before, after)...)
		case config.WaiversPath:
			out.edits = append(out.edits, waiverEdits(before.Waivers, after.Waivers)...)
			out.waivers = changedWaivers(before.Waivers, after.Waivers)
		case config.SourcesPath:
			out.addSources(before, changed, hasBrokenSource(r.Head.Tree))
			if !out.speaksOf(c.Path) {
				out.edits = append(out.edits, fileEdit(c, origin, r.Head.Tree))
			}
		case config.BaselinePath:
			out.edits = append(out.edits, baselineEdits(before, after)...)
		case config.ApproversPath:
			if !isBroken(c.Path, invalid) {
				out.addSettings(c.Path, config.ApprovalEdits(before, after))
			}
			if !out.speaksOf(c.Path) {
				out.edits = append(out.edits, fileEdit(c, origin, r.Head.Tree))
			}
		default:
			out.addFile(c, before, origin, r.Head.Tree)
		}
	}
	if err := r.addIdle(&out, before); err != nil {
		return out, err
	}
	out.sort()
	return out, nil
}

// changedBundles are the locked bundles that the proposal edits or takes away, and their
// signatures: without them, nothing can be decided once it is merged.
func (r *run) changedBundles(sources []config.Source) []source.Change {
	return slices.DeleteFunc(slices.Clone(r.Changes), func(c source.Change) bool {
		return config.IsRule(c.Path) || !slices.ContainsFunc(sources, func(s config.Source) bool {
			return s.Bundle != "" && (c.Path == s.Bundle || c.Path == s.Bundle+bundle.SignatureSuffix)
		})
	})
}

func (p *proposedRules) sort() {
	slices.SortStableFunc(p.edits, func(a, b policy.RuleEdit) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.At, b.At))
	})
}

// addFile says what becomes of the settings or the entries of a file; what cannot
// be told apart is an edit of the file as a whole.
func (p *proposedRules) addFile(c source.Change, before config.Config, origin, head source.Tree) {
	switch {
	case c.Path == config.ConfigPath && p.settled:
		p.addSettings(c.Path, config.Edits(before, p.config))
	case path.Dir(c.Path) == config.TablesDir, path.Dir(c.Path) == config.RegimesDir:
		p.addTable(c.Path, origin, head)
	}
	if !p.speaksOf(c.Path) {
		p.edits = append(p.edits, fileEdit(c, origin, head))
	}
}

// isBroken reports whether something is wrong with a file.
func isBroken(path string, found []finding.Finding) bool {
	return slices.ContainsFunc(found, func(f finding.Finding) bool { return f.At.Path == path && f.Severity == finding.Error })
}

// speaksOf reports whether an edit says what becomes of a file.
func (p proposedRules) speaksOf(path string) bool {
	return slices.ContainsFunc(p.edits, func(e policy.RuleEdit) bool {
		return e.Path == path && e.Kind != "invalid" && e.Kind != "unreadable" && e.Kind != policy.RuleUntested
	})
}

// examine adds what becomes of the rules, or why the proposed ones could not be
// used once they are merged.
func (r *run) examine(ctx context.Context, out *proposedRules, before config.Config, found []finding.Finding) error {
	if hasBrokenSource(r.Head.Tree) {
		out.addInvalid(found)
		out.trial = &policy.Examination{}
		return nil
	}
	set := options(out.config)
	if !out.settled {
		set.Conftest = nil // which files its entries read is not known
	}
	proposed, err := policy.Examine(ctx, r.Head.Tree, set)
	if err != nil {
		return fmt.Errorf("examining the proposed rules: %w", err)
	}
	found = append(found, idleSettings(out.config)...)
	if len(proposed.Problems) == 0 {
		was, lost, err := r.rulesBefore(ctx, before)
		if err != nil {
			return err
		}
		out.addUnreadable(compareRuleFiles(r.origin(), r.Head.Tree), lost)
		r.addRules(out, before, was, proposed.Rules)
		found = slices.Concat(found, idleWaivers(out.config, proposed.Rules), idleEnforcement(out.config, proposed.Rules), idleCollections(out.config, proposed.Rules))
		above, err := sourceLayers(ctx, r.Head.Tree)
		var broken *config.Invalid
		switch {
		case errors.As(err, &broken):
			found = append(found, broken.Findings...)
		case isUnusable(err):
			why, file := reasonOf(err)
			found = append(found, finding.Finding{Severity: finding.Error, At: finding.Start(cmp.Or(file, config.SourcesPath)), Message: why})
		case err != nil:
			return err
		default:
			found = append(found, layer{tree: r.Head.Tree, config: out.config, rules: proposed.Rules, differ: proposed.ChangedTables}.loosens(above)...)
		}
		if err := r.try(ctx, out, &proposed); err != nil {
			return fmt.Errorf("trying the proposed rules: %w", err)
		}
	}
	if err := proposed.Test(ctx, r.Head.Tree); err != nil {
		return fmt.Errorf("running the tests of the proposed rules: %w", err)
	}
	out.addUntested(proposed, compareRuleFiles(r.origin(), r.Head.Tree))
	out.addInvalid(append(found, problemsOf(proposed)...))
	out.trial = &proposed
	return nil
}

// addUntested says which of the rules that are new or changed have no tests.
func (p *proposedRules) addUntested(proposed policy.Examination, changed []source.Change) {
	if len(proposed.Problems) > 0 {
		return // they must be corrected first
	}
	for _, x := range proposed.Untested {
		if slices.ContainsFunc(changed, func(c source.Change) bool { return c.Path == x.Path && c.Kind != source.Deleted }) {
			at := finding.Position{Path: x.Path, Line: x.Line, Column: x.Column}
			p.add(at, policy.RuleEdit{Kind: policy.RuleUntested, Subject: x.Rule, After: x.Missing()})
		}
	}
}

// invalid is one reason why the proposed rules could not be used.
type invalid struct {
	at      finding.Position
	message string
}

// addInvalid says why the proposed rules could not be used.
func (p *proposedRules) addInvalid(found []finding.Finding) {
	for _, f := range finding.Sort(found) {
		if f.Severity == finding.Error {
			if p.helps == nil {
				p.helps = map[invalid]string{}
			}
			p.helps[invalid{p.ownPlace(f.At), f.Message}] = shortened(strings.Join(strings.Fields(f.Help), " "))
			p.add(f.At, policy.RuleEdit{Kind: policy.InvalidRules, Subject: f.Rule, After: f.Message})
		}
	}
}

// explain gives findings about invalid rules the help that belongs to each: how to use the
// edited rules is what their rule can say.
func (p *proposedRules) explain(verdicts []finding.Verdict) {
	for _, v := range verdicts {
		if v.Rule != rulesInvalid {
			continue
		}
		for i, f := range v.Findings {
			if help := p.helps[invalid{f.At, f.Key}]; help != "" {
				v.Findings[i].Help = help
			}
		}
	}
}

const rulesInvalid = "governance/rules_invalid"

// problemsOf are the problems of proposed policies.
func problemsOf(proposed policy.Examination) []finding.Finding {
	var out []finding.Finding
	for _, p := range proposed.Problems {
		at := finding.Position{Path: cmp.Or(p.Path, config.ConfigPath), Line: max(p.Line, 1), Column: max(p.Column, 1)}
		out = append(out, finding.Finding{Rule: rulesInvalid, Severity: finding.Error, At: at, Message: p.Message, Help: p.Remedy})
	}
	return out
}

// compareRuleFiles compares the bytes of .modelgate.
func compareRuleFiles(base, head source.Tree) []source.Change {
	kinds := map[string]source.ChangeKind{}
	for _, e := range ruleEntries(base) {
		kinds[e.Path] = source.Deleted
	}
	for _, e := range ruleEntries(head) {
		was, there := base.Lookup(e.Path)
		switch {
		case !there:
			kinds[e.Path] = source.Added
		case was.Object != "" && was.Object == e.Object, sameBytes(base, head, e.Path):
			delete(kinds, e.Path)
		default:
			kinds[e.Path] = source.Modified
		}
	}
	var out []source.Change
	for _, path := range sortedKeys(kinds) {
		out = append(out, source.Change{Path: path, Kind: kinds[path]})
	}
	return out
}

// ruleEntries are the files of .modelgate, and the link or submodule in its place.
func ruleEntries(tree source.Tree) []source.Entry {
	entries := slices.Clone(tree.Under(config.Dir))
	if e, there := tree.Lookup(config.Dir); there {
		entries = append(entries, e)
	}
	return entries
}

// sameBytes is false when either side cannot be read: then it has changed.
func sameBytes(a, b source.Tree, path string) bool {
	x, err1 := a.Read(path, document.MaxBytes)
	y, err2 := b.Read(path, document.MaxBytes)
	return err1 == nil && err2 == nil && bytes.Equal(x, y)
}

// verbs say what became of a file.
var verbs = map[source.ChangeKind]string{source.Added: "added", source.Modified: "changed", source.Deleted: "removed"}

// gateEdits are the edits of what applies the rules and of who answers for them.
func (r *run) gateEdits(runsGate func(string) bool) []policy.RuleEdit {
	var out []policy.RuleEdit
	for _, c := range r.Changes {
		var what policy.RuleFile
		switch {
		case isWorkflow(c.Path), runsGate(c.Path):
			what = policy.WorkflowFile
		case codeowners.IsFile(c.Path):
			what = policy.OwnersFile
		default:
			continue
		}
		verb := cmp.Or(verbs[c.Kind], "changed")
		out = append(out, policy.RuleEdit{At: evidence.Anchor(c.Path + "#"), Path: c.Path, Kind: policy.FileEdit(what, verb), Subject: c.Path, After: verb})
	}
	return out
}

// changedWaivers are those that the proposal adds or edits, in the order of the file.
func changedWaivers(before, after []config.Waiver) []policy.WaiverEdit {
	out := []policy.WaiverEdit{}
	for _, w := range after {
		if !slices.ContainsFunc(before, func(old config.Waiver) bool { old.At = w.At; return old == w }) {
			out = append(out, policy.WaiverEdit{At: evidence.Anchor(w.At.Path + "#" + w.At.Pointer), ID: w.ID, Rule: w.Rule, Model: w.Model, Author: w.Author, Approver: w.Approver, Login: w.Login(), Expires: w.Expires})
		}
	}
	return out
}

func waiverEdits(before, after []config.Waiver) []policy.RuleEdit {
	var out []policy.RuleEdit
	was := map[string]config.Waiver{}
	for _, w := range before {
		was[w.ID] = w
	}
	for _, w := range after {
		at := evidence.Anchor(w.At.Path + "#" + w.At.Pointer)
		old, there := was[w.ID]
		delete(was, w.ID)
		old.At = w.At // a waiver that only moved has not changed
		switch {
		case !there:
			out = append(out, policy.RuleEdit{At: at, Path: config.WaiversPath, Kind: policy.WaiverAdded, Subject: w.ID, After: waiverWords(w, w)})
		case old != w:
			out = append(out, policy.RuleEdit{At: at, Path: config.WaiversPath, Kind: policy.WaiverChanged, Subject: w.ID, Before: waiverWords(old, w), After: waiverWords(w, old)})
		}
	}
	for _, id := range sortedKeys(was) {
		out = append(out, policy.RuleEdit{At: config.WaiversPath + "#", Path: config.WaiversPath, Kind: policy.WaiverRemoved, Subject: id, Before: waiverWords(was[id], was[id])})
	}
	return out
}
