package gate

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// unshown are the parts of a check that reports do not have, and why.
var unshown = map[string]string{
	"Key":        "it tells findings apart, and the finding has it",
	"Part":       "Question and Detail say it in words",
	"Unrecorded": "it is what a rule reports",
	"Near":       "it is what a rule reports",
}

// TestChecksAreShownWhole: what is known of a check is in the report, or there is a
// reason that it is not; and every part of the report's check comes from one.
func TestChecksAreShownWhole(t *testing.T) {
	var check evidence.Check
	v := reflect.ValueOf(&check).Elem()
	for i := range v.NumField() {
		switch f := v.Field(i); f.Kind() {
		case reflect.String:
			f.SetString("the " + v.Type().Field(i).Name)
		case reflect.Int:
			f.SetInt(int64(1000 + i))
		case reflect.Bool:
			f.SetBool(true)
		default:
			t.Fatalf("a check has a %s", f.Kind())
		}
	}
	at := func(a evidence.Anchor) (finding.Position, bool) { return finding.Start(string(a)), true }
	shown := shownChecks([]evidence.Check{check}, []decision.Judged{}, at)[0]
	all := fmt.Sprintf("%+v", shown)
	out := reflect.ValueOf(shown)
	for i := range out.NumField() {
		if out.Field(i).IsZero() {
			t.Errorf("%s of a shown check is of nothing", out.Type().Field(i).Name)
		}
	}
	values := map[any]bool{}
	for i := range out.NumField() {
		switch x := out.Field(i).Interface().(type) {
		case finding.Position:
			values[x.Path] = true
		default:
			values[x] = true
		}
	}
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		value := v.Field(i).Interface()
		if v.Field(i).Kind() == reflect.String { // whatever type of text
			value = v.Field(i).String()
		}
		if _, left := unshown[name]; values[value] == left {
			t.Errorf("%s: shown is %v, and a reason not to be is %v: %s", name, values[value], left, all)
		}
	}
}
