package finding

import (
	"fmt"
	"slices"
	"strings"
)

// Nearest returns the candidate that word was probably meant to be: the one
// within a third of its length in edit distance (at least 1, at most 3 edits),
// ignoring case, dashes and underscores. Ties go to the first in sort order. Without one, it
// is the only candidate that the word is the end of: of a path, or after "custom_".
func Nearest(word string, candidates []string) (string, bool) {
	sorted := slices.Sorted(slices.Values(candidates))
	limit := min(max(len(word)/3, 1), 3)
	best, at := "", limit+1
	for _, c := range sorted {
		if len(c) > 200 || len(word) > 200 {
			continue
		}
		if d := distance(fold(word), fold(c), at); d < at {
			best, at = c, d
		}
	}
	if at <= limit {
		return best, true
	}
	ends := slices.DeleteFunc(sorted, func(c string) bool { return !endsIn(c, word) })
	if len(ends) != 1 {
		return "", false
	}
	return ends[0], true
}

// endsIn reports whether a name is a path that ends in a word, or the id of an own rule
// without what such ids begin with.
func endsIn(name, word string) bool {
	return len(word) > 2 && (strings.HasSuffix(name, "/"+word) || strings.Contains(word, "/") && name == "custom_"+word)
}

// DidYouMean is the clause "; did you mean "x"?", or nothing.
func DidYouMean(word string, candidates []string) string {
	if c, ok := Nearest(word, candidates); ok {
		return fmt.Sprintf("; did you mean %q?", c)
	}
	return ""
}

// DidYouMeanThen is the clause of DidYouMean before a further one, which begins
// a sentence after a question and follows a semicolon otherwise.
func DidYouMeanThen(word string, candidates []string, further string) string {
	if question := DidYouMean(word, candidates); question != "" {
		return question + " " + strings.ToUpper(further[:1]) + further[1:]
	}
	return "; " + further
}

var folder = strings.NewReplacer("-", "", "_", "", " ", "")

func fold(s string) []rune { return []rune(folder.Replace(strings.ToLower(s))) }

// distance is the edit distance of a and b, in which a swap of two neighbours
// is one edit (optimal string alignment), or at least limit.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	var before []int // the row before the last
	last := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
