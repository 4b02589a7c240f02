package policy

import (
	"context"
	"strconv"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
)

// tableStore is the tables as the evaluator reads them, each from its first use. Of the
// methods of a store, the evaluator calls none but Read, so that there are no others.
type tableStore struct {
	storage.Store
	tables map[string]func() (ast.Value, error)
}

func newTableStore(t tables) tableStore {
	s := tableStore{tables: map[string]func() (ast.Value, error){}}
	for name, table := range t {
		s.tables[name] = table.terms
	}
	return s
}

// table is a whole table, for those who look at it often; nil if it cannot be read.
func (s tableStore) table(name string) func() *ast.Term {
	read := s.tables[name]
	return sync.OnceValue(func() *ast.Term {
		value, err := read()
		if err != nil {
			return openTerm
		}
		return ast.NewTerm(value)
	})
}

// Read is the value at a path below data.
func (s tableStore) Read(_ context.Context, _ storage.Transaction, path storage.Path) (any, error) {
	if len(path) < 2 {
		return s.all(path)
	}
	table, known := s.tables[path[1]]
	if !known || path[0] != dataRoot {
		return nil, notFound(path)
	}
	value, err := table()
	for _, step := range path[2:] {
		if value = member(value, step); value == nil {
			return nil, notFound(path)
		}
	}
	return value, err
}

// all is data itself, or all of the tables.
func (s tableStore) all(path storage.Path) (any, error) {
	if len(path) == 1 && path[0] != dataRoot {
		return nil, notFound(path)
	}
	all := ast.NewObject()
	for name, table := range s.tables {
		value, err := table()
		if err != nil {
			return nil, err
		}
		all.Insert(ast.StringTerm(name), ast.NewTerm(value))
	}
	if len(path) == 1 {
		return all, nil
	}
	return ast.NewObject(ast.Item(ast.StringTerm(dataRoot), ast.NewTerm(all))), nil
}

func notFound(path storage.Path) error {
	return &storage.Error{Code: storage.NotFoundErr, Message: path.String() + ": no table has this"}
}

// member is a member of an object or an array; nil if there is none.
func member(value ast.Value, step string) ast.Value {
	var found *ast.Term
	switch value := value.(type) {
	case ast.Object:
		found = value.Get(ast.StringTerm(step))
	case *ast.Array:
		if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < value.Len() {
			found = value.Elem(i)
		}
	}
	if found == nil {
		return nil
	}
	return found.Value
}
