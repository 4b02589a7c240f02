package evidence

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// saying is what a dvc.yaml says of paths: each is a glob, where a template stands
// in it.
type saying struct {
	at   Anchor
	glob string
}

type said struct {
	models, results []saying
	metrics         []saying // of stages: DVC keeps them, unless they are kept
	kept            []saying // in git, and not by DVC
}

func sayings(dir string, file place) said {
	var s said
	for _, a := range file.get("artifacts").inOrder() {
		if isModelType(a.get("type")) {
			s.models = append(s.models, saying{a.get("path").anchor, globIn(dir, filepathOf(a))})
		}
	}
	for _, list := range []string{"metrics", "plots"} { // which no stage need write
		for _, r := range paths(file.get(list)) {
			s.results = append(s.results, saying{r.anchor, globIn(dir, r.path)})
		}
	}
	for _, stage := range file.get("stages").inOrder() {
		if do := stage.get("do"); do.present() {
			stage = do
		}
		in := path.Join(dir, template.ReplaceAllString(stage.get("wdir").text().Value, "*"))
		s.addResults(in, stage)
		for _, o := range paths(stage.get("outs")) {
			if isModelType(o.flags.get("type")) {
				s.models = append(s.models, saying{o.anchor, globIn(in, o.path)})
			}
		}
	}
	return s
}

func (s *said) addResults(dir string, of place) {
	for _, m := range paths(of.get("metrics")) {
		s.metrics = append(s.metrics, saying{m.anchor, globIn(dir, m.path)})
	}
	for _, list := range []string{"metrics", "plots", "outs"} {
		for _, o := range paths(of.get(list)) {
			if o.flags.get("cache").text().Value == "false" {
				s.kept = append(s.kept, saying{o.anchor, globIn(dir, o.path)})
			}
		}
	}
	for _, p := range paths(of.get("plots")) {
		s.results = append(s.results, saying{p.anchor, globIn(dir, p.path)})
	}
}

// named is a path in a list of dvc.yaml, with what is said of it there.
type named struct {
	anchor Anchor
	path   string
	flags  place
}

// paths are those of a list whose items are paths, or mappings of a path to what
// is said of it; or of such a mapping.
func paths(list place) []named {
	var out []named
	for _, item := range append(list.items(), list.inOrder()...) {
		if item.scalar() {
			out = append(out, named{item.anchor, item.text().Value, place{}})
		}
		for _, m := range item.inOrder() {
			out = append(out, named{m.anchor, m.node.Key, m})
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
func (s said) mark(o *out) {
	o.declared = o.declared || slices.ContainsFunc(s.models, func(m saying) bool { return m.covers(o.path) || source.Within(o.path, m.glob) })
	o.results = slices.ContainsFunc(append(s.results, s.metrics...), func(r saying) bool { return r.covers(o.path) })
	o.kept = s.keeps(o.path)
}

// keeps reports whether dvc.yaml keeps a file in git.
func (s said) keeps(name string) bool {
	return slices.ContainsFunc(s.kept, func(k saying) bool { return k.covers(name) })
}

// unlocked are the models that dvc.yaml names and no output of the lock is.
func (s said) unlocked(outs []out) []out {
	var more []out
	for _, m := range s.models {
		if inRepository(m.glob) && !strings.Contains(m.glob, "*") && !slices.ContainsFunc(outs, func(o out) bool { return m.covers(o.path) || source.Within(o.path, m.glob) }) {
			more = append(more, out{at: m.at, path: m.glob, declared: true})
		}
	}
	return more
}

// metricsIn are the files of metrics that DVC keeps: a template is filled in from
// the lock.
func (s said) metricsIn(outs []out) []Item {
	var items []Item
	for _, m := range s.metrics {
		if !strings.Contains(m.glob, "*") && !s.keeps(m.glob) {
			items = append(items, Item{At: m.at, Value: m.glob})
			continue
		}
		for _, o := range outs {
			if !o.kept && source.Match(m.glob, o.path) {
				items = append(items, Item{At: m.at, Value: o.path})
			}
		}
	}
	return items
}
