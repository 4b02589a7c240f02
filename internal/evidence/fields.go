package evidence

import (
	"strings"
)

// declined is what a section of our own card is worth that says why it
// does not apply.
func declined(p place) (worth, bool) {
	reason := p.get("not_applicable").text()
	if !reason.Present {
		return worth{}, false
	}
	return worthOf("Not applicable: "+reason.Value, 0), true
}

// structured is a section of a card whose format has fields for what others have
// headings for: under each of the keys that the field answers. It is none if the
// document does not have the field.
func structured(p place, title string, keys ...string) []Section {
	if p.node == nil {
		return nil
	}
	w, ok := declined(p)
	if !ok {
		w = worthOf(p.words(), 0)
	}
	var out []Section
	for _, key := range keys {
		out = append(out, Section{At: p.anchor, Key: key, Title: title, State: w.state, Reason: w.reason, Words: w.words})
	}
	return out
}

// contact is a contact about which a format has one text for the name and one
// for how to reach it, which is an address of mail, of a page, or neither.
func contact(p place, kind string, name, reach Text) Contact {
	c := Contact{At: p.anchor, Kind: kind, Name: name, Email: Text{At: reach.At}, URL: Text{At: reach.At}}
	switch value := strings.TrimSpace(reach.Value); {
	case !reach.Present:
	case isWebAddress(value):
		c.URL = reach
	case mailIn(value) != "":
		c.Email = Text{At: reach.At, Present: true, Value: mailIn(value)}
	case !name.Present:
		c.Name = reach
	}
	return c
}

// claimOf is a claim whose value stands at p and whose other facts are scalars
// beside it.
func claimOf(value, metric, slice, unit, low, high place) Claim {
	c := claimed(value)
	c.Metric, c.Slice, c.Low, c.High = metric.text().Value, slice.text().Value, low.text().Value, high.text().Value
	if u := unit.text(); u.Present {
		c.Unit = u.Value
	}
	return c
}
