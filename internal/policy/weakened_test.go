package policy

import (
	"strings"
	"testing"
)

// TestWeakened says of pairs of policies which edits let more pass, and which may (?).
func TestWeakened(t *testing.T) {
	const deny = "deny contains {\"at\": input.head.at} if {\n\tinput.head.present\n\t_bad(input.head.name)\n}\n\n_bad(name) if name == \"x\"\n"
	replace := func(old, new string) string {
		if !strings.Contains(deny, old) {
			t.Fatalf("%q is not there", old)
		}
		return strings.Replace(deny, old, new, 1)
	}
	for name, c := range map[string]struct{ before, after, want string }{
		"the same":                 {deny, "# a word\n\n" + deny, ""},
		"a body of false":          {deny, replace("\tinput.head.present\n", "\tinput.head.present\n\tfalse\n"), "deny"},
		"false alone":              {deny, replace("\tinput.head.present\n\t_bad(input.head.name)\n", "\tfalse\n"), "deny"},
		"a condition comes":        {deny, replace("\tinput.head.present\n", "\tinput.head.present\n\tinput.stage == \"production\"\n"), "deny"},
		"a condition goes":         {deny, replace("\tinput.head.present\n", ""), ""},
		"a condition changes":      {deny, replace("input.head.present", "input.base.present"), "deny?"},
		"another finding comes":    {deny, deny + "\ndeny contains {\"at\": input.base.at} if input.base.present\n", ""},
		"a finding goes":           {deny + "\ndeny contains {\"at\": input.base.at} if input.base.present\n", deny, "deny"},
		"it does not apply":        {deny, "applies := false\n\n" + deny, "applies"},
		"it applies less":          {"applies if input.head.present\n\n" + deny, "applies if {\n\tinput.head.present\n\tinput.stage == \"production\"\n}\n\n" + deny, "applies"},
		"it applies more":          {"applies if input.head.present\n\n" + deny, "applies if input.head.present\n\napplies if input.base.present\n\n" + deny, ""},
		"a helper says less":       {deny, replace(`name == "x"`, `name == "y"`), "_bad?"},
		"a helper says more":       {deny, deny + "\n_bad(name) if name == \"y\"\n", "_bad?"},
		"a helper comes":           {deny, deny + "\n_good(name) if name == \"y\"\n", ""},
		"an import changes":        {"import data.modelgate.a as t\n\n" + deny, "import data.modelgate.b as t\n\n" + deny, "import t?"},
		"a default":                {"default limit := 1\n\n" + deny, "default limit := 2\n\n" + deny, "limit?"},
		"a branch of else":         {"limit := 1 if input.head.present else := 2\n\n" + deny, "limit := 1 if input.head.present else := 3\n\n" + deny, "limit?"},
		"one of two changes":       {deny + "\ndeny contains {\"at\": input.base.at} if input.base.present\n", replace("input.head.present", "input.base.present"), "deny?"},
		"an iteration is narrower": {"deny contains x if some x in input.head.files\n", "deny contains x if some x in input.base.files\n", "deny?"},
	} {
		of := func(text string) []byte { return []byte("package modelgate.custom.acme.x\n\n" + text) }
		told := map[string]string{"custom_acme/x": "deny"}
		for _, helper := range []string{"applies", "_bad", "import t", "limit"} {
			told[helper+" of custom_acme/x"] = helper
		}
		got := Weakened(map[string][]byte{"a.rego": of(c.before)}, map[string][]byte{"b.rego": of(c.after)})
		switch {
		case c.want == "" && len(got) > 0:
			t.Errorf("%s: %+v", name, got)
		case c.want != "" && (len(got) != 1 || c.want != told[got[0].Subject]+map[bool]string{false: "?"}[got[0].Certain] || got[0].After == "" || got[0].Line < 2):
			t.Errorf("%s: %+v, want one of %s", name, got, c.want)
		}
	}
}

// TestWrittenRules: what a reader is shown is what the author has written, on one line.
func TestWrittenRules(t *testing.T) {
	for source, want := range map[string]string{
		"deny contains {\"at\": a, \"message\": \"m\"} if {\n\ta := input.head.at\n\tinput.stage == \"high\" # a word\n\tcount(x) - 1 > 2\n}": `deny contains {"at": a, "message": "m"} if { a := input.head.at; input.stage == "high"; count(x) - 1 > 2 }`,
		"eu := {\n\t\"AT\",\n\t\"BE\",\n}": `eu := { "AT", "BE", }`,
		"limit := 5":                       "limit := 5",
		"f(x) := 1 if x > 1\nelse := 2":    "f(x) := 1 if x > 1 else := 2",
		"deny contains x if {\n\tsome x in xs\n\tnot y(\n\t\tx,\n\t)\n}": "deny contains x if { some x in xs; not y(x) }",
	} {
		module, err := parseOne(file{"a.rego", []byte("package modelgate.custom.a.b\n\n" + source + "\n")}, capabilities(), false)
		if err != nil {
			t.Fatal(err)
		}
		if got := written(module.Rules[0]); got != want {
			t.Errorf("%s\n got %s\nwant %s", source, got, want)
		}
	}
}
