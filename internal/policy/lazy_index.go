package policy

import "github.com/open-policy-agent/opa/v1/ast"

// lazyIndex is the index of rules that are read for the first lookup.
type lazyIndex struct{ read func() ast.RuleIndex }

func (lazyIndex) Build([]*ast.Rule) bool { return false }

func (i lazyIndex) Lookup(r ast.ValueResolver) (*ast.IndexResult, error) {
	return i.read().Lookup(tableByTable{r})
}

func (i lazyIndex) AllRules(r ast.ValueResolver) (*ast.IndexResult, error) {
	return i.read().AllRules(tableByTable{r})
}

// tableByTable resolves for an index, which asks for all tables in order to look at one:
// those that it does not look at stay unread.
type tableByTable struct{ ast.ValueResolver }

var rootOfTables = ast.Ref{ast.DefaultRootDocument, ast.StringTerm(dataRoot)}

func (r tableByTable) Resolve(ref ast.Ref) (ast.Value, error) {
	if ref.Equal(rootOfTables) {
		return tablesOf{resolver: r.ValueResolver}, nil
	}
	return r.ValueResolver.Resolve(ref)
}

// IndexEveryCandidateEvaluated is that of the evaluator.
func (r tableByTable) IndexEveryCandidateEvaluated() bool {
	every, is := r.ValueResolver.(ast.IndexEveryCandidateEvaluated)
	return is && every.IndexEveryCandidateEvaluated()
}

// tablesOf are all tables for an index, which calls nothing but Find.
type tablesOf struct {
	ast.Value
	resolver ast.ValueResolver
}

func (t tablesOf) Find(path ast.Ref) (ast.Value, error) {
	return t.resolver.Resolve(rootOfTables.Concat(path))
}
