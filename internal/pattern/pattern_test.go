package pattern

import "testing"

func TestPatternIsCompiledByItsFirstUse(t *testing.T) {
	broken := New(`(`)
	defer func() {
		if recover() == nil {
			t.Error("a source that is not valid is used")
		}
	}()
	if p := New(`^a(b*)$`); !p.MatchString("abb") || p.FindStringSubmatch("abb")[1] != "bb" || p.ReplaceAllString("ab", "$1") != "b" {
		t.Error("not the regular expression")
	}
	broken.MatchString("")
}
