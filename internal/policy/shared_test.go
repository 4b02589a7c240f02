package policy

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

// TestNeeded: a part is compiled with the helpers that it uses, itself or through
// others, by whatever name.
func TestNeeded(t *testing.T) {
	const lib = "policies/lib/"
	var ps problems
	helpers := parse([]file{
		{lib + "a.rego", []byte("package modelgate.lib.a\n\nimport data.modelgate.lib.b\n\nx := b.x")},
		{lib + "b.rego", []byte("package modelgate.lib.b\n\nx := 1")},
		{lib + "b2.rego", []byte("package modelgate.lib.b\n\ny := data.modelgate.lib.c.deep.x")},
		{lib + "c.rego", []byte("package modelgate.lib.c.deep\n\nx := {{1}, {2}}")},
		{lib + "d.rego", []byte("package modelgate.lib.d\n\nx := 1")},
	}, capabilities(), &ps)
	for body, want := range map[string]string{
		`x := 1`:                                           "",
		`x := data.modelgate.sections.required`:            "",
		"import data.modelgate.lib.d\n\nx := d.x":          "d",
		"import data.modelgate.lib.a as d\n\nx := d.x":     "a b b2 c",
		`x := data.modelgate.lib.c.deep.x`:                 "c",
		`x := data.modelgate.lib.c`:                        "c",
		`x := data.modelgate.lib.b.y`:                      "b b2 c",
		"import data.modelgate.lib\n\nx := lib.d.x":        "a b b2 c d",
		"import data.modelgate as m\n\nx := m.lib.d.x":     "a b b2 c d",
		`x := [y | y := data.modelgate.lib[name].x]`:       "a b b2 c d",
		`x := [y | y := data.modelgate[part].d.x]`:         "d",
		`x := [y | some name in ["d"]; y := data[name]]`:   "a b b2 c d",
		"import data.modelgate.custom.lib.y\n\nx := y.z":   "",
		"import input.data.modelgate.lib as d\n\nx := d.x": "",
	} {
		own := parse([]file{{".modelgate/policies/x.rego", []byte("package modelgate.custom.lib.x\n\n" + body)}}, capabilities(), &ps)
		maps.Copy(own, helpers)
		var got []string
		for _, file := range slices.Sorted(maps.Keys(part{modules: own}.needed())) {
			if name, is := strings.CutPrefix(file, lib); is {
				got = append(got, strings.TrimSuffix(name, ".rego"))
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: needs %q, want %q", body, s, want)
		}
	}
	if err := ps.err(); err != nil {
		t.Error(err)
	}
	if meet(ast.MustParseRef("data.modelgate.lib.a"), ast.MustParseRef("data.modelgate.lib.b")) {
		t.Error("two packages meet")
	}
}

// TestRefusalsKnowEveryHelper: what is wrong with a rule is told by the helpers that
// there are, not by those that it was compiled with.
func TestRefusalsKnowEveryHelper(t *testing.T) {
	built := files(map[string]string{
		"rules/a/b/b.rego": header() + "package modelgate.rules.a.b\n\n" + quiet,
		"lib/words.rego":   "package modelgate.lib.words\n\nlist := {1, 2}",
	})
	own := files(map[string]string{"policies/x.rego": header() + "package modelgate.custom.a.b\n\n" + `deny contains {"at": input.head.at, "message": "m"} if 1 in data.modelgate.lib.word.list`})
	refused(t, built, own, Options{}, `unknown name "word" in data.modelgate.lib`)
}
