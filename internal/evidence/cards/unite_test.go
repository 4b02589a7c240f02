package cards

import (
	"reflect"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// TestPagesKeepEveryList: what is listed on a further page alone is listed.
func TestPagesKeepEveryList(t *testing.T) {
	typ := reflect.TypeFor[evidence.Card]()
	for i := range typ.NumField() {
		if typ.Field(i).Type.Kind() != reflect.Slice {
			continue
		}
		var page evidence.Card
		field := reflect.ValueOf(&page).Elem().Field(i)
		field.Set(reflect.MakeSlice(typ.Field(i).Type, 1, 1))
		if n := reflect.ValueOf(merged(evidence.Card{}, page)).Field(i).Len(); n != 1 {
			t.Errorf("%s of a further page: %d items, want 1", typ.Field(i).Name, n)
		}
	}
}
