package policy

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// configured changes entries as the repository has set them, and gives the options by rule.
func configured(entries []entry, opt Options, ps *problems) Options {
	checkCollections(entries, opt, ps)
	opt = opt.expanded(entries)
	applyOptions(entries, opt, ps)
	return opt
}

// checkCollections refuses two collections that set a rule differently: neither counts
// before the other.
func checkCollections(entries []entry, opt Options, ps *problems) {
	named := slices.DeleteFunc(byRank(opt), func(key string) bool { return rank(key) > 0 })
	slices.Sort(named)
	for i, a := range named {
		for _, b := range named[i+1:] {
			if id := opt.clash(a, b, entries); id != "" {
				at := opt.At[b]
				*ps = append(*ps, Problem{Path: at.Path, Line: at.Line, Column: at.Column,
					Message: fmt.Sprintf("the collections %q and %q set the rule %s differently", a, b, id),
					Remedy:  "Exclude the rule from one of them, or set both alike. A severity can also be set for the rule itself, by its id."})
			}
		}
	}
}

// clash is the first rule that two collections set differently; "" if there is none.
func (o Options) clash(a, b string, entries []entry) string {
	both := slices.DeleteFunc(o.matching(a, entries), func(id string) bool { return !slices.Contains(o.matching(b, entries), id) })
	for _, id := range both {
		if o.Off[a] != o.Off[b] || o.scopedApart(a, b) || o.severityApart(a, b, id) {
			return id
		}
	}
	return ""
}

func (o Options) scopedApart(a, b string) bool {
	x, first := o.Scoped[a]
	y, second := o.Scoped[b]
	return first && second && !reflect.DeepEqual(x, y)
}

// severityApart reports whether two keys give a rule two severities in a stage of which
// its own setting says nothing.
func (o Options) severityApart(a, b, id string) bool {
	return slices.ContainsFunc(finding.Stages, func(s finding.Stage) bool {
		x, first := o.Severity[a][s]
		y, second := o.Severity[b][s]
		_, settled := o.Severity[id][s]
		return first && second && x != y && !settled
	})
}
