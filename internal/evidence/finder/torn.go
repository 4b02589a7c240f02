package finder

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence/cards"
	"github.com/modelgate-dev/modelgate/internal/evidence/dvc"
	"github.com/modelgate-dev/modelgate/internal/evidence/manifest"
	"github.com/modelgate-dev/modelgate/internal/evidence/weights"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// A model whose card is in one directory and whose weights are in another is one model at
// their common parent, where nothing else can be meant: the repository, or a directory in
// it, holds one card and weights in one other directory. A manifest says for itself where
// its model is.

// Union is a model that is put together from two directories. Weights is "" where the card in a
// directory of documentation is all there is of the model.
type Union struct{ ID, Card, Weights string }

// maxLookedAt bounds the files that are looked at for the card of weights.
const maxLookedAt = 200

// Unions are the models of the tree that are put together, sorted.
func (f *Finder) Unions() ([]Union, error) {
	f.unionsOnce.Do(func() { f.unions, f.unionsErr = f.findUnions() })
	return f.unions, f.unionsErr
}

// HoldTo puts together what the base puts together, and nothing of which the base has the
// card as a model by itself: a proposal neither tears a model apart nor merges two, and
// so does not lose the rules that apply to it. It is to be called before anything else.
func (f *Finder) HoldTo(base *Finder) error {
	unions, err := base.Unions()
	if err != nil {
		return err
	}
	for _, u := range unions {
		if len(f.tree.Under(u.ID)) > 0 {
			f.held = append(f.held, u)
		}
	}
	f.before = base
	return nil
}

func (f *Finder) findUnions() ([]Union, error) {
	out := slices.Clone(f.held)
	if len(f.layout.Models) > 0 {
		return out, nil
	}
	roots, err := f.weightRoots()
	if err != nil {
		return nil, err
	}
	scopes := f.scopesOf(roots)
	if len(roots) == 0 {
		scopes = f.documentationScope()
	}
	var wanted []source.Entry
	for _, s := range scopes {
		wanted = append(wanted, s.cards...)
	}
	if err := f.fetch(func() []source.Entry { return wanted }); err != nil {
		return nil, err
	}
	for _, s := range scopes {
		u, ok, err := f.unionOf(s)
		if err != nil {
			return nil, err
		}
		same := slices.IndexFunc(out, func(other Union) bool {
			return other.Weights == u.Weights && u.Weights != "" || other.Card == u.Card || other.ID == u.ID
		})
		switch {
		case !ok:
		case same < 0:
			out = append(out, u)
		case out[same] == Union{u.ID, u.Card, ""}: // the model gets its weights
			out[same] = u
		}
	}
	slices.SortFunc(out, func(a, b Union) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}

// weightRoots are the directories with weights of models, by the names of files or by
// dvc.yaml, none of which is below another.
func (f *Finder) weightRoots() ([]string, error) {
	dirs, checkpoints := map[string]bool{}, map[string]bool{}
	for _, e := range f.tree.Entries() {
		dir, base := path.Dir(e.Path), path.Base(e.Path)
		is := weights.IsName(e.Path) && !isAuxiliary(e.Path) || f.isPipelineMeta(e.Path) && !f.isLastPipeline(dir) || strings.EqualFold(base, "MLmodel") || strings.EqualFold(base, "Kitfile")
		switch {
		case !is || f.never(dir) || f.ignored(dir) || isFixture(dir):
		case isCheckpoint(e.Path):
			checkpoints[dir] = true
		default:
			dirs[dir] = true
		}
	}
	recorded, err := f.dvcModelDirs()
	if err != nil {
		return nil, err
	}
	for _, dir := range recorded {
		if !f.never(dir) && !f.ignored(dir) {
			dirs[dir] = true
		}
	}
	if len(dirs) == 0 {
		if dirs, err = f.dvcOutDirs(); err != nil {
			return nil, err
		}
	}
	if len(dirs) == 0 {
		dirs = checkpoints
	}
	var roots []string
	for dir := range dirs {
		below := false
		for above := dir; above != "." && !below; {
			above = path.Dir(above)
			below = dirs[above]
		}
		if !below {
			roots = append(roots, dir)
		}
	}
	slices.Sort(roots)
	return roots, nil
}

// dvcOutDirs are the directories for which pipelines record what looks like a model. It makes
// none by itself, but is the weights of a card where there are no others.
func (f *Finder) dvcOutDirs() (map[string]bool, error) {
	dirs := map[string]bool{}
	ps, err := f.pipelines()
	for _, p := range ps {
		for _, o := range p.Outs {
			dir := path.Dir(o.Path)
			if dvc.InRepository(o.Path) && isModelOut(o, ".") && !isAuxiliary(o.Path) && !f.never(dir) && !f.ignored(dir) {
				dirs[dir] = true
			}
		}
	}
	return dirs, err
}

// scope is the largest directory that holds the weights of one directory and no others,
// and what may be cards and manifests of them.
type scope struct {
	dir, weights string
	cards        []source.Entry
}

// scopesOf are the scopes in which a card may be in another directory than the weights or
// one above them, as far as names tell: no file is read.
func (f *Finder) scopesOf(roots []string) []scope {
	return slices.DeleteFunc(f.allScopes(roots), func(s scope) bool {
		elsewhere := slices.ContainsFunc(s.cards, func(e source.Entry) bool {
			dir := path.Dir(e.Path)
			return dir != s.weights && !source.Within(dir, s.weights)
		})
		return !elsewhere || len(s.cards) > maxLookedAt
	})
}

// allScopes are the scopes of directories with weights.
func (f *Finder) allScopes(roots []string) []scope {
	held := map[string]int{} // by directory: how many of the roots it holds
	for _, w := range roots {
		for dir := w; ; dir = path.Dir(dir) {
			held[dir]++
			if dir == "." {
				break
			}
		}
	}
	var out []scope
	for _, w := range roots {
		s := scope{dir: w, weights: w}
		for s.dir != "." && held[path.Dir(s.dir)] == 1 {
			s.dir = path.Dir(s.dir)
		}
		s.cards = f.listCards(s.dir)
		out = append(out, s)
	}
	return out
}

// listCards lists what may be cards and manifests of models below a directory, by name.
func (f *Finder) listCards(below string) []source.Entry {
	var out []source.Entry
	for _, e := range f.tree.Under(below) {
		base, dir := path.Base(e.Path), path.Dir(e.Path)
		page := cards.IsPageName(base) || cards.IsNamed(base) || strings.EqualFold(base, "README.md")
		if (page || base == manifest.FileName) && !f.never(dir) && !f.ignored(dir) && !f.isSnapshot(dir) {
			out = append(out, e)
		}
	}
	return out
}

// unionOf puts together the model of a scope, if it holds one card.
func (f *Finder) unionOf(s scope) (Union, bool, error) {
	var found []string // directories with a card
	manifests := []string{}
	for _, e := range s.cards {
		dir := path.Dir(e.Path)
		if path.Base(e.Path) == manifest.FileName {
			manifests = append(manifests, dir)
			continue
		}
		is, err := f.isCard(e)
		if err != nil {
			return Union{}, false, err
		}
		if is && !slices.Contains(found, dir) {
			found = append(found, dir)
		}
	}
	if len(found) != 1 || len(manifests) > 1 {
		return Union{}, false, nil
	}
	u, ok := s.around(found[0])
	if !ok {
		return Union{}, false, nil
	}
	if len(manifests) > 0 {
		if m := manifests[0]; m != u.ID && !source.Within(m, u.ID) || m == s.weights && m != u.ID {
			return Union{}, false, nil
		}
		u.ID = manifests[0]
	}
	if f.before != nil {
		if was, err := f.before.IsModel(u.Card); was || err != nil {
			return Union{}, false, err
		}
	}
	return u, true, nil
}

// around is the model of a card of the scope: what its directory and that of the weights are in.
func (s scope) around(card string) (Union, bool) {
	switch {
	case s.weights == "":
		return Union{path.Dir(card), card, ""}, isDocumentation(card)
	case card == s.weights || source.Within(card, s.weights): // the card's directory has them
		return Union{}, false
	}
	return Union{commonParent(card, s.weights), card, s.weights}, true
}

// IsCard reports whether a file is a model card by itself: not the page of a project that
// counts as one because it is beside weights.
func (f *Finder) IsCard(file string) (bool, error) {
	e, there := f.tree.Lookup(file)
	if !there {
		return false, nil
	}
	return f.isCard(e)
}

// isCard reports whether a file is a model card by itself, whatever is beside it.
func (f *Finder) isCard(e source.Entry) (bool, error) {
	base := path.Base(e.Path)
	switch {
	case cards.IsPageName(base):
		return true, nil
	case strings.EqualFold(base, "README.md"):
		return f.isCardPage(e.Path)
	}
	found, err := f.otherCards([]string{path.Dir(e.Path)}, "", []source.Entry{e})
	return slices.ContainsFunc(found, func(c otherCard) bool { return c.one }), err
}

func commonParent(a, b string) string {
	for a != b && !source.Within(a, b) {
		a = path.Dir(a)
	}
	return a
}

// unionAt is the union that is a directory's model.
func (f *Finder) unionAt(dir string) (Union, bool) {
	unions, err := f.Unions()
	i := slices.IndexFunc(unions, func(u Union) bool { return u.ID == dir })
	if err != nil || i < 0 {
		return Union{}, false
	}
	return unions[i], true
}

// partsOf are the directories in which what belongs to a model lies without being below
// another: its own, and those that it is put together from.
func (f *Finder) partsOf(id string) []string {
	u, ok := f.unionAt(id)
	if !ok {
		return []string{id}
	}
	out := []string{id}
	for _, dir := range []string{u.Card, u.Weights} {
		if dir != "" && !slices.Contains(out, dir) {
			out = append(out, dir)
		}
	}
	return out
}

// TornFrom are the models that the base puts together and the tree, by itself, does not:
// once merged, their parts are models of their own, or of none.
func (f *Finder) TornFrom() ([]Union, error) {
	var out []Union
	own := New(f.tree, f.layout)
	for _, u := range f.held {
		is, err := own.IsModel(u.ID)
		if err != nil {
			return nil, err
		}
		if !is && (f.exists(u.Card) || f.exists(u.Weights)) {
			out = append(out, u)
		}
	}
	return out, nil
}
