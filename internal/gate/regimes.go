package gate

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/regime"
)

// withLaws adds to an input the laws that apply to the cards of a model or dataset, and
// the controls that the cards lack something of or contradict.
func (r *run) withLaws(in policy.Input) policy.Input {
	in.Laws, in.Controls, in.Ended = []evidence.Law{}, []evidence.Control{}, []evidence.EndedControl{}
	card := in.Head.Card
	if in.Base.Card.Present && card.Present {
		in.Ended = r.endedByModelCard(in)
	}
	if card.Present {
		r.addLaws(&in, "model", "model", card.Regimes, card.Path, card.At, "", func() regime.Facts { return regime.FactsOfModel(card).With(r.said) })
	}
	for _, d := range in.Head.Datasets {
		if d.Card.Present {
			r.addLaws(&in, "data", fmt.Sprintf("dataset %q", d.Name), d.Card.Regimes, d.Card.Path, d.Card.At, d.Card.PersonalData.Status.Value,
				func() regime.Facts { return regime.FactsOf(d.Card, card).With(r.said) })
		}
	}
	return in
}

// addLaws adds the laws of one card.
func (r *run) addLaws(in *policy.Input, of, subject string, declared evidence.List, path string, at evidence.Anchor, status string, facts func() regime.Facts) {
	names := r.lawsOf(*in, of, declared, path, status)
	read := sync.OnceValue(facts)
	for i, name := range names {
		pack, ok := r.pack(name)
		if !ok || slices.Contains(names[:i], name) {
			continue
		}
		in.Laws = append(in.Laws, evidence.Law{At: declared.At, Regime: name, Card: path})
		for _, cell := range pack.Check(of, read(), r.Now.UTC()) {
			if len(cell.Problems) == 0 {
				continue
			}
			c := pack.Controls[cell.ID]
			in.Controls = append(in.Controls, evidence.Control{At: at, Subject: subject, Card: path, Regime: name, ID: cell.ID, Article: c.Article, From: c.From,
				Confirmed: c.Confirmed, State: cell.State, Problems: cell.Problems})
		}
	}
}

// lawsOf are the laws that are declared for a card. One that only the configuration
// declares is for data of the statuses that its pack names.
func (r *run) lawsOf(in policy.Input, of string, declared evidence.List, path, status string) []string {
	var names []string
	for _, item := range declared.Items {
		names = append(names, item.Value)
	}
	for _, c := range in.Config.Regimes {
		if c.Card == path && !slices.Contains(names, c.Name) && (of == "model" || slices.Contains(r.statusesOf(c.Name), status)) {
			names = append(names, c.Name)
		}
	}
	return names
}

// packsOf are the packs of the laws, as the rules have them.
func packsOf(rules *policy.Set) func() regime.Packs {
	return sync.OnceValue(func() regime.Packs { return packsIn(rules.Table("packs")) })
}

func packsIn(table map[string]any) regime.Packs {
	packs, err := regime.Read(table)
	if err != nil { // the loader held them against their schema
		panic(err)
	}
	return packs
}

// pack is the pack of one law. Most checks are about few.
func (r *run) pack(name string) (regime.Pack, bool) {
	if _, has := r.rules.Table("packs")[name]; !has {
		return regime.Pack{}, false
	}
	one, _ := r.onePack.LoadOrStore(name, sync.OnceValue(func() regime.Pack {
		return packsIn(map[string]any{name: r.rules.Table("packs")[name]})[name]
	}))
	return one.(func() regime.Pack)(), true
}

// statusesOf are the statuses of data that a law is about.
func (r *run) statusesOf(law string) []string {
	pack, _ := r.pack(law)
	return pack.Statuses
}

// endedByModelCard are the controls that the proposed model card ends: those of the laws
// that it was under, and those on its data that read its tags.
func (r *run) endedByModelCard(in policy.Input) []evidence.EndedControl {
	out := []evidence.EndedControl{}
	before, after, today := in.Base.Card, in.Head.Card, r.Now.UTC()
	was := r.lawsOf(in, "model", before.Regimes, after.Path, "")
	is := r.lawsOf(in, "model", after.Regimes, after.Path, "")
	for _, name := range was {
		if slices.Contains(is, name) {
			pack, _ := r.pack(name)
			out = append(out, pack.Ended(name, "model", regime.FactsOfModel(before).With(r.said), regime.FactsOfModel(after).With(r.said), today)...)
		} else if pack, ok := r.pack(name); ok {
			out = append(out, evidence.EndedControl{At: after.Regimes.At, Regime: name, Title: pack.Title, Tag: "regimes", Words: fmt.Sprintf("regimes no longer contains %q", name)})
		}
	}
	for _, d := range in.Head.Datasets {
		if !d.Card.Present {
			continue
		}
		status := d.Card.PersonalData.Status.Value
		names := r.lawsOf(in, "data", d.Card.Regimes, d.Card.Path, status)
		if len(names) == 0 && slices.Contains(r.statusesOf(gdpr), status) {
			names = []string{gdpr}
		}
		for _, name := range names {
			pack, _ := r.pack(name)
			out = append(out, pack.Ended(name, "data", regime.FactsOf(d.Card, before).With(r.said), regime.FactsOf(d.Card, after).With(r.said), today)...)
		}
	}
	return slices.Compact(out)
}

// endedByDataCard are the controls that end with what takes the place of a data card. A
// law that the card itself declared and no longer declares is found as a tag.
func (r *run) endedByDataCard(from, to evidence.DataCard) []evidence.EndedControl {
	out := []evidence.EndedControl{}
	lawsAt := func(c evidence.DataCard) []string {
		in := policy.Input{Config: policy.Config{Regimes: r.regimes("", []evidence.Dataset{{Card: c}})}}
		return r.lawsOf(in, "data", c.Regimes, c.Path, from.PersonalData.Status.Value)
	}
	was, is := lawsAt(from), lawsAt(to)
	for i, name := range was {
		pack, ok := r.pack(name)
		if !ok || slices.Contains(was[:i], name) {
			continue
		}
		if slices.Contains(is, name) {
			out = append(out, pack.Ended(name, "data", regime.FactsOf(from, evidence.Card{}).With(r.said), regime.FactsOf(to, evidence.Card{}).With(r.said), r.Now.UTC())...)
		} else if !slices.ContainsFunc(from.Regimes.Items, func(i evidence.Item) bool { return i.Value == name }) {
			out = append(out, evidence.EndedControl{At: to.Regimes.At, Regime: name, Title: pack.Title, Tag: "path",
				Words: fmt.Sprintf("the configuration declares %q for %s, but not for %s", name, from.Path, to.Path)})
		}
	}
	return out
}

// inPhase gives what a rule about controls of a law said the weight of their dates: a
// control that is to come or not confirmed is a warning at most, and one that has ended
// asks nothing.
func (r *run) inPhase(v finding.Verdict) finding.Verdict {
	category, _, _ := strings.Cut(v.Rule, "/")
	if len(v.Findings) == 0 || category == "data" || finding.GateOf(v.Rule) != finding.GateDataCompliance {
		return v
	}
	phase, from := r.packs().Phase(v.Rule, r.Now.UTC())
	words := ""
	switch phase {
	case evidence.ControlInForce:
		return v
	case evidence.ControlEnded:
		v.Findings, v.NotApplicable = nil, true
		return v
	case evidence.ControlUpcoming:
		words = " (from " + from + ")"
	case evidence.ControlUnconfirmed:
		words = " (not confirmed)"
	}
	v.Findings = slices.Clone(v.Findings)
	for i, f := range v.Findings {
		if f.Severity == finding.Error {
			v.Findings[i].Severity = finding.Warning
		}
		v.Findings[i].Message += words
	}
	return v
}
