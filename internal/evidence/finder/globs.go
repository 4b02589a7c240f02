package finder

import (
	"slices"
	"strings"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// globs are globs over file names, whose case does not count. Most files match none
// of many: how a name must begin and end is compared before the glob itself.
type globs struct {
	all     []string
	endings []ending
	any     []int // that any name may match
	bases   *bases
}

// bases are the endings that names with a last part can have. Repositories have few last
// parts: README.md is one.
type bases struct {
	mu    sync.RWMutex
	known map[string][]ending
}

// maxLastParts is how many last parts of names are known at a time.
const maxLastParts = 1 << 12

// ending is a way of a glob.
type ending struct {
	way
	glob int
}

// way is how a name begins and ends that matches one alternative of a glob, and the
// longest text that it contains. The last part of the name matches last.
type way struct{ begin, end, within, last string }

// maxWays bounds the alternatives of a glob that are told apart.
const maxWays = 64

func newGlobs(patterns []string) globs {
	g := globs{bases: &bases{known: map[string][]ending{}}}
	for i, p := range patterns {
		p = strings.ToLower(p)
		g.all = append(g.all, p)
		ways := waysOf(p)
		if ways == nil {
			g.any = append(g.any, i)
		}
		for _, w := range ways {
			g.endings = append(g.endings, ending{w, i})
		}
	}
	return g
}

// endingsOf are those that a name can have by its last part.
func (g globs) endingsOf(base string) []ending {
	g.bases.mu.RLock()
	out, known := g.bases.known[base]
	g.bases.mu.RUnlock()
	if known {
		return out
	}
	for _, e := range g.endings {
		if strings.ContainsAny(e.last, "[\\") || strings.Contains(e.last, "**") || source.Match(e.last, base) {
			out = append(out, e)
		}
	}
	g.bases.mu.Lock()
	defer g.bases.mu.Unlock()
	if len(g.bases.known) == maxLastParts {
		clear(g.bases.known)
	}
	g.bases.known[base] = out
	return out
}

// match is matchesFile.
func (g globs) match(name string) bool { return g.matchLower(strings.ToLower(name)) }

// matchLower is match of a name in lower case.
func (g globs) matchLower(name string) bool {
	matches := func(e ending) bool {
		return strings.HasSuffix(name, e.end) && strings.HasPrefix(name, e.begin) && strings.Contains(name, e.within) && source.Match(g.all[e.glob], name)
	}
	return slices.ContainsFunc(g.endingsOf(name[strings.LastIndexByte(name, '/')+1:]), matches) ||
		slices.ContainsFunc(g.any, func(i int) bool { return source.Match(g.all[i], name) })
}

// waysOf are the beginnings and ends of all that a glob can match; nil if that cannot be
// told.
func waysOf(pattern string) []way {
	alternatives := []string{""}
	for rest := pattern; rest != ""; {
		before, after, found := strings.Cut(rest, "{")
		choice, next, closed := strings.Cut(after, "}")
		if strings.ContainsAny(before, `}\`) || found && (!closed || strings.ContainsAny(choice, `{[\`)) || strings.LastIndexByte(before, '[') > strings.LastIndexByte(before, ']') {
			return nil
		}
		choices := []string{""}
		if found {
			choices = strings.Split(choice, ",")
		}
		var longer []string
		for _, a := range alternatives {
			for _, c := range choices {
				longer = append(longer, a+before+c)
			}
		}
		if alternatives, rest = longer, next; len(alternatives) > maxWays {
			return nil
		}
	}
	out := make([]way, len(alternatives))
	for i, a := range alternatives {
		last := a[strings.LastIndexByte(a, '/')+1:]
		out[i] = way{a, a, "", last}
		if first := strings.IndexAny(a, "*?["); first >= 0 {
			// "a/**" matches a, and "**/a" matches it, too.
			out[i] = way{strings.TrimSuffix(a[:first], "/"), strings.TrimPrefix(a[strings.LastIndexAny(a, "*?]")+1:], "/"), longestWithin(a), last}
		}
	}
	return out
}

// longestWithin is the longest text that all names contain that match an alternative; ""
// if that cannot be told.
func longestWithin(alternative string) string {
	longest := ""
	if !strings.Contains(alternative, "[") {
		for text := range strings.FieldsFuncSeq(alternative, func(r rune) bool { return r == '*' || r == '?' }) {
			if text = strings.Trim(text, "/"); len(text) > len(longest) {
				longest = text
			}
		}
	}
	return longest
}
