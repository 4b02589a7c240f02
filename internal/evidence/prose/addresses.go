package prose

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var mail = pattern.New(`[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63})*\.[A-Za-z]{2,24}`)

// MailIn is the first address of mail in a text, "" without one.
func MailIn(s string) string {
	if !strings.Contains(s, "@") {
		return ""
	}
	return mail.FindString(s)
}

var scheme = pattern.New(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// schemeless is a web address whose scheme was forgotten: no file has such a name.
var schemeless = pattern.New(`^(?:(?:t?tps?|hhttps?|htps?|htttps?|httpss|hptts?|hpps|httsp)://|https?:/[^/]|https?//|www\.|(?:[a-z0-9-]+\.)+(?:ai|app|com|dev|edu|eu|gov|io|net|org)(?:/|$))`)

// highDensity is the name of an image for dense screens (logo@2x.png), which
// reads like an address.
var highDensity = pattern.New(`@[0-9]x\.`)

// LinkKind tells where a target leads.
func LinkKind(target string) evidence.LinkKind {
	lower := strings.ToLower(target)
	switch {
	case strings.HasPrefix(target, "#"):
		return evidence.LinkAnchor
	case strings.HasPrefix(lower, "mailto:"), target != "" && MailIn(target) == target && !highDensity.MatchString(target):
		return evidence.LinkMail
	case strings.HasPrefix(lower, "http://"), strings.HasPrefix(lower, "https://"), strings.HasPrefix(target, "//"):
		return evidence.LinkAbsolute
	case scheme.MatchString(target), target == "", strings.ContainsAny(target, "<>{}\n"):
		return evidence.LinkOther
	case LacksScheme(target):
		return evidence.LinkOther
	}
	return evidence.LinkRelative
}

// LacksScheme reports whether a target is a web address whose scheme was forgotten.
func LacksScheme(target string) bool { return schemeless.MatchString(strings.ToLower(target)) }

// IsWebAddress reports whether a text is an absolute address of a page.
func IsWebAddress(s string) bool {
	return LinkKind(s) == evidence.LinkAbsolute && !strings.ContainsAny(s, " \t\n")
}

// address is an e-mail address in any of its forms, which may be that of a person: also with
// the sign escaped or written out. What follows the last dot is a word: data@v1.2 is none.
var address = pattern.New(`(?:"[^"@]*"|[^\s<>()\[\],;:"']+)(?:[@＠﹫]|%40| ?[(\[{] ?at ?[)\]}] ?)[^\s<>()\[\],;:"'@]+\.\p{L}[\p{L}\d-]+`)

// telephone is a number with the code of a country, and what is around it.
var telephone = pattern.New(`(^|[^\p{L}\d.])(?:tel:)?(?:\+|00)[1-9]\d{0,2}(?:[ ()./-]{0,2}\d){7,13}($|[^\d\p{L}])`)

// WithoutAddresses is a text for a paper that goes further than the document it is from:
// addresses of mail and numbers of telephones may be those of persons.
func WithoutAddresses(s string) string {
	s = address.ReplaceAllString(strings.TrimSpace(s), "[address left out]")
	for range 2 { // two numbers may have one sign between them
		s = telephone.ReplaceAllString(s, "$1[number left out]$2")
	}
	return s
}
