package evaluation

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// located is a result and the file that it stands in.
type located struct {
	evidence.Result
	file evidence.Evaluation
}

// selector picks the results of a model that a threshold speaks of.
type selector struct {
	config.Threshold
	model   evidence.Model
	results map[string][]located // by slice, in order of appearance
}

// newSelector looks at the files that a glob below the model's directory matches;
// at all if it is "". What is only claimed is no evidence.
func newSelector(t config.Threshold, files string, model evidence.Model) *selector {
	s := &selector{t, model, map[string][]located{}}
	for _, e := range s.model.Evaluations {
		if files != "" && !matchesBelow(files, s.model.ID, e.Path) {
			continue
		}
		for _, r := range e.Results {
			if s.speaksOf(r) && !r.Claimed && !e.Claimed {
				s.results[r.Slice] = append(s.results[r.Slice], located{r, e})
			}
		}
	}
	return s
}

// keepLatest leaves out the results of files that a glob matches and that are older, by
// the dates that they state, than another such file with a result that the threshold
// speaks of. A file without a date, or with one of tomorrow, stays: which run is meant is
// then not known, and several results are ambiguous.
func (s *selector) keepLatest(glob string, now time.Time) {
	dated := func(l located) (time.Time, bool) {
		at, ok := readTime(l.file.Created.Value)
		return at, ok && matchesBelow(glob, s.model.ID, l.file.Path) && !at.After(now.Add(24*time.Hour))
	}
	var newest time.Time
	for _, results := range s.results {
		for _, l := range results {
			if at, ok := dated(l); ok && at.After(newest) {
				newest = at
			}
		}
	}
	for slice, results := range s.results {
		kept := slices.DeleteFunc(results, func(l located) bool {
			at, ok := dated(l)
			return ok && at.Before(newest)
		})
		if s.results[slice] = kept; len(kept) == 0 {
			delete(s.results, slice)
		}
	}
}

func (s *selector) speaksOf(r evidence.Result) bool {
	if r.Metric != s.Metric || s.Task != "" && r.Task != s.Task || s.Dataset != "" && r.Dataset.Name != s.Dataset || s.Split != "" && r.Dataset.Split != s.Split {
		return false
	}
	for _, v := range s.Variant {
		if r.Setting(v.Name) != v.Value {
			return false
		}
	}
	return true
}

// of lists the results of one slice.
func (s *selector) of(slice string) []located { return s.results[slice] }

// joined is found in the value of a slice by several properties. The name of a
// group may have a comma, too: "(50, 60]".
var joined = pattern.New(`,[\pL_][^,=]*=`)

// groups lists the values of a property that slices are named by, sorted.
func (s *selector) groups(by string) []string {
	var values []string
	for slice := range s.results {
		if value, ok := strings.CutPrefix(slice, by+"="); ok && !joined.MatchString(value) {
			values = append(values, value)
		}
	}
	slices.Sort(values)
	return values
}

// claimed reports whether somebody states the result that nothing shows.
func (s *selector) claimed(slice string) bool {
	for _, e := range s.model.Evaluations {
		for _, r := range e.Results {
			if (r.Claimed || e.Claimed) && r.Slice == slice && s.speaksOf(r) {
				return true
			}
		}
	}
	return false
}

// near is the result that a threshold which finds none was probably meant for:
// one of the same name in another spelling or slice, else one of a like name.
func (s *selector) near(slice string) string {
	names := map[string]string{} // what is shown, by metric and slice
	for _, e := range s.model.Evaluations {
		for _, r := range e.Results {
			shown := r.Metric
			if r.Slice != "" {
				shown += " of slice " + r.Slice
			}
			if r.Slice == slice && (plain(r.Metric) == plain(s.Metric) || plain(r.Metric[strings.LastIndexByte(r.Metric, '.')+1:]) == plain(s.Metric)) {
				return shown
			}
			if r.Slice == slice && (s.Metric == r.Metric+","+r.Setting("filter") || s.Metric == r.Task+"."+r.Metric) {
				return shown + " of " + part(r, []string{"filter"})
			}
			names[strings.TrimSpace(r.Metric+" "+r.Slice)] = shown
		}
	}
	if best, ok := finding.Nearest(strings.TrimSpace(s.Metric+" "+slice), slices.Collect(maps.Keys(names))); ok {
		return names[best]
	}
	return ""
}
