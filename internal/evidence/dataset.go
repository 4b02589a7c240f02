package evidence

import (
	"regexp"
	"slices"
	"strings"
)

// Describes reports whether a card is that of a dataset of a name. A card of ours has
// the very name; one of others may lack the owner, or have the address on the hub.
func Describes(c DataCard, name string) bool {
	if c.Name.Value == name {
		return true
	}
	if c.Format == FormatDataCard {
		return false
	}
	return lastPart(name) == c.Name.Value || strings.Contains(name, "/") && strings.HasSuffix(strings.TrimRight(c.Source.URI.Value, "/"), "huggingface.co/datasets/"+name)
}

// UniteData is what the cards of one dataset say: ours, filled from the others where
// it says nothing, and what they tell otherwise. Without one of ours the first of the
// others stands for it. Of ours there should be one: twice are those that are left out.
func UniteData(cards []DataCard) (whole DataCard, conflicts []Conflict, twice []DataCard) {
	slices.SortStableFunc(cards, CompareData)
	whole, conflicts = cards[0], []Conflict{}
	for _, c := range cards[1:] {
		switch {
		case c.Path == whole.Path && c.At == whole.At:
		case c.Format == FormatDataCard:
			twice = append(twice, c)
		default:
			conflicts = append(conflicts, dataDisagreements(whole, c)...)
			whole = filledFrom(whole, c)
		}
	}
	return whole, conflicts, twice
}

// CompareData orders cards of one dataset: ours before those in other formats, then by
// path.
func CompareData(a, b DataCard) int {
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
func filledFrom(c, o DataCard) DataCard {
	for _, t := range [][2]*Text{{&c.Version, &o.Version}, {&c.Description, &o.Description}, {&c.License, &o.License}, {&c.Digest, &o.Digest},
		{&c.Source.Kind, &o.Source.Kind}, {&c.Source.Origin, &o.Source.Origin}, {&c.Source.Name, &o.Source.Name}, {&c.Source.URI, &o.Source.URI},
		{&c.Source.CollectedFrom, &o.Source.CollectedFrom}, {&c.Source.CollectedTo, &o.Source.CollectedTo}} {
		*t[0] = (*t[0]).Or(*t[1])
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

// dataDisagreements are the facts that two cards of a dataset tell differently.
func dataDisagreements(a, b DataCard) []Conflict {
	out := differing("license", termsOf(a.License), termsOf(b.License), func(x, y string) bool { return sameLicense(namedLicense(x), namedLicense(y)) })
	out = append(out, differing("version", a.Version, b.Version, sameVersion)...)
	out = append(out, differing("digest", a.Digest, b.Digest, sameDigest)...)
	out = append(out, differing("retention", a.Retention.Period, b.Retention.Period, func(x, y string) bool { return days(x) == days(y) })...)
	out = append(out, disjoint("fields", names(a.Fields, func(f Field) Item { return Item{f.Name.At, f.Name.Value} }), names(b.Fields, func(f Field) Item { return Item{f.Name.At, f.Name.Value} }), isID)...)
	return append(out, personalFields(a, b)...)
}

// personalFields are the fields that one card marks as personal data and the other
// does not have as such.
func personalFields(a, b DataCard) []Conflict {
	var out []Conflict
	for _, f := range b.Fields {
		i := slices.IndexFunc(a.Fields, func(g Field) bool { return normal(lastField(g.Name.Value)) == normal(lastField(f.Name.Value)) })
		switch {
		case len(a.Fields) == 0 || f.PII.Value && i >= 0 && a.Fields[i].PII.Value:
		case f.PII.Value && i < 0:
			out = append(out, Conflict{Field: "field " + f.Name.Value, At: f.Name.At, Value: "personal data", OtherAt: a.Fields[0].At, OtherValue: "no such field"})
		case f.PII.Value:
			out = append(out, Conflict{Field: "field " + f.Name.Value, At: f.PII.At, Value: "personal data", OtherAt: a.Fields[i].At, OtherValue: "not personal data"})
		case i >= 0 && f.PII.Present && a.Fields[i].PII.Value:
			out = append(out, Conflict{Field: "field " + f.Name.Value, At: f.PII.At, Value: "not personal data", OtherAt: a.Fields[i].PII.At, OtherValue: "personal data"})
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
func termsOf(l Text) Text {
	switch v := strings.ToLower(l.Value); {
	case v == "other", v == "unknown", v == "none", strings.HasPrefix(v, "licenseref-"), !isID(l.Value), strings.Contains(namedLicense(v), "://"):
		return Text{At: l.At}
	}
	return l
}

var licenseAddress = regexp.MustCompile(`^https?://(?:www\.)?(?:creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/([0-9.]+)|(?:choosealicense\.com/licenses|spdx\.org/licenses|opensource\.org/licen[cs]es?)/([a-z0-9.+-]+?))(?:/.*|\.html|\.txt)?/?$`)

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
