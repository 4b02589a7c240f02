package doctor

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// truth is what is known of a condition. The zero value is that nothing is.
type truth int

const (
	maybe truth = iota
	yes
	no
)

func known(b bool) truth {
	if b {
		return yes
	}
	return no
}

func (t truth) not() truth { return map[truth]truth{yes: no, no: yes}[t] }

func (t truth) and(u truth) truth {
	switch {
	case t == no || u == no:
		return no
	case t == yes && u == yes:
		return yes
	}
	return maybe
}

// scenario is a run of a workflow for which a condition is worked out.
type scenario struct {
	event             string
	branch            string // the default branch, "" if it is not known
	succeeded, failed bool   // what success() and failure() return
	draft             bool
}

// holds says whether a job or step with a condition runs. A condition without a
// status function stands behind success(), as GitHub has it.
func (s scenario) holds(condition string) truth {
	condition = strings.TrimSpace(condition)
	if inner, ok := strings.CutPrefix(condition, "${{"); ok && strings.HasSuffix(inner, "}}") {
		condition = strings.TrimSpace(strings.TrimSuffix(inner, "}}"))
	}
	if strings.Contains(condition, "${{") || len(condition) > maxCondition {
		return maybe
	}
	if condition == "" {
		return known(s.succeeded)
	}
	p := expression{scenario: s, tokens: tokens.FindAllString(condition, -1)}
	v := p.or(0)
	if p.broken || len(p.tokens) > 0 {
		return maybe
	}
	if !p.status {
		return v.truth.and(known(s.succeeded))
	}
	return v.truth
}

// Limits of what is worked out of a condition.
const (
	maxCondition = 4096
	maxDepth     = 32
)

var tokens = pattern.New(`'(?:[^']|'')*'|&&|\|\||[!=<>]=|[A-Za-z_][\w-]*(?:\.(?:[A-Za-z_*][\w-]*|\*))*|-?[0-9][\w.+-]*|[^\s]`)

// operand is a value of an expression: its truth, and its text where that is known.
type operand struct {
	truth   truth
	literal string // of a string with its quotes, so that kinds stay apart; "" if it is not known
}

// expression reads the expression of a condition from its beginning.
type expression struct {
	scenario
	tokens []string
	status bool // a status function was called
	broken bool
}

func (p *expression) next(any ...string) string {
	if len(p.tokens) == 0 {
		return ""
	}
	for _, a := range any {
		if p.tokens[0] == a {
			p.tokens = p.tokens[1:]
			return a
		}
	}
	return ""
}

func (p *expression) or(depth int) operand {
	v := p.all(depth)
	for p.next("||") != "" {
		w := p.all(depth)
		v = operand{truth: v.truth.not().and(w.truth.not()).not()}
	}
	return v
}

func (p *expression) all(depth int) operand {
	v := p.compared(depth)
	for p.next("&&") != "" {
		w := p.compared(depth)
		v = operand{truth: v.truth.and(w.truth)}
	}
	return v
}

func (p *expression) compared(depth int) operand {
	v := p.operand(depth)
	for {
		operator := p.next("==", "!=", "<", ">", "<=", ">=")
		if operator == "" {
			return v
		}
		w := p.operand(depth)
		v = operand{truth: compare(operator, v.literal, w.literal)}
	}
}

// compare compares two values of one kind; GitHub ignores case.
func compare(operator, a, b string) truth {
	if a == "" || b == "" || (a[0] == '\'') != (b[0] == '\'') {
		return maybe
	}
	switch operator {
	case "==":
		return known(strings.EqualFold(a, b))
	case "!=":
		return known(!strings.EqualFold(a, b))
	}
	return maybe
}

func (p *expression) operand(depth int) operand {
	if len(p.tokens) == 0 || depth > maxDepth {
		p.broken = true
		return operand{}
	}
	token := p.tokens[0]
	p.tokens = p.tokens[1:]
	switch {
	case token == "!":
		t := p.operand(depth + 1).truth.not()
		return operand{truth: t, literal: map[truth]string{yes: "true", no: "false"}[t]}
	case token == "(":
		v := p.or(depth + 1)
		p.broken = p.broken || p.next(")") == ""
		return v
	case token[0] == '\'':
		return operand{truth: known(token != "''"), literal: token}
	case token == "true", token == "false":
		return operand{truth: known(token == "true"), literal: token}
	case token == "null", token == "0":
		return operand{truth: no}
	}
	return p.word(token, depth)
}

// word is what a function returns, or a property holds.
func (p *expression) word(name string, depth int) operand {
	if p.next("(") != "" {
		return p.call(strings.ToLower(name), depth)
	}
	v := operand{}
	switch strings.ToLower(name) {
	case "github.event_name":
		v = operand{truth: yes, literal: "'" + p.event + "'"}
	case "github.base_ref":
		if p.branch != "" && strings.HasPrefix(p.event, "pull_request") {
			v = operand{truth: yes, literal: "'" + p.branch + "'"}
		}
	case "github.event.pull_request.draft":
		v = operand{truth: known(p.draft), literal: map[bool]string{true: "true", false: "false"}[p.draft]}
	}
	for p.next("[") != "" { // an index: of what, is not worked out
		v = operand{}
		p.or(depth + 1)
		p.broken = p.broken || p.next("]") == ""
	}
	return v
}

func (p *expression) call(name string, depth int) operand {
	for p.next(")") == "" {
		if p.or(depth + 1); p.broken {
			return operand{}
		}
		p.next(",")
	}
	result, ok := map[string]bool{"always": true, "cancelled": false, "success": p.succeeded, "failure": p.failed}[name]
	if !ok {
		return operand{}
	}
	p.status = true
	return operand{truth: known(result), literal: map[bool]string{true: "true", false: "false"}[result]}
}
