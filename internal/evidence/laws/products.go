package laws

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const decimalNumber = `(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)`

var (
	// multiplied are numbers with signs of multiplication between them, and what they are said to make.
	multiplied = pattern.New(`(?:^|[\s(:])(` + decimalNumber + `(?:\s*[\pL()-]+){0,5}?(?:\s*[x×*·]\s*` + decimalNumber + `(?:\s*[\pL()-]+){0,5}?)+)\s*=\s*\**\s*(` + decimalNumber + `)(?:[\s,;)*](?:\s*([\pLµ%]+))?|\.?$)`)
	roughly    = pattern.New(`(?i)\b(?:about|approx\w*|around|roughly|nearly|almost|over|more than|up to)\b|[~≈]`)
	factorIn   = pattern.New(`(?:^|[x×*·]\s*)(` + decimalNumber + `)`)
	// continued is what stands before a number that is no first factor.
	continued = pattern.New(`[+−–—/÷x×*·^=-][\s(]*$`)
	// ofScale are the units of which one is many of another.
	ofScale = pattern.New(`(?i)^(?:bytes?|bits?|[kmgt]i?b(?:ytes?)?|(?:milli|micro)?sec(?:ond)?s?|ms|µs|s|min(?:ute)?s?|h|hours?|hrs?|days?|weeks?|months?|years?|[km]|thousand|million|billion|trillion|[km]?m|[km]?g|k?hz|k?wh?|%|percent)$`)
)

// product is a number that a sentence calls the product of others, and that is not.
func (s sentence) product() *evidence.Impossible {
	at := multiplied.FindSubmatchIndex([]byte(s.Text))
	if at == nil || roughly.MatchString(s.Text[at[0]:at[1]]) || continued.MatchString(s.Text[max(0, at[2]-maxUnit):at[2]]) {
		return nil
	}
	m := passage.Groups(s.Text, at)
	made, shown := 1.0, []string{}
	for _, f := range factorIn.FindAllStringSubmatch(m[1], passage.MaxMentions) {
		made, shown = made*wholeOf(f[1]), append(shown, f[1])
	}
	stated := wholeOf(m[2])
	if len(shown) < 2 || made == 0 || stated == 0 || math.Abs(made-stated) <= 0.01*made || ofScale.MatchString(m[3]) && !hasUnit(m[1], m[3]) && isOfScale(made/stated, m[2]) {
		return nil
	}
	return s.fault(evidence.LawProduct, "product", m[2], strings.Join(shown, " × "), plainFloat(made))
}

const maxUnit = 20 // bytes before a number that are read

// hasUnit reports whether a unit stands behind a factor as well.
func hasUnit(factors, unit string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(factors, func(r rune) bool { return !unicode.IsLetter(r) && r != '%' }), func(word string) bool {
		return strings.EqualFold(strings.TrimSuffix(word, "s"), strings.TrimSuffix(unit, "s"))
	})
}

// isOfScale reports whether a product may be as much as a number of another unit: a power of 1000
// or of 1024 times as much, or so many times as a unit of time has smaller ones.
func isOfScale(ratio float64, stated string) bool {
	room := 0.01
	if _, places, found := strings.Cut(stated, "."); found {
		room += 0.5 * math.Pow(10, -float64(len(places))) / wholeOf(stated)
	}
	scales := []float64{7, 12, 24, 30, 52, 60, 100, 365, 1440, 3600, 86400}
	for exponent := -4; exponent <= 4; exponent++ {
		scales = append(scales, math.Pow(1000, float64(exponent)), math.Pow(1024, float64(exponent)))
	}
	return slices.ContainsFunc(scales, func(scale float64) bool { return math.Abs(ratio/scale-1) <= room })
}
