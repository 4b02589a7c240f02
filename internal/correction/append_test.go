package correction

import "testing"

func TestAppend(t *testing.T) {
	items := []string{"- id: b # review\n  x: [1]\n", "- id: c\n"}
	for name, test := range map[string]struct{ before, after string }{
		"an indented list":      {"a: 1\nlist:\n  - id: a # ours\n", "a: 1\nlist:\n  - id: a # ours\n  - id: b # review\n    x: [1]\n  - id: c\n"},
		"a list at the margin":  {"list:\n- id: a\nz: 1\n", "list:\n- id: a\n- id: b # review\n  x: [1]\n- id: c\nz: 1\n"},
		"deeper, then a remark": {"list:\n    - id: a\n\n# the end\nz: 1\n", "list:\n    - id: a\n    - id: b # review\n      x: [1]\n    - id: c\n\n# the end\nz: 1\n"},
		"CRLF and a mark":       {"\ufefflist:\r\n- id: a\r\n", "\ufefflist:\r\n- id: a\r\n- id: b # review\r\n  x: [1]\r\n- id: c\r\n"},
		"no last line break":    {"list:\n- id: a", "list:\n- id: a\n- id: b # review\n  x: [1]\n- id: c\n"},
		"an empty list":         {"list: []\nz: 1\n", "list:\n  - id: b # review\n    x: [1]\n  - id: c\nz: 1\n"},
		"an empty list, said":   {"list: [] # none\n", "list: # none\n  - id: b # review\n    x: [1]\n  - id: c\n"},
		"a block of text":       {"list:\n- id: |\n    a\n    b\nz: 1\n", "list:\n- id: |\n    a\n    b\n- id: b # review\n  x: [1]\n- id: c\nz: 1\n"},
		"items in brackets":     {"list: [{id: a}]\n", ""},
		"a list in an object":   {"{list: []}\n", ""},
		"no list":               {"list: a\n", ""},
		"nothing":               {"list:\n", "list:\n  - id: b # review\n    x: [1]\n  - id: c\n"},
		"nothing yet":           {"a: 1\nlist: # none yet\n#  - id: W-1\nz: 1\n", "a: 1\nlist: # none yet\n  - id: b # review\n    x: [1]\n  - id: c\n#  - id: W-1\nz: 1\n"},
		"nothing, at the end":   {"list:", "list:\n  - id: b # review\n    x: [1]\n  - id: c\n"},
		"null":                  {"list: null # none\n", "list: # none\n  - id: b # review\n    x: [1]\n  - id: c\n"},
		"null in an object":     {"{list: }\n", ""},
		"an anchored nothing":   {"list: &l\nmore: *l\n", ""},
		"not there":             {"a: 1\n", ""},
		"broken":                {"list:\n- a: b: c\n", ""},
		"an anchor":             {"list: &l\n- id: a\nmore: *l\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			out, ok := Append("x.yaml", []byte(test.before), "/list", items)
			if ok != (test.after != "") || ok && string(out) != test.after {
				t.Errorf("got %q, %v\nwant %q", out, ok, test.after)
			}
		})
	}
}
