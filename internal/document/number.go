package document

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// isNumber reports whether s is a decimal number: JSON's notation and, of the
// core schema of YAML 1.2, also a plus sign and a bare leading or trailing
// point. Digits after a leading zero (0123) and other bases (0x1F, 0o17) are
// no numbers: they are as likely a revision or a code, and readers disagree.
func isNumber(s string) bool {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		s = s[1:]
	}
	whole, rest := digits(s)
	if len(whole) > 1 && whole[0] == '0' {
		return false
	}
	fraction := ""
	if strings.HasPrefix(rest, ".") {
		fraction, rest = digits(rest[1:])
	}
	if whole == "" && fraction == "" {
		return false
	}
	if rest == "" {
		return true
	}
	if rest[0] != 'e' && rest[0] != 'E' {
		return false
	}
	rest = rest[1:]
	if rest != "" && (rest[0] == '+' || rest[0] == '-') {
		rest = rest[1:]
	}
	exponent, rest := digits(rest)
	return exponent != "" && rest == ""
}

// isJSONNumber reports whether s is a number by RFC 8259.
func isJSONNumber(s string) bool {
	if !isNumber(s) || s[0] == '+' {
		return false
	}
	whole, rest := digits(strings.TrimPrefix(s, "-"))
	if whole == "" {
		return false
	}
	if strings.HasPrefix(rest, ".") {
		fraction, _ := digits(rest[1:])
		return fraction != ""
	}
	return true
}

// digits cuts s after its leading decimal digits.
func digits(s string) (string, string) {
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	return s[:i], s[i:]
}

// numberProblem says what is too large in a number, or nothing.
func numberProblem(literal string) string {
	if len(literal) > MaxNumber {
		return fmt.Sprintf("has %d characters, more than %d", len(literal), MaxNumber)
	}
	if i := strings.IndexAny(literal, "eE"); i >= 0 {
		if e, err := strconv.Atoi(literal[i+1:]); err != nil || e > MaxExp || e < -MaxExp {
			return fmt.Sprintf("has an exponent beyond %d", MaxExp)
		}
	}
	return ""
}

// shown is hostile text, quoted for a message and cut to a readable length.
func shown(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s[:min(len(s), 4*most)])[:most-1]) + "…"
	}
	return strconv.Quote(s)
}
