package policy

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// MaxMutants is how many changes of rules are tried.
const MaxMutants = 100

// Mutant is a small change of a rule that the tests ought to notice.
type Mutant struct {
	Path          string
	Line, Column  int
	Before, After string // the text that is changed
}

// Mutation says which changed rules no test notices.
type Mutation struct {
	Survivors []Mutant
	Tried     int // that load
	Left      int // that were not tried, since there are too many
}

// Mutate changes the organisation's rules one place at a time, and runs their tests:
// comparisons are turned round, conditions and findings are dropped. It starts from tests
// that pass. Which places are tried if there are more than MaxMutants depends on the files
// alone. Unless it is nil, only says which rules are changed, by their ids; helpers have none.
// Unless it is nil, progress is told how far it is.
func Mutate(ctx context.Context, tree source.Tree, only func(id string) bool, progress func(done, total int)) (Mutation, error) {
	out := Mutation{Survivors: []Mutant{}}
	own, err := ownSources(tree)
	if err != nil {
		return out, err
	}
	var ps problems
	modules := parse(own, capabilities(), &ps)
	if err := ps.err(); err != nil {
		return out, err
	}
	var all []edit
	for _, f := range own {
		if id, _, _ := identify(modules[f.path], f.path); only != nil && !only(id.id) {
			continue
		}
		all = append(all, mutants(f, modules[f.path])...)
	}
	chosen := spread(all, MaxMutants)
	out.Left = len(all) - len(chosen)
	for i, e := range chosen {
		report, err := TestTree(ctx, tree.With(map[string][]byte{e.Path: e.text}))
		var refused *LoadError
		switch {
		case ctx.Err() != nil:
			return out, fmt.Errorf("trying changed rules: %w", ctx.Err())
		case errors.As(err, &refused): // it is no rule any more, which a check refuses
		case err != nil:
			return out, err
		default:
			out.Tried++
			if !slices.ContainsFunc(report.Cases, func(c TestCase) bool { return !c.Passed && !c.Skipped }) {
				out.Survivors = append(out.Survivors, e.Mutant)
			}
		}
		if progress != nil {
			progress(i+1, len(chosen))
		}
	}
	return out, nil
}

// spread is at most so many of a list, from all of its parts.
func spread[T any](all []T, most int) []T {
	if len(all) <= most {
		return all
	}
	out := make([]T, most)
	for i := range out {
		out[i] = all[i*len(all)/most]
	}
	return out
}

// edit is a mutant with the text of its file.
type edit struct {
	Mutant
	text []byte
}

// opposites are comparisons, the longer ones first, and what they are turned into.
var opposites = [][2]string{{" == ", " != "}, {" != ", " == "}, {" <= ", " > "}, {" >= ", " < "}, {" < ", " >= "}, {" > ", " <= "}}

// mutants are the changes of one file, in its order.
func mutants(f file, module *ast.Module) []edit {
	var out []edit
	seen := map[string]bool{}
	add := func(at *ast.Location, after string) {
		before := string(at.Text)
		key := fmt.Sprint(at.Offset, " ", after)
		if before == "" || before == after || seen[key] || at.Offset+len(before) > len(f.src) || !bytes.Equal(f.src[at.Offset:at.Offset+len(before)], at.Text) {
			return
		}
		seen[key] = true
		text := slices.Concat(f.src[:at.Offset], []byte(after), f.src[at.Offset+len(before):])
		out = append(out, edit{Mutant{f.path, at.Row, at.Col, before, after}, text})
	}
	for _, rule := range module.Rules {
		ast.WalkExprs(rule, func(e *ast.Expr) bool {
			if e.Location == nil || e.Generated {
				return false
			}
			text := string(e.Location.Text)
			if bare, negated := strings.CutPrefix(text, "not "); e.Negated && negated {
				add(e.Location, bare)
			}
			for _, o := range opposites {
				if before, after, found := strings.Cut(text, o[0]); found && !strings.ContainsAny(before, "\"`") {
					add(e.Location, before+o[1]+after)
					break
				}
			}
			if _, isTerm := e.Terms.(*ast.Term); (isTerm || e.IsCall()) && !e.IsAssignment() && text != "true" {
				add(e.Location, "true")
			}
			return false
		})
	}
	return out
}
