package internal

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// parseOrder reads the notation of order: for each name, the sorted names that
// it may import. The problems are mistakes of the text itself.
func parseOrder(text string) (may map[string][]string, problems []string) {
	o := orderText{may: map[string][]string{}}
	for statement := range strings.SplitSeq(withoutComments(text), ";") {
		o.statement(strings.Fields(strings.ReplaceAll(statement, ",", " ")))
	}
	o.close()
	o.assert()
	return o.may, o.problems
}

// orderText is an order while it is read.
type orderText struct {
	may      map[string][]string
	denied   [][2]string // low !< high
	problems []string
}

func (o *orderText) problem(format string, args ...any) {
	o.problems = append(o.problems, fmt.Sprintf(format, args...))
}

// statement reads lists of names with an operator between each two.
func (o *orderText) statement(words []string) {
	if len(words) == 0 {
		return
	}
	var low, high []string // on the left and on the right of operator
	operator := ""
	for _, w := range append(slices.Clone(words), "end") {
		if w != "<" && w != "!<" && w != "end" {
			high = append(high, w)
			continue
		}
		if len(high) == 0 || operator == "" && w == "end" {
			o.problem("statement %q: a list of names is missing", strings.Join(words, " "))
			return
		}
		o.relate(low, operator, high)
		low, high, operator = high, nil, w
	}
}

func (o *orderText) relate(low []string, operator string, high []string) {
	for _, l := range low {
		for _, h := range high {
			if operator == "!<" {
				o.denied = append(o.denied, [2]string{l, h})
				continue
			}
			if _, known := o.may[l]; !known && l != "NONE" {
				o.problem("%q is used before it is placed", l)
			}
			lower := o.may[h]
			if l != "NONE" {
				lower = insert(lower, l)
			}
			o.may[h] = lower
		}
	}
}

// close adds to each name what its names may import, and refuses cycles.
func (o *orderText) close() {
	for grown := true; grown; {
		grown = false
		for name, direct := range o.may {
			for _, low := range slices.Clone(direct) {
				for _, lower := range o.may[low] {
					o.may[name] = insert(o.may[name], lower)
				}
			}
			grown = grown || len(o.may[name]) > len(direct)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(o.may)) {
		if slices.Contains(o.may[name], name) {
			o.problem("%s would import itself", name)
		}
	}
}

// assert holds the closed order against its denials.
func (o *orderText) assert() {
	for _, d := range o.denied {
		low, high := d[0], d[1]
		for _, name := range d {
			if _, known := o.may[name]; !known {
				o.problem("%s !< %s: %q is not placed", low, high, name)
			}
		}
		if slices.Contains(o.may[high], low) {
			o.problem("%s !< %s does not hold: the order lets %s reach %s", low, high, high, low)
		}
	}
}

func withoutComments(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		b.WriteString(strings.TrimSuffix(line, "\n") + "\n")
	}
	return b.String()
}

// checkOrder compares the tree with the order: each package is placed, each
// place has its package, and each import inside the module is allowed.
func checkOrder(may map[string][]string, tree map[string]imports) (problems []string) {
	for _, name := range slices.Sorted(maps.Keys(may)) {
		if _, exists := tree[name]; !exists {
			problems = append(problems, fmt.Sprintf("the order places %s, which is not in the tree", name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(tree)) {
		allowed, placed := may[name]
		if !placed && len(tree[name].program) > 0 {
			problems = append(problems, fmt.Sprintf("package %s has no place in the order", name))
			continue
		}
		for _, imported := range tree[name].program {
			if imported == module {
				problems = append(problems, fmt.Sprintf("%s imports the root of the module", name))
			}
			rest, inside := strings.CutPrefix(imported, module+"/")
			if low := strings.TrimPrefix(rest, "internal/"); inside && !slices.Contains(allowed, low) {
				problems = append(problems, fmt.Sprintf("%s imports %s; the order allows it only: %s", name, low, listed(allowed)))
			}
		}
	}
	return problems
}

func listed(names []string) string {
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, ", ")
}

// checkOwners compares the imports from outside the module with the table.
func checkOwners(owners []owner, tree map[string]imports) (problems []string) {
	for _, name := range slices.Sorted(maps.Keys(tree)) {
		for _, imported := range tree[name].program {
			if problem := misowned(owners, imported, name, func(o owner) string { return o.packages }); problem != "" {
				problems = append(problems, fmt.Sprintf("%s imports %s, %s", name, imported, problem))
			}
		}
		for _, imported := range tree[name].tests {
			if problem := misowned(owners, imported, name, func(o owner) string { return o.tests }); problem != "" {
				problems = append(problems, fmt.Sprintf("the tests of %s import %s, %s", name, imported, problem))
			}
		}
	}
	return problems
}

func misowned(owners []owner, imported, name string, of func(owner) string) string {
	if imported == module || strings.HasPrefix(imported, module+"/") {
		return ""
	}
	best := owner{}
	for _, o := range owners {
		if o.covers(imported) && len(o.path) > len(best.path) {
			best = o
		}
	}
	if best.path == "" {
		if host, _, _ := strings.Cut(imported, "/"); strings.Contains(host, ".") {
			return "which has no owner yet: add it to the table, with its reason in the commit"
		}
		return "" // the standard library
	}
	allowed := strings.Fields(of(best))
	if slices.Contains(allowed, "anyone") || slices.Contains(allowed, name) {
		return ""
	}
	return "which belongs to " + listed(allowed)
}

func TestParseOrder(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       map[string]string // name → what it may import
		problem    string
	}{
		{"chain", "NONE < a; a < b < c;", map[string]string{"a": "", "b": "a", "c": "a b"}, ""},
		{"lists", "NONE < a, b; a, b < c, d;", map[string]string{"a": "", "b": "", "c": "a b", "d": "a b"}, ""},
		{"closed whatever the order of statements", "NONE < a, b; b < c; a < b;", map[string]string{"a": "", "b": "a", "c": "a b"}, ""},
		{"comments", "NONE < a; # a < b\n# x; y\n a < c", map[string]string{"a": "", "c": "a"}, ""},
		{"denial that holds", "NONE < a, b; a < c; b !< c;", map[string]string{"a": "", "b": "", "c": "a"}, ""},
		{"denial that fails", "NONE < a; a < b; a !< b;", nil, "a !< b does not hold: the order lets b reach a"},
		{"denial that fails far away", "NONE < a; a < b < c; a !< c;", nil, "a !< c does not hold: the order lets c reach a"},
		{"denial of a stranger", "NONE < a; x !< a;", nil, `x !< a: "x" is not placed`},
		{"used before placed", "NONE < a; b < a;", nil, `"b" is used before it is placed`},
		{"cycle", "NONE < a; a < b; b < a;", nil, "a would import itself"},
		{"no operator", "NONE < a; a b;", nil, `statement "a b": a list of names is missing`},
		{"nothing on the right", "NONE < a; a < ;", nil, `statement "a <": a list of names is missing`},
		{"nothing on the left", "NONE < a; < b;", nil, `statement "< b": a list of names is missing`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			may, problems := parseOrder(tt.text)
			if tt.problem != "" {
				if !slices.Contains(problems, tt.problem) {
					t.Errorf("problems are %q, want %q", problems, tt.problem)
				}
				return
			}
			if len(problems) > 0 {
				t.Errorf("unexpected problems: %q", problems)
			}
			got := map[string]string{}
			for name, lower := range may {
				got[name] = strings.Join(lower, " ")
			}
			if !maps.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// A checker that finds nothing is worth nothing: each kind of violation.
func TestViolationsAreCaught(t *testing.T) {
	const text = "NONE < low; low < middle < high;"
	table := []owner{
		{path: "example.org/engine", packages: "middle", tests: "middle high"},
		{path: "example.org/diff", tests: "anyone"},
		{path: "example.org/engine/words", packages: "anyone"},
		{path: "os/exec", packages: "low"},
	}
	good := func() map[string]imports {
		return map[string]imports{
			"low":    {program: []string{"fmt", "os/exec"}},
			"middle": {program: []string{"example.org/engine/ast", module + "/internal/low"}, tests: []string{"example.org/diff"}},
			"high":   {program: []string{"example.org/engine/words", module + "/internal/low", module + "/internal/middle"}, tests: []string{"example.org/engine"}},
		}
	}
	for _, tt := range []struct {
		name   string
		change func(map[string]imports)
		want   string // "" for none
	}{
		{"good", func(map[string]imports) {}, ""},
		{"tests are free of the order", func(m map[string]imports) { m["low"] = imports{tests: []string{module + "/internal/high"}} }, ""},
		{"a package of tests needs no place", func(m map[string]imports) { m["all"] = imports{tests: []string{"testing"}} }, ""},
		{"upwards", func(m map[string]imports) { m["low"] = imports{program: []string{module + "/internal/high"}} }, "low imports high; the order allows it only: nothing"},
		{"sideways", func(m map[string]imports) { m["middle"] = imports{program: []string{module + "/internal/low/sub"}} }, "middle imports low/sub; the order allows it only: low"},
		{"the root", func(m map[string]imports) { m["high"] = imports{program: []string{module}} }, "high imports the root of the module"},
		{"not placed", func(m map[string]imports) { m["util"] = imports{program: []string{"fmt"}} }, "package util has no place in the order"},
		{"not there", func(m map[string]imports) { delete(m, "high") }, "the order places high, which is not in the tree"},
		{"of another owner", func(m map[string]imports) { m["high"] = imports{program: []string{"example.org/engine"}} }, "high imports example.org/engine, which belongs to middle"},
		{"the standard library, of another owner", func(m map[string]imports) { m["high"] = imports{program: []string{"os/exec"}} }, "high imports os/exec, which belongs to low"},
		{"a test's package, in the program", func(m map[string]imports) { m["high"] = imports{program: []string{"example.org/diff"}} }, "high imports example.org/diff, which belongs to nothing"},
		{"of another owner, in a test", func(m map[string]imports) { m["low"] = imports{tests: []string{"example.org/engine"}} }, "the tests of low import example.org/engine, which belongs to middle, high"},
		{"no owner", func(m map[string]imports) { m["low"] = imports{program: []string{"example.org/new"}} }, "low imports example.org/new, which has no owner yet: add it to the table, with its reason in the commit"},
		{"a name that only begins alike", func(m map[string]imports) { m["middle"] = imports{program: []string{"example.org/engine2"}} }, "middle imports example.org/engine2, which has no owner yet: add it to the table, with its reason in the commit"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tree := good()
			tt.change(tree)
			may, problems := parseOrder(text)
			problems = append(problems, checkOrder(may, tree)...)
			problems = append(problems, checkOwners(table, tree)...)
			if got := strings.Join(problems, "\n"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
