package evidence

import (
	"regexp"
	"strings"
)

var mail = regexp.MustCompile(`[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63})*\.[A-Za-z]{2,24}`)

// mailIn is the first address of mail in a text, "" without one.
func mailIn(s string) string {
	if !strings.Contains(s, "@") {
		return ""
	}
	return mail.FindString(s)
}

var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// schemeless is a web address whose scheme was forgotten: no file has such a name.
var schemeless = regexp.MustCompile(`^(?:www\.|(?:[a-z0-9-]+\.)+(?:ai|app|com|dev|edu|eu|gov|io|net|org)(?:/|$))`)

// highDensity is the name of an image for dense screens (logo@2x.png), which
// reads like an address.
var highDensity = regexp.MustCompile(`@[0-9]x\.`)

// linkKind tells where a target leads.
func linkKind(target string) string {
	lower := strings.ToLower(target)
	switch {
	case strings.HasPrefix(target, "#"):
		return LinkAnchor
	case strings.HasPrefix(lower, "mailto:"), target != "" && mailIn(target) == target && !highDensity.MatchString(target):
		return LinkMail
	case strings.HasPrefix(lower, "http://"), strings.HasPrefix(lower, "https://"), strings.HasPrefix(target, "//"):
		return LinkAbsolute
	case scheme.MatchString(target), target == "", strings.ContainsAny(target, "<>{}\n"):
		return LinkOther
	case lacksScheme(target):
		return LinkOther
	}
	return LinkRelative
}

// lacksScheme reports whether a target is a web address whose scheme was forgotten.
func lacksScheme(target string) bool { return schemeless.MatchString(strings.ToLower(target)) }

// isWebAddress reports whether a text is an absolute address of a page.
func isWebAddress(s string) bool {
	return linkKind(s) == LinkAbsolute && !strings.ContainsAny(s, " \t\n")
}
