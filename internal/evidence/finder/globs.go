package finder

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// globs are globs over file names, whose case does not count. Most files match none
// of many: how a name must begin and end is compared before the glob itself.
type globs struct {
	all  []glob
	ends []string // of every name that matches; nil if there are too many
}

type glob struct {
	pattern string
	ways    []way // nil: any name may match
}

// way is how a name begins and ends that matches one alternative of a glob.
type way struct{ begin, end string }

// maxWays bounds the alternatives of a glob that are told apart.
const maxWays = 64

func newGlobs(patterns []string) globs {
	var g globs
	known := true
	for _, p := range patterns {
		p = strings.ToLower(p)
		x := glob{p, waysOf(p)}
		g.all = append(g.all, x)
		known = known && x.ways != nil
		for _, w := range x.ways {
			g.ends = append(g.ends, w.end[max(0, strings.LastIndexByte(w.end, '.')):])
		}
	}
	slices.Sort(g.ends)
	if g.ends = slices.Compact(g.ends); !known {
		g.ends = nil
	}
	return g
}

// match is matchesFile.
func (g globs) match(name string) bool {
	name = strings.ToLower(name)
	if g.ends != nil && !slices.ContainsFunc(g.ends, func(end string) bool { return strings.HasSuffix(name, end) }) {
		return false
	}
	return slices.ContainsFunc(g.all, func(x glob) bool { return x.mayMatch(name) && source.Match(x.pattern, name) })
}

func (x glob) mayMatch(name string) bool {
	return x.ways == nil || slices.ContainsFunc(x.ways, func(w way) bool {
		return strings.HasPrefix(name, w.begin) && strings.HasSuffix(name, w.end)
	})
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
		out[i] = way{a, a}
		if first := strings.IndexAny(a, "*?["); first >= 0 {
			// "a/**" matches a, and "**/a" matches it, too.
			out[i] = way{strings.TrimSuffix(a[:first], "/"), strings.TrimPrefix(a[strings.LastIndexAny(a, "*?]")+1:], "/")}
		}
	}
	return out
}
