package pattern

import (
	"regexp/syntax"
	"slices"
	"strings"
)

// sieve tells texts that an expression cannot match, much faster than the expression: they
// have none of the words that it requires, as most texts of a card.
type sieve struct {
	starts   [64]uint32 // a bit for each hash of three bytes with which a word begins
	words    []string   // folded
	anchored bool       // the expression looks at the beginning of a text only
}

// Limits of a sieve: shorter words are in too many texts, and looking for more of them
// takes as long as the expression.
const (
	minWord   = 3
	maxWords  = 256
	maxSource = 4096
)

// newSieve is the sieve of an expression, or nil if none is faster than the expression: if
// it requires no words, or can only match where the text begins.
func newSieve(source string) *sieve {
	if isAnchored(source) {
		return nil
	}
	return sieveOf(Words(source))
}

// isAnchored reports whether an expression looks at the beginning of a text only.
func isAnchored(source string) bool {
	return strings.HasPrefix(source, "^") || strings.HasPrefix(source, "(?i)^")
}

// Words are texts of ASCII, folded, of which whatever an expression matches has one; nil if
// they cannot be told, or are too many or too short to be looked for.
func Words(source string) []string {
	if len(source) > maxSource {
		return nil
	}
	expression, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return nil // whoever compiles it says so
	}
	var out []string
	for _, text := range Required(expression) {
		word := longestASCII(text)
		if len(word) < minWord || len(out) == maxWords {
			return nil
		}
		out = append(out, word)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// sieveOf is the sieve of some words, nil of none.
func sieveOf(words []string) *sieve {
	if len(words) == 0 {
		return nil
	}
	s := &sieve{words: words}
	for _, word := range words {
		hash := hashOf(uint32(word[0])<<16 | uint32(word[1])<<8 | uint32(word[2]))
		s.starts[hash/32] |= 1 << (hash % 32)
	}
	return s
}

// longestASCII is the longest part of a text that has no other characters.
func longestASCII(text string) string {
	longest, start := "", 0
	for i := 0; i <= len(text); i++ {
		if i == len(text) || text[i] >= 0x80 {
			if i-start > len(longest) {
				longest = text[start:i]
			}
			start = i + 1
		}
	}
	return longest
}

// hashOf has as many bits as starts.
func hashOf(threeBytes uint32) uint32 { return threeBytes * 0x9e3779b1 >> 21 }

// passes reports whether a text has one of the words, or a character that is not ASCII
// and that Fold makes one that is.
func passes[T string | []byte](s *sieve, text T) bool {
	last := uint32(0)
	for i := range len(text) {
		b := text[i]
		if b-'A' <= 'Z'-'A' {
			b |= 0x20
		}
		last = (last<<8 | uint32(b)) & 0xffffff
		if hash := hashOf(last); s.starts[hash/32]&(1<<(hash%32)) != 0 && i >= 2 && has(s.words, text[i-2:]) {
			return true
		}
		// The Kelvin sign, the long s and the dotted I.
		if last == 0xe284aa || last&0xffff == 0xc5bf || last&0xffff == 0xc4b0 {
			return true
		}
	}
	return false
}

// has reports whether a text begins with one of the words.
func has[T string | []byte](words []string, text T) bool {
next:
	for _, word := range words {
		if len(word) > len(text) {
			continue
		}
		for i := range len(word) {
			b := text[i]
			if b-'A' <= 'Z'-'A' {
				b |= 0x20
			}
			if b != word[i] {
				continue next
			}
		}
		return true
	}
	return false
}
