package policy

import (
	"context"
	"strconv"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
)

// tableStore is the tables as the evaluator reads them. Of the methods of a store,
// the evaluator calls none but Read, so that there are no others.
type tableStore struct {
	storage.Store
	data ast.Value
}

func newTableStore(t tables) (tableStore, error) {
	data, err := ast.InterfaceToValue(t.store())
	return tableStore{data: data}, err
}

// Read is the value at a path below data.
func (s tableStore) Read(_ context.Context, _ storage.Transaction, path storage.Path) (any, error) {
	value := s.data
	for _, step := range path {
		if value = member(value, step); value == nil {
			return nil, &storage.Error{Code: storage.NotFoundErr, Message: path.String() + ": no table has this"}
		}
	}
	return value, nil
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
