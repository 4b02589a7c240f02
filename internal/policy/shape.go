package policy

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// The shape of the input is told once, by its Go types: structs with a json
// name on every field, lists of these or of pointers to them, strings, truth values
// and whole numbers. From
// them come both the schema that rules are compiled against and the value that
// they see, so that the two cannot differ.

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

// elementOf is what a list has, itself or by pointers.
func elementOf(list reflect.Type) reflect.Type {
	if of := list.Elem(); of.Kind() != reflect.Pointer {
		return of
	}
	return list.Elem().Elem()
}

// encoder turns a Go value of one type into the value that rules see.
type encoder func(known, reflect.Value) *ast.Term

// known is what was encoded already, by the Go value. A document of which little is
// written has the same absent text many times, and a model that a change leaves as it
// is has the same lists on both sides.
type known struct {
	texts  map[evidence.Text]*ast.Term // most of all values
	other  map[any]*ast.Term
	models *[]modelTerm
	cards  *cardTerms
}

// modelTerm is a side of the change as rules see it.
type modelTerm struct {
	model *evidence.Model
	term  *ast.Term
}

// sameList is the key of a list: its items are where those of another list are.
type sameList struct {
	of    reflect.Type
	first uintptr
	items int
}

// encoders are the encoders of structs, each made once: most fields are of a few types.
type encoders map[reflect.Type]encoder

// of prepares the encoding of a type. Lists that are nil become empty lists, so that
// the value fits the schema whatever the caller left out.
func (e encoders) of(t reflect.Type) (encoder, error) {
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
		item, err := e.of(elementOf(t))
		if t.Elem().Kind() == reflect.Pointer {
			item = item.pointer()
		}
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
		if made, done := e[t]; done {
			return made, nil
		}
		made, err := e.ofStruct(t)
		if err == nil {
			e[t] = made
		}
		return made, err
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

func (e encoders) ofStruct(t reflect.Type) (encoder, error) {
	keys := make([]*ast.Term, t.NumField())
	values := make([]encoder, t.NumField())
	for i := range keys {
		name, err := fieldName(t, i)
		if err != nil {
			return nil, err
		}
		keys[i] = ast.InternedTerm(name)
		if values[i], err = e.of(t.Field(i).Type); err != nil {
			return nil, err
		}
	}
	for i := range values {
		if t.Field(i).Type == reflect.TypeFor[evidence.DataCard]() {
			values[i] = values[i].sharedCard(t == reflect.TypeFor[evidence.Origin]())
		}
	}
	encode := encoder(func(k known, v reflect.Value) *ast.Term {
		pairs := make([][2]*ast.Term, len(keys))
		for i := range keys {
			pairs[i] = [2]*ast.Term{keys[i], values[i](k, v.Field(i))}
		}
		return ast.ObjectTerm(pairs...)
	})
	switch {
	case t == reflect.TypeFor[evidence.Model]():
		return encode.onceModel(), nil
	case !t.Comparable():
		return encode, nil
	case t == reflect.TypeFor[evidence.Text]():
		return encode.onceText(), nil
	}
	return encode.once(), nil
}

// onceModel encodes a model that is the same on both sides once.
func (encode encoder) onceModel() encoder {
	return func(k known, v reflect.Value) *ast.Term {
		model := v.Addr().Interface().(*evidence.Model)
		for _, side := range *k.models {
			if reflect.DeepEqual(side.model, model) {
				return side.term
			}
		}
		term := encode(k, v)
		*k.models = append(*k.models, modelTerm{model, term})
		return term
	}
}

// sharedCard encodes a data card once for all inputs: that of a step of lineage, or one
// that was seen before, as most cards are those of one dataset.
func (encode encoder) sharedCard(ofStep bool) encoder {
	return func(k known, v reflect.Value) *ast.Term {
		card := v.Addr().Interface().(*evidence.DataCard)
		if !ofStep && !k.cards.seen(card) {
			return encode(k, v)
		}
		return k.cards.term(card, func() *ast.Term { return encode(k, v) })
	}
}

// pointer encodes what a pointer leads to once for all inputs. One that leads nowhere
// leads to what is empty.
func (encode encoder) pointer() encoder {
	return func(k known, v reflect.Value) *ast.Term {
		if v.IsNil() {
			return encode(k, reflect.New(v.Type().Elem()).Elem())
		}
		return k.cards.pointed(v.Interface(), func() *ast.Term { return encode(k, v.Elem()) })
	}
}

// inputEncoder prepares the encoding of Input. Cards and steps of lineage that many
// inputs have are kept.
func inputEncoder() (func(Input) *ast.Term, error) {
	whole, err := wholeEncoder()
	cards := &cardTerms{}
	return func(in Input) *ast.Term {
		return whole(known{map[evidence.Text]*ast.Term{}, map[any]*ast.Term{}, &[]modelTerm{}, cards}, reflect.ValueOf(&in).Elem())
	}, err
}

var wholeEncoder = sync.OnceValues(func() (encoder, error) { return encoders{}.of(reflect.TypeFor[Input]()) })
