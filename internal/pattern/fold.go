package pattern

import (
	"strings"
	"unicode"
)

// Fold makes texts equal that an expression with (?i) does not tell apart.
func Fold(text string) string {
	for i := range len(text) {
		if text[i] >= unicode.MaxASCII {
			return strings.Map(foldRune, text)
		}
	}
	return strings.ToLower(text)
}

// foldRune is the same for all letters that differ in their case alone.
func foldRune(r rune) rune {
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	return unicode.ToLower(least)
}
