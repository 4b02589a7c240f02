package policy

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/schema"
)

// inputSchema derives the JSON Schema (draft-07) of the input. Every property
// is required and no other is allowed: the input is total. Struct types are
// definitions by their names; lists may be empty but are never null.
func inputSchema(root reflect.Type) (map[string]any, error) {
	definitions := map[string]any{}
	if _, err := typeSchema(root, definitions); err != nil {
		return nil, err
	}
	top := definitions[root.Name()].(map[string]any)
	delete(definitions, root.Name())
	top["$schema"] = "http://json-schema.org/draft-07/schema#"
	top["$id"] = "https://modelgate.dev/schemas/input.schema.json"
	top["title"] = "The input of modelgate rules"
	top["description"] = "What a rule sees as `input`. Every property is always there: what a document does not have is an object with present == false, or an empty list. " +
		"Generated from the Go types by: go test ./internal/policy -run TestInputSchema -update"
	top["definitions"] = definitions
	return top, nil
}

func typeSchema(t reflect.Type, definitions map[string]any) (map[string]any, error) {
	switch t.Kind() {
	case reflect.String:
		if words, closed := closedWords(t); closed {
			return map[string]any{"type": "string", "enum": words}, nil
		}
		return map[string]any{"type": "string"}, nil
	case reflect.Bool:
		return map[string]any{"type": "boolean"}, nil
	case reflect.Int:
		return map[string]any{"type": "integer"}, nil
	case reflect.Slice:
		items, err := typeSchema(elementOf(t), definitions)
		return map[string]any{"type": "array", "items": items}, err
	case reflect.Struct:
		ref := map[string]any{"$ref": "#/definitions/" + t.Name()}
		if _, done := definitions[t.Name()]; done {
			return ref, nil
		}
		definition := map[string]any{}
		definitions[t.Name()] = definition // before the fields, which may refer to it
		return ref, structSchema(t, definition, definitions)
	}
	return nil, fmt.Errorf("the input cannot hold %s: use structs, lists, strings, truth values and int", t)
}

func structSchema(t reflect.Type, definition, definitions map[string]any) error {
	properties := map[string]any{}
	var required []string
	for i := range t.NumField() {
		name, err := fieldName(t, i)
		if err != nil {
			return err
		}
		property, err := typeSchema(t.Field(i).Type, definitions)
		if err != nil {
			return fmt.Errorf("%s.%s: %w", t.Name(), t.Field(i).Name, err)
		}
		if words := commentOf(t, t.Field(i).Name); words != "" {
			property["description"] = words
		}
		properties[name] = property
		required = append(required, name)
	}
	slices.Sort(required)
	if words := commentOf(t, ""); words != "" {
		definition["description"] = words
	}
	definition["type"] = "object"
	definition["additionalProperties"] = false
	definition["properties"] = properties
	definition["required"] = required
	return nil
}

// commentOf is what the source says of a type, or of one of its fields, on one line.
func commentOf(t reflect.Type, field string) string {
	dir := filepath.Join("..", "..", strings.TrimPrefix(t.PkgPath(), "github.com/modelgate-dev/modelgate/"))
	return commentsIn(dir)[strings.TrimSuffix(t.Name()+"."+field, ".")]
}

var commentsOfPackages = map[string]map[string]string{}

// commentsIn are the comments of the structs of a package, and of their fields.
func commentsIn(dir string) map[string]string {
	if known, read := commentsOfPackages[dir]; read {
		return known
	}
	out := map[string]string{}
	commentsOfPackages[dir] = out
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		panic("no source in " + dir)
	}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			panic(err)
		}
		for _, d := range f.Decls {
			group, isGroup := d.(*ast.GenDecl)
			if !isGroup {
				continue
			}
			for _, spec := range group.Specs {
				addComments(out, group.Doc, spec)
			}
		}
	}
	return out
}

func addComments(out map[string]string, doc *ast.CommentGroup, spec ast.Spec) {
	named, isType := spec.(*ast.TypeSpec)
	if !isType {
		return
	}
	structure, isStruct := named.Type.(*ast.StructType)
	if !isStruct {
		return
	}
	if named.Doc != nil {
		doc = named.Doc
	}
	out[named.Name.Name] = oneLineOf(doc)
	for _, field := range structure.Fields.List {
		for _, name := range field.Names {
			out[named.Name.Name+"."+name.Name] = oneLineOf(cmp.Or(field.Comment, field.Doc))
		}
	}
}

func oneLineOf(group *ast.CommentGroup) string {
	return strings.Join(strings.Fields(group.Text()), " ")
}

// validate checks an input, as JSON, against schemas/input.schema.json. What is wrong
// is returned as findings in a document named input.json.
func validate(input []byte) ([]finding.Finding, error) {
	doc, found := document.ParseAs(document.JSON, "input.json", input)
	if doc.Root == nil {
		if len(found) == 0 {
			return nil, fmt.Errorf("validating the input: the document is empty")
		}
		return found, nil
	}
	broken, err := schema.Validate(inputKind, doc)
	if err != nil {
		return nil, fmt.Errorf("validating the input: %w", err)
	}
	return finding.Sort(append(found, broken...)), nil
}
