package place

import (
	"reflect"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// Fill makes the struct that a pointer leads to total: every field takes what the
// document has under the field's JSON name, and says that it is absent otherwise.
// Fields named At and Present describe the place itself; a field named Items takes
// the elements of a place that is a sequence.
func Fill(p Place, to any) { fillStruct(p, reflect.ValueOf(to).Elem()) }

func fillStruct(p Place, v reflect.Value) {
	for i := range v.NumField() {
		field, f := v.Type().Field(i), v.Field(i)
		key := field.Tag.Get("json")
		switch {
		case field.Name == "At":
			f.SetString(string(p.Anchor))
		case field.Name == "Present":
			f.SetBool(p.Present())
		case field.Name == "Items":
			fillSlice(p, f)
		default:
			fillValue(p.Get(key), f)
		}
	}
}

func fillValue(p Place, f reflect.Value) {
	switch x := f.Addr().Interface().(type) {
	case *evidence.Text:
		*x = p.Text()
	case *evidence.List:
		*x = p.List()
	case *evidence.Flag:
		*x = p.Flag()
	case *string, *int: // computed, not read
	default:
		if f.Kind() == reflect.Slice {
			fillSlice(p, f)
		} else if f.Kind() == reflect.Struct {
			fillStruct(p, f)
		}
	}
}

func fillSlice(p Place, f reflect.Value) {
	f.Set(reflect.MakeSlice(f.Type(), 0, 0))
	for _, item := range p.Items() {
		element := reflect.New(f.Type().Elem()).Elem()
		fillStruct(item, element)
		f.Set(reflect.Append(f, element))
	}
}
