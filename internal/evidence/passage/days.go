package passage

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// MonthNames are the beginnings of months in English, German, French and Spanish.
const MonthNames = `jan(?:uary|uar|vier)?|janv|ene(?:ro)?|enero|feb(?:ruary|ruar|rero)?|f[ée]v(?:rier)?|mar(?:ch|s|zo)?|märz|apr(?:il)?|avr(?:il)?|abr(?:il)?|may|mai|mayo|jun(?:e|i|io)?|juin|jul(?:y|i|io)?|juil(?:let)?|aug(?:ust)?|ao[uû]t|agosto|sept?(?:ember|embre|iembre)?|oct(?:ober|obre|ubre)?|okt(?:ober)?|nov(?:ember|embre|iembre)?|dec(?:ember)?|dez(?:ember)?|d[ée]c(?:embre)?|dic(?:iembre)?`

// Months tells the number of a month by the first letters of its name.
var Months = map[string]int{
	"jan": 1, "ene": 1, "feb": 2, "fev": 2, "mar": 3, "apr": 4, "avr": 4, "abr": 4, "may": 5, "mai": 5, "jun": 6, "jui": 6, "jul": 7,
	"aug": 8, "aou": 8, "ago": 8, "sep": 9, "oct": 10, "okt": 10, "nov": 11, "dec": 12, "dez": 12, "dic": 12,
}

// IsoDay is a day as 2026-11-30 or 2026/11/30.
var IsoDay = pattern.New(`(?:^|[^\w./-])((?:19|20)[0-9]{2})([-/])([0-9]{1,2})[-/]([0-9]{1,2})(?:$|[^\w/-])`)

// IsoMonth is a month as 2026-11.
var IsoMonth = pattern.New(`(?:^|[^\w./-])((?:19|20)[0-9]{2})-([0-9]{2})(?:$|[^\w/-])`)

// DayFirst is a day as 30 November 2026.
var DayFirst = pattern.New(`(?i)(?:^|[^\w])([0-9]{1,2})(?:st|nd|rd|th|\.)? (?:of |de )?(` + MonthNames + `)\.?,? (?:de )?((?:19|20)[0-9]{2})\b`)

// MonthFirst is a day as November 30, 2026, or a month as November 2026.
var MonthFirst = pattern.New(`(?i)(?:^|[^\w])(` + MonthNames + `)\.?(?: ([0-9]{1,2})(?:st|nd|rd|th)?,?)?,? (?:of |de )?((?:19|20)[0-9]{2})\b`)

// Padded is the number of a day or a month in two digits.
func Padded(number string) string {
	if len(number) == 1 {
		return "0" + number
	}
	return number
}

// MonthOf is the number of a month in words.
func MonthOf(name string) string {
	letters := []rune(strings.NewReplacer("é", "e", "û", "u", "ä", "a").Replace(strings.ToLower(name)))
	short := string(letters[:min(3, len(letters))])
	if short == "jui" && strings.HasPrefix(string(letters), "juil") {
		return "07"
	}
	if short == "jui" {
		return "06"
	}
	return fmt.Sprintf("%02d", Months[short])
}

// DayAt is a day, a month or a year of a text, as far as it is written, and where.
type DayAt struct {
	Start, End int
	Value, Raw string
}

// DaysAt are the days of a text in order.
func DaysAt(text string) []DayAt {
	if !strings.ContainsAny(text, "0123456789") {
		return nil
	}
	var out []DayAt
	add := func(m []int, year, month, day int) {
		group := func(i int) string {
			if i == 0 || m[2*i] < 0 {
				return ""
			}
			return text[m[2*i]:m[2*i+1]]
		}
		value, from, to := group(year), m[2*year], m[2*year+1]
		if name := group(month); name != "" {
			if name[0] > '9' {
				name = MonthOf(name)
			}
			value += "-" + Padded(name)
			from, to = min(from, m[2*month]), max(to, m[2*month+1])
		}
		if number := group(day); number != "" {
			value += "-" + Padded(number)
			from, to = min(from, m[2*day]), max(to, m[2*day+1])
		}
		if !slices.ContainsFunc(out, func(d DayAt) bool { return from < d.End && d.Start < to }) {
			out = append(out, DayAt{Start: from, End: to, Value: value, Raw: strings.Join(strings.Fields(text[from:to]), " ")})
		}
	}
	for _, form := range dayForms {
		for from, n := 0, 0; n < 10; n++ { // two days may have one sign between them
			m := form.written.FindSubmatchIndex([]byte(text[from:]))
			if m == nil {
				break
			}
			for i := range m {
				m[i] = max(-1, m[i]+from)
			}
			add(m, form.year, form.month, form.day)
			from = slices.Max(m[2:])
		}
	}
	slices.SortFunc(out, func(a, b DayAt) int { return cmp.Compare(a.Start, b.Start) })
	return out
}

// dayForms are the ways in which days are written, with the groups of their parts.
var dayForms = []struct {
	written          *pattern.Pattern
	year, month, day int
}{{IsoDay, 1, 3, 4}, {DayFirst, 3, 2, 1}, {MonthFirst, 3, 1, 2}, {IsoMonth, 1, 2, 0}, {bareYear, 1, 0, 0}}

// bareYear is a year that is no part of another number or name.
var bareYear = pattern.New(`(?:^|[\s(])((?:19|20)[0-9]{2})(?:$|[\s),;:–—-])`)
