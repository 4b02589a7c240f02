package gate

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// judgeRepository judges the change as a whole: what it does to the rules, to
// the shared data cards, and which waivers it leaves useless.
func (r *run) judgeRepository(ctx context.Context, models []decision.Decision) (decision.Decision, error) {
	whole, err := r.readWhole(ctx, models)
	if err != nil {
		return decision.Decision{}, err
	}
	verdicts, err := r.askAboutWhole(ctx, &whole, models)
	if err != nil {
		return decision.Decision{}, err
	}
	found, err := r.reportRepository(models)
	if err != nil {
		return decision.Decision{}, err
	}
	verdicts = finding.Merge(verdicts, readingVerdicts(r.own, finding.ScopeRepository, found))
	r.setValues(verdicts, nil)
	whole.secrets.Mask(verdicts)
	subject := decision.Subject{Name: "the change as a whole", Stage: r.strictestStage(), Commit: r.Head.Commit}
	return decision.Decide(subject, verdicts, r.terms), nil
}

// wholeChange is the change as a whole: what the rules are asked about it, and
// the parts that know the places of what they find.
type wholeChange struct {
	change   policy.Change
	proposed proposedRules
	cards    changedCards
	secrets  finder.Secrets
	config   config.Config
	changed  map[string]bool // paths of the change
}

// readWhole reads what the change does to rules, paths, data cards and secrets.
func (r *run) readWhole(ctx context.Context, models []decision.Decision) (wholeChange, error) {
	w := wholeChange{config: r.config, changed: map[string]bool{}}
	runsGate := gateOn(r.origin(), r.Head.Tree)
	var err error
	if w.proposed, err = r.ruleEdits(ctx, runsGate); err != nil {
		return w, err
	}
	paths, err := r.listChangedPaths(runsGate)
	if err != nil {
		return w, err
	}
	for _, p := range paths {
		w.changed[p.Path] = true
	}
	if w.cards, err = r.changedCards(); err != nil {
		return w, err
	}
	if w.secrets, err = r.secrets(models); err != nil {
		return w, err
	}
	at := evidence.Anchor(config.ConfigPath + "#")
	w.change = policy.Change{At: r.changeAt(&w.proposed), Paths: paths, Moves: r.movesOf(""), Rules: w.proposed.edits, Waivers: append([]policy.WaiverEdit{}, w.proposed.waivers...),
		Unusable: r.unusable, Review: r.review(at), Cards: w.cards.changes, Secrets: append([]evidence.Secret{}, w.secrets.Found...)}
	return w, nil
}

// locate resolves an anchor of the change: in one of its parts, in the
// configuration, or at the beginning of a file.
func (w *wholeChange) locate(a evidence.Anchor) (finding.Position, bool) {
	inConfig := func(a evidence.Anchor) (finding.Position, bool) { return w.config.Locate(string(a)) }
	for _, part := range []func(evidence.Anchor) (finding.Position, bool){w.secrets.Locate, w.proposed.locate, w.cards.locate, inConfig} {
		if at, ok := part(a); ok {
			return at, true
		}
	}
	path, pointer := a.Split(func(file string) bool { return w.changed[file] })
	at := finding.Start(path)
	at.Pointer = pointer
	return at, path != ""
}

// askAboutWhole asks the rules in force about the change as a whole, after the
// proposed rules were tried on it.
func (r *run) askAboutWhole(ctx context.Context, w *wholeChange, models []decision.Decision) ([]finding.Verdict, error) {
	in, err := r.wholeInput(w.change, models)
	if err != nil {
		return nil, err
	}
	if err := r.tryOnChange(ctx, &w.proposed, in, w.locate); err != nil {
		return nil, fmt.Errorf("trying the proposed rules: %w", err)
	}
	in.Change.Rules = w.proposed.edits
	verdicts, err := r.ask(ctx, in, w.locate)
	if err != nil {
		return nil, fmt.Errorf("checking the change as a whole: %w", err)
	}
	w.proposed.explain(verdicts)
	raw, err := r.askConftest(ctx, "", finding.Stage(in.Stage))
	if err != nil {
		return nil, err
	}
	return finding.Merge(verdicts, raw), nil
}

// wholeInput is the input of rules about the change as a whole, which is of no
// model.
func (r *run) wholeInput(change policy.Change, models []decision.Decision) (policy.Input, error) {
	checked, err := r.checkedModels(models)
	none := finder.Absent(".")
	return policy.Input{
		Now: r.Now.UTC().Format(time.RFC3339), Stage: r.strictestStage(), Scope: finding.ScopeRepository,
		Config: r.configFor(".", "", nil), Base: none, Head: none, Change: change, Target: r.Target, Models: checked,
		Laws: []evidence.Law{}, Controls: []evidence.Control{}, Ended: []evidence.EndedControl{},
	}, err
}

// reportRepository returns what is found in the repository without a rule being
// asked.
func (r *run) reportRepository(models []decision.Decision) ([]finding.Finding, error) {
	var out []finding.Finding
	for _, list := range []func() ([]finding.Finding, error){
		r.reportShared, sure(r.unreadable), r.idleGlobs, r.strays, r.links, r.hidden, sure(r.outside), sure(r.fixtures),
		sure(r.reportIgnored), r.torn, r.reportPassedOver, r.reportPossibleCards,
	} {
		found, err := list()
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	out = append(out, decision.WaiverFindings(r.config.Waivers, waiverUse(models), r.judged(models), r.Now)...)
	return append(out, r.baselineFindings(models)...), nil
}

// sure is a list that cannot fail, as one that can.
func sure(list func() []finding.Finding) func() ([]finding.Finding, error) {
	return func() ([]finding.Finding, error) { return list(), nil }
}

// reportShared returns what is wrong with shared data cards that no judged model
// need use: those that the proposal touches, or all when everything is judged.
func (r *run) reportShared() ([]finding.Finding, error) {
	touched := slices.ContainsFunc(r.Changes, func(c source.Change) bool { return r.head.IsSharedDataCard(c.Path) })
	if !r.All && !touched {
		return nil, nil
	}
	cards, err := r.head.SharedDataCards()
	if err != nil {
		return nil, err
	}
	var out []finding.Finding
	for _, file := range sortedKeys(cards) {
		if r.All || slices.ContainsFunc(r.Changes, func(c source.Change) bool { return c.Path == file }) {
			out = append(out, cards[file]...)
		}
	}
	return out, nil
}

// unreadable reports the paths of the proposal that no tool can read, unless
// the base has them too.
func (r *run) unreadable() []finding.Finding {
	var out []finding.Finding
	for _, e := range r.Head.Unreadable() {
		if _, there := r.Base.Lookup(e.Path); there && !r.All {
			continue
		}
		out = append(out, finding.Finding{Rule: "evidence/unreadable_path", Severity: finding.Error, At: finding.Start(strconv.QuoteToASCII(e.Path)), Key: strconv.QuoteToASCII(e.Path),
			Message: fmt.Sprintf("the path %q cannot be read", e.Path), Help: "Rename the file."})
	}
	return out
}

// idleGlobs reports globs of the configuration that match no model on either
// side.
func (r *run) idleGlobs() ([]finding.Finding, error) {
	var out []finding.Finding
	var lost error
	check := func(n naming) {
		if r.Preview && r.nameless[n.subject+"\x00"+n.model] {
			return
		}
		now, err1 := isNamedBy(n, r.head, r.Head.Tree)
		before, err2 := isNamedBy(n, r.base, r.Base.Tree)
		lost = cmp.Or(lost, err1, err2)
		if !now && !before && !r.matchesCard(n) {
			out = append(out, finding.Finding{Rule: "evidence/glob_matches_nothing", Severity: finding.Warning, At: n.at, Key: n.model,
				Message: fmt.Sprintf("glob %q does not match any %s", n.model, n.what()), Help: "Fix the glob, or remove it."})
		}
	}
	for _, m := range r.config.Models {
		check(naming{model: m.Path, at: m.At})
	}
	for _, n := range namings(r.config) {
		check(n)
	}
	return out, lost
}

// gates lists the gates that were judged, in the order of reports; none for all.
func (r *run) gates() []finding.Gate {
	return slices.DeleteFunc(slices.Clone(finding.Gates), func(g finding.Gate) bool { return !slices.Contains(r.Gates, g) })
}

// report puts everything together.
func (r *run) report(models []decision.Decision, repository decision.Decision) report.Report {
	out := report.Report{
		Schema: report.Schema, Tool: r.Provenance.Tool, AsOf: r.Now.UTC().Format(time.RFC3339), Result: decision.Allow,
		Base: report.Commit{Revision: r.Provenance.BaseRevision, Commit: r.Base.Commit}, Head: report.Commit{Revision: r.Provenance.HeadRevision, Commit: r.Head.Commit},
		Preview: r.Preview, Gates: r.gates(), Only: r.Models, Adopted: !r.config.Present, Notices: []string{}, Repository: repository, Models: models, Rules: r.catalogue(),
		Policy: report.Policy{Commit: r.Base.Commit, Digest: r.rules.Digest(), Sources: r.terms.PolicySources}, Waivers: []report.Waiver{},
	}
	if r.Preview {
		out.Policy.Commit = r.Head.Commit
	}
	if r.asksLess(models) {
		out.Stage = r.Stage
	}
	out.Notices = append(out.Notices, turnedOff(out.Rules, r.config)...)
	out.Notices = append(append(out.Notices, r.repositoryNotices()...), r.idleAllow()...)
	out.Notices = append(out.Notices, r.feast...)
	out.Notices = append(append(out.Notices, r.pages...), r.unreviewed()...)
	out.Notices = append(out.Notices, r.unapprovable(repository)...)
	if r.unusable != "" {
		out.Notices = append(out.Notices, "The rules of the base cannot be used. This change touches only .modelgate/, so the built-in rules check it.")
	}
	switch {
	case len(models) > 0 || r.Shard.Of > 0:
	case r.noModel != nil:
		out.Notices = append(out.Notices, r.noModel...)
	case r.datasets != nil:
		out.Notices = append(out.Notices, "No datasets changed between base and head, so none were checked.")
	default:
		out.Notices = append(out.Notices, "No models changed between base and head, so none were checked.")
	}
	out.Notices = append(out.Notices, r.united...)
	if r.untried > 0 {
		out.Notices = append(out.Notices, fmt.Sprintf("The proposed rules were tried on %d models, but not on the other %d.", maxTrials, r.untried))
	}
	if notice := r.history.notice(); notice != "" {
		out.Notices = append(out.Notices, notice)
	}
	use, seen := waiverUse(models), r.judged(models)
	for _, w := range r.config.Waivers {
		out.Waivers = append(out.Waivers, report.Waiver{
			Waiver: decision.WaiverOf(w),
			Rule:   w.Rule, Model: w.Model, Status: string(decision.StatusOf(w, use[w.ID], seen[w.ID], r.Now)), Used: use[w.ID],
		})
	}
	slices.SortFunc(out.Waivers, func(a, b report.Waiver) int {
		return cmp.Or(cmp.Compare(a.Expires, b.Expires), cmp.Compare(a.ID, b.ID))
	})
	out.Shared = report.SharedFindings(out)
	r.adopted(&out)
	out.Totals = totals(out)
	for _, d := range append([]decision.Decision{repository}, models...) {
		if d.Result != "" { // a shard does not judge the repository
			out.Result = out.Result.And(d.Result)
		}
	}
	return out
}

func totals(r report.Report) report.Totals {
	t := report.Totals{Models: len(r.Models)}
	for _, d := range append([]decision.Decision{r.Repository}, r.Models...) {
		if d.Subject.Kind == decision.Dataset {
			t.Datasets++
		}
		if d.Result == decision.Deny && d.Subject.ID != "" {
			t.Denied++
		}
		for _, o := range d.Outcomes {
			if o.State.Unanswered() {
				t.Failures++
			}
		}
	}
	for _, f := range report.Distinct(r) {
		switch {
		case f.Waiver != nil:
			t.Waived++
		case f.Pending != "":
			t.Pending++
		case f.Tolerated != nil:
			t.Tolerate(f.Tolerated.Kind)
		case f.Severity == finding.Error:
			t.Errors++
		case f.Severity == finding.Warning:
			t.Warnings++
		default:
			t.Notes++
		}
	}
	return t
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func ids(rules map[string]finding.Rule) []string { return sortedKeys(rules) }

func sortedRules(rules []finding.Rule) []finding.Rule {
	slices.SortFunc(rules, func(a, b finding.Rule) int { return cmp.Compare(a.ID, b.ID) })
	return rules
}

// turnedOff are the rules that the configuration turns off, everywhere or at some
// paths: one notice for those of one reason.
func turnedOff(rules []finding.Rule, cfg config.Config) []string {
	type setting struct{ where, reason, file string }
	var order []setting
	ids := map[setting][]string{}
	add := func(rule finding.Rule, s setting) {
		id := rule.ID
		s.file = cmp.Or(cfg.Rules[cfg.RuleKey(id, rule.Controls)].At.Path, config.ConfigPath)
		if len(ids[s]) == 0 {
			order = append(order, s)
		}
		ids[s] = append(ids[s], id)
	}
	for _, rule := range rules {
		if rule.Off != "" {
			add(rule, setting{reason: rule.Off})
		}
		for _, s := range rule.Scoped {
			if s.Off != "" {
				add(rule, setting{where: " for " + strings.Join(s.Paths, ", "), reason: s.Off})
			}
		}
	}
	var out []string
	for _, s := range order {
		subject := "The rule " + ids[s][0] + " is"
		if n := len(ids[s]); n > 1 {
			subject = fmt.Sprintf("%d rules (%s to %s) are", n, ids[s][0], ids[s][n-1])
		}
		out = append(out, fmt.Sprintf("%s turned off%s in %s: %s", subject, s.where, s.file, s.reason))
	}
	return out
}
