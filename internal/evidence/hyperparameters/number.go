package hyperparameters

import (
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// numberWords are the numbers that people write in letters.
var numberWords = map[string]string{"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10", "twelve": "12", "sixteen": "16", "twenty-four": "24"}

var (
	powerOfTen  = pattern.New(`^(?:([0-9.]+) ?[x×*·] ?)?10 ?\^? ?[({]?([-−–⁻]?[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]+)[)}]?$`)
	superscript = strings.NewReplacer("⁻", "-", "−", "-", "–", "-", "⁰", "0", "¹", "1", "²", "2", "³", "3", "⁴", "4", "⁵", "5", "⁶", "6", "⁷", "7", "⁸", "8", "⁹", "9")
)

// read is the number that a text has, and whether it is a rounded one.
func read(raw string) (value float64, rounded, ok bool) {
	s := strings.ToLower(strings.TrimSpace(raw))
	if word := numberWords[s]; word != "" {
		s = word
	}
	scale := 1.0
	switch {
	case strings.HasSuffix(s, "khz"):
		s, scale = strings.TrimSpace(strings.TrimSuffix(s, "khz")), 1e3
	case strings.HasSuffix(s, "hz"):
		s = strings.TrimSpace(strings.TrimSuffix(s, "hz"))
	case strings.HasSuffix(s, "k"):
		s, scale, rounded = strings.TrimSpace(strings.TrimSuffix(s, "k")), 1e3, true
	case strings.HasSuffix(s, "m"):
		s, scale, rounded = strings.TrimSpace(strings.TrimSuffix(s, "m")), 1e6, true
	}
	if m := powerOfTen.FindStringSubmatch(s); m != nil && s != "10" {
		if m[1] == "" && !strings.ContainsAny(s, "^-−–⁻⁰¹²³⁴⁵⁶⁷⁸⁹") { // 100, 1000
			m = nil
		} else {
			s = m[1] + "e" + superscript.Replace(m[2])
			if m[1] == "" {
				s = "1" + s
			}
		}
	}
	value, err := strconv.ParseFloat(superscript.Replace(strings.ReplaceAll(s, ",", "")), 64)
	return value * scale, rounded, err == nil
}

// literal is a number as facts have it.
func literal(value float64) string { return strconv.FormatFloat(value, 'g', -1, 64) }
