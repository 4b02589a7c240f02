package results

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// MaxResults bounds the results of one evaluation, which all are part of the
// rule input.
const MaxResults = 20_000

// Reading is one reading of one document as an evaluation. A format's read
// function fills it. What is recognised but not as its format says is malformed:
// a finding, beside whatever could be read, and never silence.
type Reading struct {
	evidence.Evaluation
	doc      *document.Document
	root     place.Place
	others   map[string]*document.Document // by path: the other files of a record that is a directory
	Findings []finding.Finding
	full     bool                // MaxResults was said
	dataset  evidence.DatasetRef // of the whole file, where a tree of metrics states it
}

// readEvaluation reads a document as an evaluation of the named format.
func readEvaluation(d *document.Document, name string, read func(*Reading)) *Reading {
	r := &Reading{Evaluation: newEvaluation(d, name), doc: d, root: place.Root(d)}
	read(r)
	r.annotated()
	r.setFold()
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

// foldOfPath is the part of a path that names a fold of a cross-validation.
var foldOfPath = pattern.New(`(?i)(?:^|[/_.-])fold[_-]?(\d{1,3})(?:[/_.-]|$)`)

// setFold tells the results of a fold from those of the others and of the whole, where
// the path says which it is, as fold_0/metrics.json does, and the file does not.
func (r *Reading) setFold() {
	m := foldOfPath.FindStringSubmatch(r.Path)
	if m == nil {
		return
	}
	for i := range r.Results {
		if x := &r.Results[i]; x.Setting("fold") == "" {
			x.Set("fold", m[1])
		}
	}
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
		r.Subject.Digest = r.root.Get(digestName).Value()
	}
	for _, name := range createdNames {
		if t := r.root.Get(name).Moment(); !r.Created.Present && t.Present {
			r.Created = t
		}
	}
}

// CheckRivals reports a document that has the marks of a second format, unless the
// configuration has said which it is: what a file means is not for the order of
// a list to decide.
func (r *Reading) CheckRivals() {
	for _, f := range Formats {
		if f.Name != r.Format && f.Name != FormatMetrics && r.Format != FormatMetrics && f.Recognise(r.doc) {
			r.malformed(r.root, "the file also matches the format "+f.Name, "Set its format under evaluations in .modelgate/config.yaml, or remove the keys of the other format.")
		}
	}
}

// malformed reports what the format does not allow, at its place.
func (r *Reading) malformed(p place.Place, message, help string) {
	r.report("evidence/malformed", p, message, help)
}

// report adds a finding about a place.
func (r *Reading) report(rule string, p place.Place, message, help string) {
	if len(r.Findings) >= document.MaxFound {
		return
	}
	file, pointer := p.Anchor.Split(func(file string) bool { return file == r.Path || r.others[file] != nil })
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
func (r *Reading) add(x evidence.Result) {
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
	slices.SortStableFunc(r.Results, func(a, b evidence.Result) int {
		return cmp.Or(cmp.Compare(a.Slice, b.Slice), cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.At, b.At))
	})
}

// incomplete sets a state of completeness, the gravest of those given.
func (r *Reading) incomplete(p place.Place, state evidence.CompletenessState, reason string) {
	c := &r.Completeness
	grave := map[evidence.CompletenessState]int{evidence.Unknown: 0, evidence.Complete: 1, evidence.Partial: 2, evidence.Failed: 3}
	if grave[state] > grave[c.State] {
		c.At, c.State, c.Reason = p.Anchor, state, reason
	}
}

// proportionOf is the k of n that a proportion was computed from, "" unless
// k / n is the very float64 that was written.
func proportionOf(value, n string) string {
	p, ok1 := decimal.Float(value)
	count, ok2 := decimal.Float(n)
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

// newEvaluation is an evaluation about which nothing is known but its file.
func newEvaluation(d *document.Document, format string) evidence.Evaluation {
	at := evidence.Anchor(d.Path + "#")
	sum := sha256.Sum256(d.Source)
	return evidence.Evaluation{
		At: at, Path: d.Path, Format: format, SHA256: hex.EncodeToString(sum[:]), Content: contentOf(d),
		Created: evidence.Text{At: at}, Cached: evidence.Flag{At: at}, Producer: evidence.Producer{At: at}, Subject: evidence.Subject{At: at},
		Completeness: evidence.Completeness{At: at, State: evidence.Unknown}, Results: []evidence.Result{}, Groups: []evidence.Group{}, Judgements: []evidence.Judgement{},
		Trials: evidence.Trials{At: at, Metric: evidence.Text{At: at}, Selected: evidence.Text{At: at}, Best: evidence.Text{At: at}, Agrees: "unknown"}, Examples: []evidence.Examples{},
	}
}

// newResult is a result at the place where its value stands.
func newResult(p place.Place, metric, slice string) evidence.Result {
	r := evidence.Result{At: p.Anchor, Metric: metric, Slice: slice, Variant: []evidence.Setting{}, Uncertainty: evidence.Uncertainty{At: p.Anchor}, Runs: []string{}}
	switch {
	case p.Scalar():
		r.Raw = p.Node.Value
	case p.Node != nil && p.Node.Kind == document.Null:
		r.Raw = "null"
	case p.Present():
		r.Raw = "a " + string(p.Node.Kind)
	}
	r.Value = p.Decimal()
	r.Valid = r.Value != ""
	return r
}
