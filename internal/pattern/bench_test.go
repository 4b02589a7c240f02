package pattern

import (
	"regexp"
	"strings"
	"testing"
)

const boasts = `(?i)\b(?:outperform(?:s|ed|ing)?|surpass(?:es|ed)?|beats?|exceed(?:s|ed)?|` +
	`state[- ]of[- ]the[- ]art|sota|best[- ](?:in|of)[- ]class|unmatched|unparalleled)\b`

// BenchmarkSieve: what it takes to make an expression or its sieve, and to ask them.
func BenchmarkSieve(b *testing.B) {
	text := strings.Repeat("Tickets of fewer than five words are sorted no better than by chance. ", 3)
	re, s := regexp.MustCompile(boasts), newSieve(boasts)
	for name, do := range map[string]func(){
		"compile": func() { regexp.MustCompile(boasts) }, "make": func() { newSieve(boasts) },
		"match": func() { re.MatchString(text) }, "ask": func() { passes(s, text) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				do()
			}
		})
	}
}
