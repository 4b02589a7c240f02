package policy

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"testing"

	rego "github.com/open-policy-agent/opa/v1/ast"
)

// TestWordsAreTheConstants keeps each closed vocabulary of the input equal to the
// constants of its type, and those of documents to fields that the input has.
func TestWordsAreTheConstants(t *testing.T) {
	composed := []string{"EditKind", "ValueKind"} // some of whose words are no constants
	fields, types := map[string]reflect.Kind{}, map[reflect.Type]bool{}
	var visit func(reflect.Type)
	visit = func(of reflect.Type) {
		switch of.Kind() {
		case reflect.Slice:
			visit(elementOf(of))
		case reflect.String:
			if _, closed := closedWords(of); closed {
				types[of] = true
			}
		case reflect.Struct:
			for i := range of.NumField() {
				name, err := fieldName(of, i)
				if err != nil {
					t.Fatal(err)
				}
				if _, done := fields[of.Name()+"."+name]; !done {
					fields[of.Name()+"."+name] = of.Field(i).Type.Kind()
					visit(of.Field(i).Type)
				}
			}
		}
	}
	visit(reflect.TypeFor[Input]())
	if len(types) < 25 {
		t.Errorf("%d types of the input have words", len(types))
	}
	for of := range types {
		words, _ := closedWords(of)
		has := constants(t, of)
		if len(slices.Compact(slices.Sorted(slices.Values(words)))) != len(words) {
			t.Errorf("%s has a word twice: %q", of, words)
		}
		for _, word := range words {
			if word != "" && !slices.Contains(has, word) && !slices.Contains(composed, of.Name()) {
				t.Errorf("%s has the word %q, and no constant", of, word)
			}
		}
		for _, word := range has {
			if !slices.Contains(words, word) {
				t.Errorf("%s has the constant %q, which is none of its words", of, word)
			}
		}
	}
	for field, list := range documentWords() {
		if fields[field] != reflect.Struct || len(list) == 0 {
			t.Errorf("%s is no value of the input, or its schema has no enum", field)
		}
	}
}

// constants are the texts of the constants that a type has in its package.
func constants(t *testing.T, of reflect.Type) (out []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", path.Base(of.PkgPath()), "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files of %s: %v", of.PkgPath(), err)
	}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			value, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if name, isName := value.Type.(*ast.Ident); isName && name.Name == of.Name() {
				for _, v := range value.Values {
					if literal, isText := v.(*ast.BasicLit); isText && literal.Kind == token.STRING {
						text, err := strconv.Unquote(literal.Value)
						if err != nil {
							t.Fatal(err)
						}
						out = append(out, text)
					}
				}
			}
			return true
		})
	}
	return out
}

// TestScopeOf: each part of the input with a scope is there for one only.
func TestScopeOf(t *testing.T) {
	for path, want := range map[string]string{
		"input.head.card.at": "model", "input.base": "model", "input.config.thresholds[_].at": "model", "input.config.present": "",
		"input.change.rules": "repository", "input.change.paths[_].owners": "repository", "input.change.paths[_].part": "", "input.change.review.approvals": "",
	} {
		if scope, _ := scopeOf(rego.MustParseRef(path)); string(scope) != want {
			t.Errorf("%s is there for %q, want %q", path, scope, want)
		}
	}
}
