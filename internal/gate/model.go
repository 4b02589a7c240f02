package gate

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/evaluation"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// judge judges one model, or one dataset of a repository without models.
func (r *run) judge(ctx context.Context, id string) (decision.Decision, error) {
	if r.datasets[id] || r.unused[id] {
		return r.judgeDataset(ctx, id)
	}
	head, base, err := r.sidesOf(id)
	if err != nil {
		return decision.Decision{}, err
	}
	in := r.inputOf(id, head, base)
	r.Recorder.record(in)
	verdicts, err := r.ask(ctx, in, r.locator(head, base))
	if err != nil {
		return decision.Decision{}, err
	}
	raw, err := r.askConftest(ctx, id, finding.Stage(in.Stage))
	if err != nil {
		return decision.Decision{}, err
	}
	verdicts = finding.Merge(verdicts, raw, readingVerdicts(r.own, finding.ScopeModel, head.Findings))
	correct(verdicts, head)
	r.setValues(verdicts, head.Model.Checks)
	head.Mask(verdicts)
	base.Mask(verdicts)
	d := decision.Decide(r.subject(head, finding.Stage(in.Stage)), verdicts, r.terms)
	d.Checks = shownChecks(head.Model.Checks, d.Findings, r.locator(head, base))
	return d, nil
}

// sidesOf reads a model as it is proposed, with what its results come to, and as
// it was.
func (r *run) sidesOf(id string) (head, base finder.Snapshot, err error) {
	if head, err = r.head.Read(id); err != nil {
		return head, base, err
	}
	base = head
	if !r.sameCommit() {
		if base, err = r.readBefore(id); err != nil {
			return head, base, err
		}
	}
	if err := r.checks(&head, base); err != nil {
		return head, base, err
	}
	if head.Model.Copies, head.Model.Uncompared, err = r.copies(head.Model, base.Model); err != nil {
		return head, base, err
	}
	withVerdicts(&head.Model.Card, id, head.Model.Evaluations)
	for i := range head.Model.Cards { // the first is the card itself
		withVerdicts(&head.Model.Cards[i], id, head.Model.Evaluations)
	}
	head.Model.Impossible = evaluation.Impossible(head.Model.Evaluations, head.Model.Card.Claims, head.Model.Card.TableClaims)
	head.Model.Impossible = append(head.Model.Impossible, untold(evaluation.Belied(head.Model.Evaluations, head.Model.Card.Lists), head.Model.Card)...)
	return head, base, nil
}

// untold are faults at places of which no claim says that a result contradicts it.
func untold(faults []evidence.Impossible, c evidence.Card) []evidence.Impossible {
	return slices.DeleteFunc(faults, func(f evidence.Impossible) bool {
		return slices.ContainsFunc(slices.Concat(c.Claims, c.TableClaims, c.TextClaims), func(of evidence.Claim) bool {
			return of.Verdict == evidence.Contradicts && (of.At == f.At || of.Raw == f.Value.Raw && of.Evidence.At == f.Others[0].At) // a row may be a label as well
		})
	})
}

// withVerdicts holds what a card states against the results.
func withVerdicts(c *evidence.Card, id string, of []evidence.Evaluation) {
	of = evaluation.OfModel(of, id, c.Name.Value)
	c.Claims, c.TableClaims = evaluation.Claims(c.Claims, of), evaluation.Claims(c.TableClaims, of)
	c.TextClaims = evaluation.TextClaims(c.TextClaims, slices.Concat(c.Claims, c.TableClaims), of)
}

// inputOf is what rules are asked about a model.
func (r *run) inputOf(id string, head, base finder.Snapshot) policy.Input {
	head.Model.Labels, base.Model.Labels = r.labels(head), r.labels(base)
	return r.withLaws(policy.Input{
		Now: r.Now.UTC().Format(time.RFC3339), Stage: r.stageOf(id), Scope: finding.ScopeModel,
		Config: r.configFor(id, head.Model.Card.Path, head.Model.Datasets), Base: base.Model, Head: head.Model, Change: r.changeOf(id, head), Target: r.Target, Models: []policy.CheckedModel{},
	})
}

// sameCommit reports whether base and head are one commit, so that nothing need
// be read twice.
func (r *run) sameCommit() bool {
	return r.Base.Commit == r.Head.Commit && r.Base.Commit != "" && r.Base.Commit != source.WorktreeCommit
}

// stageOf is the stage of a model. One that moves owes no less than it did.
func (r *run) stageOf(id string) finding.Stage {
	if r.Stage != "" {
		return r.Stage
	}
	stage := r.config.StageOf(id)
	for _, was := range r.formerly(id) {
		if s := r.config.StageOf(was); slices.Index(finding.Stages, s) > slices.Index(finding.Stages, stage) {
			stage = s
		}
	}
	return stage
}

// strictestStage is the stage of the change as a whole: what guards the rules guards
// them for every model, however little the repository requires of most.
func (r *run) strictestStage() finding.Stage {
	if r.Stage != "" {
		return r.Stage
	}
	stage := r.config.Stage
	for _, m := range r.config.Models {
		if slices.Index(finding.Stages, m.Stage) > slices.Index(finding.Stages, stage) {
			stage = m.Stage
		}
	}
	return stage
}

// asksLess reports whether the stage of the request is below the one that is
// configured, for the repository or a model that was judged.
func (r *run) asksLess(models []decision.Decision) bool {
	below := func(configured finding.Stage) bool {
		return slices.Index(finding.Stages, r.Stage) < slices.Index(finding.Stages, configured)
	}
	return r.Stage != "" && (below(r.config.Stage) || slices.ContainsFunc(models, func(d decision.Decision) bool { return below(r.config.StageOf(d.Subject.ID)) }))
}

func (r *run) subject(s finder.Snapshot, stage finding.Stage) decision.Subject {
	m := s.Model
	subject := decision.Subject{
		ID: m.ID, Name: m.Name, Version: m.Manifest.Version.Value, Stage: stage, Commit: r.Head.Commit, Owner: m.Manifest.Owner.Value,
		Target: m.Manifest.Target.Value, Parameters: s.Parameters,
	}
	if m.Card.Present {
		subject.CardPath, subject.CardDigest = m.Card.Path, s.CardDigest
	}
	for _, a := range m.Artifacts {
		subject.Artifacts = append(subject.Artifacts, decision.Artifact{Path: a.Path, URI: a.URI, Digest: a.Digest, SignedBy: a.SignedBy})
	}
	return subject
}

// locator resolves the anchors that rules report on: in the configuration, in
// the model as proposed, then in the model as it was.
func (r *run) locator(head, base finder.Snapshot) func(evidence.Anchor) (finding.Position, bool) {
	return func(a evidence.Anchor) (finding.Position, bool) {
		if at, ok := r.config.Locate(string(a)); ok {
			return at, true
		}
		if at, ok := head.Locate(a); ok {
			return at, true
		}
		return base.Locate(a)
	}
}

func (r *run) configFor(id, card string, datasets []evidence.Dataset) policy.Config {
	list := func(l *config.List) evidence.List {
		out := evidence.List{At: config.ConfigPath + "#", Items: []evidence.Item{}}
		if l != nil {
			out.Present, out.At = true, anchorOf(l.At)
			for _, w := range l.Items {
				out.Items = append(out.Items, evidence.Item{At: anchorOf(w.At), Value: w.Value})
			}
		}
		return out
	}
	c := policy.Config{At: config.ConfigPath + "#", Present: r.config.Present, Thresholds: []policy.Threshold{}, Exceptions: []policy.Exception{},
		Sections: list(r.config.RequiredSections), Licenses: list(r.config.AllowedLicenses),
		Denied: list(r.config.DeniedLicenses), Owed: []policy.Owed{}, Names: []policy.SectionName{}, Privacy: list(r.config.PrivacyOwners), Regimes: r.regimes(card, datasets), Approvals: r.approvals(id), Labels: r.labelRules()}
	for _, o := range r.config.Owed {
		c.Owed = append(c.Owed, policy.Owed{At: anchorOf(o.At), Stage: o.Stage, Kind: policy.OwedKind(o.Kind), Key: o.Key})
	}
	for _, key := range sortedKeys(r.config.Sections) {
		c.Names = append(c.Names, policy.SectionName{Key: key, Title: r.config.Sections[key].Title})
	}
	for _, t := range r.config.Thresholds {
		if r.speaks(t, id) {
			c.Thresholds = append(c.Thresholds, policy.Threshold{At: anchorOf(t.At), ID: t.ID, Metric: t.Metric, Slice: t.Slice})
		}
		for _, e := range r.config.Exceptions {
			if e.Of(t, id) {
				c.Exceptions = append(c.Exceptions, policy.Exception{At: anchorOf(e.At), Threshold: t.ID, Changes: e.Changes(t), Owner: e.Owner, Reason: e.Reason,
					Created: e.Created, Expires: e.Expires, State: stateOf(e, r.Now)})
			}
		}
	}
	return c
}

// regimes are the laws that the configuration declares for the cards of a model.
func (r *run) regimes(modelCard string, datasets []evidence.Dataset) []policy.Regime {
	out := []policy.Regime{}
	cards := cardsOf(datasets)
	if modelCard != "" && !slices.Contains(cards, modelCard) {
		cards = append(cards, modelCard)
	}
	for _, card := range cards {
		for _, regime := range r.config.Regimes {
			if regime.For(card) {
				out = append(out, policy.Regime{At: anchorOf(regime.At), Card: card, Name: regime.Name})
			}
		}
	}
	return out
}

// cardsOf are the paths of the data cards of datasets and of what they were made from.
func cardsOf(datasets []evidence.Dataset) []string {
	var out []string
	known := map[string]bool{}
	add := func(c *evidence.DataCard) {
		if c.Present && !known[c.Path] {
			known[c.Path] = true
			out = append(out, c.Path)
		}
	}
	for i := range datasets {
		add(&datasets[i].Card)
		for _, o := range datasets[i].Origins {
			add(&o.Parent)
		}
	}
	return out
}

// stateOf says whether an exception counts yet, or still.
func stateOf(e config.Exception, now time.Time) policy.ExceptionState {
	switch {
	case e.InForce(now):
		return policy.InForce
	case e.Expired(now):
		return policy.Expired
	}
	return policy.ToCome
}

func anchorOf(p finding.Position) evidence.Anchor { return evidence.Anchor(p.Path + "#" + p.Pointer) }

func (r *run) changeOf(id string, head finder.Snapshot) policy.Change {
	c := policy.Change{At: head.Model.At, Paths: []policy.Path{}, Moves: r.movesOf(id), Rules: []policy.RuleEdit{}, Waivers: []policy.WaiverEdit{}, Cards: []policy.CardChange{}, Secrets: []evidence.Secret{}, Review: r.review(head.Model.At)}
	for _, change := range r.Changes {
		if id == "." || strings.HasPrefix(change.Path, id+"/") || r.head.Gives(id, change.Path) {
			c.Paths = append(c.Paths, policy.Path{At: head.Model.At, Path: change.Path, Kind: change.Kind, Part: policy.PartModel, Owners: []policy.Owner{}})
		}
	}
	return c
}

// readingVerdicts gives every reading rule of the scope its verdict.
func readingVerdicts(rules []finding.Rule, scope finding.Scope, found []finding.Finding) []finding.Verdict {
	byRule := map[string][]finding.Finding{}
	for _, f := range found {
		byRule[f.Rule] = append(byRule[f.Rule], f)
	}
	var out []finding.Verdict
	for _, rule := range rules {
		if rule.Scope == scope || len(byRule[rule.ID]) > 0 {
			out = append(out, finding.Verdict{Rule: rule.ID, Findings: byRule[rule.ID]})
		}
		delete(byRule, rule.ID)
	}
	for _, id := range sortedKeys(byRule) { // never lose a finding whose rule is not listed
		out = append(out, finding.Verdict{Rule: id, Error: "the rule is not in the catalog", Findings: byRule[id]})
	}
	return out
}
