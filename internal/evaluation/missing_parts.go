package evaluation

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// A threshold that names no task, split or filter asks about all of them that the
// baseline has. What is no longer measured would otherwise pass.

// parts are the settings that say which part of an evaluation a result is of.
var parts = []string{"filter", "fold", "output", "row", "scorer"}

// changing are settings of which a proposal may well have others, such as the text of
// a prompt, and not fewer.
var changing = []string{"fewshot", "prompt", "provider"}

// part is what a result is of: its task, split and settings of the named kinds, as a
// person would say it; "" for the whole of an evaluation without any.
func part(r evidence.Result, names []string) string { return strings.Join(facets(r, names), ", ") }

// facets are the task, split and settings of the named kinds.
func facets(r evidence.Result, names []string) []string {
	var out []string
	for _, p := range []struct{ name, value string }{{"task", r.Task}, {"split", r.Dataset.Split}} {
		if p.value != "" {
			out = append(out, p.name+" "+clip(p.value))
		}
	}
	for _, name := range names {
		if value := r.Setting(name); value != "" {
			out = append(out, name+" "+clip(value))
		}
	}
	return out
}

// distinct are the names of parts by what tells them apart: a facet that all have is left
// out, unless there is no other.
func distinct(parts map[string][]string) map[string]string {
	count := map[string]int{}
	for _, of := range parts {
		for _, facet := range of {
			count[facet]++
		}
	}
	out := map[string]string{}
	for name, of := range parts {
		own := slices.DeleteFunc(slices.Clone(of), func(facet string) bool { return count[facet] == len(parts) })
		if out[name] = strings.Join(own, ", "); len(own) == 0 {
			out[name] = name
		}
	}
	return out
}

// vanished says which part of the baseline's results the head has no result of, or
// fewer than the baseline; "" where all are there.
func (x *judge) vanished(q question, head []located) string {
	had, has := variety(x.selectBase(q.threshold).of(q.slice)), variety(head)
	if file := lostSplit(head, x.selectBase(q.threshold).of(q.slice)); file != "" {
		return fmt.Sprintf("%s has a result in %s, but the head has no result for that split", x.Compared.Named, file)
	}
	named := map[string][]string{}
	for _, r := range append(head[:len(head):len(head)], x.selectBase(q.threshold).of(q.slice)...) {
		named[part(r.Result, parts)] = facets(r.Result, parts)
	}
	names := distinct(named)
	for _, name := range sorted(had) {
		of := names[name]
		if of == "" {
			of = "the metric"
		}
		switch {
		case len(has[name]) == 0:
			return fmt.Sprintf("%s has a result for %s, and the head has none", x.Compared.Named, of)
		case len(has[name]) < len(had[name]):
			gone := slices.DeleteFunc(sorted(had[name]), func(v string) bool { return has[name][v] })
			return fmt.Sprintf("%s has %d results for %s, and the head has %d: %s is missing", x.Compared.Named, len(had[name]), of, len(has[name]), gone[0])
		}
	}
	return ""
}

// variety are the results by part, and below each by what may change.
func variety(results []located) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, r := range results {
		name := part(r.Result, parts)
		if out[name] == nil {
			out[name] = map[string]bool{}
		}
		only := r.Result
		only.Task, only.Dataset.Split = "", ""
		which := part(only, changing)
		if r.Dataset.Name != "" {
			which = strings.TrimPrefix(which+", dataset "+clip(r.Dataset.Name), ", ")
		}
		out[name][which] = true
	}
	return out
}

func sorted[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// elsewhere says where the metric of a threshold is shown, where the threshold looks
// for another task, dataset, split, variant or file; "" if it is shown nowhere.
func (s *selector) elsewhere(slice string) string {
	found := map[string]bool{}
	for _, e := range s.model.Evaluations {
		for _, r := range e.Results {
			if r.Metric != s.Metric || r.Slice != slice || r.Claimed || e.Claimed {
				continue
			}
			where := s.where(r)
			if s.speaksOf(r) {
				where = "file " + e.Path // which the threshold does not look at
			}
			found[where] = true
		}
	}
	if len(found) == 0 {
		return ""
	}
	list := sorted(found)
	if len(list) > 4 {
		list = append(list[:4], "…")
	}
	out := fmt.Sprintf("%q is there for %s", s.Metric, strings.Join(list, "; for "))
	if asked := s.asked(); asked != "" {
		out += ", but not for " + asked
	}
	return out
}

// where is what a result is of, in the terms that the threshold selects by.
func (s *selector) where(r evidence.Result) string {
	names := slices.Clone(parts)
	for _, v := range s.Variant {
		if !slices.Contains(names, v.Name) {
			names = append(names, v.Name)
		}
	}
	out := part(r, names)
	if s.Dataset != "" && r.Dataset.Name != "" {
		out = strings.TrimPrefix(out+", dataset "+clip(r.Dataset.Name), ", ")
	}
	if out == "" {
		return "the whole, without a task or split"
	}
	return out
}

// asked is what a threshold selects by, "" for all results of the metric.
func (s *selector) asked() string {
	r := evidence.Result{Task: s.Task, Dataset: evidence.DatasetRef{Split: s.Split}}
	var names []string
	for _, v := range s.Variant {
		r.Variant = append(r.Variant, evidence.Setting{Name: v.Name, Value: v.Value})
		names = append(names, v.Name)
	}
	out := part(r, names)
	if s.Dataset != "" {
		out = strings.TrimPrefix(out+", dataset "+clip(s.Dataset), ", ")
	}
	return out
}
