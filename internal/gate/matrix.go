package gate

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/modelgate-dev/modelgate/internal/compliance"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/regime"
)

// gdpr is the law whose scope rules decide where no law is declared (Art. 3).
const gdpr = "gdpr"

// Matrix holds each dataset and model card of the head against the controls of the packs
// of the base, by the rules and waivers of the base. Each dataset is judged by itself, so
// that what is found belongs to it.
func Matrix(ctx context.Context, req Request) (compliance.Matrix, error) {
	req.Gates = nil // controls of frameworks are about rules of all gates
	r, err := prepare(ctx, req)
	if err != nil {
		return compliance.Matrix{}, err
	}
	used, err := r.head.UsedDatasets()
	if err != nil {
		return compliance.Matrix{}, err
	}
	ids, err := r.head.AllFetched()
	if err != nil {
		return compliance.Matrix{}, err
	}
	var work []subjectOf
	var unread []string
	for _, d := range used {
		if d.Unread {
			unread = append(unread, d.Card.Path)
		} else {
			work = append(work, subjectOf{dataset: &d})
		}
	}
	for _, id := range ids {
		work = append(work, subjectOf{model: id})
	}
	subjects, err := r.heldAgainst(ctx, work)
	if err == nil {
		err = r.lost()
	}
	if err != nil {
		return compliance.Matrix{}, err
	}
	return compliance.New(r.Head.Commit, r.Base.Commit, r.Now.UTC().Format(time.DateOnly), r.packs(), subjects, unread), nil
}

// subjectOf is a dataset, or the card of a model.
type subjectOf struct {
	dataset *finder.UsedDataset
	model   string
}

// heldAgainst holds all subjects against the laws, several at a time; the result keeps
// their order. Model cards under no law are left out.
func (r *run) heldAgainst(ctx context.Context, work []subjectOf) ([]compliance.Subject, error) {
	out := make([]*compliance.Subject, len(work))
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(work)) {
		wg.Go(func() {
			for i := range next {
				var err error
				if d := work[i].dataset; d != nil {
					out[i], err = r.datasetSubject(ctx, *d)
				} else {
					out[i], err = r.modelSubject(ctx, work[i].model)
				}
				if err != nil {
					cancel(err)
				}
			}
		})
	}
	for i := range work {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	var subjects []compliance.Subject
	for _, s := range out {
		if s != nil {
			subjects = append(subjects, *s)
		}
	}
	return subjects, nil
}

func (r *run) datasetSubject(ctx context.Context, d finder.UsedDataset) (*compliance.Subject, error) {
	s := &compliance.Subject{Kind: compliance.Dataset, Name: d.Name, Models: d.Models}
	if !d.Card.Present {
		return s, nil
	}
	s.Card, s.Status = d.Card.Path, d.Card.PersonalData.Status.Value
	if len(d.Models) == 0 {
		h, err := r.held(ctx, d.ID, s.Card, r.alone(d))
		if err != nil {
			return nil, err
		}
		s.Laws, s.Others = r.lawsHeld(h, "data", d.Card.Regimes, d.Card.Path, s.Status, regime.FactsOf(d.Card, h.head.Model.Card).With(r.said))
		return s, nil
	}
	for _, id := range d.Models {
		head, err := r.head.Read(id)
		if err != nil {
			return nil, err
		}
		head.Model.Datasets = slices.DeleteFunc(slices.Clone(head.Model.Datasets), func(x evidence.Dataset) bool { return x.Name != d.Name || x.Card.At != d.Card.At })
		h, err := r.held(ctx, id, s.Card, head)
		if err != nil {
			return nil, err
		}
		laws, others := r.lawsHeld(h, "data", d.Card.Regimes, d.Card.Path, s.Status, regime.FactsOf(d.Card, head.Model.Card).With(r.said))
		s.Laws, s.Others = compliance.Join(s.Laws, laws), others
	}
	return s, nil
}

// alone is a dataset that no model uses, as that of a model that is not there.
func (r *run) alone(d finder.UsedDataset) finder.Snapshot {
	head := finder.Snapshot{Model: finder.Absent(d.ID)}
	head.Model.At, head.Model.Name, head.Model.Datasets = d.At, d.Name, []evidence.Dataset{d.Dataset}
	return head
}

func (r *run) modelSubject(ctx context.Context, id string) (*compliance.Subject, error) {
	head, err := r.head.Read(id)
	if err != nil || !head.Model.Card.Present {
		return nil, err
	}
	card := head.Model.Card
	if len(r.lawsOf(policy.Input{Config: r.configFor(id, card.Path, head.Model.Datasets)}, "model", card.Regimes, card.Path, "")) == 0 {
		return nil, nil
	}
	h, err := r.held(ctx, id, card.Path, head)
	if err != nil {
		return nil, err
	}
	s := &compliance.Subject{Kind: compliance.Model, Name: id, Card: card.Path}
	s.Laws, s.Others = r.lawsHeld(h, "model", card.Regimes, card.Path, "", regime.FactsOfModel(card).With(r.said))
	s.Laws = slices.DeleteFunc(s.Laws, func(l compliance.Law) bool { return len(l.Cells) == 0 })
	if len(s.Laws) == 0 {
		return nil, nil
	}
	return s, nil
}

// held is what the rules and waivers of the base make of a model or dataset.
type held struct {
	in       policy.Input
	head     finder.Snapshot
	card     string // path of the card that is held against the laws
	verdicts map[string]finding.Verdict
	findings map[string][]decision.Judged
	locate   func(evidence.Anchor) (finding.Position, bool)
}

func (r *run) held(ctx context.Context, id, card string, head finder.Snapshot) (held, error) {
	locate := func(a evidence.Anchor) (finding.Position, bool) {
		if at, ok := r.locator(head, head)(a); ok {
			return at, true
		}
		return r.head.LocateShared(a)
	}
	h := held{in: r.inputOf(id, head, head), head: head, card: card, locate: locate, verdicts: map[string]finding.Verdict{}, findings: map[string][]decision.Judged{}}
	verdicts, err := r.ask(ctx, h.in, locate)
	if err != nil {
		return h, fmt.Errorf("checking %s: %w", id, err)
	}
	for _, v := range verdicts {
		h.verdicts[v.Rule] = v
	}
	d := decision.Decide(r.subject(head, finding.Stage(h.in.Stage)), verdicts, r.terms)
	for _, j := range d.Findings {
		h.findings[j.Rule] = append(h.findings[j.Rule], j)
	}
	return h, nil
}

// lawsHeld are the laws that apply to a card, held against it, and the others.
func (r *run) lawsHeld(h held, of string, declared evidence.List, path, status string, f regime.Facts) (laws []compliance.Law, others []compliance.Other) {
	names := r.lawsOf(h.in, of, declared, path, status)
	for i, name := range names {
		if _, has := r.packs()[name]; !has && !slices.Contains(names[:i], name) {
			laws = append(laws, compliance.Law{Regime: name, Title: name, Why: "declared", Cells: []compliance.Cell{unchecked(h, declared.At, "the law is declared, but has no pack")}})
		}
	}
	for _, name := range r.packs().Names() {
		why := "declared in the card"
		switch {
		case !slices.Contains(names, name) && (name != gdpr || len(names) > 0 || of != "data"):
			others = append(others, compliance.Other{Regime: name, Why: "not declared"})
			continue
		case name == gdpr && len(names) == 0:
			why = "not ruled out by Art. 3"
		case !slices.ContainsFunc(declared.Items, func(i evidence.Item) bool { return i.Value == name }):
			why = "declared in the configuration"
		}
		pack := r.packs()[name]
		l := compliance.Law{Regime: name, Title: pack.Title, Why: why}
		for _, cell := range pack.Check(of, f, r.Now.UTC()) {
			l.Cells = append(l.Cells, compliance.CellOf(r.askedOf(h, name, pack, cell)))
		}
		if len(names) == 0 && !slices.ContainsFunc(l.Cells, func(c compliance.Cell) bool { return c.State != compliance.NotApplicable }) {
			others = append(others, compliance.Other{Regime: name, Why: "none of its controls applies to the card"})
			continue
		}
		laws = append(laws, l)
	}
	return laws, others
}

func unchecked(h held, at evidence.Anchor, why string) compliance.Cell {
	c := compliance.Cell{Control: "pack", Title: "Pack of the law", State: compliance.Unchecked, Phase: evidence.ControlInForce, Tags: []string{}, Problems: []compliance.Problem{}, Reasons: []string{why}, Notes: []compliance.Note{}}
	if where, ok := h.locate(at); ok {
		c.Where = compliance.PlaceOf(where)
	}
	return c
}

// askedOf is a control with what the pack and the rules found about it.
func (r *run) askedOf(h held, law string, pack regime.Pack, cell regime.Cell) compliance.Asked {
	c := pack.Controls[cell.ID]
	out := compliance.Asked{Control: c, Cell: cell}
	out.Where, _ = h.locate(cell.At)
	for _, p := range cell.Problems {
		found := problemOf(h, law, cell.ID, p)
		out.Problems = append(out.Problems, found)
		if why := r.offFor(found.Rule, h); why != "" && !slices.Contains(out.Reasons, why) {
			out.Reasons = append(out.Reasons, why)
		}
	}
	silent, answered, failed := 0, 0, false
	for i, entry := range c.Rules.All() {
		rule, key := regime.RuleOf(entry)
		v, known := h.verdicts[rule]
		switch {
		case v.Error != "":
			failed = true
			out.Reasons = append(out.Reasons, fmt.Sprintf("the rule %s failed: %s", rule, v.Error))
		case !known:
			failed = true
			out.Reasons = append(out.Reasons, fmt.Sprintf("the rule %s does not exist", rule))
		default:
			if why := r.offFor(rule, h); why != "" {
				out.Reasons = append(out.Reasons, why)
				break
			}
			if why := owesLess(rule, h.in.Stage); why != "" && !slices.Contains(out.Reasons, why) {
				out.Reasons = append(out.Reasons, why)
			}
			answered++
			if v.NotApplicable {
				silent++
			}
		}
		kind, noted := findsOf(c.Rules, i)
		for _, j := range h.findings[rule] {
			if key != "" && j.Key != key {
				continue
			}
			if (!cell.Applies || kind == compliance.IsMissing && cell.Stated) && sharedRule(pack, rule) {
				continue // it is about another control
			}
			p := problemFrom(kind, j)
			if noted {
				out.Notes = append(out.Notes, compliance.Note{Text: p.Text, Rule: p.Rule, Where: p.Where})
				continue
			}
			if kind == compliance.IsMissing && len(c.Asks) > 0 && sharedRule(pack, rule) { // it lists what many controls lack
				p.Text = strings.Join(c.Asks, " and ") + " is missing"
			}
			out.Problems = append(out.Problems, p)
		}
	}
	out.Silent = len(c.Needs) == 0 && answered > 0 && silent == answered && !failed
	return out
}

// findsOf is what the rule at an index of all rules of a control finds; noted is what is no
// gap.
func findsOf(rules regime.Rules, i int) (kind compliance.ProblemKind, noted bool) {
	for _, k := range []struct {
		rules []string
		kind  compliance.ProblemKind
	}{{rules.Missing, compliance.IsMissing}, {rules.Contradicted, compliance.IsContradicted}, {rules.Questioned, compliance.IsQuestioned}} {
		if i < len(k.rules) {
			return k.kind, false
		}
		i -= len(k.rules)
	}
	return "", true
}

// offFor is that the configuration turns a rule off for a subject, and why; "" if not.
func (r *run) offFor(id string, h held) string {
	rule := r.terms.Rules[id]
	if why := cmp.Or(rule.Off, policy.OffAt(rule, h.card, h.in.Head.ID)); why != "" {
		return fmt.Sprintf("the rule %s is turned off: %s", id, why)
	}
	return ""
}

// owesLess is that a rule which finds nothing in a model that is not for production may find
// something once it is; "" of rules on what a law requires, which is due at every stage.
func owesLess(rule string, stage finding.Stage) string {
	if finding.GateOf(rule) == finding.GateDataCompliance || stage == finding.Production {
		return ""
	}
	return fmt.Sprintf("rules require less at stage %q than in production", stage)
}

// sharedRule reports whether a rule is about several controls of a pack.
func sharedRule(pack regime.Pack, rule string) bool {
	n := 0
	for _, id := range pack.IDs() {
		if slices.Contains(pack.Controls[id].Rules.All(), rule) {
			n++
		}
	}
	return n > 1
}

// problemOf is a problem of a pack, with the waiver of the finding that reports it.
func problemOf(h held, law, control string, p evidence.ControlProblem) compliance.Problem {
	out := compliance.Problem{Kind: compliance.ProblemKind(p.Kind), Text: p.Words, Fix: p.Ask, Rule: law + "/tag_" + string(p.Kind)}
	if at, ok := h.locate(p.At); ok {
		out.Where = compliance.PlaceOf(at)
	}
	key := fmt.Sprintf("%s.%s %s", law, control, p.Tag)
	for _, rule := range []string{out.Rule, "data/control_unmet", "data/control_upcoming", "data/control_unconfirmed"} {
		for _, j := range h.findings[rule] {
			if j.Key == key && strings.Contains(j.Message, p.Words) {
				out.Rule = rule
				out.Waiver = waiverOf(j)
				return out
			}
		}
	}
	return out
}

func problemFrom(kind compliance.ProblemKind, j decision.Judged) compliance.Problem {
	return compliance.Problem{Kind: kind, Text: j.Message, Fix: j.Help, Rule: j.Rule, Where: compliance.PlaceOf(j.At), Waiver: waiverOf(j)}
}

func waiverOf(j decision.Judged) *compliance.Waiver {
	if j.Waiver == nil {
		return nil
	}
	return &compliance.Waiver{ID: j.Waiver.ID, Owner: j.Waiver.Owner, Reason: cmp.Or(j.Waiver.Reason, "no reason"), Expires: j.Waiver.Expires}
}
