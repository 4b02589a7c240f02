package report

import (
	"reflect"

	"github.com/modelgate-dev/modelgate/internal/secret"
)

// Masked is a report without the credentials that it quotes. They are taken out before
// renderers cut and escape texts: half of a credential is no longer told by its form.
func Masked(r Report) Report {
	v, _ := masked(reflect.ValueOf(r))
	return v.Interface().(Report)
}

// masked returns a value without credentials in its texts, and whether that is another one.
// The value itself stays as it is, since others hold it.
func masked(v reflect.Value) (reflect.Value, bool) {
	switch v.Kind() {
	case reflect.String:
		if text := secret.Mask(v.String()); text != v.String() {
			return reflect.ValueOf(text).Convert(v.Type()), true
		}
	case reflect.Pointer:
		if v.IsNil() {
			break
		}
		if to, changed := masked(v.Elem()); changed {
			out := reflect.New(v.Type().Elem())
			out.Elem().Set(to)
			return out, true
		}
	case reflect.Slice:
		return maskedItems(v)
	case reflect.Map:
		return maskedMap(v)
	case reflect.Struct:
		return maskedFields(v)
	}
	return v, false
}

func maskedItems(v reflect.Value) (reflect.Value, bool) {
	out := v
	for i := range v.Len() {
		item, changed := masked(v.Index(i))
		if !changed {
			continue
		}
		if out == v {
			out = reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(out, v)
		}
		out.Index(i).Set(item)
	}
	return out, out != v
}

func maskedMap(v reflect.Value) (reflect.Value, bool) {
	out, any := reflect.MakeMapWithSize(v.Type(), v.Len()), false
	for _, key := range v.MapKeys() {
		k, one := masked(key)
		item, other := masked(v.MapIndex(key))
		out.SetMapIndex(k, item)
		any = any || one || other
	}
	if !any {
		return v, false
	}
	return out, true
}

func maskedFields(v reflect.Value) (reflect.Value, bool) {
	out := v
	for i := range v.NumField() {
		if !v.Type().Field(i).IsExported() {
			continue
		}
		field, changed := masked(v.Field(i))
		if !changed {
			continue
		}
		if out == v {
			out = reflect.New(v.Type()).Elem()
			out.Set(v)
		}
		out.Field(i).Set(field)
	}
	return out, out != v
}
