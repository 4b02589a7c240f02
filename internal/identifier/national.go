package identifier

import (
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// nationalID is a national number with a checksum. Those of digits alone, whose
// checksum one in ten random numbers passes, need the name of the column as well.
type nationalID struct {
	least, most int              // letters and digits
	form        *pattern.Pattern // nil for digits alone
	weak        bool
	valid       func(s string) bool
}

var nationalIDs = []nationalID{
	// Spain: DNI and NIE, a letter modulo 23; K, L and M are of people who have neither.
	{9, 9, pattern.New(`^[XYZKLM\d]\d{7}[A-HJ-NP-TV-Z]$`), false, func(s string) bool {
		n, err := strconv.Atoi(s[1:8])
		first := int(s[0] - '0')
		switch {
		case s[0] >= 'X':
			first = int(s[0] - 'X')
		case s[0] > '9':
			first = 0
		}
		return err == nil && "TRWAGMYFPDXBNJZSQVHLCKE"[(first*10_000_000+n)%23] == s[8]
	}},
	// Italy: codice fiscale, a letter modulo 26; letters stand for digits where two people
	// would have the same (omocodia).
	{16, 16, pattern.New(`^[A-Z]{6}[\dLMNP-V]{2}[ABCDEHLMPRST][\dLMNP-V]{2}[A-Z][\dLMNP-V]{3}[A-Z]$`), false, validCodiceFiscale},
	// France: NIR, the complement modulo 97.
	{15, 15, pattern.New(`^[12]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[AB])\d{6}\d{2}$`), false, func(s string) bool {
		body := s[:13]
		if s[6] > '9' { // Corsica
			body = corsica.Replace(body)
		}
		n, err := strconv.ParseInt(body, 10, 64)
		key, _ := strconv.ParseInt(s[13:], 10, 64)
		return err == nil && 97-n%97 == key
	}},
	// Finland: henkilötunnus, a sign modulo 31.
	{11, 11, pattern.New(`^\d{6}[-+ABCDEFUVWXY]\d{3}[0-9A-FHJ-NPR-Y]$`), false, func(s string) bool {
		n, err := strconv.Atoi(s[:6] + s[7:10])
		return err == nil && "0123456789ABCDEFHJKLMNPRSTUVWXY"[n%31] == s[10]
	}},
	// Belgium: the complement modulo 97, before and after 2000. Days that are not known are
	// 0, and months of people who are not registered are 20 or 40 higher.
	{11, 11, nil, false, func(s string) bool {
		n, _ := strconv.ParseInt(s[:9], 10, 64)
		key, _ := strconv.ParseInt(s[9:], 10, 64)
		return (97-n%97 == key || 97-(n+2_000_000_000)%97 == key) && isDay(s[2:6])
	}},
	// Brazil: CPF, two digits modulo 11.
	{11, 11, nil, false, func(s string) bool {
		return strings.Count(s, s[:1]) < 11 && cpfDigit(s[:9]) == s[9] && cpfDigit(s[:10]) == s[10]
	}},
	// Poland: PESEL, a digit modulo 10; Sweden and Germany; the Netherlands.
	{11, 11, nil, true, func(s string) bool { return weighted(s, []int{1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1}, 10) }},
	{10, 13, pattern.New(`^(?:\d{2})?\d{6}[-+]?\d{4}$`), true, func(s string) bool {
		s = separators.Replace(strings.ReplaceAll(s, "+", ""))
		return luhn(s[len(s)-10:])
	}},
	{11, 11, pattern.New(`^[1-9]\d{10}$`), true, validSteuerID},
	{9, 9, nil, true, func(s string) bool { return weighted(s, []int{9, 8, 7, 6, 5, 4, 3, 2, -1}, 11) }},
	// The United States: no checksum; areas that are not given out (SSA, 2011).
	{9, 11, pattern.New(`^\d{3}-?\d{2}-?\d{4}$`), true, func(s string) bool {
		s = separators.Replace(s)
		return s[:3] != "000" && s[:3] != "666" && s[0] != '9' && s[3:5] != "00" && s[5:] != "0000"
	}},
	// The United Kingdom: no checksum; prefixes that are not given out.
	{8, 9, pattern.New(`^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]?$`), true, func(s string) bool { return !strings.Contains("BG GB NK KN TN NT ZZ", s[:2]) }},
}

// fits reports whether a number has the form. Digits alone need no expression.
func (id nationalID) fits(s string) bool {
	if id.form == nil {
		for i := range len(s) {
			if s[i] < '0' || s[i] > '9' {
				return false
			}
		}
		return true
	}
	return id.form.MatchString(s)
}

// isNationalID: by a strong checksum wherever it stands, by any under the name of one.
func isNationalID(cell string, named bool) bool {
	cell = strings.ToUpper(cell)
	if matchesID(cell, named) {
		return true
	}
	if !strings.ContainsAny(cell, " .-/") {
		return false
	}
	bare, packed := spaces.Replace(cell), separators.Replace(cell)
	return bare != cell && matchesID(bare, named) || packed != bare && matchesID(packed, named)
}

var corsica = strings.NewReplacer("2A", "19", "2B", "18")

var spaces = strings.NewReplacer(" ", "", ".", "")

func matchesID(s string, named bool) bool {
	for _, id := range nationalIDs {
		if (!id.weak || named) && len(s) >= id.least && len(s) <= id.most && id.fits(s) && id.valid(s) {
			return true
		}
	}
	return false
}

// isDay reports whether four digits are a month and a day of some year, either of which
// may be 0 for unknown; multiples of 20 in the month are of no account.
func isDay(s string) bool {
	month, _ := strconv.Atoi(s[:2])
	day, _ := strconv.Atoi(s[2:])
	month %= 20
	return month <= 12 && day <= []int{31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month]
}

func weighted(s string, weights []int, modulo int) bool {
	sum, any := 0, 0
	for i, w := range weights {
		sum += int(s[i]-'0') * w
		any += int(s[i] - '0')
	}
	return any > 0 && sum%modulo == 0
}

func cpfDigit(s string) byte {
	sum := 0
	for i := range len(s) {
		sum += int(s[i]-'0') * (len(s) + 1 - i)
	}
	if d := 11 - sum%11; d < 10 {
		return byte('0' + d)
	}
	return '0'
}

// validSteuerID: ISO 7064 MOD 11,10.
func validSteuerID(s string) bool {
	product := 10
	for i := range 10 {
		sum := (int(s[i]-'0') + product) % 10
		if sum == 0 {
			sum = 10
		}
		product = sum * 2 % 11
	}
	return (11-product)%10 == int(s[10]-'0')
}

// oddValues are the values of digits and letters in odd places of a codice fiscale.
var oddValues = []int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23}

func validCodiceFiscale(s string) bool {
	sum := 0
	for i := range 15 {
		v := int(s[i] - 'A')
		if s[i] <= '9' {
			v = int(s[i] - '0')
		}
		if i%2 == 0 {
			v = oddValues[v]
		}
		sum += v
	}
	return byte('A'+sum%26) == s[15]
}
