package policy

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Conftest is one set of policies of conftest, compiled. It is asked as conftest 0.71
// asks: each document of a file is an input, a document that is a list is one input
// for each item, and the rules are those of the packages that the configuration names,
// called deny, violation or warn, or with such a prefix. Where conftest takes silence
// for a pass, this is an error of the set: a builtin that fails, a rule whose value is
// no list, a result that is neither text nor an object with a msg.
type Conftest struct {
	config.Conftest
	rule     finding.Rule
	compiler *ast.Compiler
	rules    []conftestRule // sorted by package and name
	data     ast.Object
	steps    int
}

// ConftestID is the id of the rule that stands for a set.
func ConftestID(name string) string { return conftestCategory + "/" + name }

const conftestCategory = "conftest"

// IsConftest reports whether a rule stands for a set of policies of conftest.
func IsConftest(rule string) bool { return strings.HasPrefix(rule, conftestCategory+"/") }

// Rule is the set's entry of the catalogue.
func (c *Conftest) Rule() finding.Rule { return c.rule }

// conftestRule is a rule that conftest would ask: all of one name in one package.
type conftestRule struct {
	name      string // with its package, main.deny_root
	warns     bool
	query     ast.Body // what it finds
	exception ast.Body // whether the package makes an exception of it
}

// Conftest are the sets of policies of conftest that are not turned off, in the order
// of the configuration.
func (s *Set) Conftest() []*Conftest {
	return slices.DeleteFunc(slices.Clone(s.conftest), func(c *Conftest) bool { return s.off[c.rule.ID] != "" })
}

// CheckFiles asks one of the sets about files, which read returns. A file that cannot be
// read, or not in full, is a finding; an error of the rules about one file hides nothing
// of the others. What is found has the severity of the set at the stage, and no more than
// that of a warning where a warn rule says it.
func (s *Set) CheckFiles(ctx context.Context, c *Conftest, stage finding.Stage, names []string, read func(name string, limit int64) ([]byte, error)) (finding.Verdict, error) {
	limited, cancel := context.WithTimeout(ctx, s.deadline)
	defer cancel()
	v := finding.Verdict{Rule: c.rule.ID, NotApplicable: len(names) == 0}
	var failures []string
	text := 0
	for _, name := range names {
		f, found, err := c.parseFile(stage, name, read)
		if err != nil {
			return v, fmt.Errorf("reading %s for %s: %w", name, c.rule.ID, err)
		}
		results, errs, err := c.check(limited, stage, f)
		if ctx.Err() != nil {
			return v, fmt.Errorf("asking conftest policies: %w", ctx.Err())
		}
		if v.Unfinished = errors.Is(err, errUnfinished); err != nil {
			errs = append(errs, fmt.Sprintf("%v after %v; run it again", err, s.deadline))
		}
		for _, e := range errs {
			failures = append(failures, name+": "+e)
		}
		found = append(found, results...)
		for _, f := range found {
			text += len(f.Message)
		}
		if v.Findings = append(v.Findings, found...); len(v.Findings) > maxFindings || text > maxFindingText {
			return finding.Verdict{Rule: c.rule.ID, Error: fmt.Sprintf("the policies find too much (limits: %d results, %d bytes)", maxFindings, maxFindingText)}, nil
		}
		if v.Unfinished {
			break
		}
	}
	v.Findings = finding.Sort(v.Findings)
	v.Error = strings.Join(failures, "; ")
	return v, nil
}

// InScope gives the findings of the set as they are where they are: what InScope does,
// but that what is milder than the set stays so.
func (c *Conftest) InScope(stage finding.Stage, model string, found []finding.Finding) []finding.Finding {
	var out []finding.Finding
	for _, f := range found {
		if s, set := scopedFor(c.rule, f.At.Path, model); set {
			if s.Off != "" {
				continue
			}
			if severity := scopedSeverity(c.rule, s, stage); f.Severity == c.rule.At(stage) || severity.Below(f.Severity) {
				f.Severity = severity
			}
		}
		out = append(out, f)
	}
	return out
}

// check asks about one file. Each rule may need as much work for it as an own rule for
// a model. An error is that it was ended from outside.
func (c *Conftest) check(ctx context.Context, stage finding.Stage, f rawFile) (found []finding.Finding, failures []string, err error) {
	p := &program{compiler: c.compiler, store: conftestStore(c.data, f.path)}
	for _, rule := range c.rules {
		work := &work{ctx: ctx, limit: c.steps, bytes: maxBytes, ended: ctx.Err() != nil}
		for _, in := range f.inputs {
			s := session{program: p, input: in.term, work: work, helpers: in.helpers}
			results, errs, err := c.ask(s, in, rule)
			if errors.Is(err, errUnfinished) {
				return found, failures, err
			}
			if err != nil {
				errs = []string{oneLine(err)}
			}
			for _, r := range results {
				one, err := c.finding(stage, f, in, rule, r)
				if err != nil {
					errs = append(errs, err.Error())
					continue
				}
				found = append(found, one)
			}
			for _, e := range errs {
				if e = "the rule " + rule.name + ": " + e; !slices.Contains(failures, e) && len(failures) < maxFailures {
					failures = append(failures, e)
				}
			}
			if work.err() != nil {
				break
			}
		}
	}
	return found, failures, nil
}

// maxFailures is how many errors of rules about one file are told.
const maxFailures = 20

// excepted takes the place of the results of a rule that its package makes an
// exception of.
type excepted struct{ ast.Value }

// costOfQuery is what a query takes that does nothing, in steps: a file may have many
// inputs.
const costOfQuery = 200

// ask is what a rule says about an input.
func (c *Conftest) ask(s session, in rawInput, rule conftestRule) (results []ast.Value, failures []string, err error) {
	s.work.steps += costOfQuery
	exceptions, failures, err := s.query(s.work.ctx, rule.exception)
	if err != nil || len(failures) > 0 && !in.blank {
		return nil, failures, err
	}
	answers, failures, err := s.query(s.work.ctx, rule.query)
	if in.blank {
		failures = nil
	}
	if err != nil || len(failures) > 0 || len(answers) == 0 {
		return nil, failures, err
	}
	switch value := answers[0][denyVar].Value.(type) {
	case ast.Set:
		for _, t := range value.Slice() {
			results = append(results, t.Value)
		}
	case *ast.Array:
		value.Foreach(func(t *ast.Term) { results = append(results, t.Value) })
	default:
		return nil, []string{"its value is " + kindOfValue(value) + ", not a set or a list, so conftest would ignore it"}, nil
	}
	if len(exceptions) > 0 && len(results) > 0 {
		return []ast.Value{excepted{ast.NullValue}}, nil, nil
	}
	return results, nil, nil
}

// finding reads one result.
func (c *Conftest) finding(stage finding.Stage, file rawFile, in rawInput, rule conftestRule, result ast.Value) (finding.Finding, error) {
	f := finding.Finding{Rule: c.rule.ID, Severity: c.rule.At(stage), At: in.doc.At(in.pointer), Help: fmt.Sprintf("Change the file as the policy %s requires.", rule.name)}
	if rule.warns && finding.Warning.Below(f.Severity) {
		f.Severity = finding.Warning
	}
	switch result := result.(type) {
	case excepted:
		f.Severity, f.Key = finding.Note, rule.name+": exception"
		f.Message = fmt.Sprintf("the policies make an exception of %s, which finds something here", rule.name)
		f.Help = "No action is needed."
		return f, nil
	case ast.String:
		f.Message = string(result)
	case ast.Object:
		msg := result.Get(ast.InternedTerm("msg"))
		if msg == nil {
			return f, fmt.Errorf("a result has no msg: %s", shorten(result.String()))
		}
		text, isText := msg.Value.(ast.String)
		if !isText {
			return f, fmt.Errorf("the msg of a result is %s, not text: %s", kindOfValue(msg.Value), shorten(result.String()))
		}
		f.Message = string(text)
		if at := result.Get(ast.InternedTerm("_loc")); at != nil {
			f.At = in.place(file, at.Value)
		}
	default:
		return f, fmt.Errorf("a result is %s, which conftest would ignore: %s", kindOfValue(result), shorten(result.String()))
	}
	if strings.TrimSpace(f.Message) == "" {
		return f, errors.New("a result has an empty message, which conftest would take for a pass")
	}
	f.Key = rule.name + ": " + shortenedKey(f.Message)
	return f, nil
}

// place is where a result says that it is: a line of the file, as conftest reads it,
// or a JSON Pointer into the input. What leads nowhere is the input itself.
func (in rawInput) place(file rawFile, loc ast.Value) finding.Position {
	at := in.doc.At(in.pointer)
	object, isObject := loc.(ast.Object)
	if !isObject {
		return at
	}
	if name := object.Get(ast.InternedTerm("file")); name != nil {
		if text, isText := name.Value.(ast.String); !isText || string(text) != file.path && string(text) != path.Base(file.path) {
			return at
		}
	}
	if t := object.Get(ast.InternedTerm("pointer")); t != nil {
		if pointer, isText := t.Value.(ast.String); isText {
			if _, valid := document.Split(string(pointer)); valid {
				return in.doc.At(in.pointer + string(pointer))
			}
		}
	}
	if t := object.Get(ast.InternedTerm("line")); t != nil {
		if n, isNumber := t.Value.(ast.Number); isNumber {
			if line, whole := n.Int(); whole {
				return in.doc.AtLine(line, at)
			}
		}
	}
	return at
}

// shortenedKey is a message as a key: a long one is told from others by its digest.
func shortenedKey(message string) string {
	short := shorten(message)
	if short == message {
		return message
	}
	sum := sha256.Sum256([]byte(message))
	return short + " " + hex.EncodeToString(sum[:8])
}
