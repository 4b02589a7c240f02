package passage

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// Groups are the texts of the groups of a match.
func Groups(text string, at []int) []string {
	out := make([]string, len(at)/2)
	for i := range out {
		if at[2*i] >= 0 {
			out[i] = text[at[2*i]:at[2*i+1]]
		}
	}
	return out
}

// MaxMentions is how many metrics, or other things of one kind, are read in a clause.
const MaxMentions = 20

// Inexact is a sentence whose numbers are no exact ones, or not all of them.
var Inexact = pattern.New(`(?i)\b(?:about|approximately|approx|around|roughly|nearly|almost|over|more than|less than|at least|up to|circa|ca|some|of which|of these|of them|including|among|rest|remain\w*|others?|subset|sampled?|each|per|overlap\w*|both|etwa|rund|ungefähr|davon|übrig\w*|environ|dont|unos|restantes?|cerca)\b|[~≈<>]|[0-9]\+|[0-9] ?[kKmM]\b`)

// NumberOf is a number in digits or in words.
func NumberOf(text string) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return cmp.Or(Numerals[strings.ToLower(text)], 1)
}

// Numerals are the numbers that texts write as words.
var Numerals = map[string]int{
	"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
}
