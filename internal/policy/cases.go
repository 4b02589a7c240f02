package policy

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/schema"
)

// Cases are tests that are written as YAML: what a shipped input has otherwise, and
// what a rule finds in it. They lie in a directory cases beside the rule, and are asked
// of the rules as Evaluate asks them.

// isCases reports whether a file holds cases of rules, which are not loaded to judge.
func isCases(name string) bool {
	return path.Base(path.Dir(name)) == "cases" && (path.Ext(name) == ".yaml" || path.Ext(name) == ".yml")
}

// ruleCase is one case.
type ruleCase struct {
	file   string
	line   int
	name   string
	input  string
	patch  *document.Node
	tables tables // that it has otherwise
	expect []expectation
	from   finding.Position // of what is expected

	applies *bool
}

// expectation is a finding that a case expects; what is empty is not compared.
type expectation struct {
	message, contains, at string
	key                   *string
	severity              finding.Severity
}

func (x expectation) String() string {
	var parts []string
	add := func(what, value string) {
		if value != "" {
			parts = append(parts, what+" "+strconv.Quote(shorten(value)))
		}
	}
	add("message", x.message)
	add("a message with", x.contains)
	add("at", x.at)
	if x.key != nil {
		parts = append(parts, "key "+strconv.Quote(*x.key))
	}
	add("severity", string(x.severity))
	return strings.Join(parts, ", ")
}

func (x expectation) matches(f finding.Finding) bool {
	return (x.message == "" || x.message == f.Message) && strings.Contains(f.Message, x.contains) && (x.at == "" || x.at == f.At.Path+"#"+f.At.Pointer) &&
		(x.key == nil || *x.key == f.Key) && (x.severity == "" || x.severity == f.Severity)
}

// readCases reads a file of cases: the rule that they are about, and the cases.
// What is wrong with the file is a problem.
func readCases(f file, ps *problems) (rule string, at finding.Position, cases []ruleCase) {
	doc, found := document.ParseAs(document.YAML, f.path, f.src)
	if doc.Root != nil {
		more, err := schema.Validate(schema.Cases, doc)
		if err != nil {
			ps.in(f.path, err.Error(), "")
		}
		found = append(found, more...)
	}
	broken := doc.Root == nil
	for _, d := range found {
		if d.Severity == finding.Error {
			broken = true
			*ps = append(*ps, Problem{Path: f.path, Line: d.At.Line, Column: d.At.Column, Message: d.Message, Remedy: d.Help})
		}
	}
	if broken {
		if len(found) == 0 {
			ps.in(f.path, "the file has no cases", "Write the rule and its cases, as `modelgate policy new` does.")
		}
		return "", finding.Position{}, nil
	}
	names := map[string]bool{}
	shared := tablesIn(doc.Root.Get("tables"))
	for i, node := range doc.Root.Get("cases").Children {
		c := ruleCase{file: f.path, line: node.Span.Line, name: node.Get("name").Value, patch: node.Get("patch")}
		if names[c.name] {
			*ps = append(*ps, Problem{Path: f.path, Line: c.line, Column: 1, Message: fmt.Sprintf("duplicate case %q", c.name), Remedy: "Give each case a name of its own."})
		}
		names[c.name] = true
		if c.tables = maps.Clone(shared); node.Get("tables") != nil {
			maps.Copy(c.tables, tablesIn(node.Get("tables")))
		}
		if input := node.Get("input"); input != nil {
			c.input = input.Value
		}
		if applies := node.Get("applies"); applies != nil {
			is := applies.Value == "true"
			c.applies = &is
		}
		c.from = doc.KeyAt("/cases/" + strconv.Itoa(i) + "/expect")
		for _, member := range node.Get("expect").Children {
			c.expect = append(c.expect, expectationOf(member))
		}
		cases = append(cases, c)
	}
	return doc.Root.Get("rule").Value, doc.At("/rule"), cases
}

// tablesIn are the tables that a mapping of them has; the schema has held it to its form.
func tablesIn(node *document.Node) tables {
	out := tables{}
	if node != nil {
		for _, member := range node.Children {
			out[member.Key] = tableOf(schema.Value(member).(map[string]any))
		}
	}
	return out
}

func expectationOf(node *document.Node) expectation {
	text := func(key string) string {
		if n := node.Get(key); n != nil {
			return n.Value
		}
		return ""
	}
	x := expectation{message: text("message"), contains: text("contains"), at: text("at"), severity: finding.Severity(text("severity"))}
	if n := node.Get("key"); n != nil {
		x.key = &n.Value
	}
	return x
}

// maxCases is how many cases the policies of an organisation may have together.
const maxCases = 5000

// caseRun asks the rules of an organisation about cases.
type caseRun struct {
	set    *Set
	tracer topdown.QueryTracer
	steps  int // that are left for all cases
}

// run asks the cases of the files. Files that cannot be read as cases, and cases of
// rules that do not exist, are problems.
func (r *caseRun) run(ctx context.Context, files []file, ps *problems) ([]TestCase, error) {
	var out []TestCase
	for _, f := range files {
		id, at, cases := readCases(f, ps)
		if len(cases) == 0 {
			continue
		}
		p, rule := r.set.compiledRule(id)
		if rule == nil {
			*ps = append(*ps, Problem{Path: f.path, Line: at.Line, Column: at.Column, Message: fmt.Sprintf("unknown rule %q%s", id, finding.DidYouMean(id, r.set.ownRules())),
				Remedy: "Use the id of a rule in .modelgate/policies: package modelgate.custom.g.r is custom_g/r."})
			continue
		}
		if len(out)+len(cases) > maxCases {
			ps.in(f.path, fmt.Sprintf("too many cases (limit: %d)", maxCases), "Remove cases that show nothing new.")
			return out, nil
		}
		for _, c := range cases {
			failure, err := r.ask(ctx, p, rule, c)
			if err != nil {
				return nil, err
			}
			out = append(out, TestCase{Package: id, Name: c.name, Path: c.file, Line: c.line, Passed: failure == "", Failure: failure})
		}
	}
	return out, nil
}

// ask is why a case fails; "" if it does not.
func (r *caseRun) ask(ctx context.Context, p *program, rule *compiledRule, c ruleCase) (string, error) {
	in, err := ShippedInput(cmp.Or(c.input, string(rule.rule.Scope)))
	if err != nil {
		return "", err
	}
	if in.Scope != rule.rule.Scope {
		return fmt.Sprintf("the input %q is not for a rule of scope %s", c.input, rule.rule.Scope), nil
	}
	if c.patch != nil {
		for _, member := range c.patch.Children {
			if err := patched(&in, member.Key, member); err != nil {
				return "patch: " + err.Error(), nil
			}
		}
	}
	if p, err = r.set.withTables(p, c.tables); err != nil {
		return "tables: " + err.Error(), nil
	}
	limit := min(r.set.steps, r.steps)
	e := evaluation{program: p, input: r.set.encode(in), steps: limit, deadline: r.set.deadline, tracer: r.tracer}
	s := e.session(ctx, limit, maxBytes)
	a, failures, err := s.ask(ctx, rule)
	r.steps -= s.work.steps
	switch {
	case errors.Is(err, errUnfinished):
		return "", fmt.Errorf("the case %q in %s did not finish", c.name, c.file)
	case err != nil:
		return oneLine(err), nil
	case len(failures) > 0:
		return strings.Join(failures, "; "), nil
	}
	v := judge{rule: rule, stage: in.Stage, locate: unplaced, fallback: in.Head.At}.verdict(a)
	return c.differs(v), nil
}

// unplaced takes an anchor for a position: cases have no documents.
func unplaced(a evidence.Anchor) (finding.Position, bool) {
	file, pointer, _ := strings.Cut(string(a), "#")
	at := finding.Start(file)
	at.Pointer = pointer
	return at, file != ""
}

// differs says what a rule says other than a case expects; "" if nothing.
func (c ruleCase) differs(v finding.Verdict) string {
	if v.Error != "" {
		return "the rule cannot be evaluated: " + v.Error
	}
	left := slices.Clone(v.Findings)
	var missing []string
	for _, x := range c.expect {
		i := slices.IndexFunc(left, x.matches)
		if i < 0 {
			missing = append(missing, x.String())
			continue
		}
		left = slices.Delete(left, i, i+1)
	}
	var parts []string
	if len(missing) > 0 {
		parts = append(parts, "missing finding: "+strings.Join(missing, "; missing finding: "))
	}
	for i, f := range left {
		if i == 5 {
			parts = append(parts, fmt.Sprintf("and %d more", len(left)-i))
			break
		}
		severity := ""
		if slices.ContainsFunc(c.expect, func(x expectation) bool { return x.severity != "" }) {
			severity = fmt.Sprintf(", severity %q", string(f.Severity))
		}
		parts = append(parts, fmt.Sprintf("unexpected finding: %q at %s#%s%s", shorten(f.Message), f.At.Path, f.At.Pointer, severity))
	}
	if c.applies != nil && *c.applies == v.NotApplicable {
		parts = append(parts, fmt.Sprintf("the rule applies: %t, expected %t", !v.NotApplicable, *c.applies))
	}
	return strings.Join(parts, "; ")
}

// compiledRule is a rule and the program that it is in; nil if there is none.
func (s *Set) compiledRule(id string) (*program, *compiledRule) {
	for _, programs := range s.scopes {
		for _, p := range programs {
			for _, r := range p.rules {
				if r.rule.ID == id {
					return p, r
				}
			}
		}
	}
	return nil, nil
}

// ownRules are the ids of the organisation's rules, sorted.
func (s *Set) ownRules() []string {
	var out []string
	for _, r := range s.rules {
		if r.Origin != "built-in" {
			out = append(out, r.ID)
		}
	}
	return out
}
