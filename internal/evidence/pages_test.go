package evidence

import (
	"reflect"
	"testing"
)

// TestPagesKeepEveryList: what is listed on a further page alone is listed.
func TestPagesKeepEveryList(t *testing.T) {
	typ := reflect.TypeFor[Card]()
	for i := range typ.NumField() {
		if typ.Field(i).Type.Kind() != reflect.Slice {
			continue
		}
		var page Card
		field := reflect.ValueOf(&page).Elem().Field(i)
		field.Set(reflect.MakeSlice(typ.Field(i).Type, 1, 1))
		if n := reflect.ValueOf(merged(Card{}, page)).Field(i).Len(); n != 1 {
			t.Errorf("%s of a further page: %d items, want 1", typ.Field(i).Name, n)
		}
	}
}
