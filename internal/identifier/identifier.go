// Package identifier tells which columns of a table hold identifiers of people: by
// the form of whole cells, their checksums and the name of the column. It owns no
// threshold: it counts, and rules decide. It keeps no value, but for a mask.
package identifier

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// Kind is what a column may hold.
type Kind string

// The kinds, in the order in which a cell is tried.
const (
	Email       Kind = "email"
	IBAN        Kind = "iban"
	PaymentCard Kind = "payment_card"
	NationalID  Kind = "national_id"
	IP          Kind = "ip_address"
	Phone       Kind = "phone"
	BirthDate   Kind = "birth_date"
	Location    Kind = "location"
)

// form is how cells of a kind are told.
type form struct {
	kind  Kind
	name  *pattern.Pattern // of columns that hold it
	named bool             // a cell alone does not tell it: the name must
	may   func(shape) bool
	is    func(cell string, named bool) bool
}

// shape is what one pass over a cell tells: without it most forms need not be tried.
type shape struct {
	length, digits, letters, ats int
}

func shapeOf(cell string) shape {
	s := shape{length: len(cell)}
	for _, c := range []byte(cell) {
		switch {
		case c >= '0' && c <= '9':
			s.digits++
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			s.letters++
		case c == '@':
			s.ats++
		}
	}
	return s
}

func words(list string) *pattern.Pattern {
	return pattern.New(`(?:^|_)(?:` + list + `)(?:_|$)`)
}

var forms = []form{
	{Email, words(`e_?mails?|email_?address|mail`), false, func(s shape) bool { return s.ats == 1 }, func(c string, _ bool) bool { return isEmail(c) }},
	{IBAN, words(`ibans?|bank_?account|account_?number`), false, func(s shape) bool { return s.digits >= 8 && s.letters >= 2 && s.length <= 44 }, func(c string, _ bool) bool { return isIBAN(c) }},
	{PaymentCard, words(`cards?|card_?(?:no|number)|credit_?card|cc_?number|pan`), false, func(s shape) bool { return s.digits >= 13 && s.digits <= 19 && s.letters == 0 }, func(c string, _ bool) bool { return isCard(c) }},
	{NationalID, words(`ssn|nin|nino|national_?id|social_?security(?:_?number)?|tax_?id|bsn|pesel|dni|nie|nir|cpf|steuer_?id|idnr|codice_?fiscale|personnummer|hetu|insz|rijksregisternummer|fiscal_?code`), false, func(s shape) bool {
		return (s.digits >= 7 && s.letters <= 9 || s.digits == 6 && s.letters <= 3 || s.letters >= 9 && s.length == 16) && s.digits <= 15 && s.length <= 21
	}, isNationalID},
	{IP, words(`ip|ips|ipv4|ipv6|ip_?addr(?:ess)?|client|host|remote_?addr`), true, func(s shape) bool { return s.digits+s.letters >= 2 && s.length <= 45 }, func(c string, _ bool) bool { return isPublicIP(c) }},
	{Phone, words(`phones?|phone_?(?:no|number)|tel|telephone|mobile|cell|cellphone|fax|msisdn|telefon|handy|gsm`), false, func(s shape) bool { return s.digits >= 6 && s.digits <= 21 && s.letters <= 4 && s.length <= 34 }, isPhone},
	{BirthDate, words(`dob|birth|born|birth_?(?:date|day)|date_?of_?birth|geburtsdatum|naissance`), true, func(s shape) bool { return s.digits >= 3 && s.length <= 32 }, func(c string, _ bool) bool { return isBirthDate(c) }},
	{Location, words(`lat|latitude|lon|lng|long|longitude|geo_?point|gps|coordinates?`), true, func(s shape) bool { return s.digits >= 5 && s.letters == 0 }, func(c string, _ bool) bool { return isCoordinate(c) }},
}

// about are the ends of names that tell something of an identifier and are none.
var about = pattern.New(`_(?:verified|count|counts|type|domain|provider|template|valid|length|present|flag|status|sent|opened|clicks|opt_?in|hash|hashed|missing|rate|model|brand|place|country|code|rank|order|weight|version)$`)

var (
	camel = pattern.New(`([a-z0-9])([A-Z])`)
	joint = pattern.New(`[^A-Za-z0-9]+`)
)

func plain(name string) string {
	return strings.Trim(strings.ToLower(joint.ReplaceAllString(camel.ReplaceAllString(name, "${1}_${2}"), "_")), "_")
}

// Column counts the cells of one column. The zero value is not useful: see NewColumn.
type Column struct {
	Name  string
	Cells int // that are not empty
	named []bool
	hits  []int
	masks []string
}

// NewColumn is a column of a name, which is "" where the table has no header.
func NewColumn(name string) *Column {
	c := &Column{Name: name, named: make([]bool, len(forms)), hits: make([]int, len(forms)), masks: make([]string, len(forms))}
	name = plain(name)
	for i, f := range forms {
		c.named[i] = f.name.MatchString(name) && !about.MatchString(name)
	}
	return c
}

// maxCell is the longest cell that can be an identifier.
const maxCell = 320

// Add counts a cell. What is empty, or a word for it, counts for nothing.
func (c *Column) Add(cell string) {
	cell = strings.TrimSpace(cell)
	if isEmpty(cell) {
		return
	}
	c.Cells++
	if len(cell) > maxCell {
		return
	}
	looks := shapeOf(cell)
	for i, f := range forms {
		if f.named && !c.named[i] || !f.may(looks) || !f.is(cell, c.named[i]) {
			continue
		}
		if c.hits[i]++; c.masks[i] == "" {
			c.masks[i] = Mask(cell)
		}
	}
}

func isEmpty(cell string) bool {
	switch cell {
	case "", "-", "NA", "N/A", "n/a", "nan", "NaN", "null", "NULL", "None", "none", "?", "unknown":
		return true
	}
	return false
}

// Count is how many cells of a column have the form of a kind.
type Count struct {
	Kind  Kind
	Hits  int
	Named bool   // the name of the column is one of the kind's
	Mask  string // the first, masked
}

// Counts are the kinds that a column has, or is named like, in the order of the kinds.
func (c *Column) Counts() []Count {
	var out []Count
	for i, f := range forms {
		if c.hits[i] > 0 || c.named[i] {
			out = append(out, Count{f.kind, c.hits[i], c.named[i], c.masks[i]})
		}
	}
	return out
}

// IsValue reports whether a text has the form of an identifier by itself: the header
// of a table that has none is a row of values.
func IsValue(text string) bool {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > maxCell {
		return false
	}
	looks := shapeOf(text)
	for _, f := range forms {
		if !f.named && f.may(looks) && f.is(text, false) {
			return true
		}
	}
	return false
}

// Mask is what may be shown of a value: its first letter, and of an address that of
// its domain.
func Mask(value string) string {
	first := func(s string) string {
		for _, r := range s {
			return string(r) + "…"
		}
		return "…"
	}
	if user, domain, ok := strings.Cut(value, "@"); ok {
		return first(user) + "@" + first(domain)
	}
	return first(value)
}
