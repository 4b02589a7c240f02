package datasets

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/conflict"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// Describes reports whether a card is that of a dataset of a name. A card of ours has
// the very name; one of others may lack the owner, or have the address on the hub.
func Describes(c evidence.DataCard, name string) bool {
	if c.Name.Value == name {
		return true
	}
	if c.Format == FormatDataCard {
		return false
	}
	return conflict.LastPart(name) == c.Name.Value || slices.Contains(NamesAtHub(c), name)
}

// NamesAtHub are the names, with their owners, under which a card that is not ours has its
// dataset on the Hub: Describes holds for each of them, for the name of the card, and for
// any name of which that is the last part.
func NamesAtHub(c evidence.DataCard) []string {
	const hub = "huggingface.co/datasets/"
	var out []string
	for rest, found := strings.TrimRight(c.Source.URI.Value, "/"), c.Format != FormatDataCard; found; {
		if _, rest, found = strings.Cut(rest, hub); found && strings.Contains(rest, "/") {
			out = append(out, rest)
		}
	}
	return out
}

// Unite is what the cards of one dataset say: ours, filled from the others where
// it says nothing, and what they tell otherwise. Without one of ours the first of the
// others stands for it. Of ours there should be one: twice are those that are left out.
func Unite(cards []evidence.DataCard) (whole evidence.DataCard, conflicts []evidence.Conflict, twice []evidence.DataCard) {
	slices.SortStableFunc(cards, Compare)
	whole, conflicts = cards[0], []evidence.Conflict{}
	for _, c := range cards[1:] {
		switch {
		case c.Path == whole.Path && c.At == whole.At:
		case c.Format == FormatDataCard:
			twice = append(twice, c)
		default:
			conflicts = append(conflicts, disagreements(whole, c)...)
			whole = filledFrom(whole, c)
		}
	}
	return whole, conflicts, twice
}

// Compare orders cards of one dataset: ours before those in other formats, then by
// path.
func Compare(a, b evidence.DataCard) int {
	switch ours, theirs := a.Format == FormatDataCard, b.Format == FormatDataCard; {
	case ours == theirs:
		return strings.Compare(a.Path, b.Path)
	case ours:
		return -1
	}
	return 1
}

// filledFrom is a data card with what another says of the same dataset, where it says
// nothing itself.
func filledFrom(c, o evidence.DataCard) evidence.DataCard {
	for _, t := range [][2]*evidence.Text{{&c.Version, &o.Version}, {&c.Description, &o.Description}, {&c.Owner, &o.Owner}, {&c.License, &o.License}, {&c.Digest, &o.Digest},
		{&c.Source.Kind, &o.Source.Kind}, {&c.Source.Origin, &o.Source.Origin}, {&c.Source.Name, &o.Source.Name}, {&c.Source.URI, &o.Source.URI},
		{&c.Source.CollectedFrom, &o.Source.CollectedFrom}, {&c.Source.CollectedTo, &o.Source.CollectedTo}, {&c.Source.Pipeline, &o.Source.Pipeline},
		{&c.PersonalData.Status, &o.PersonalData.Status}} {
		*t[0] = (*t[0]).Or(*t[1])
	}
	for _, l := range [][2]*evidence.List{{&c.PersonalData.Categories, &o.PersonalData.Categories}, {&c.SpecialCategories, &o.SpecialCategories}, {&c.Regimes, &o.Regimes}} {
		if !l[0].Present {
			*l[0] = *l[1]
		}
	}
	c.PersonalData.Present = c.PersonalData.Present || o.PersonalData.Present
	if !c.Catalog.Present {
		c.Catalog = o.Catalog
	}
	if !c.Children.Present {
		c.Children = o.Children
	}
	if len(c.Purposes) == 0 && len(c.LegalBasis) == 0 { // the bases are those of the purposes
		c.Purposes, c.LegalBasis = o.Purposes, o.LegalBasis
	}
	if len(c.Art9Conditions) == 0 {
		c.Art9Conditions = o.Art9Conditions
	}
	c.Source.Present = c.Source.Present || o.Source.Present
	if len(c.Storage) == 0 {
		c.Storage = o.Storage
	}
	if len(c.Lineage) == 0 {
		c.Lineage = o.Lineage
	}
	if len(c.Fields) == 0 {
		c.Fields = o.Fields
	}
	if !c.Retention.Present {
		c.Retention = o.Retention
	}
	c.Questions = append(slices.Clone(c.Questions), o.Questions...)
	return c
}

// disagreements are the facts that two cards of a dataset tell differently.
func disagreements(a, b evidence.DataCard) []evidence.Conflict {
	out := conflict.Of("license", termsOf(a.License), termsOf(b.License), func(x, y string) bool { return conflict.SameLicense(namedLicense(x), namedLicense(y)) })
	out = append(out, conflict.Of("version", a.Version, b.Version, conflict.SameVersion)...)
	out = append(out, conflict.Of("digest", a.Digest, b.Digest, sameDigest)...)
	out = append(out, conflict.Of("retention", a.Retention.Period, b.Retention.Period, func(x, y string) bool { return days(x) == days(y) })...)
	out = append(out, conflict.Disjoint("fields", conflict.Items(a.Fields, func(f evidence.Field) evidence.Item { return evidence.Item{At: f.Name.At, Value: f.Name.Value} }), conflict.Items(b.Fields, func(f evidence.Field) evidence.Item { return evidence.Item{At: f.Name.At, Value: f.Name.Value} }), conflict.IsID)...)
	out = append(out, lawful(a, b)...)
	return append(out, personalFields(a, b)...)
}

// lawful are the differences in what two cards say of people and the law, where both
// say it in terms.
func lawful(a, b evidence.DataCard) []evidence.Conflict {
	same := func(x, y string) bool { return x == y }
	out := conflict.Of("personal_data.status", a.PersonalData.Status, b.PersonalData.Status, same)
	out = append(out, conflict.Of("source.pipeline", a.Source.Pipeline, b.Source.Pipeline, same)...)
	out = append(out, conflict.Of("children.included", a.Children.Included, b.Children.Included, func(x, y string) bool { return x == y || x == "unknown" || y == "unknown" })...)
	out = append(out, conflict.Of("owner", a.Owner, b.Owner, func(x, y string) bool { return conflict.Normal(x) == conflict.Normal(y) })...)
	status := a.PersonalData.Status
	if c := b.PersonalData.Categories; len(c.Items) > 0 && (status.Value == string(evidence.StatusNone) || status.Value == string(evidence.StatusSynthetic)) {
		out = append(out, evidence.Conflict{Field: "personal data", At: c.Items[0].At, Value: c.Items[0].Value, OtherAt: status.At, OtherValue: status.Value})
	}
	if a.SpecialCategories.Present {
		for _, i := range b.SpecialCategories.Items {
			if !slices.ContainsFunc(a.SpecialCategories.Items, func(o evidence.Item) bool { return o.Value == i.Value }) {
				out = append(out, evidence.Conflict{Field: "special category " + i.Value, At: i.At, Value: i.Value, OtherAt: a.SpecialCategories.At, OtherValue: "not listed"})
			}
		}
	}
	basis := func(l evidence.LegalBasis) evidence.Item {
		return evidence.Item{At: l.Basis.At, Value: l.Basis.Value}
	}
	return append(out, conflict.Disjoint("legal basis", conflict.Items(a.LegalBasis, basis), conflict.Items(b.LegalBasis, basis), conflict.IsID)...)
}

// personalFields are the fields that one card marks as personal data and the other
// does not have as such.
func personalFields(a, b evidence.DataCard) []evidence.Conflict {
	var out []evidence.Conflict
	for _, f := range b.Fields {
		i := slices.IndexFunc(a.Fields, func(g evidence.Field) bool {
			return conflict.Normal(lastField(g.Name.Value)) == conflict.Normal(lastField(f.Name.Value))
		})
		switch {
		case len(a.Fields) == 0 || f.PII.Value && i >= 0 && a.Fields[i].PII.Value:
		case f.PII.Value && i < 0:
			out = append(out, evidence.Conflict{Field: "field " + f.Name.Value, At: f.Name.At, Value: "personal data", OtherAt: a.Fields[0].At, OtherValue: "no such field"})
		case f.PII.Value:
			out = append(out, evidence.Conflict{Field: "field " + f.Name.Value, At: f.PII.At, Value: "personal data", OtherAt: a.Fields[i].At, OtherValue: "not personal data"})
		case i >= 0 && f.PII.Present && a.Fields[i].PII.Value:
			out = append(out, evidence.Conflict{Field: "field " + f.Name.Value, At: f.PII.At, Value: "not personal data", OtherAt: a.Fields[i].PII.At, OtherValue: "personal data"})
		}
	}
	return out
}

func lastField(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// sameDigest: digests by two algorithms cannot be compared.
func sameDigest(a, b string) bool {
	x, _, _ := strings.Cut(a, ":")
	y, _, _ := strings.Cut(b, ":")
	return x != y || strings.EqualFold(a, b)
}

// termsOf is a licence that can be compared: not one that says only that it is
// another one, and no address that is not known to be that of a licence.
func termsOf(l evidence.Text) evidence.Text {
	switch v := strings.ToLower(l.Value); {
	case v == "other", v == "unknown", v == "none", strings.HasPrefix(v, "licenseref-"), !conflict.IsID(l.Value), strings.Contains(namedLicense(v), "://"):
		return evidence.Text{At: l.At}
	}
	return l
}

var licenseAddress = pattern.New(`^https?://(?:www\.)?(?:creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/([0-9.]+)|(?:choosealicense\.com/licenses|spdx\.org/licenses|opensource\.org/licen[cs]es?)/([a-z0-9.+-]+?))(?:/.*|\.html|\.txt)?/?$`)

// namedLicense is the name of a licence that is given by a well-known address.
func namedLicense(s string) string {
	m := licenseAddress.FindStringSubmatch(strings.ToLower(s))
	switch {
	case m == nil:
		return s
	case m[4] != "":
		return m[4]
	case m[1] == "publicdomain":
		return "cc0-" + m[3]
	}
	return "cc-" + m[2] + "-" + m[3]
}
