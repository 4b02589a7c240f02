package finder

import (
	"fmt"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// together is what the cards of one dataset say, of which ours may be only one.
func (r *reader) together(name string, cards []evidence.DataCard) (evidence.DataCard, []evidence.Conflict) {
	whole, conflicts, twice := datasets.Unite(cards)
	for _, c := range twice {
		r.findings = append(r.findings, duplicateCard(name, r.places[c.Path].At("/name"), r.places[whole.Path].At("/name")))
	}
	return whole, conflicts
}

// duplicateCard: which of two cards of one dataset counts is not for the reader
// to choose.
func duplicateCard(name string, second, first finding.Position) finding.Finding {
	return finding.Finding{Rule: "evidence/duplicate_data_card", Severity: finding.Error, At: second, Key: name,
		Message: fmt.Sprintf("duplicate data card for dataset %q", name), Help: "Keep one card for each dataset.",
		Related: []finding.Related{{Message: "the other data card", At: first}}}
}

// datasets are what the model depends on: every dataset that its card names,
// in that order, and every other data card of its directory.
func (r *reader) datasets(id string, card evidence.Card) ([]evidence.Dataset, error) {
	own, err := r.readOwnDataCards(id)
	if err != nil {
		return nil, err
	}
	out := []evidence.Dataset{}
	for _, item := range card.Datasets.Items {
		d := evidence.Dataset{At: item.At, Name: item.Value, Declared: true, Card: datasets.Absent(item.At), Disagree: []evidence.Conflict{}, Tables: []evidence.Table{}}
		of, err := r.finder.readSharedDataCards(r, item.Value)
		if err != nil {
			return nil, err
		}
		own = slices.DeleteFunc(own, func(c evidence.DataCard) bool {
			if !datasets.Describes(c, item.Value) {
				return false
			}
			of = append(of, c)
			return true
		})
		if len(of) > 0 {
			d.Card, d.Disagree = r.together(item.Value, of)
			if d, err = r.withTables(d, of); err != nil {
				return nil, err
			}
		}
		out = append(out, d)
	}
	for len(own) > 0 {
		name := own[0].Name.Value
		var of []evidence.DataCard
		own = slices.DeleteFunc(own, func(c evidence.DataCard) bool {
			if c.Name.Value == name {
				of = append(of, c)
			}
			return c.Name.Value == name
		})
		d := evidence.Dataset{Name: name}
		d.Card, d.Disagree = r.together(name, of)
		d.At = d.Card.At
		if d, err = r.withTables(d, of); err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	for i := range out {
		if out[i], err = r.withOrigins(out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (r *reader) readOwnDataCards(id string) ([]evidence.DataCard, error) {
	var cards []evidence.DataCard
	for _, e := range r.listOwn(id) {
		expected := slices.ContainsFunc(r.finder.partsOf(id), func(part string) bool { return source.Within(part, e.Path) && isOwnDataCard(part, e.Path) })
		if is, err := r.finder.describesData(e.Path); err != nil {
			return nil, err
		} else if !expected && !is {
			continue
		}
		d, err := r.parse(e.Path)
		if err != nil {
			return nil, err
		}
		f, ok := inspection.DataFormat(d)
		if !ok {
			r.unrecognised(d, format.KindData, true)
			continue
		}
		found, err := f.Validate(d)
		if err != nil {
			return nil, err
		}
		r.findings = append(r.findings, found...)
		cards = append(cards, r.finder.cardsOf(f, d)...)
	}
	return cards, nil
}
