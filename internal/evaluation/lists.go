package evaluation

import (
	"cmp"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

const (
	minListed = 2   // values of a list that a file has, before one that it has not is told
	maxLists  = 200 // of a card that are compared
)

// filed is what a file states of one part of the data.
type filed struct {
	names  []string
	values map[string]measured
}

// Belied finds lists of results in a card of which one value differs from the only part of a file
// that has at least two others. Where another list has that value as well, the file is wrong.
func Belied(evaluations []evidence.Evaluation, lists []evidence.StatedList) []evidence.Impossible {
	out := []evidence.Impossible{}
	groups := groupsOf(evaluations)
	if len(groups) == 0 {
		return out
	}
	for _, list := range lists[:min(len(lists), maxLists)] {
		wrong, right, ok := offOne(list.Results, groups)
		if !ok {
			continue
		}
		found := evidence.Impossible{At: wrong.At, Law: evidence.LawRecord, Claimed: true, Value: wrong, Others: []evidence.Stated{{At: right.result.At, Metric: right.result.Metric, Raw: right.result.Raw}}}
		if isRepeated(wrong, lists) {
			found = evidence.Impossible{At: right.result.At, Law: evidence.LawRecord, Claimed: true, Value: found.Others[0], Others: []evidence.Stated{wrong}}
		}
		if len(out) < maxImpossible && !slices.ContainsFunc(out, func(f evidence.Impossible) bool { return f.At == found.At }) {
			out = append(out, found)
		}
	}
	return out
}

// groupsOf are the results of files by the part of the data that their names begin with.
func groupsOf(evaluations []evidence.Evaluation) []filed {
	var out []filed
	for _, e := range evaluations {
		of, order := map[string]*filed{}, []string{}
		for _, r := range e.Results {
			value, err := parse(r.Value)
			prefix, name := partOf(r.Metric)
			if e.Claimed || r.Claimed || !r.Valid || err != nil || prefix == "train" {
				continue
			}
			key := strings.Join([]string{r.Task, r.Dataset.Name, r.Dataset.Split, r.Slice, prefix}, "\x00")
			if of[key] == nil {
				of[key], order = &filed{values: map[string]measured{}}, append(order, key)
			}
			g := of[key]
			if _, twice := g.values[name]; !twice {
				g.names = append(g.names, name)
				g.values[name] = measured{result: r, value: value, places: places(r.Value)}
			}
		}
		for _, key := range order {
			out = append(out, *of[key])
		}
	}
	return out
}

// partOf is what the name of a metric says of the part of the data, and the plain name of the metric.
func partOf(metric string) (part, name string) {
	if i := strings.LastIndexByte(metric, '.'); i >= 0 {
		return metric[:i], plain(metric[i+1:])
	}
	if before, rest, ok := strings.Cut(strings.ToLower(metric), "_"); ok && slices.Contains([]string{"eval", "test", "predict", "dev", "val", "validation", "valid", "train"}, before) {
		return before, plain(rest)
	}
	return "", plain(metric)
}

// listedName is the plain name of a metric in a list.
func listedName(name string) string {
	name = strings.ToLower(name)
	for _, split := range []string{"validation ", "evaluation ", "eval ", "val ", "test ", "dev "} {
		name = strings.TrimPrefix(name, split)
	}
	return plain(name)
}

// offOne is the only value of a list that differs from the only group that has most of the others.
func offOne(list []evidence.Stated, groups []filed) (evidence.Stated, measured, bool) {
	var wrong evidence.Stated
	var right measured
	most, off := 0, 0
	for _, g := range groups {
		agree, differ := 0, 0
		var w evidence.Stated
		var r measured
		for _, s := range list {
			m, known := g.values[listedName(s.Metric)]
			literal, percent := stated(s.Raw)
			value, err := parse(literal)
			switch {
			case !known || err != nil:
			case agrees(value, m, places(literal), percent):
				agree++
			default:
				differ++
				w, r = s, m
			}
		}
		switch c := cmp.Compare(agree, most); {
		case differ == 0 && agree > 0:
			return evidence.Stated{}, measured{}, false
		case c > 0:
			most, off, wrong, right = agree, differ, w, r
		case c == 0 && most > 0:
			off = maxLists // which group it is of, is not told
		}
	}
	return wrong, right, most >= minListed && off == 1
}

// isRepeated reports whether another list has a value under the same name.
func isRepeated(s evidence.Stated, lists []evidence.StatedList) bool {
	n := 0
	for _, list := range lists {
		for _, o := range list.Results {
			if o.At != s.At && o.Raw == s.Raw && listedName(o.Metric) == listedName(s.Metric) {
				n++
			}
		}
	}
	return n > 0
}
