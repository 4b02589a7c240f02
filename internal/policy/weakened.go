package policy

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"
)

// Weakening is a rule of a policy that lets more pass than it did, or may.
type Weakening struct {
	Certain       bool // a condition comes to a finding, or it is gone; else it cannot be told
	Path          string
	Line, Column  int
	Subject       string // the id of the rule; of a helper, its name and the rule or package that it is of
	Before, After string // as a formatted policy has it, on one line; "" for none
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
			w.Subject = was[name].subject()
			out = append(out, w)
		}
	}
	for _, name := range keysOf(is) {
		rule := is[name]
		if _, there := was[name]; !there && rule.name == appliesName && rule.findingsIn(was) {
			out = append(out, Weakening{Certain: true, Path: rule.path, Line: rule.line, Column: rule.column, Subject: rule.subject(), After: strings.Join(rule.texts(), "; ")})
		}
	}
	return out
}

// definition is what a package says under one name.
type definition struct {
	pkg, name    string
	rule         string // the id of the rule that the package is; "" for helpers
	path         string
	line, column int
	clauses      []clause
}

// clause is one rule: its head, and its conditions in order.
type clause struct {
	head, body   string
	text         string // for a reader
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

// subject is what a reader knows the definition by.
func (d definition) subject() string {
	switch {
	case d.findings() && d.rule != "":
		return d.rule
	case d.rule != "":
		return d.name + " of " + d.rule
	}
	return d.pkg + "." + d.name
}

func (d definition) texts() []string {
	var out []string
	for _, p := range d.clauses {
		out = append(out, p.text)
	}
	return out
}

// weakened is the first clause that lets more pass, else the first that may: it is
// gone, or comes where it may weaken.
func (d definition) weakened(now definition) (Weakening, bool) {
	grows := d.findings() || d.name == appliesName
	var first *Weakening
	for _, p := range d.clauses {
		if slices.ContainsFunc(now.clauses, func(q clause) bool { return q.body == p.body || grows && q.covers(p) }) {
			continue
		}
		w := d.replaced(now, p)
		if w.Certain = grows && w.Certain; w.Certain {
			return w, true
		}
		if first == nil {
			first = &w
		}
	}
	for _, q := range d.added(now) {
		if !grows && first == nil {
			first = &Weakening{Path: now.path, Line: q.line, Column: q.column, Before: "none", After: q.text}
		}
	}
	if first == nil {
		return Weakening{}, false
	}
	return *first, true
}

// replaced is what took the place of a clause that is gone. It holds less often if
// nothing did, or a clause that has every condition of it, or that never holds.
func (d definition) replaced(now definition, p clause) Weakening {
	added := d.added(now)
	w := Weakening{Path: now.path, Line: now.line, Column: now.column, Before: p.text, After: "none", Certain: len(added) == 0}
	if len(added) > 0 {
		w.After, w.Line, w.Column = added[0].text, added[0].line, added[0].column
	}
	for _, q := range added {
		if p.covers(q) || slices.Contains(q.conditions, "false") {
			w.After, w.Line, w.Column, w.Certain = q.text, q.line, q.column, true
		}
	}
	return w
}

// added are the clauses that were not there.
func (d definition) added(now definition) []clause {
	return slices.DeleteFunc(slices.Clone(now.clauses), func(q clause) bool {
		return slices.ContainsFunc(d.clauses, func(p clause) bool { return p.body == q.body })
	})
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
		id, _, _ := identify(module, path)
		pkg = strings.TrimPrefix(pkg, "modelgate.custom.")
		add := func(name string, at *ast.Location, p clause) {
			p.line, p.column = at.Row, at.Col
			d, there := out[pkg+"."+name]
			if !there {
				d = definition{pkg: pkg, name: name, rule: id.id, path: path, line: at.Row, column: at.Col}
			}
			d.clauses = append(d.clauses, p)
			out[pkg+"."+name] = d
		}
		for _, i := range module.Imports {
			add("import "+string(i.Name()), i.Location, clause{body: i.String(), text: i.String()})
		}
		for _, r := range module.Rules {
			add(headName(r), r.Location, clauseOf(r))
		}
	}
	return out
}

func clauseOf(r *ast.Rule) clause {
	p := clause{body: r.String(), text: written(r)}
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

// written is a rule as a formatted policy has it, on one line: r.String() has calls in
// place of operators.
func written(r *ast.Rule) string {
	src, err := format.Ast(r)
	if err != nil {
		return r.String()
	}
	var out strings.Builder
	last := ""
	for line := range strings.Lines(string(src)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
			continue
		case last == "" || strings.HasSuffix(last, "[") || strings.HasSuffix(last, "("):
		case strings.HasSuffix(last, "{") || strings.HasSuffix(last, ",") || strings.HasPrefix(line, "}") || strings.HasPrefix(line, "else"):
			out.WriteByte(' ')
		case !strings.HasPrefix(line, "]") && !strings.HasPrefix(line, ")"):
			out.WriteString("; ")
		}
		out.WriteString(line)
		last = line
	}
	return out.String()
}
