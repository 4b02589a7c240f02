package gate

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/report"
)

// Merge joins the reports of all shards of a request into the report of the
// request itself, byte for byte what Check makes. The names are of the reports,
// which read reads one at a time.
//
// The reports are believed in one thing only: what the rules found about each
// model. Everything else is worked out again from the two commits (which models
// there are, who judges which, the rules in force, the change as a whole) or
// from what was found (fingerprints, waivers, outcomes, decisions, totals), and
// a report that says otherwise is refused.
func Merge(ctx context.Context, req Request, names []string, read func(name string) (report.Report, error)) (report.Report, error) {
	r, ids, err := start(ctx, req)
	if err != nil {
		return report.Report{}, err
	}
	m := merger{run: r, selected: ids, joined: map[int]string{}}
	for i, name := range names {
		if err := ctx.Err(); err != nil {
			return report.Report{}, err
		}
		part, err := read(name)
		if err != nil {
			return report.Report{}, err
		}
		if err := m.join(name, part); err != nil {
			return report.Report{}, err
		}
		if r.Progress != nil {
			r.Progress(i+1, len(names))
		}
	}
	if err := m.missing(); err != nil {
		return report.Report{}, err
	}
	slices.SortFunc(m.models, func(a, b decision.Decision) int { return cmp.Compare(a.Subject.ID, b.Subject.ID) })
	return r.whole(ctx, m.models)
}

// merger collects the shards of a run.
type merger struct {
	*run
	selected []string
	shares   []Share        // what each shard has to judge; of the first report
	joined   map[int]string // the names of the reports, by the shard's index
	models   []decision.Decision
}

// join adds the report of one shard, once it is certain that it is of this run.
func (m *merger) join(name string, part report.Report) error {
	if part.Shard == nil {
		return fmt.Errorf("%s is the report of a full check, not of a shard", name)
	}
	shard := Shard{part.Shard.Index, part.Shard.Of}
	refuse := func(err error) error { return fmt.Errorf("shard %s (%s): %w", shard, name, err) }
	if _, err := ParseShard(shard.String()); err != nil {
		return refuse(err)
	}
	if m.shares == nil {
		var err error
		if m.shares, err = m.share(m.selected, shard.Of); err != nil {
			return err
		}
	}
	switch other, twice := m.joined[shard.Index]; {
	case shard.Of != len(m.shares):
		return refuse(fmt.Errorf("the other reports are from a run with %d shards", len(m.shares)))
	case twice:
		return refuse(fmt.Errorf("duplicate report of this shard, also in %s", other))
	}
	m.joined[shard.Index] = name
	if err := m.sameRun(part); err != nil {
		return refuse(err)
	}
	if err := sameModels(m.shares[shard.Index-1].Models, part.Models); err != nil {
		return refuse(err)
	}
	models := make([]decision.Decision, len(part.Models))
	for i, recorded := range part.Models {
		again, err := m.again(recorded)
		if err != nil {
			return refuse(fmt.Errorf("the decision about model %s was changed: %w", recorded.Subject.ID, err))
		}
		models[i] = again
	}
	if err := m.sameRest(part, models, shard); err != nil {
		return refuse(err)
	}
	m.models = append(m.models, models...)
	return nil
}

// sameRun refuses a report that another tool, other commits, another time or
// other rules made.
func (m *merger) sameRun(part report.Report) error {
	want := m.report(nil, decision.Decision{})
	for _, c := range []struct{ what, got, want string }{
		{"the modelgate version", part.Tool.Name + " " + part.Tool.Version, want.Tool.Name + " " + want.Tool.Version},
		{"the base", part.Base.Commit, want.Base.Commit},
		{"the head", part.Head.Commit, want.Head.Commit},
		{"the rules commit", part.Policy.Commit, want.Policy.Commit},
		{"the rules digest", part.Policy.Digest, want.Policy.Digest},
		{"the time", part.AsOf, want.AsOf},
		{"the preview setting", fmt.Sprint(part.Preview), fmt.Sprint(want.Preview)},
		{"the list of gates", fmt.Sprint(part.Gates), fmt.Sprint(want.Gates)},
	} {
		if c.got != c.want {
			return fmt.Errorf("%s is %q in the report but %q here; use the same commits, flags and modelgate version for all shards and the merge", c.what, c.got, c.want)
		}
	}
	return nil
}

// sameModels refuses a report with other models than the shard had to judge.
func sameModels(want []string, got []decision.Decision) error {
	i := 0
	for ; i < len(want) && i < len(got) && want[i] == got[i].Subject.ID; i++ {
	}
	if i == len(want) && i == len(got) {
		return nil
	}
	const remedy = "was --all, --model or another flag different?"
	if i < len(got) {
		id := got[i].Subject.ID
		if _, due := slices.BinarySearch(want, id); !due {
			return fmt.Errorf("model %s does not belong to this shard; %s", id, remedy)
		}
		if i > 0 && id <= got[i-1].Subject.ID {
			return fmt.Errorf("model %s is out of order or duplicate", id)
		}
	}
	return fmt.Errorf("model %s is missing; %s", want[i], remedy)
}

// again holds a recorded decision about a model against what must be so without
// judging the model: its stage and commit, which rules were asked and how grave
// their findings are, and what follows from the findings.
func (m *merger) again(recorded decision.Decision) (decision.Decision, error) {
	s := recorded.Subject
	if want := m.stageOf(s.ID); s.Stage != want {
		return decision.Decision{}, fmt.Errorf("it was checked at stage %q, not %q; was --stage different?", s.Stage, want)
	}
	if s.Commit != m.Head.Commit {
		return decision.Decision{}, fmt.Errorf("it belongs to commit %s", s.Commit)
	}
	if err := m.sameRules(recorded); err != nil {
		return decision.Decision{}, err
	}
	return decision.Again(recorded, m.terms)
}

// sameRules refuses a decision by other rules than those in force for a model. A
// rule about reading that is asked of the repository may speak of a model too.
func (m *merger) sameRules(d decision.Decision) error {
	reading := func(id string) bool {
		return slices.ContainsFunc(m.own, func(r finding.Rule) bool { return r.ID == id })
	}
	outcomes := map[string]decision.Outcome{}
	for _, o := range d.Outcomes {
		rule, known := m.terms.Rules[o.Rule]
		_, twice := outcomes[o.Rule]
		switch {
		case twice:
			return fmt.Errorf("the rule %q has two outcomes", o.Rule)
		case !known && o.Error == "", known && (!m.asked(o.Rule) || rule.Scope != finding.ScopeModel && !reading(o.Rule)):
			return fmt.Errorf("the rule %q does not run here", o.Rule)
		case rule.Off != "" && o.State != decision.NotApplicable:
			return fmt.Errorf("the rule %q is turned off, but has the outcome %q", o.Rule, o.State)
		}
		outcomes[o.Rule] = o
	}
	for id, rule := range m.terms.Rules {
		if _, there := outcomes[id]; !there && rule.Scope == finding.ScopeModel && m.asked(id) {
			return fmt.Errorf("the rule %q has no outcome", id)
		}
	}
	for _, j := range d.Findings {
		rule := m.terms.Rules[j.Rule]
		if want := policy.Severity(rule, d.Subject.Stage, j.At.Path, d.Subject.ID); !reading(j.Rule) && j.Severity != want {
			return fmt.Errorf("a finding of the rule %q has the severity %s, not %s", j.Rule, j.Severity, want)
		}
	}
	return nil
}

// sameRest refuses a report whose rest (totals, rules, waivers, the judgement of
// the repository, which a shard does not make) does not follow from its models.
func (m *merger) sameRest(part report.Report, models []decision.Decision, s Shard) error {
	want := m.shardReport(models, s, len(m.selected))
	want.Base.Revision, want.Head.Revision = part.Base.Revision, part.Head.Revision // as they were asked for
	want.Notices, want.OtherDay = part.Notices, part.OtherDay                       // may speak of the clock
	want.OtherRules, want.OtherCommits = part.OtherRules, part.OtherCommits         // the merged report has its own
	want.Source = part.Source                                                       // renderers link to it; the merged report has its own
	part.Models, want.Models = nil, nil
	var a, b bytes.Buffer
	if err := errors.Join(report.JSON(&a, part), report.JSON(&b, want)); err != nil {
		return err
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		return errors.New("its decision, totals, rules or waivers do not match its models; the report was changed")
	}
	return nil
}

// missing refuses a run of which shards were not given.
func (m *merger) missing() error {
	if m.shares == nil {
		return errors.New("no shard reports specified")
	}
	var gone []string
	for i := range m.shares {
		if m.joined[i+1] == "" {
			gone = append(gone, Shard{i + 1, len(m.shares)}.String())
		}
	}
	if len(gone) > 0 {
		return fmt.Errorf("no report of shard %s; did its job fail?", listed(gone))
	}
	return nil
}

// listed is a list as a sentence has it, cut after ten.
func listed(words []string) string {
	const most = 10
	if len(words) > most {
		words = append(slices.Clone(words[:most]), fmt.Sprintf("and %d more", len(words)-most))
	}
	return strings.Join(words, ", ")
}
