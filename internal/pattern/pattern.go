// Package pattern owns regular expressions that are compiled when they are first
// used. A process of the program uses few of those that it has, and compiling them
// all took a third of the time in which it starts.
package pattern

import (
	"regexp"
	"sync"
	"sync/atomic"
)

// Pattern is a regular expression. Its methods are those of regexp.Regexp.
type Pattern struct {
	source                        string
	compiling, sieving, recalling sync.Once
	compiled                      *regexp.Regexp
	asked                         atomic.Int64 // bytes, at most a little more than manyBytes
	sieve                         *sieve
	recorded                      *sieve // nil if there is none
}

// manyBytes is how much text an expression is asked about before it gets a sieve that is not
// recorded, which takes longer to make than the expression. After as much, an expression that
// looks at the beginning of a text only is compiled, and faster than its sieve.
const manyBytes = 16 << 10

// New is the pattern of a source, which is compiled by the first method that is called.
// As with regexp.MustCompile, a source that is not valid is a bug: a test of the whole
// tree compiles every one.
func New(source string) *Pattern { return &Pattern{source: source} }

func (p *Pattern) compile() *regexp.Regexp {
	p.compiling.Do(func() { p.compiled = regexp.MustCompile(p.source) })
	return p.compiled
}

// mayMatch reports whether a text is one that the expression has to be asked about.
func mayMatch[T string | []byte](p *Pattern, text T) bool {
	p.recalling.Do(func() { p.recorded = recall(p.source) })
	isMuch := p.asked.Load() >= manyBytes
	if !isMuch {
		p.asked.Add(int64(len(text)))
	}
	switch {
	case p.recorded != nil && !(isMuch && p.recorded.anchored):
		return passes(p.recorded, text)
	case !isMuch || p.recorded != nil:
		return true
	}
	p.sieving.Do(func() { p.sieve = newSieve(p.source) })
	return p.sieve == nil || passes(p.sieve, text)
}

// FindAllIndex is that of regexp.Regexp.
func (p *Pattern) FindAllIndex(b []byte, n int) [][]int {
	if !mayMatch(p, b) {
		return nil
	}
	return p.compile().FindAllIndex(b, n)
}

// FindAllString is that of regexp.Regexp.
func (p *Pattern) FindAllString(s string, n int) []string {
	if !mayMatch(p, s) {
		return nil
	}
	return p.compile().FindAllString(s, n)
}

// FindAllStringIndex is that of regexp.Regexp.
func (p *Pattern) FindAllStringIndex(s string, n int) [][]int {
	if !mayMatch(p, s) {
		return nil
	}
	return p.compile().FindAllStringIndex(s, n)
}

// FindAllStringSubmatch is that of regexp.Regexp.
func (p *Pattern) FindAllStringSubmatch(s string, n int) [][]string {
	if !mayMatch(p, s) {
		return nil
	}
	return p.compile().FindAllStringSubmatch(s, n)
}

// FindAllSubmatch is that of regexp.Regexp.
func (p *Pattern) FindAllSubmatch(b []byte, n int) [][][]byte {
	if !mayMatch(p, b) {
		return nil
	}
	return p.compile().FindAllSubmatch(b, n)
}

// FindString is that of regexp.Regexp.
func (p *Pattern) FindString(s string) string {
	if !mayMatch(p, s) {
		return ""
	}
	return p.compile().FindString(s)
}

// FindStringIndex is that of regexp.Regexp.
func (p *Pattern) FindStringIndex(s string) []int {
	if !mayMatch(p, s) {
		return nil
	}
	return p.compile().FindStringIndex(s)
}

// FindStringSubmatch is that of regexp.Regexp.
func (p *Pattern) FindStringSubmatch(s string) []string {
	if !mayMatch(p, s) {
		return nil
	}
	return p.compile().FindStringSubmatch(s)
}

// FindSubmatch is that of regexp.Regexp.
func (p *Pattern) FindSubmatch(b []byte) [][]byte {
	if !mayMatch(p, b) {
		return nil
	}
	return p.compile().FindSubmatch(b)
}

// FindSubmatchIndex is that of regexp.Regexp.
func (p *Pattern) FindSubmatchIndex(b []byte) []int {
	if !mayMatch(p, b) {
		return nil
	}
	return p.compile().FindSubmatchIndex(b)
}

// Match is that of regexp.Regexp.
func (p *Pattern) Match(b []byte) bool { return mayMatch(p, b) && p.compile().Match(b) }

// MatchString is that of regexp.Regexp.
func (p *Pattern) MatchString(s string) bool {
	return mayMatch(p, s) && p.compile().MatchString(s)
}

// SubexpIndex is that of a *regexp.Regexp.
func (p *Pattern) SubexpIndex(name string) int { return p.compile().SubexpIndex(name) }

// ReplaceAllString is that of regexp.Regexp.
func (p *Pattern) ReplaceAllString(s, with string) string {
	if !mayMatch(p, s) {
		return s
	}
	return p.compile().ReplaceAllString(s, with)
}

// Split is that of regexp.Regexp.
func (p *Pattern) Split(s string, n int) []string { return p.compile().Split(s, n) }

// FindAllSubmatchIndex is that of regexp.Regexp.
func (p *Pattern) FindAllSubmatchIndex(b []byte, n int) [][]int {
	if !mayMatch(p, b) {
		return nil
	}
	return p.compile().FindAllSubmatchIndex(b, n)
}
