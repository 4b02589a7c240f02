package policy

import "strings"

// Differing shortens two states of one text to what shows how they differ: if they begin
// alike for long, the beginning is left out of both.
func Differing(before, after string) (string, string) {
	const context = maxQuoted / 4
	was, is := []rune(before), []rune(after)
	if len(was) <= maxQuoted && len(is) <= maxQuoted {
		return before, after
	}
	same := 0
	for same < min(len(was), len(is)) && was[same] == is[same] {
		same++
	}
	from := same - context
	if same < maxQuoted-context || before == after {
		return shorten(before), shorten(after)
	}
	if space := strings.IndexByte(string(was[from:same]), ' '); space >= 0 {
		from += len([]rune(string(was[from:same])[:space])) + 1
	}
	return "…" + shorten(string(was[from:])), "…" + shorten(string(is[from:]))
}
