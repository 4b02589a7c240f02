package gate

import (
	"fmt"
	"slices"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/regime"
)

// withLaws adds to an input the laws that apply to the cards of a model or dataset, and
// the controls that the cards lack something of or contradict.
func (r *run) withLaws(in policy.Input) policy.Input {
	in.Laws, in.Controls = []evidence.Law{}, []evidence.Control{}
	card := in.Head.Card
	if card.Present {
		r.addLaws(&in, "model", "model", card.Regimes, card.Path, card.At, "", func() regime.Facts { return regime.FactsOfModel(card) })
	}
	for _, d := range in.Head.Datasets {
		if d.Card.Present {
			r.addLaws(&in, "data", fmt.Sprintf("dataset %q", d.Name), d.Card.Regimes, d.Card.Path, d.Card.At, d.Card.PersonalData.Status.Value,
				func() regime.Facts { return regime.FactsOf(d.Card, card) })
		}
	}
	return in
}

// addLaws adds the laws of one card.
func (r *run) addLaws(in *policy.Input, of, subject string, declared evidence.List, path string, at evidence.Anchor, status string, facts func() regime.Facts) {
	names := r.lawsOf(*in, of, declared, path, status)
	read := sync.OnceValue(facts)
	for i, name := range names {
		pack, ok := r.packs()[name]
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
		if c.Card == path && !slices.Contains(names, c.Name) && (of == "model" || slices.Contains(r.packs()[c.Name].Statuses, status)) {
			names = append(names, c.Name)
		}
	}
	return names
}

// packsOf are the packs of the laws, as the rules have them.
func packsOf(rules *policy.Set) func() regime.Packs {
	return sync.OnceValue(func() regime.Packs {
		packs, err := regime.Read(rules.Table("packs"))
		if err != nil { // the loader held them against their schema
			panic(err)
		}
		return packs
	})
}
