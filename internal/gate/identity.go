package gate

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// A model's id is its directory, which the proposer chooses. A model that a
// proposal brings may be one that the base has, under another id: then the
// thresholds, the best results and the baseline of that one are its own.

// former is a model of the base that a proposed one was.
type former struct {
	ids []string // sorted; several where it cannot be told
	by  string   // what tells
}

// identities are what the models that a proposal brings were, and what it removes.
type identities struct {
	of      map[string]former // by the id of an added model
	removed []string
	moves   map[string][]policy.Move // by the id of a removed model
}

// Signs of identity, the surer first. Within each, equal values mean one model.
var signs = []struct {
	by string
	of func(traits) []string
}{
	{"the name in its manifest", func(t traits) []string { return t.manifest }},
	{"an artifact", func(t traits) []string { return t.artifacts }},
	{"its model card", func(t traits) []string { return t.card }},
	{"its name", func(t traits) []string { return t.names }},
}

// traits are the values of the signs of one model.
type traits struct{ manifest, artifacts, card, names []string }

// identify finds out what the added models among those that differ were.
func (r *run) identify(ids []string) error {
	r.identities = identities{of: map[string]former{}}
	if r.sameCommit() {
		return nil
	}
	var added, renamed []string
	for _, id := range ids {
		was, err := r.left.IsModel(id)
		if err != nil {
			return err
		}
		is, err := r.head.IsModel(id)
		switch {
		case err != nil:
			return err
		case is && was:
			renamed = append(renamed, id)
		case is:
			added = append(added, id)
		case was:
			r.identities.removed = append(r.identities.removed, id)
		}
	}
	renamed, err := r.findRenamed(renamed)
	if err != nil {
		return err
	}
	if err := r.recognize(added, renamed); err != nil {
		return err
	}
	return r.findMoves()
}

// findRenamed returns those of the models of both sides whose manifest has a new name.
func (r *run) findRenamed(ids []string) ([]string, error) {
	var out []string
	for _, id := range ids {
		was, err := r.left.ManifestName(id)
		if err != nil {
			return nil, err
		}
		is, err := r.head.ManifestName(id)
		if err != nil {
			return nil, err
		}
		if is != "" && is != was {
			out = append(out, id)
		}
	}
	return out, nil
}

// recognize finds out what the added models were, and those that have taken the
// name of another: that may be in the place of what is deployed under the name.
func (r *run) recognize(added, renamed []string) error {
	if len(added)+len(renamed) == 0 {
		return nil
	}
	known, err := r.indexBySign(r.identities.removed)
	if err != nil {
		return err
	}
	for _, id := range added {
		has, err := r.traitsOfAdded(id)
		if err != nil {
			return err
		}
		f, err := r.formerWeights(id)
		if err != nil {
			return err
		}
		if len(f.ids) == 0 {
			f = formerOf(has, known)
		}
		if len(f.ids) > 0 {
			r.identities.of[id] = f
		}
	}
	for _, id := range renamed {
		name, err := r.head.ManifestName(id)
		if err != nil {
			return err
		}
		if f := formerOf(traits{manifest: []string{name}}, known); len(f.ids) > 0 {
			r.identities.of[id] = f
		}
	}
	return nil
}

// formerOf is what a model was: each sign narrows what the surer ones leave.
func formerOf(has traits, known []map[string][]string) former {
	var f former
	for i, sign := range signs {
		found := map[string]bool{}
		for _, value := range sign.of(has) {
			for _, id := range known[i][value] {
				found[id] = true
			}
		}
		if len(f.ids) == 0 {
			f = former{sortedKeys(found), sign.by}
			continue
		}
		if narrowed := slices.DeleteFunc(slices.Clone(f.ids), func(id string) bool { return !found[id] }); len(narrowed) > 0 {
			f.ids = narrowed
		}
	}
	return f
}

// indexBySign returns the models of the base by the values of each sign. What is deployed
// goes by the manifest's name, so one that stays is known by that, too: a copy
// under its name would take its place.
func (r *run) indexBySign(removed []string) ([]map[string][]string, error) {
	known := make([]map[string][]string, len(signs))
	for i := range signs {
		known[i] = map[string][]string{}
	}
	all, err := r.left.All()
	if err != nil {
		return nil, err
	}
	for _, id := range all {
		if slices.Contains(removed, id) {
			continue
		}
		name, err := r.left.ManifestName(id)
		if err != nil {
			return nil, err
		}
		if name != "" {
			known[0][name] = append(known[0][name], id)
		}
	}
	for _, id := range removed {
		had, err := traitsOf(r.left, r.origin(), id)
		if err != nil {
			return nil, err
		}
		for i, sign := range signs {
			for _, value := range sign.of(had) {
				known[i][value] = append(known[i][value], id)
			}
		}
	}
	return known, nil
}

// traitsOfAdded reads no more of a proposed model than can tell: where none is
// removed, that is its manifest.
func (r *run) traitsOfAdded(id string) (traits, error) {
	if len(r.identities.removed) > 0 {
		return traitsOf(r.head, r.Head.Tree, id)
	}
	name, err := r.head.ManifestName(id)
	return traits{manifest: nonEmpty(name)}, err
}

func traitsOf(finder *finder.Finder, tree source.Tree, id string) (traits, error) {
	s, err := finder.Read(id)
	if err != nil {
		return traits{}, err
	}
	m := s.Model
	t := traits{names: nonEmpty(path.Base(id), m.Name, m.Card.Name.Value), card: nonEmpty(s.CardDigest), manifest: nonEmpty(m.Manifest.Name.Value)}
	for _, a := range m.Artifacts {
		object := ""
		if e, ok := tree.Lookup(a.Path); ok {
			object = e.Object
		}
		t.artifacts = append(t.artifacts, nonEmpty(a.Digest, object)...)
	}
	return t, nil
}

func nonEmpty(values ...string) []string {
	return slices.DeleteFunc(values, func(v string) bool { return v == "" || v == "." })
}

// formerly lists the ids that a model had, or may have had.
func (r *run) formerly(id string) []string { return r.identities.of[id].ids }

// speaks reports whether a threshold is for a model, under any id that it had.
func (r *run) speaks(t config.Threshold, id string) bool {
	return t.For(id) || slices.ContainsFunc(r.formerly(id), t.For)
}

// readBefore returns a model as the base has it, with its artifacts where they are now.
func (r *run) readBefore(id string) (finder.Snapshot, error) {
	was := r.formerly(id)
	if len(was) == 0 {
		return r.base.Read(id)
	}
	s, err := r.base.Read(was[0])
	if err == nil && !s.Model.Present { // the base has moved on
		s, err = r.left.Read(was[0])
	}
	s.Model.Artifacts = slices.Clone(s.Model.Artifacts)
	for i, a := range s.Model.Artifacts {
		if below, ok := strings.CutPrefix(path.Join("/", a.Path), path.Join("/", was[0])+"/"); ok && a.Path != "" {
			s.Model.Artifacts[i].Path = path.Join(id, below)
		}
	}
	return s, err
}

// baseName is what reports call the model on the base.
func (r *run) baseName(id string) string {
	if was := r.formerly(id); len(was) > 0 {
		return fmt.Sprintf("the base (%s)", was[0])
	}
	return "the base"
}

// findMoves finds out what becomes of the models that the proposal removes.
func (r *run) findMoves() error {
	if len(r.identities.removed) == 0 {
		return nil
	}
	proposed, _, err := config.Read(r.Head.Tree) // what is wrong with it is said elsewhere
	if err != nil {
		return err
	}
	r.identities.moves = map[string][]policy.Move{}
	for _, from := range r.identities.removed {
		to := r.successors(from)
		if len(to) == 0 {
			to = []string{""}
		}
		for _, id := range to {
			m, err := r.move(proposed, from, id)
			if err != nil {
				return err
			}
			r.identities.moves[from] = append(r.identities.moves[from], m)
		}
	}
	return nil
}

// move is what becomes of one model; "" as its new id if it is gone.
func (r *run) move(proposed config.Config, from, to string) (policy.Move, error) {
	was, err := r.left.Read(from)
	if err != nil {
		return policy.Move{}, err
	}
	m := policy.Move{At: was.Model.At, From: from, To: to, By: r.identities.of[to].by,
		Deploys: was.Model.Manifest.TargetSet, Results: len(was.Model.Evaluations) > 0, DataCards: dataCardsOf(was.Model), Shed: []policy.Threshold{}, Thresholds: []policy.Threshold{}, Owners: []policy.Owner{}}
	if r.Promoted != nil && r.config.Baseline.Source == "promoted" {
		var promoted bool
		if _, _, promoted, err = r.Promoted(r.config.Baseline.Environment, from, was.Model.Manifest.Name.Value); err != nil {
			return m, fmt.Errorf("finding the promoted version of %s: %w", from, err)
		}
		m.Deploys = m.Deploys || promoted
	}
	for _, name := range r.owners.Of(config.ThresholdsPath) {
		m.Owners = append(m.Owners, policy.Owner{At: m.At, Name: name})
	}
	for _, t := range r.config.Thresholds {
		if t.Severity != config.Block || !t.For(from) {
			continue
		}
		named := policy.Threshold{At: anchorOf(t.At), ID: t.ID, Metric: t.Metric, Slice: t.Slice}
		m.Thresholds = append(m.Thresholds, named)
		kept, err := r.keepsThreshold(proposed, t, from, to)
		if err != nil {
			return policy.Move{}, err
		}
		if !kept {
			m.Shed = append(m.Shed, named)
		}
	}
	return m, nil
}

// dataCardsOf is how many datasets of a model have a data card.
func dataCardsOf(m evidence.Model) (n int) {
	for _, d := range m.Datasets {
		if d.Card.Present {
			n++
		}
	}
	return n
}

// keepsThreshold reports whether a threshold for a model is one for what becomes of it, once
// merged, with its best result. Of a model that is gone, it may not name that alone:
// whoever adds it again would choose another directory.
func (r *run) keepsThreshold(proposed config.Config, t config.Threshold, from, to string) (bool, error) {
	now := slices.IndexFunc(proposed.Thresholds, func(p config.Threshold) bool { return p.ID == t.ID })
	if to != "" {
		best := func(locked []config.Best, id string) bool {
			return slices.ContainsFunc(locked, func(b config.Best) bool { return b.Threshold == t.ID && b.Model == id })
		}
		return now >= 0 && proposed.Thresholds[now].For(to) && (!best(r.config.Locked, from) || best(proposed.Locked, to)), nil
	}
	if now < 0 || len(proposed.Thresholds[now].Models) == 0 {
		return true, nil
	}
	return r.head.Names(proposed.Thresholds[now].For)
}

// movesOf is what becomes of a model that the proposal removes; of all for "".
func (r *run) movesOf(id string) []policy.Move {
	out := []policy.Move{}
	for _, from := range r.identities.removed {
		if id == "" || id == from {
			out = append(out, r.identities.moves[from]...)
		}
	}
	return out
}

// successors are the models that a removed one became, sorted.
func (r *run) successors(id string) []string {
	var out []string
	for _, to := range sortedKeys(r.identities.of) {
		if slices.Contains(r.identities.of[to].ids, id) {
			out = append(out, to)
		}
	}
	return out
}
