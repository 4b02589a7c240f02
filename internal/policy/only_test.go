package policy

import "testing"

func TestOnlyAsksTheseRules(t *testing.T) {
	set := load(t, builtin(map[string]string{"a/b": loud, "a/c": loud}), nil, Options{})
	some := set.Only(func(rule string) bool { return rule == "a/c" })
	if got := evaluate(t, some, model()); len(got) != 1 || len(got["a/c"].Findings) != 1 {
		t.Errorf("%+v", got)
	}
	if got := evaluate(t, set.Only(func(string) bool { return false }), model()); len(got) != 0 {
		t.Errorf("none is asked: %+v", got)
	}
	if got := evaluate(t, set, model()); len(got) != 2 || len(some.Rules()) != 2 {
		t.Errorf("the set itself: %+v, and %d rules are listed", got, len(some.Rules()))
	}
}
