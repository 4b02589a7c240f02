package gate

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// copies are the files of results that the proposal brings or changes and that state
// what a file of another model states. Each is told of one other model, the first whose
// weights are not the same. A file that was not compared with all others is told too.
func (r *run) copies(head, base evidence.Model) ([]evidence.Copy, []evidence.Uncompared, error) {
	out, uncompared := []evidence.Copy{}, []evidence.Uncompared{}
	for _, e := range head.Evaluations {
		known := slices.ContainsFunc(base.Evaluations, func(b evidence.Evaluation) bool { return b.Content == e.Content })
		if known || e.Content == "" || !r.touches(e.Path) {
			continue
		}
		of, found, left, err := r.findCopy(head, e)
		if err != nil {
			return nil, nil, err
		}
		if left > 0 {
			uncompared = append(uncompared, evidence.Uncompared{At: e.At, Path: e.Path, Files: left})
		}
		if found {
			out = append(out, of)
		}
	}
	return out, uncompared, nil
}

// touches reports whether the proposal brings or changes a file.
func (r *run) touches(file string) bool {
	return slices.ContainsFunc(r.Changes, func(c source.Change) bool { return c.Path == file })
}

// findCopy returns the copy that a file of results is of one of another model, as proposed
// or as it was when the proposal was made. Left is how many files were not compared.
func (r *run) findCopy(head evidence.Model, e evidence.Evaluation) (first evidence.Copy, found bool, left int, err error) {
	of, ok := r.Head.Lookup(e.Path)
	if !ok || of.Kind != source.File {
		return evidence.Copy{}, false, 0, nil
	}
	if of.Size, err = r.Head.Size(of); err != nil {
		return evidence.Copy{}, false, 0, err
	}
	for i, side := range []side{{r.left, r.origin()}, {r.head, r.Head.Tree}} {
		files, more, err := side.finder.Alike(of, e)
		if err != nil {
			return evidence.Copy{}, false, 0, err
		}
		left = max(left, more)
		for _, file := range files {
			c, is, err := r.copyOf(head, e, side, file)
			if err != nil || is && i == 0 && c.Weights == evidence.SameWeights {
				return c, is, left, err // another place of a model that had these results before the proposal
			}
			if is && (first.Path == "" || first.Weights != evidence.OtherWeights && c.Weights == evidence.OtherWeights) {
				first = c
			}
		}
	}
	return first, first.Path != "", left, nil
}

// side is one of the trees that are compared.
type side struct {
	finder *finder.Finder
	tree   source.Tree
}

// copyOf is what a file of results is to a file that states the same; false where that
// is no evidence of another model.
func (r *run) copyOf(head evidence.Model, e evidence.Evaluation, from side, file finder.Like) (evidence.Copy, bool, error) {
	owner, err := from.finder.Owner(file.Path)
	if err != nil || owner == "" || owner == head.ID || slices.Contains(r.formerly(head.ID), owner) {
		return evidence.Copy{}, false, err
	}
	s, err := from.finder.Read(owner)
	if err != nil {
		return evidence.Copy{}, false, err
	}
	other := s.Model
	if !slices.ContainsFunc(other.Evaluations, func(o evidence.Evaluation) bool { return o.Path == file.Path }) || isThird(e.Subject.Model, head, other) {
		return evidence.Copy{}, false, nil
	}
	c := evidence.Copy{At: e.At, Path: e.Path, Model: owner, Other: file.Path, Values: file.Values, Weights: weights(contentsOf(head, r.Head.Tree), contentsOf(other, from.tree))}
	if c.Values > 0 && (isMadeFrom(head, other) || isMadeFrom(other, head)) {
		c.Weights = evidence.SameWeights
	}
	return c, true, nil
}

// isThird reports whether results name a model that both of two are made from: each
// keeps them to compare itself with.
func isThird(name string, one, other evidence.Model) bool {
	names := func(m evidence.Model) bool {
		return slices.ContainsFunc(m.Card.BaseModels.Items, func(b evidence.BaseModel) bool { return strings.EqualFold(b.Value, name) }) ||
			slices.ContainsFunc(m.Bases, func(b evidence.NamedBase) bool { return strings.EqualFold(b.Value, name) })
	}
	return name != "" && names(one) && names(other)
}

// isMadeFrom reports whether a model names another as its base: an export of it may
// well have the same values.
func isMadeFrom(one, base evidence.Model) bool {
	is := func(name string) bool {
		return name != "" && (strings.EqualFold(name, base.ID) || strings.EqualFold(path.Base(name), path.Base(base.ID)) || strings.EqualFold(name, base.Name))
	}
	return slices.ContainsFunc(one.Card.BaseModels.Items, func(b evidence.BaseModel) bool { return is(b.Value) })
}

// weights says whether two models are the same: all artifacts of one are those of the
// other. A file that two models share beside others makes them no one model.
func weights(a, b []string) evidence.WeightsState {
	within := func(a, b []string) bool {
		return len(a) > 0 && !slices.ContainsFunc(a, func(x string) bool { return !slices.Contains(b, x) })
	}
	switch {
	case len(a)+len(b) == 0:
		return evidence.UnknownWeights
	case within(a, b) || within(b, a):
		return evidence.SameWeights
	}
	return evidence.OtherWeights
}

// contentsOf tells the artifacts of a model apart: by digest, else by what git has or by
// the address.
func contentsOf(m evidence.Model, tree source.Tree) []string {
	var out []string
	for _, a := range m.Artifacts {
		object := ""
		if e, ok := tree.Lookup(a.Path); ok && a.Path != "" {
			object = e.Object
		}
		if id := slices.Concat(nonEmpty(a.Digest, object), nonEmpty(a.URI)); len(id) > 0 {
			out = append(out, id[0])
		}
	}
	return out
}
