package policy

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	rego "github.com/open-policy-agent/opa/v1/ast"
)

// TestWordsAreOfFields keeps the vocabularies to fields that the input has.
func TestWordsAreOfFields(t *testing.T) {
	fields := map[string]reflect.Kind{}
	var visit func(reflect.Type)
	visit = func(of reflect.Type) {
		switch of.Kind() {
		case reflect.Slice:
			visit(of.Elem())
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
	for field, list := range words() {
		if fields[field] != reflect.String || len(list) == 0 {
			t.Errorf("%s is no text of the input, or has no words", field)
		}
		if sorted := slices.Sorted(slices.Values(list)); len(slices.Compact(sorted)) != len(list) {
			t.Errorf("%s has a word twice", field)
		}
	}
	for field, list := range documentWords() {
		if fields[field] != reflect.Struct || len(list) == 0 {
			t.Errorf("%s is no value of the input, or its schema has no enum", field)
		}
	}
}

// TestWordsAreTheConstants keeps the vocabularies equal to the constants that the
// program writes, which stand below a comment of their own.
func TestWordsAreTheConstants(t *testing.T) {
	for _, test := range []struct{ file, comment, field string }{
		{"evaluation/verdict.go", "Verdicts of a check.", "Check.verdict"},
		{"evaluation/verdict.go", "Bounds of a check.", "Check.bound"},
		{"evaluation/verdict.go", "Modes: ", "Check.mode"},
		{"evaluation/verdict.go", "Rungs of the ladder", "Check.rung"},
		{"evidence/evaluation.go", "Kinds of uncertainty.", "Uncertainty.kind"},
		{"evidence/evaluation.go", "Statuses of a judgement.", "Judgement.status"},
		{"evidence/card.go", "States of a card's section.", "Section.state"},
		{"evidence/model.go", "Weights of two models.", "Copy.weights"},
	} {
		got := constants(t, filepath.Join("..", test.file), test.comment)
		want := slices.DeleteFunc(slices.Sorted(slices.Values(words()[test.field])), func(w string) bool { return w == "" })
		if !slices.Equal(got, want) {
			t.Errorf("%s %q: the constants are %q, and the words of %s are %q", test.file, test.comment, got, test.field, want)
		}
	}
}

// constants is the texts of the first group of constants below a comment.
func constants(t *testing.T, file, comment string) (out []string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	for _, decl := range parsed.Decls {
		group, ok := decl.(*ast.GenDecl)
		if !ok || group.Tok != token.CONST || !strings.HasPrefix(group.Doc.Text(), comment) {
			continue
		}
		for _, spec := range group.Specs {
			for _, value := range spec.(*ast.ValueSpec).Values {
				if literal, isText := value.(*ast.BasicLit); isText && literal.Kind == token.STRING {
					text, err := strconv.Unquote(literal.Value)
					if err != nil {
						t.Fatal(err)
					}
					out = append(out, text)
				}
			}
		}
		return slices.Sorted(slices.Values(out))
	}
	t.Fatalf("%s has no constants below %q", file, comment)
	return nil
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
