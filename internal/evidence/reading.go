package evidence

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// MaxResults bounds the results of one evaluation, which all are part of the
// rule input.
const MaxResults = 20_000

// Reading is one reading of one document as an evaluation. A format's read
// function fills it. What is recognised but not as its format says is malformed:
// a finding, beside whatever could be read, and never silence.
type Reading struct {
	Evaluation
	doc      *document.Document
	root     place
	others   map[string]*document.Document // by path: the other files of a record that is a directory
	Findings []finding.Finding
	full     bool // MaxResults was said
}

// readEvaluation reads a document as an evaluation of the named format.
func readEvaluation(d *document.Document, name string, read func(*Reading)) *Reading {
	r := &Reading{Evaluation: newEvaluation(d, name), doc: d, root: rootOf(d)}
	read(r)
	r.annotated()
	if len(r.Results) == 0 && len(r.Findings) == 0 && len(r.Judgements) == 0 {
		r.malformed(r.root, "the file has no results", "Regenerate the results.")
	}
	if r.Claimed {
		for i := range r.Results {
			r.Results[i].Claimed = true
		}
	}
	return r
}

// createdNames are the keys under which a file of any format says when it was made.
var createdNames = []string{"created", "created_at", "evaluated_at", "timestamp", "date"}

// digestName is the key under which it says of which model it is.
const digestName = "model_digest"

// isAnnotation reports whether a key is none of the format's, and known all the same.
func isAnnotation(key string) bool { return key == digestName || slices.Contains(createdNames, key) }

// annotated takes the time, and the digest of the model, that somebody wrote into a
// file whose format has no place for them.
func (r *Reading) annotated() {
	if r.Subject.Digest == "" {
		r.Subject.Digest = r.root.get(digestName).value()
	}
	for _, name := range createdNames {
		if t := r.root.get(name).moment(); !r.Created.Present && t.Present {
			r.Created = t
		}
	}
}

// CheckRivals reports a document that has the marks of a second format, unless the
// configuration has said which it is: what a file means is not for the order of
// a list to decide.
func (r *Reading) CheckRivals() {
	for _, f := range ResultFormats {
		if f.Name != r.Format && f.Name != FormatMetrics && r.Format != FormatMetrics && f.Recognise(r.doc) {
			r.malformed(r.root, "the file also matches the format "+f.Name, "Set its format under evaluations in .modelgate/config.yaml, or remove the keys of the other format.")
		}
	}
}

// malformed reports what the format does not allow, at its place.
func (r *Reading) malformed(p place, message, help string) {
	r.report("evidence/malformed", p, message, help)
}

// report adds a finding about a place.
func (r *Reading) report(rule string, p place, message, help string) {
	if len(r.Findings) >= document.MaxFound {
		return
	}
	file, pointer := p.anchor.Split(func(file string) bool { return file == r.Path || r.others[file] != nil })
	doc := r.doc
	if other := r.others[file]; other != nil {
		doc = other
	}
	f := finding.Finding{Rule: rule, Severity: finding.Error, At: doc.At(pointer), Message: r.Format + ": " + message, Help: help}
	if slices.ContainsFunc(r.Findings, func(g finding.Finding) bool { return g.At == f.At }) {
		f.Key = strconv.Itoa(len(r.Findings) + 1)
	}
	r.Findings = append(r.Findings, f)
}

// add takes a result.
func (r *Reading) add(x Result) {
	if len(r.Results) >= MaxResults {
		if !r.full {
			r.malformed(r.root, fmt.Sprintf("too many results (limit: %d)", MaxResults), "Split the file, or omit results that no rule needs.")
		}
		r.full = true
		return
	}
	r.Results = append(r.Results, x)
}

// sort puts the results in the order of slice, metric and place.
func (r *Reading) sort() {
	slices.SortStableFunc(r.Results, func(a, b Result) int {
		return cmp.Or(cmp.Compare(a.Slice, b.Slice), cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.At, b.At))
	})
}

// incomplete sets a state of completeness, the gravest of those given.
func (r *Reading) incomplete(p place, state, reason string) {
	c := &r.Completeness
	grave := map[string]int{Unknown: 0, Complete: 1, Partial: 2, Failed: 3}
	if grave[state] > grave[c.State] {
		c.At, c.State, c.Reason = p.anchor, state, reason
	}
}

// members are the members of a mapping by their keys, for many look-ups.
type members map[string]place

func (p place) members() members { return byKey(p.inOrder()) }

func byKey(list []place) members {
	out := make(members, len(list))
	for _, c := range list {
		out[c.node.Key] = c
	}
	return out
}

// value is the text of a scalar, "" for anything else and for null.
func (p place) value() string {
	if !p.scalar() {
		return ""
	}
	return p.node.Value
}

// moment is a point in time as text: seconds since 1970, of this century, become RFC
// 3339; anything else stays as written.
func (p place) moment() Text {
	t := p.text()
	if seconds, err := strconv.ParseFloat(t.Value, 64); err == nil && seconds > 1e9 && seconds < 1e11 {
		t.Value = time.Unix(int64(seconds), 0).UTC().Format(time.RFC3339)
	}
	return t
}

// count is a whole number that is not negative, without a point: support is
// written 4495 and 4495.0. It is "" for anything else.
func (p place) count() string {
	x := rational(decimal(p.node))
	if x == nil || !x.IsInt() || x.Sign() < 0 {
		return ""
	}
	return x.Num().String()
}

// decimal is the literal of a finite number, "" for anything else.
func decimal(n *document.Node) string {
	if n == nil || n.Kind != document.Number {
		return ""
	}
	return n.Value
}

// rational is a decimal literal of a document exactly, nil for "". Its size is
// bounded by document.MaxNumber and document.MaxExp.
func rational(literal string) *big.Rat {
	if literal == "" {
		return nil
	}
	x, ok := new(big.Rat).SetString(literal)
	if !ok {
		return nil
	}
	return x
}

// float is a decimal literal as the nearest float64; ok is false for "".
func float(literal string) (x float64, ok bool) {
	if literal == "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(literal, 64)
	return x, err == nil
}

// proportionOf is the k of n that a proportion was computed from, "" unless
// k / n is the very float64 that was written.
func proportionOf(value, n string) string {
	p, ok1 := float(value)
	count, ok2 := float(n)
	if !ok1 || !ok2 || count < 1 || count > 1<<53 || p < 0 || p > 1 {
		return ""
	}
	k := int64(p*count + 0.5)
	if float64(k)/count != p {
		return ""
	}
	return strconv.FormatInt(k, 10)
}

// slicePart is one part of a slice, "class=fraud".
func slicePart(name, value string) string { return name + "=" + value }

// joinSlices puts parts of a slice into their order.
func joinSlices(parts ...string) string {
	parts = slices.DeleteFunc(slices.Clone(parts), func(s string) bool { return s == "" })
	slices.Sort(parts)
	return strings.Join(parts, ",")
}
