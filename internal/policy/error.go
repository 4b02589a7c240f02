package policy

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/types"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// LoadError says why a set of policies is refused: every problem that was
// found, in the order of files and lines. Nothing can be decided under
// policies that are not understood, so there is no partial set.
type LoadError struct {
	Problems []Problem // at least one, sorted
}

// Problem is one reason for a refusal. Line and Column are 1-based; Line is 0
// where the problem is not a place in a file, and Path is then "" or the name
// of what was read.
type Problem struct {
	Path    string
	Line    int
	Column  int
	Message string
	Remedy  string
}

func (e *LoadError) Error() string {
	var b strings.Builder
	b.WriteString("the policies cannot be used:")
	for _, p := range e.Problems {
		b.WriteString("\n  ")
		b.WriteString(p.String())
	}
	return b.String()
}

// String is "path:line:column: message", and the remedy on a line of its own.
func (p Problem) String() string {
	s := p.Message
	switch {
	case p.Path != "" && p.Line > 0:
		s = fmt.Sprintf("%s:%d:%d: %s", p.Path, p.Line, p.Column, p.Message)
	case p.Path != "":
		s = p.Path + ": " + p.Message
	}
	if p.Remedy != "" {
		s += "\n      help: " + p.Remedy
	}
	return s
}

// problems collects what is wrong while the loader goes on looking.
type problems []Problem

// at adds a problem at a place in Rego source.
func (ps *problems) at(loc *ast.Location, message, remedy string) {
	p := Problem{Message: message, Remedy: remedy}
	if loc != nil {
		p.Path, p.Line, p.Column = loc.File, loc.Row, loc.Col
	}
	*ps = append(*ps, p)
}

// in adds a problem of a file as a whole.
func (ps *problems) in(path, message, remedy string) {
	*ps = append(*ps, Problem{Path: path, Line: 1, Column: 1, Message: message, Remedy: remedy})
}

// general adds a problem that is at no place.
func (ps *problems) general(message, remedy string) {
	*ps = append(*ps, Problem{Message: message, Remedy: remedy})
}

// err is nil where there are no problems.
func (ps problems) err() error {
	if len(ps) == 0 {
		return nil
	}
	sorted := slices.Clone(ps)
	slices.SortFunc(sorted, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Message, b.Message), cmp.Compare(a.Remedy, b.Remedy))
	})
	return &LoadError{Problems: slices.Compact(sorted)}
}

// rego adds what OPA's parser or compiler reports.
func (ps *problems) rego(err error) {
	var several ast.Errors
	var one *ast.Error
	switch {
	case errors.As(err, &several):
		for _, e := range several {
			ps.regoError(e)
		}
	case errors.As(err, &one):
		ps.regoError(one)
	default:
		ps.general(err.Error(), "")
	}
}

func (ps *problems) regoError(e *ast.Error) {
	message, remedy := e.Message, remedyFor(e)
	if e.Code == ast.UnsafeVarErr && strings.HasPrefix(message, "var __") { // a name that the compiler gave
		message = "a value that is looked up or iterated here is not defined"
	}
	if d, ok := e.Details.(*ast.RefErrInvalidDetail); ok && len(d.OneOf) > 0 && d.Pos < len(d.Ref) {
		message, remedy = unknownKey(d)
	} else if ok && isList(d) {
		message = fmt.Sprintf("%s: a list has no key %s", shownRef(d.Ref), d.Ref[d.Pos])
		remedy = "It is a list here: take each of its members, as in `some s in ….items`."
	} else if e.Details != nil {
		message += ": " + shorten(strings.Join(strings.Fields(strings.Join(e.Details.Lines(), ", ")), " "))
	}
	ps.at(e.Location, message, remedy)
}

// isList reports whether a key is looked up in a list: what was iterated is the object
// that has the list.
func isList(d *ast.RefErrInvalidDetail) bool {
	return d.Pos < len(d.Ref) && types.Compare(d.Want, types.N) == 0
}

// unknownKey words a reference to a key that the schema of the input, or a
// rule's own object, does not have.
func unknownKey(d *ast.RefErrInvalidDetail) (message, remedy string) {
	names := make([]string, 0, len(d.OneOf))
	for _, v := range d.OneOf {
		if s, ok := v.(ast.String); ok {
			names = append(names, string(s))
		}
	}
	slices.Sort(names)
	have := d.Ref[d.Pos].String()
	if s, ok := d.Ref[d.Pos].Value.(ast.String); ok {
		have = string(s)
	}
	return fmt.Sprintf("%s: unknown key %q%s", shownRef(d.Ref), have, finding.DidYouMean(have, names)),
		"Use one of these keys: " + strings.Join(names, ", ") + "."
}

// shownRef prints a reference without the names that the compiler gives to
// local variables.
func shownRef(ref ast.Ref) string {
	shown := ref.Copy()
	for i, t := range shown {
		if v, ok := t.Value.(ast.Var); ok && (v.IsGenerated() || v.IsWildcard()) {
			shown[i] = ast.VarTerm("_")
		}
	}
	return shown.String()
}
