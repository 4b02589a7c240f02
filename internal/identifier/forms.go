package identifier

import (
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// reserved are the domains of examples and tests (RFC 2606, RFC 6761).
var reserved = pattern.New(`(?i)(?:^|\.)(?:example\.(?:com|net|org)|(?:example|test|invalid|localhost|local))$`)

// isEmail reads by hand what a regular expression would take five times as long for:
// cells with an at sign are most of the cells of some tables.
func isEmail(s string) bool {
	user, domain, ok := strings.Cut(strings.TrimPrefix(s, "mailto:"), "@")
	if !ok || user == "" || len(user) > 64 {
		return false
	}
	for i := range len(user) {
		if c := user[i]; !isAlphanumeric(c) && strings.IndexByte(".!#$%&'*+/=?^_{|}~-", c) < 0 {
			return false
		}
	}
	from, letters, dots := 0, true, 0
	for i := range len(domain) + 1 {
		switch {
		case i == len(domain) || domain[i] == '.':
			if i == from || i-from > 63 {
				return false
			}
			if i == len(domain) {
				return dots > 0 && letters && i-from >= 2 && i-from <= 24 && !isReserved(domain)
			}
			from, letters, dots = i+1, true, dots+1
		case !isAlphanumeric(domain[i]) && domain[i] != '-':
			return false
		default:
			letters = letters && domain[i] > '9'
		}
	}
	return false
}

// isReserved looks for the names before it asks the expression.
func isReserved(domain string) bool {
	last := domain[strings.LastIndexByte(domain, '.')+1:]
	switch strings.ToLower(last) {
	case "com", "net", "org":
		name, _, _ := strings.Cut(domain[max(0, len(domain)-len("example.com")):], ".")
		return strings.EqualFold(name, "example") && reserved.MatchString(domain)
	case "example", "test", "invalid", "localhost", "local":
		return reserved.MatchString(domain)
	}
	return false
}

func isAlphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// ibanLengths are those of the IBAN registry (ISO 13616, SWIFT, release 99).
var ibanLengths = map[string]int{
	"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28,
	"EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26,
	"IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30,
	"NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "ST": 25, "SV": 28, "TL": 23,
	"TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
	"BI": 27, "DJ": 27, "FK": 18, "HN": 28, "MN": 20, "NI": 28, "OM": 23, "RU": 33, "SD": 18, "SO": 23, "YE": 30,
	// Territories with a code of their own, whose banks may use it.
	"AX": 18, "BL": 27, "GF": 27, "GG": 22, "GP": 27, "IM": 22, "JE": 22, "MF": 27, "MQ": 27, "NC": 27, "PF": 27, "PM": 27, "RE": 27, "TF": 27, "WF": 27, "YT": 27,
}

// isIBAN: the length of the country, and 1 modulo 97 (ISO 7064).
func isIBAN(s string) bool {
	if len(s) < 4 || s[0] <= '9' || s[1] <= '9' || s[2] > '9' || s[3] > '9' { // before anything is made
		return false
	}
	s = strings.ToUpper(strings.ReplaceAll(s, " ", ""))
	if len(s) < 15 || ibanLengths[s[:2]] != len(s) {
		return false
	}
	rest := 0
	for i := range len(s) {
		c := s[(i+4)%len(s)]
		switch {
		case c >= '0' && c <= '9':
			rest = (rest*10 + int(c-'0')) % 97
		case c >= 'A' && c <= 'Z':
			rest = (rest*100 + int(c-'A') + 10) % 97
		default:
			return false
		}
	}
	return rest == 1
}

var (
	cardForm = pattern.New(`^\d{4}([ -]?)\d{4,6}[ -]?\d{4,5}(?:[ -]?\d{1,7})?$`)
	issuers  = pattern.New(`^(?:4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|(?:6011|64[4-9]\d|65\d{2})\d{12}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17})$`)
	// testCards are those that payment services publish for tests.
	testCards = map[string]bool{"4111111111111111": true, "4242424242424242": true, "5555555555554444": true, "5105105105105100": true, "378282246310005": true, "371449635398431": true,
		"6011111111111117": true, "4012888888881881": true, "4000056655665556": true, "30569309025904": true, "3530111333300000": true, "4000000000000002": true}
	separators = strings.NewReplacer(" ", "", "-", "", ".", "", "/", "")
)

// isCard: an issuer's range, its length, and Luhn. Of random numbers of 16 digits 2 %
// are one.
func isCard(s string) bool {
	if s[0] < '2' || s[0] > '6' || !luhnDigits(s) || !cardForm.MatchString(s) {
		return false
	}
	s = separators.Replace(s)
	return issuers.MatchString(s) && !testCards[s] && luhn(s)
}

// luhnDigits is luhn for a number with separators: it keeps nine in ten from the
// expressions.
func luhnDigits(s string) bool {
	sum, n := 0, 0
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] < '0' || s[i] > '9' {
			continue
		}
		d := int(s[i] - '0')
		if n%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
		n++
	}
	return sum%10 == 0
}

func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		n := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

// isPublicIP: private addresses, those of documentation (RFC 5737, RFC 3849) and of one
// machine identify nobody.
func isPublicIP(s string) bool {
	a, err := netip.ParseAddr(s)
	if err != nil {
		return false
	}
	for _, net := range documentation {
		if net.Contains(a) {
			return false
		}
	}
	return a.IsGlobalUnicast() && !a.IsPrivate()
}

var documentation = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("2001:db8::/32")}

var (
	extension     = pattern.New(`(?i) ?(?:x|ext\.?) ?\d{1,6}$`)
	international = pattern.New(`^(?:1[2-9]|7\d|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|2[1-689]\d|35\d|37\d|38\d|42\d|50\d|59\d|67\d|68\d|69\d|80\d|85\d|87\d|88\d|96\d|97\d|99\d)`)
	looksDate     = pattern.New(`^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$`)
)

// isPhone: in the international form (E.164) wherever it stands, in a national one
// under the name of a phone.
func isPhone(s string, named bool) bool {
	abroad := s[0] == '+'
	if !abroad && !named {
		return false
	}
	if strings.IndexByte(s, 'x') > 0 || strings.IndexByte(s, 'X') > 0 {
		s = extension.ReplaceAllString(s, "")
	}
	var digits []byte
	dots := 0
	for i, c := range []byte(s) {
		switch {
		case c >= '0' && c <= '9':
			digits = append(digits, c)
		case c == '.':
			dots++
		case c != ' ' && c != '(' && c != ')' && c != '-' && c != '/' && (c != '+' || i > 0):
			return false
		}
	}
	switch {
	case len(digits) > 15 || dots == 1 && strings.IndexByte(s, '.') > 0 && len(s) == len(digits)+1+strings.Count(s, "+"): // a number with a fraction
		return false
	case abroad:
		return len(digits) >= 8 && international.Match(digits)
	}
	return len(digits) >= 6 && !looksDate.MatchString(s)
}

// isBirthDate: a day on which somebody who lives may be born.
func isBirthDate(s string) bool {
	if day, _, ok := strings.Cut(s, "T"); ok {
		s = day
	}
	s = strings.TrimSuffix(s, " 00:00:00")
	for _, layout := range []string{"2006-01-02", "02.01.2006", "2.1.2006", "01/02/2006", "1/2/2006", "02/01/2006", "2006/01/02", "20060102", "02-01-2006", "Jan 2, 2006", "2 January 2006"} {
		if d, err := time.Parse(layout, s); err == nil {
			return d.Year() >= 1900 && d.Year() <= 2100
		}
	}
	return false
}

var decimals = pattern.New(`^-?\d{1,3}\.\d{4,}$`)

// isCoordinate: degrees to 10 metres or better.
func isCoordinate(s string) bool {
	for part := range strings.SplitSeq(strings.Trim(s, "()[] "), ",") {
		part = strings.TrimSpace(part)
		if v, err := strconv.ParseFloat(part, 64); err != nil || !decimals.MatchString(part) || v < -180 || v > 180 {
			return false
		}
	}
	return true
}
