package policy

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Weakening is a rule of a policy that may let more pass than it did.
type Weakening struct {
	Path          string
	Line, Column  int
	Subject       string // package and rule
	Before, After string // in Rego; "" for none
}

// Weakened compares two states of an organisation's policies, by path. Findings
// that come, and conditions that go from a finding, are no weakening. Everything
// else may be: a helper can be used under not.
func Weakened(before, after map[string][]byte) []Weakening {
	was, is := definitions(before), definitions(after)
	var out []Weakening
	for _, name := range keysOf(was) {
		now, there := is[name]
		if !there {
			continue // the rule or the file is gone, which is told of them
		}
		if w, weaker := was[name].weakened(now); weaker {
			w.Subject = name
			out = append(out, w)
		}
	}
	for _, name := range keysOf(is) {
		rule := is[name]
		if _, there := was[name]; !there && rule.name == appliesName && rule.findingsIn(was) {
			out = append(out, Weakening{Path: rule.path, Line: rule.line, Column: rule.column, Subject: name, After: strings.Join(rule.texts(), "; ")})
		}
	}
	return out
}

// definition is what a package says under one name.
type definition struct {
	pkg, name    string
	path         string
	line, column int
	clauses      []clause
}

// clause is one rule: its head, and its conditions in order.
type clause struct {
	head, body   string
	conditions   []string
	line, column int
}

func (d definition) findings() bool {
	return slices.Contains([]string{"deny", "violation", "warn"}, d.name)
}

// findingsIn reports whether the package had findings before it had this.
func (d definition) findingsIn(was map[string]definition) bool {
	_, had := was[d.pkg+".deny"]
	return had
}

func (d definition) texts() []string {
	var out []string
	for _, p := range d.clauses {
		out = append(out, p.body)
	}
	return out
}

// weakened is the first clause that is gone, or that comes where it may weaken.
func (d definition) weakened(now definition) (Weakening, bool) {
	w := Weakening{Path: now.path, Line: now.line, Column: now.column}
	grows := d.findings() || d.name == appliesName
	for _, p := range d.clauses {
		if !slices.ContainsFunc(now.clauses, func(q clause) bool { return q.body == p.body || grows && q.covers(p) }) {
			w.Before, w.After = p.body, "none"
			if i := slices.IndexFunc(now.clauses, func(q clause) bool { return !slices.Contains(d.texts(), q.body) }); i >= 0 {
				w.After, w.Line, w.Column = now.clauses[i].body, now.clauses[i].line, now.clauses[i].column
			}
			return w, true
		}
	}
	for _, q := range now.clauses {
		if !grows && !slices.Contains(d.texts(), q.body) {
			return Weakening{Path: now.path, Line: q.line, Column: q.column, Before: "none", After: q.body}, true
		}
	}
	return w, false
}

// covers reports whether a clause holds wherever another does: it has the same
// head, and no condition that the other lacks.
func (p clause) covers(other clause) bool {
	return p.head != "" && p.head == other.head && !slices.ContainsFunc(p.conditions, func(c string) bool { return !slices.Contains(other.conditions, c) })
}

// definitions are what policies say, by package and name. Tests are left out, and
// so is what does not parse: it is refused.
func definitions(files map[string][]byte) map[string]definition {
	out := map[string]definition{}
	for _, path := range keysOf(files) {
		module, err := parseOne(file{path, files[path]}, capabilities(), false)
		if IsTest(path) || err != nil || module == nil {
			continue
		}
		pkg, _ := packageOf(module)
		pkg = strings.TrimPrefix(pkg, "modelgate.custom.")
		add := func(name string, at *ast.Location, p clause) {
			p.line, p.column = at.Row, at.Col
			d, there := out[pkg+"."+name]
			if !there {
				d = definition{pkg: pkg, name: name, path: path, line: at.Row, column: at.Col}
			}
			d.clauses = append(d.clauses, p)
			out[pkg+"."+name] = d
		}
		for _, i := range module.Imports {
			add("import "+string(i.Name()), i.Location, clause{body: i.String()})
		}
		for _, r := range module.Rules {
			add(headName(r), r.Location, clauseOf(r))
		}
	}
	return out
}

func clauseOf(r *ast.Rule) clause {
	p := clause{body: r.String()}
	if r.Else != nil || r.Default {
		return p // it is the same or it is not
	}
	p.head = r.Head.String()
	for _, e := range r.Body {
		p.conditions = append(p.conditions, e.String())
	}
	if len(p.conditions) == 1 && p.conditions[0] == "true" {
		p.conditions = nil
	}
	return p
}
