package promotion

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// Verify compares all of an environment with its records: the records of
// every model follow one another without a gap, the manifests are those of the
// current records, and nothing else lies beside them. Problems are sorted by
// path; an error means that the tree could not be read.
func Verify(tree source.Tree, env Environment) ([]Problem, error) {
	var problems []Problem
	owned := map[string]bool{}
	root := RecordsDir + "/" + env.Name
	for _, dir := range []string{root, env.Path} {
		if p, ok := blockedBy(tree, dir); ok {
			problems = append(problems, p)
		}
	}
	model := ""
	for _, e := range tree.Under(root) {
		name, _, below := strings.Cut(strings.TrimPrefix(e.Path, root+"/"), "/")
		if !below || !modelName.MatchString(name) {
			problems = append(problems, Problem{e.Path, "it is no record: records lie in the directory of their model"})
			continue
		}
		if name == model {
			continue
		}
		model = name
		h, wrong, err := readHistory(tree, env.Name, model)
		if err != nil {
			return nil, fmt.Errorf("verifying %s in %s: %w", model, env.Name, err)
		}
		problems = append(problems, wrong...)
		for _, r := range h {
			owned[r.Render.Directory] = true
		}
	}
	for _, e := range tree.Under(env.Path) {
		dir, _, below := strings.Cut(strings.TrimPrefix(e.Path, env.Path+"/"), "/")
		if !below && dir == ".gitkeep" {
			continue
		}
		if !below || !owned[env.Path+"/"+dir] {
			problems = append(problems, Problem{e.Path, "no record lists it: somebody else made it"})
		}
	}
	slices.SortFunc(problems, func(a, b Problem) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Message, b.Message)) })
	return slices.Compact(problems), nil
}

// Landed reports whether a tree holds the records of a plan. It answers after
// a commit whose outcome is not known: a record at the same path with the same
// promotion id means that the promotion has happened. A plan that promotes
// nothing has not landed anywhere.
func (p Plan) Landed(tree source.Tree) (bool, error) {
	promoted := p.In(Promote)
	for _, item := range promoted {
		b, why, err := readFile(tree, item.Record, maxRecord)
		if err != nil {
			return false, err
		}
		if why != "" {
			return false, nil
		}
		r, why, err := parseRecord(item.Record, b)
		if err != nil {
			return false, err
		}
		if why != "" {
			return false, &Tampered{Environment: p.Environment, Problems: []Problem{{item.Record, why}}}
		}
		if r.PromotionID != item.PromotionID {
			return false, nil
		}
	}
	return len(promoted) > 0, nil
}
