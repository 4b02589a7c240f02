package document

import (
	"fmt"
	"strconv"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// reader is one reading of one document: what the front ends share. It holds
// the document under construction and collects the findings about it.
type reader struct {
	doc     *Document
	found   []finding.Finding
	omitted []finding.Finding        // the gravest of what is beyond MaxFound, at most one
	beyond  int                      // how many findings are beyond MaxFound
	repeats map[string]int           // findings so far by rule and pointer
	nodes   int                      // nodes so far, after aliases are followed
	text    int                      // bytes of scalars so far, after aliases are followed
	spent   bool                     // a limit was exceeded and said so
	unread  func(path []string) bool // of JSON: which members are left unread; nil for none
	section func(line string) string // of a text report: the name of the part that a line is the heading of; nil for none
}

// report adds a finding of this package at the bytes from start to end.
func (r *reader) report(rule string, start, end int, pointer, message string, related ...finding.Related) {
	if len(r.found) >= MaxFound {
		r.beyond++
		if len(r.omitted) > 0 && (r.omitted[0].Severity == finding.Error || severityOf(rule) != finding.Error) {
			return
		}
	}
	f := r.doc.newFinding(rule, r.doc.index.span(start, end), pointer, message)
	f.Related, f.Suggestion = related, suggestionOf(rule)
	f.Key = r.ordinal(rule, pointer)
	if len(r.found) < MaxFound {
		r.found = append(r.found, f)
	} else {
		r.omitted = []finding.Finding{f}
	}
}

// ordinal tells apart findings of one rule at one pointer: it is empty for the
// first, then "2", "3" and so on.
func (r *reader) ordinal(rule, pointer string) string {
	if r.repeats == nil {
		r.repeats = map[string]int{}
	}
	key := rule + pointer
	r.repeats[key]++
	if n := r.repeats[key]; n > 1 {
		return strconv.Itoa(n)
	}
	return ""
}

// relate is a second place for a finding.
func (r *reader) relate(message string, span Span, pointer string) finding.Related {
	return finding.Related{Message: message, At: r.doc.position(span, pointer)}
}

// findings are the findings in their order. Those beyond MaxFound are counted
// in one more, which is as grave as the gravest of them.
func (r *reader) findings() []finding.Finding {
	for _, f := range r.omitted {
		f.Key = "more"
		f.Message = fmt.Sprintf("%s (and %d more findings about this document that are not listed)", f.Message, r.beyond-1)
		r.found = append(r.found, f)
	}
	r.omitted = nil
	return finding.Sort(r.found)
}

// count takes nodes and bytes of text from the budget of the document. It
// reports false when they are more than there is; the caller then stops.
func (r *reader) count(nodes, text, start, end int, pointer string) bool {
	r.nodes += nodes
	r.text += text
	limit := ""
	switch {
	case r.spent:
		return false
	case r.nodes > MaxNodes:
		limit = fmt.Sprintf("more than %d values", MaxNodes)
	case r.text > maxText:
		limit = fmt.Sprintf("more than %d bytes of text", maxText)
	default:
		return true
	}
	r.spent = true
	r.report(tooManyNodes, start, end, pointer, "the document contains "+limit+", including what aliases repeat")
	return false
}

// take is count for the common case: it takes from the budget, and reports
// whether there was enough. If there was not, count(0, 0, …) says so.
func (r *reader) take(nodes, text int) bool {
	r.nodes += nodes
	r.text += text
	return !r.spent && r.nodes <= MaxNodes && r.text <= maxText
}

// tooDeep reports a value below maxDepth levels, once.
func (r *reader) tooDeep(start int, pointer string) {
	if !r.spent {
		r.spent = true
		r.report(tooDeep, start, start, pointer, fmt.Sprintf("values are nested more than %d levels deep", maxDepth))
	}
}

// number checks a number's size. It is a String when it is too large to be
// computed with: the finding says so. pointer is asked for then only.
func (r *reader) number(literal string, start, end int, pointer func() string) Kind {
	if problem := numberProblem(literal); problem != "" {
		r.report(numberTooLarge, start, end, pointer(), "the number "+shown(literal)+" "+problem)
		return String
	}
	return Number
}

// duplicate reports a key that its mapping already has.
func (r *reader) duplicate(first *Node, start, end int, pointer string) {
	r.report(duplicateKey, start, end, pointer,
		fmt.Sprintf("duplicate key %s; first defined on line %d", shown(first.Key), first.KeySpan.Line),
		r.relate("the key first appears here", first.KeySpan, pointer))
}
