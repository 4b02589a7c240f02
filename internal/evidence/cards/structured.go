package cards

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
)

// declined is what a section of our own card is worth that says why it
// does not apply.
func declined(p place.Place) (prose.Worth, bool) {
	reason := p.Get("not_applicable").Text()
	if !reason.Present {
		return prose.Worth{}, false
	}
	return prose.WorthOf("Not applicable: "+reason.Value, 0), true
}

// structured is a section of a card whose format has fields for what others have
// headings for: under each of the keys that the field answers. It is none if the
// document does not have the field.
func structured(p place.Place, title string, keys ...string) []evidence.Section {
	if p.Node == nil {
		return nil
	}
	w, ok := declined(p)
	if !ok {
		w = prose.AnswerOf(p.Words(), 0, 0)
	}
	var out []evidence.Section
	for _, key := range keys {
		out = append(out, evidence.Section{At: p.Anchor, Key: key, Title: title, State: w.State, Reason: w.Reason, Words: w.Words})
	}
	return out
}

// contact is a contact about which a format has one text for the name and one
// for how to reach it, which is an address of mail, of a page, or neither.
func contact(p place.Place, kind string, name, reach evidence.Text) evidence.Contact {
	c := evidence.Contact{At: p.Anchor, Kind: kind, Name: name, Email: evidence.Text{At: reach.At}, URL: evidence.Text{At: reach.At}}
	switch value := strings.TrimSpace(reach.Value); {
	case !reach.Present:
	case prose.IsWebAddress(value):
		c.URL = reach
	case prose.MailIn(value) != "":
		c.Email = evidence.Text{At: reach.At, Present: true, Value: prose.MailIn(value)}
	case !name.Present:
		c.Name = reach
	}
	return c
}

// claimOf is a claim whose value stands at p and whose other facts are scalars
// beside it.
func claimOf(value, metric, slice, unit, low, high place.Place) evidence.Claim {
	c := claimed(value)
	c.Metric, c.Slice, c.Low, c.High = metric.Text().Value, slice.Text().Value, low.Text().Value, high.Text().Value
	if u := unit.Text(); u.Present {
		c.Unit = u.Value
	}
	return c
}
