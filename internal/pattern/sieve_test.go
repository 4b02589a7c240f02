package pattern

import (
	"regexp"
	"testing"
)

// TestSieve: texts are let through as far as the expression may match them.
func TestSieve(t *testing.T) {
	for _, of := range []struct {
		source, text string
		may          bool
	}{
		{`(?i)\b(?:outperform|surpass|beat)`, "It OutPerforms all.", true},
		{`(?i)\b(?:outperform|surpass|beat)`, "It is as good as others.", false},
		{`(?i)\b(?:outperform|surpass|beat)`, "SurpaſsES, \u212aelvin", true},
		{`(?i)Überraschung`, "eine ÜBERRASCHUNG", true},
		{`(?i)Überraschung`, "eine Überprüfung", false},
		{`(?i)İstanbul`, "in İstanbul", true},
		{`foo`, "fo", false},
		{`foo`, "foo", true},
		{`foo`, "FOO", true}, // the expression says no
		{`\d+ (?:kg|t)`, "some text", true},
		{`(?:foo)?`, "some text", true},
		{`x|`, "some text", true},
		{`^foo`, "bar", true},
	} {
		s := newSieve(of.source)
		if got := s == nil || passes(s, of.text); got != of.may {
			t.Errorf("%q may match %q: %v, want %v", of.source, of.text, got, of.may)
		}
		if got := s == nil || passes(s, []byte(of.text)); got != of.may {
			t.Errorf("%q may match the bytes of %q: %v, want %v", of.source, of.text, got, of.may)
		}
	}
}

// TestMethodsOfWhatDoesNotMatch: what a sieve keeps back gives what the expression gives.
func TestMethodsOfWhatDoesNotMatch(t *testing.T) {
	const text = "nothing of that"
	p := New(`(?i)outperforms? (\w+)`)
	for p.asked.Load() < manyBytes {
		p.MatchString(text)
	}
	if p.MatchString(text) || p.Match([]byte(text)) || p.FindString(text) != "" || p.FindStringIndex(text) != nil || p.FindAllString(text, -1) != nil ||
		p.FindStringSubmatch(text) != nil || p.FindSubmatchIndex([]byte(text)) != nil || p.ReplaceAllString(text, "x") != text || len(p.Split(text, -1)) != 1 {
		t.Error("it is not what the expression gives")
	}
	if p.FindStringSubmatch("It OUTPERFORMS others")[1] != "others" || p.SubexpIndex("none") != -1 {
		t.Error("it does not match what it should")
	}
}

func FuzzSieve(f *testing.F) {
	for _, source := range []string{`(?i)\b(?:outperform|surpass)e?s\b`, `state[- ]of[- ]the[- ]art|sota\b`, `(?i)(?:best|first)[^.]{0,20}model`, `a(?:bcd|cde){2,}f*`, `(?i)kiloſ|İx[a-c]yz`} {
		f.Add(source, "It outperforms the SOTA: the first such Model; abcdcdef \u212ailos")
	}
	f.Fuzz(func(t *testing.T, source, text string) {
		re, err := regexp.Compile(source)
		if err != nil || len(source) > 200 {
			t.Skip()
		}
		if s := newSieve(source); s != nil && re.MatchString(text) && !passes(s, text) {
			t.Errorf("%q matches %q", source, text)
		}
	})
}
