package policies_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// fixture is what nearly all tests of rules start from.
const fixture = "lib/fixture_test.rego"

// workedOut is the directory with the values of the fixture in place of the rules that
// yield them: each of more than a thousand tests would work them out again, which takes
// longer than what it is about. The lines of the file stay where they are.
func workedOut(t *testing.T) fs.FS {
	t.Helper()
	src, err := fs.ReadFile(tree(), fixture)
	if err != nil {
		t.Fatal(err)
	}
	module, err := ast.ParseModule(fixture, string(src))
	if err != nil {
		t.Fatal(err)
	}
	ast.WalkVars(module, func(v ast.Var) bool {
		if v == ast.InputRootDocument.Value {
			t.Fatalf("%s depends on the input, so that its values are not the same in every test", fixture)
		}
		return false
	})
	values := valuesOf(t, module)
	for _, rule := range module.Rules {
		if len(rule.Head.Args) == 0 {
			value := fmt.Sprintf("%s := %v", rule.Head.Name, values.Get(ast.StringTerm(string(rule.Head.Name))))
			src = instead(src, rule.Location.Text, value)
		}
	}
	for _, unused := range module.Imports { // what is left are functions, which read no tables
		src = instead(src, []byte(unused.String()), "")
	}
	return replaced{tree(), fstest.MapFS{fixture: {Data: src}}}
}

// instead puts a line in the place of a text, and as many empty ones behind it as the text has more.
func instead(src, text []byte, line string) []byte {
	return bytes.Replace(src, text, []byte(line+strings.Repeat("\n", bytes.Count(text, []byte("\n")))), 1)
}

// replaced is a file system of which some files are others.
type replaced struct {
	fs.FS
	by fstest.MapFS
}

// Open opens the other file, if there is one.
func (r replaced) Open(name string) (fs.File, error) {
	if _, isOther := r.by[name]; isOther {
		return r.by.Open(name)
	}
	return r.FS.Open(name)
}

// valuesOf is the document that a module yields together with the tables.
func valuesOf(t *testing.T, module *ast.Module) ast.Object {
	t.Helper()
	compiler := ast.NewCompiler()
	if compiler.Compile(map[string]*ast.Module{fixture: module.Copy()}); compiler.Failed() {
		t.Fatal(compiler.Errors)
	}
	store := inmem.NewFromObject(map[string]any{"modelgate": tables(t)})
	var values ast.Object
	err := storage.Txn(t.Context(), store, storage.TransactionParams{}, func(txn storage.Transaction) error {
		query := topdown.NewQuery(ast.NewBody(ast.Equality.Expr(ast.VarTerm("x"), ast.NewTerm(module.Package.Path))))
		return query.WithCompiler(compiler).WithStore(store).WithTransaction(txn).Iter(t.Context(), func(r topdown.QueryResult) error {
			values = r["x"].Value.(ast.Object)
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return values
}
