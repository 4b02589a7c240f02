package dvc

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// saying is what a dvc.yaml says of paths: each is a glob, where a template stands
// in it.
type saying struct {
	at   evidence.Anchor
	glob string
}

type said struct {
	models, results []saying
	metrics         []saying // of stages: DVC keeps them, unless they are kept
	kept            []saying // in git, and not by DVC
}

func sayings(dir string, file place.Place) said {
	var s said
	for _, a := range file.Get("artifacts").InOrder() {
		if isModelType(a.Get("type")) {
			s.models = append(s.models, saying{a.Get("path").Anchor, globIn(dir, filepathOf(a))})
		}
	}
	for _, list := range []string{"metrics", "plots"} { // which no stage need write
		for _, r := range paths(file.Get(list)) {
			s.results = append(s.results, saying{r.anchor, globIn(dir, r.path)})
		}
	}
	for _, stage := range file.Get("stages").InOrder() {
		if do := stage.Get("do"); do.Present() {
			stage = do
		}
		in := path.Join(dir, template.ReplaceAllString(stage.Get("wdir").Text().Value, "*"))
		s.addResults(in, stage)
		for _, o := range paths(stage.Get("outs")) {
			if isModelType(o.flags.Get("type")) {
				s.models = append(s.models, saying{o.anchor, globIn(in, o.path)})
			}
		}
	}
	return s
}

func (s *said) addResults(dir string, of place.Place) {
	for _, m := range paths(of.Get("metrics")) {
		s.metrics = append(s.metrics, saying{m.anchor, globIn(dir, m.path)})
	}
	for _, list := range []string{"metrics", "plots", "outs"} {
		for _, o := range paths(of.Get(list)) {
			if o.flags.Get("cache").Text().Value == "false" {
				s.kept = append(s.kept, saying{o.anchor, globIn(dir, o.path)})
			}
		}
	}
	for _, p := range paths(of.Get("plots")) {
		s.results = append(s.results, saying{p.anchor, globIn(dir, p.path)})
	}
}

// named is a path in a list of dvc.yaml, with what is said of it there.
type named struct {
	anchor evidence.Anchor
	path   string
	flags  place.Place
}

// paths are those of a list whose items are paths, or mappings of a path to what
// is said of it; or of such a mapping.
func paths(list place.Place) []named {
	var out []named
	for _, item := range append(list.Items(), list.InOrder()...) {
		if item.Scalar() {
			out = append(out, named{item.Anchor, item.Text().Value, place.Place{}})
		}
		for _, m := range item.InOrder() {
			out = append(out, named{m.Anchor, m.Node.Key, m})
		}
	}
	return out
}

func globIn(dir, name string) string {
	return located(dir, template.ReplaceAllString(strings.ReplaceAll(name, `\`, "/"), "*"))
}

// covers reports whether a saying is about a path or what lies above it.
func (s saying) covers(name string) bool {
	return source.Match(s.glob, name) || source.Within(s.glob, name)
}

// mark says of an output what dvc.yaml says. A directory with a model in it is one;
// a directory with metrics in it may hold anything else.
func (s said) mark(o *Out) {
	o.Declared = o.Declared || slices.ContainsFunc(s.models, func(m saying) bool { return m.covers(o.Path) || source.Within(o.Path, m.glob) })
	o.Results = slices.ContainsFunc(append(s.results, s.metrics...), func(r saying) bool { return r.covers(o.Path) })
	o.Kept = s.keeps(o.Path)
}

// keeps reports whether dvc.yaml keeps a file in git.
func (s said) keeps(name string) bool {
	return slices.ContainsFunc(s.kept, func(k saying) bool { return k.covers(name) })
}

// unlocked are the models that dvc.yaml names and no output of the lock is.
func (s said) unlocked(outs []Out) []Out {
	var more []Out
	for _, m := range s.models {
		if InRepository(m.glob) && !strings.Contains(m.glob, "*") && !slices.ContainsFunc(outs, func(o Out) bool { return m.covers(o.Path) || source.Within(o.Path, m.glob) }) {
			more = append(more, Out{At: m.at, Path: m.glob, Declared: true, Named: true})
		}
	}
	return more
}

// metricsIn are the files of metrics that DVC keeps: a template is filled in from
// the lock.
func (s said) metricsIn(outs []Out) []evidence.Item {
	var items []evidence.Item
	for _, m := range s.metrics {
		if !strings.Contains(m.glob, "*") && !s.keeps(m.glob) {
			items = append(items, evidence.Item{At: m.at, Value: m.glob})
			continue
		}
		for _, o := range outs {
			if !o.Kept && source.Match(m.glob, o.Path) {
				items = append(items, evidence.Item{At: m.at, Value: o.Path})
			}
		}
	}
	return items
}
