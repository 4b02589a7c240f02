package evidence

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

func differing(field string, a, b Text, same func(a, b string) bool) []Conflict {
	if !a.Present || !b.Present || same(a.Value, b.Value) {
		return nil
	}
	return []Conflict{{Field: field, At: b.At, Value: b.Value, OtherAt: a.At, OtherValue: a.Value}}
}

// disjoint is a disagreement of two lists that have nothing in common.
func disjoint(field string, a, b []Item, comparable func(string) bool) []Conflict {
	prose := func(i Item) bool { return !comparable(i.Value) }
	if len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, prose) || slices.ContainsFunc(b, prose) {
		return nil
	}
	known := map[string]bool{}
	for _, i := range a {
		known[normal(lastPart(i.Value))] = true
	}
	if slices.ContainsFunc(b, func(i Item) bool { return known[normal(lastPart(i.Value))] }) {
		return nil
	}
	return []Conflict{{Field: field, At: b[0].At, Value: joined(b), OtherAt: a[0].At, OtherValue: joined(a)}}
}

func joined(items []Item) string {
	var b strings.Builder
	for i, item := range items {
		if i == 10 {
			b.WriteString(" …")
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(item.Value)
	}
	return b.String()
}

func names[T any](items []T, item func(T) Item) []Item {
	out := make([]Item, len(items))
	for i, t := range items {
		out[i] = item(t)
	}
	return out
}

// normal is a name in lower case with nothing but letters, digits and dots.
func normal(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

func lastPart(s string) string { return s[strings.LastIndexByte(s, '/')+1:] }

func sameVersion(a, b string) bool {
	trim := func(s string) string { return strings.TrimPrefix(normal(s), "v") }
	return trim(a) == trim(b)
}

var licenseForms = regexp.MustCompile(`(?i)-(only|or-later)$|\+$`)

func sameLicense(a, b string) bool {
	trim := func(s string) string { return strings.TrimSuffix(normal(licenseForms.ReplaceAllString(s, "")), ".0") }
	return trim(a) == trim(b)
}

// isID reports whether a text is an identifier and not prose.
func isID(s string) bool { return s != "" && !strings.ContainsAny(strings.TrimSpace(s), " \t\n,;") }
