package gate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// ErrNoExplanation is the error of a rule or model that there is none of.
var ErrNoExplanation = errors.New("nothing to explain")

// Explained is why one rule says what it says of one model.
type Explained struct {
	Rule     finding.Rule
	Stage    finding.Stage
	State    decision.State
	Findings []decision.Judged
	// What the rule reads and the run does not have: a base to compare with, the review of
	// a pull request, the environment of a promotion.
	NoBase, NoReview, NoTarget bool
	Compares                   bool // the rule reads the base
	policy.Explanation
}

// Explain asks one rule about one model of the head of a request, by the head's own rules.
func Explain(ctx context.Context, req Request, rule, model string) (Explained, error) {
	var out Explained
	req.All, req.Some, req.Preview, req.Tolerant = true, true, true, false
	tree := req.Head.Tree
	r, err := prepare(ctx, req)
	if err != nil {
		return out, err
	}
	known := r.rules.Rules()
	i := slices.IndexFunc(known, func(k finding.Rule) bool { return k.ID == rule })
	switch {
	case i < 0 && IsReadingRule(rule):
		return out, fmt.Errorf("%w: %s is applied while documents are read; `modelgate rules %s` has its page", ErrNoExplanation, rule, rule)
	case i < 0:
		return out, fmt.Errorf("%w: unknown rule %q%s", ErrNoExplanation, rule, finding.DidYouMean(rule, idsOf(known)))
	case strings.HasPrefix(rule, "conftest/"):
		return out, fmt.Errorf("%w: %s is a conftest policy, which checks files; `modelgate check --all -o json` shows its findings with their keys", ErrNoExplanation, rule)
	case known[i].Scope != finding.ScopeModel:
		return out, fmt.Errorf("%w: %s has scope repository, so it is about a change and not about a model; `modelgate check` shows what it finds", ErrNoExplanation, rule)
	case known[i].Off != "":
		return out, fmt.Errorf("%w: %s is turned off: %s", ErrNoExplanation, rule, known[i].Off)
	}
	out.Rule = known[i]
	out.Compares = r.rules.Compares(rule)
	out.NoBase, out.NoReview, out.NoTarget = r.still() && out.Compares, !r.Review.Present && r.rules.Reviews(rule), !r.Target.Present && r.rules.Promotes(rule)
	ids, err := r.selectModels()
	if err != nil {
		return out, err
	}
	if !slices.Contains(ids, model) {
		return out, fmt.Errorf("%w: unknown model %q%s", ErrNoExplanation, model, finding.DidYouMeanThen(model, ids, "models: "+strings.Join(ids[:min(len(ids), 10)], ", ")))
	}
	if r.datasets[model] || r.unused[model] {
		return out, fmt.Errorf("%w: %s is a dataset and not a model", ErrNoExplanation, model)
	}
	head, base, err := r.sidesOf(model)
	if err != nil {
		return out, err
	}
	in := r.inputOf(model, head, base)
	out.Stage = in.Stage
	if out.Explanation, err = policy.Explain(ctx, source.Base{Tree: tree}, rule, in, r.locator(head, base)); err != nil {
		return out, err
	}
	verdict := out.Verdict
	for i := range verdict.Findings { // by the severities of the configuration
		verdict.Findings[i].Severity = out.Rule.At(in.Stage)
	}
	verdict.Findings = policy.InScope(out.Rule, in.Stage, model, verdict.Findings)
	d := decision.Decide(r.subject(head, in.Stage), []finding.Verdict{verdict}, r.terms)
	out.Findings = d.Findings
	for _, o := range d.Outcomes {
		if o.Rule == rule {
			out.State = o.State
		}
	}
	return out, r.lost()
}

// still reports whether nothing is proposed, be it in a working tree.
func (r *run) still() bool { return r.Base.Commit != "" && r.Base.Commit == r.Head.Commit }
