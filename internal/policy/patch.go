package policy

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// A patch says what of an input is otherwise. Inputs are total, and nobody wants to
// write a total approval or data card: what a patch leaves out of a new thing is empty,
// its place is that of what it is in, and it is present.

// patched replaces what a JSON Pointer leads to.
func patched(in *Input, pointer string, value *document.Node) error {
	words, ok := document.Split(pointer)
	if !ok || len(words) == 0 {
		return fmt.Errorf("%q is not a JSON Pointer into the input, such as /head/manifest/owner", pointer)
	}
	at := evidence.Anchor("")
	if err := descend(reflect.ValueOf(in).Elem(), words, nil, at, value); err != nil {
		return err
	}
	if _, err := time.Parse(time.RFC3339, in.Now); err != nil { // rules on days would find nothing
		return fmt.Errorf("/now must be an RFC 3339 time such as 2026-11-15T00:00:00Z, but the patch has %q", value.Value)
	}
	return nil
}

func descend(v reflect.Value, words, passed []string, at evidence.Anchor, value *document.Node) error {
	if len(words) == 0 {
		return assign(v, passed, at, value)
	}
	word, here := words[0], append(slices.Clone(passed), words[0])
	switch v.Kind() {
	case reflect.Struct:
		field, err := fieldNamed(v, word, passed)
		if err != nil {
			return err
		}
		return descend(field, words[1:], here, placeOf(v, at), value)
	case reflect.Pointer:
		unshare(v)
		return descend(v.Elem(), words, passed, at, value)
	case reflect.Slice:
		unshare(v)
		if word == "-" && len(words) == 1 {
			item := reflect.New(v.Type().Elem()).Elem()
			if err := assign(item, here, at, value); err != nil {
				return err
			}
			v.Set(reflect.Append(v, item))
			return nil
		}
		i, err := strconv.Atoi(word)
		if err != nil || i < 0 || i >= v.Len() {
			return fmt.Errorf("%s has %s, so there is no item %q; /- adds one", shownPath(passed), counted(v.Len(), "item"), word)
		}
		return descend(v.Index(i), words[1:], here, at, value)
	}
	return fmt.Errorf("%s is a single value, so there is no %q in it", shownPath(passed), word)
}

// counted is a number of things in words: 1 item, 2 items.
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// fieldNamed is the field of a struct with a json name.
func fieldNamed(v reflect.Value, name string, passed []string) (reflect.Value, error) {
	var names []string
	for i := range v.NumField() {
		known, err := fieldName(v.Type(), i)
		if err != nil {
			return reflect.Value{}, err
		}
		if known == name {
			return v.Field(i), nil
		}
		names = append(names, known)
	}
	slices.Sort(names)
	return reflect.Value{}, fmt.Errorf("%s has no key %q%s", shownPath(passed), name, finding.DidYouMeanThen(name, names, "valid keys: "+strings.Join(names, ", ")))
}

// placeOf is the place of a thing, or of what it is in.
func placeOf(v reflect.Value, outer evidence.Anchor) evidence.Anchor {
	if f := v.FieldByName("At"); f.IsValid() && f.Kind() == reflect.String && f.String() != "" {
		return evidence.Anchor(f.String())
	}
	return outer
}

// assign gives a part of the input the value that a document has.
func assign(v reflect.Value, passed []string, at evidence.Anchor, value *document.Node) error {
	wrong := func(want string) error {
		return fmt.Errorf("%s must be %s, but the patch has a %s", shownPath(passed), want, value.Kind)
	}
	scalar := value.Kind == document.String || value.Kind == document.Number || value.Kind == document.Bool
	switch v.Kind() {
	case reflect.String:
		if value.Kind != document.String && value.Kind != document.Number {
			return wrong("text")
		}
		if words, closed := closedWords(v.Type()); closed && !slices.Contains(words, value.Value) {
			return fmt.Errorf("%s cannot be %q%s", shownPath(passed), value.Value, finding.DidYouMeanThen(value.Value, words, "valid values: "+strings.Join(words, ", ")))
		}
		v.SetString(value.Value)
	case reflect.Bool:
		if value.Kind != document.Bool {
			return wrong("true or false")
		}
		v.SetBool(strings.EqualFold(value.Value, "true"))
	case reflect.Int:
		n, err := strconv.ParseInt(value.Value, 10, 64)
		if value.Kind != document.Number || err != nil {
			return wrong("a whole number")
		}
		v.SetInt(n)
	case reflect.Slice:
		if value.Kind != document.Sequence {
			return wrong("a list")
		}
		return assignList(v, passed, at, value)
	case reflect.Pointer:
		unshare(v)
		return assign(v.Elem(), passed, at, value)
	case reflect.Struct:
		switch {
		case value.Kind == document.Mapping:
			return assignMapping(v, passed, at, value)
		case value.Kind == document.Null && v.FieldByName("Present").IsValid():
			where := placeOf(v, at)
			v.SetZero()
			fillPlaces(v, where)
			return nil
		case scalar && v.FieldByName("Value").IsValid():
			return assignFact(v, "Value", passed, at, value)
		case value.Kind == document.Sequence && v.FieldByName("Items").IsValid():
			return assignFact(v, "Items", passed, at, value)
		}
		return wrong("a mapping")
	}
	return nil
}

func assignList(v reflect.Value, passed []string, at evidence.Anchor, value *document.Node) error {
	list := reflect.MakeSlice(v.Type(), len(value.Children), len(value.Children))
	for i, child := range value.Children {
		place := at
		if at != "" {
			place = evidence.Anchor(fmt.Sprintf("%s/%d", at, i))
		}
		if err := assign(list.Index(i), append(slices.Clone(passed), strconv.Itoa(i)), place, child); err != nil {
			return err
		}
	}
	v.Set(list)
	return nil
}

func assignMapping(v reflect.Value, passed []string, at evidence.Anchor, value *document.Node) error {
	setPlace(v, at)
	if present := v.FieldByName("Present"); present.IsValid() && value.Get("present") == nil {
		present.SetBool(true)
	}
	for _, member := range value.Children {
		field, err := fieldNamed(v, member.Key, passed)
		if err != nil {
			return err
		}
		if err := assign(field, append(slices.Clone(passed), member.Key), placeOf(v, at), member); err != nil {
			return err
		}
	}
	fillPlaces(v, placeOf(v, at))
	return nil
}

// assignFact gives a fact its value, or its items, and makes it present.
func assignFact(v reflect.Value, name string, passed []string, at evidence.Anchor, value *document.Node) error {
	setPlace(v, at)
	if present := v.FieldByName("Present"); present.IsValid() {
		present.SetBool(true)
	}
	if err := assign(v.FieldByName(name), passed, placeOf(v, at), value); err != nil {
		return err
	}
	fillPlaces(v, placeOf(v, at))
	return nil
}

// setPlace gives a thing without a place one.
func setPlace(v reflect.Value, at evidence.Anchor) {
	if f := v.FieldByName("At"); f.IsValid() && f.Kind() == reflect.String && f.String() == "" {
		f.SetString(string(at))
	}
}

// fillPlaces gives all parts of a thing that have no place its own: a finding at a
// place of no file is an error of the rule.
func fillPlaces(v reflect.Value, at evidence.Anchor) {
	switch v.Kind() {
	case reflect.Struct:
		setPlace(v, at)
		at = placeOf(v, at)
		for i := range v.NumField() {
			fillPlaces(v.Field(i), at)
		}
	case reflect.Pointer:
		unshare(v)
		fillPlaces(v.Elem(), at)
	case reflect.Slice:
		unshare(v)
		for i := range v.Len() {
			fillPlaces(v.Index(i), at)
		}
	}
}

// unshare gives a list items of its own, and a pointer a thing of its own: the input that a
// patch starts from is shared.
func unshare(v reflect.Value) {
	if v.Kind() == reflect.Pointer {
		own := reflect.New(v.Type().Elem())
		if !v.IsNil() {
			own.Elem().Set(v.Elem())
		}
		v.Set(own)
		return
	}
	if v.Len() == 0 {
		return
	}
	list := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	reflect.Copy(list, v)
	v.Set(list)
}

func shownPath(words []string) string {
	if len(words) == 0 {
		return "the input"
	}
	return document.Pointer(words...)
}
