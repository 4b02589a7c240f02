package gate

import (
	"math/big"
	"path"
	"slices"
	"time"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/evidence/manifest"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/policy"
)

// labels are the labels of a model, one for each that the configuration declares,
// whether the model states it or not.
func (r *run) labels(s finder.Snapshot) []evidence.Label {
	out := []evidence.Label{}
	stated, card := place.Place{Anchor: s.Model.At}, place.Place{Anchor: s.Model.At}
	if d, ok := s.Document(path.Join(s.Model.ID, manifest.FileName)); ok && s.Model.Present {
		stated = place.Root(d).Get("labels")
	}
	if d, ok := s.Document(s.Model.Card.Path); ok && s.Model.Card.Present {
		card = place.Root(d)
	}
	for _, l := range r.config.Labels {
		out = append(out, labelOf(l, stated.Get(l.Name), card.Get(l.Name), s.Model.At))
	}
	return out
}

// labelOf is one label, as the manifest or else the card has it.
func labelOf(declared config.Label, stated, card place.Place, none evidence.Anchor) evidence.Label {
	kind, from := evidence.LabelType(declared.Type), stated
	if !from.Present() {
		from = card
	}
	l := evidence.Label{At: from.Anchor, Present: from.Present(), Name: declared.Name, Type: kind, Items: []evidence.Item{}, Unlisted: []evidence.Item{}, Other: evidence.Text{At: card.Anchor}}
	if !l.Present {
		l.At, l.Other.At = none, none
		return l
	}
	l.Value, l.Items, l.Valid = valueOf(from, kind)
	if value, items, valid := valueOf(card, kind); stated.Present() && card.Present() && (valid != l.Valid || !sameValue(kind, value, l.Value) || !sameItems(items, l.Items)) {
		l.Other.Present, l.Other.Value = true, value
	}
	values := l.Items
	if kind != evidence.LabelList {
		values = []evidence.Item{{At: l.At, Value: l.Value}}
	}
	for _, v := range values {
		if l.Valid && len(declared.Values) > 0 && !slices.ContainsFunc(declared.Values, func(known string) bool { return sameValue(kind, v.Value, known) }) {
			l.Unlisted = append(l.Unlisted, v)
		}
	}
	return l
}

// sameValue reports whether two values of a type are the same: numbers, however they are
// written, and everything else as it is.
func sameValue(kind evidence.LabelType, a, b string) bool {
	if a == b || kind != evidence.LabelNumber {
		return a == b
	}
	x, y := numberOf(a), numberOf(b)
	return x != nil && y != nil && x.Cmp(y) == 0
}

// numberOf is a text as a number, nil if it is none or one that is too long.
func numberOf(text string) *big.Rat {
	d, found := document.ParseAs(document.YAML, "", []byte(text))
	if len(found) > 0 || d.Root == nil || d.Root.Kind != document.Number {
		return nil
	}
	return decimal.Rational(d.Root.Value)
}

// valueOf reads a value of a type, and tells whether it is one.
func valueOf(p place.Place, kind evidence.LabelType) (value string, items []evidence.Item, valid bool) {
	items = []evidence.Item{}
	if kind == evidence.LabelList {
		if !p.Present() || p.Node.Kind != document.Sequence {
			return p.Text().Value, items, false
		}
		items = p.List().Items
		return "", items, len(items) == len(p.Node.Children)
	}
	text := p.Text()
	if !text.Present {
		return "", items, false
	}
	switch kind {
	case evidence.LabelDate:
		_, err := time.Parse(time.DateOnly, text.Value)
		valid = err == nil
	case evidence.LabelNumber:
		valid = p.Node.Kind == document.Number
	case evidence.LabelFlag:
		valid = p.Node.Kind == document.Bool
	case evidence.LabelText:
		valid = p.Node.Kind == document.String || p.Node.Kind == document.Number
	}
	return text.Value, items, valid
}

func sameItems(a, b []evidence.Item) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Value != b[i].Value {
			return false
		}
	}
	return true
}

// labelRules are the labels that the configuration declares.
func (r *run) labelRules() []policy.LabelRule {
	out := []policy.LabelRule{}
	for _, l := range r.config.Labels {
		out = append(out, policy.LabelRule{At: anchorOf(l.At), Name: l.Name, Type: evidence.LabelType(l.Type), Values: append([]string{}, l.Values...)})
	}
	return out
}

// approvals are the entries of approvers.yaml that may apply to a model, under its name
// before or after the change.
func (r *run) approvals(id string) []policy.Approvals {
	out := []policy.Approvals{}
	for _, a := range r.config.Approvals {
		applies := a.For(id)
		for _, was := range r.formerly(id) {
			applies = applies || a.For(was)
		}
		if !applies {
			continue
		}
		row := policy.Approvals{At: anchorOf(a.At), Classes: []evidence.Item{}, Stage: a.Stage, Personal: a.Personal, Count: a.Count, Teams: []policy.Owner{}, Signed: a.Signed}
		for _, class := range a.Classes {
			row.Classes = append(row.Classes, evidence.Item{At: row.At, Value: class})
		}
		for _, team := range a.Teams {
			row.Teams = append(row.Teams, policy.Owner{At: anchorOf(team.At), Name: team.Value})
		}
		out = append(out, row)
	}
	return out
}
