// Package conflict owns the comparison of facts that two documents tell: which of them
// differ, and which are only written otherwise. Which one is right is for rules.
package conflict

import (
	"slices"
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// Of is the conflict of two texts that both documents have and that are not the same.
func Of(field string, a, b evidence.Text, same func(a, b string) bool) []evidence.Conflict {
	if !a.Present || !b.Present || same(a.Value, b.Value) {
		return nil
	}
	return []evidence.Conflict{{Field: field, At: b.At, Value: b.Value, OtherAt: a.At, OtherValue: a.Value}}
}

// Disjoint is a disagreement of two lists that have nothing in common.
func Disjoint(field string, a, b []evidence.Item, comparable func(string) bool) []evidence.Conflict {
	prose := func(i evidence.Item) bool { return !comparable(i.Value) }
	if len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, prose) || slices.ContainsFunc(b, prose) {
		return nil
	}
	known := map[string]bool{}
	for _, i := range a {
		known[Normal(LastPart(i.Value))] = true
	}
	if slices.ContainsFunc(b, func(i evidence.Item) bool { return known[Normal(LastPart(i.Value))] }) {
		return nil
	}
	return []evidence.Conflict{{Field: field, At: b[0].At, Value: joined(b), OtherAt: a[0].At, OtherValue: joined(a)}}
}

func joined(items []evidence.Item) string {
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

// Items are what some things are known by, with where it stands.
func Items[T any](items []T, item func(T) evidence.Item) []evidence.Item {
	out := make([]evidence.Item, len(items))
	for i, t := range items {
		out[i] = item(t)
	}
	return out
}

// Normal is a name in lower case with nothing but letters, digits and dots.
func Normal(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// LastPart is a name without its owner: of "org/name", "name".
func LastPart(s string) string { return s[strings.LastIndexByte(s, '/')+1:] }

// SameVersion compares versions: v1.0 is 1.0.
func SameVersion(a, b string) bool {
	trim := func(s string) string { return strings.TrimPrefix(Normal(s), "v") }
	return trim(a) == trim(b)
}

var licenseForms = pattern.New(`(?i)-(only|or-later)$|\+$`)

// SameLicense compares identifiers of licenses: GPL-3.0-only is gpl-3.0.
func SameLicense(a, b string) bool {
	trim := func(s string) string { return strings.TrimSuffix(Normal(licenseForms.ReplaceAllString(s, "")), ".0") }
	return trim(a) == trim(b)
}

// IsID reports whether a text is an identifier and not prose.
func IsID(s string) bool { return s != "" && !strings.ContainsAny(strings.TrimSpace(s), " \t\n,;") }
