package policy

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/schema"
)

// The shape of the input is told once, by its Go types: structs with a json
// name on every field, lists, strings, truth values and whole numbers. From
// them come both the schema that rules are compiled against and the value that
// they see, so that the two cannot differ.

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
		items, err := typeSchema(t.Elem(), definitions)
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
		properties[name] = property
		required = append(required, name)
	}
	slices.Sort(required)
	definition["type"] = "object"
	definition["additionalProperties"] = false
	definition["properties"] = properties
	definition["required"] = required
	return nil
}

// fieldName is the json name of a field. A field without one, or one that may
// be left out, would break the promise that every property is there.
func fieldName(t reflect.Type, i int) (string, error) {
	f := t.Field(i)
	name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
	if !f.IsExported() || f.Anonymous || name == "" || name == "-" || options != "" {
		return "", fmt.Errorf("%s.%s: every field of the input is exported and has a plain json name", t, f.Name)
	}
	return name, nil
}

// encoder turns a Go value of one type into the value that rules see.
type encoder func(known, reflect.Value) *ast.Term

// known is what was encoded already, by the Go value. A document of which little is
// written has the same absent text many times, and a model that a change leaves as it
// is has the same lists on both sides.
type known struct {
	texts map[evidence.Text]*ast.Term // most of all values
	other map[any]*ast.Term
}

// sameList is the key of a list: its items are where those of another list are.
type sameList struct {
	of    reflect.Type
	first uintptr
	items int
}

// newEncoder prepares the encoding of a type. Lists that are nil become empty
// lists, so that the value fits the schema whatever the caller left out.
func newEncoder(t reflect.Type) (encoder, error) {
	switch t.Kind() {
	case reflect.String:
		return func(_ known, v reflect.Value) *ast.Term { return ast.InternedTerm(v.String()) }, nil
	case reflect.Bool:
		return func(_ known, v reflect.Value) *ast.Term { return ast.InternedTerm(v.Bool()) }, nil
	case reflect.Int:
		return func(_ known, v reflect.Value) *ast.Term {
			return ast.NumberTerm(json.Number(strconv.FormatInt(v.Int(), 10)))
		}, nil
	case reflect.Slice:
		item, err := newEncoder(t.Elem())
		return func(k known, v reflect.Value) *ast.Term {
			if v.Len() == 0 {
				return ast.InternedEmptyArray
			}
			key := sameList{t, v.Pointer(), v.Len()}
			if term, done := k.other[key]; done {
				return term
			}
			items := make([]*ast.Term, v.Len())
			for i := range items {
				items[i] = item(k, v.Index(i))
			}
			k.other[key] = ast.ArrayTerm(items...)
			return k.other[key]
		}, err
	case reflect.Struct:
		encode, err := newStructEncoder(t)
		switch {
		case err != nil || !t.Comparable():
			return encode, err
		case t == reflect.TypeFor[evidence.Text]():
			return encode.onceText(), nil
		}
		return encode.once(), nil
	}
	return nil, fmt.Errorf("the input cannot hold %s", t)
}

// once encodes equal values once.
func (encode encoder) once() encoder {
	return func(k known, v reflect.Value) *ast.Term {
		key := v.Interface()
		term, done := k.other[key]
		if !done {
			term = encode(k, v)
			k.other[key] = term
		}
		return term
	}
}

// onceText is once, without a copy of each value.
func (encode encoder) onceText() encoder {
	return func(k known, v reflect.Value) *ast.Term {
		text := v.Addr().Interface().(*evidence.Text)
		term, done := k.texts[*text]
		if !done {
			term = encode(k, v)
			k.texts[*text] = term
		}
		return term
	}
}

func newStructEncoder(t reflect.Type) (encoder, error) {
	keys := make([]*ast.Term, t.NumField())
	values := make([]encoder, t.NumField())
	for i := range keys {
		name, err := fieldName(t, i)
		if err != nil {
			return nil, err
		}
		keys[i] = ast.InternedTerm(name)
		if values[i], err = newEncoder(t.Field(i).Type); err != nil {
			return nil, err
		}
	}
	return func(k known, v reflect.Value) *ast.Term {
		pairs := make([][2]*ast.Term, len(keys))
		for i := range keys {
			pairs[i] = [2]*ast.Term{keys[i], values[i](k, v.Field(i))}
		}
		return ast.ObjectTerm(pairs...)
	}, nil
}

// Validate checks an input, as JSON, against schemas/input.schema.json: for
// tools and tests that hold an input which this program did not make. What is
// wrong is returned as findings in a document named input.json. (Evaluate
// makes the value itself, from the types that the schema is made from.)
func Validate(input []byte) ([]finding.Finding, error) {
	doc, found := document.ParseAs(document.JSON, "input.json", input)
	if doc.Root == nil {
		if len(found) == 0 {
			return nil, fmt.Errorf("validating the input: the document is empty")
		}
		return found, nil
	}
	broken, err := schema.Validate(InputKind, doc)
	if err != nil {
		return nil, fmt.Errorf("validating the input: %w", err)
	}
	return finding.Sort(append(found, broken...)), nil
}

// inputEncoder prepares the encoding of Input.
var inputEncoder = sync.OnceValues(func() (func(Input) *ast.Term, error) {
	whole, err := newEncoder(reflect.TypeFor[Input]())
	return func(in Input) *ast.Term {
		return whole(known{map[evidence.Text]*ast.Term{}, map[any]*ast.Term{}}, reflect.ValueOf(&in).Elem())
	}, err
})
