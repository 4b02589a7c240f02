package evaluation

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// Inputs are what the thresholds of a model are held against.
type Inputs struct {
	Thresholds []config.Threshold
	Policy     config.Baseline
	Evidence   []config.Evidence
	Exceptions []config.Exception
	Locked     []config.Best  // what a ratchet is held against, beside Compared
	Head       evidence.Model // as proposed
	Base       evidence.Model // on the base commit
	Formerly   []string       // ids that the model had, if it moves: what is for them is for it
	Compared   Baseline       // what not_worse_by and better_by compare with
	Now        time.Time
	Scales     Scales // what values metrics have, by name
	// HeadSamples and BaseSamples read the per-example values behind a result of
	// the head and of Compared; nil for none.
	HeadSamples, BaseSamples Reader
	// HeadColumns, BaseColumns and ComparedColumns read columns of data of the head,
	// of the base commit, and of Compared.
	HeadColumns, BaseColumns, ComparedColumns columns
	// Contains says whether a commit is the judged one or in its history, as far
	// as that is known; nil where nobody can tell.
	Contains func(commit string) (is, known bool)
}

// speaks reports whether a threshold is for the model.
func (in Inputs) speaks(t config.Threshold) bool {
	return t.For(in.Head.ID) || slices.ContainsFunc(in.Formerly, t.For)
}

// A Reader reads the per-example values behind a result. The note says why there
// are none where the evidence names some; an error, that they could not be read.
type Reader func(evidence.Evaluation, evidence.Result) (samples []evidence.Sample, note string, err error)

// columns reads a column of a file; an error is an *evidence.NoColumn, or one of
// reading.
type columns func(file, column string) (evidence.Column, error)

// judge holds thresholds against one model.
type judge struct {
	Inputs
	selectors map[string]*selector // by side and threshold
	catches   []*caught
	err       error // of reading samples: nothing can be decided
}

// newJudge keeps what the lock remembers of the model alone.
func newJudge(in Inputs) *judge {
	in.Locked = slices.DeleteFunc(slices.Clone(in.Locked), func(b config.Best) bool { return b.Model != in.Head.ID && !slices.Contains(in.Formerly, b.Model) })
	return &judge{Inputs: in, selectors: map[string]*selector{}}
}

// Check holds every threshold that speaks of the model against its results.
// Each bound of a threshold is a question of its own for each slice, and every
// question has an answer: a metric that is not there is an error, never passed
// over. An error is one of reading.
func Check(in Inputs) ([]evidence.Check, error) {
	x := newJudge(in)
	out := []evidence.Check{}
	if !in.Head.Present {
		return out, nil // a model that is removed owes nothing
	}
	var asked []question
	for _, t := range in.Thresholds {
		if !in.speaks(t) {
			continue
		}
		for _, e := range in.Exceptions {
			if e.Of(t, in.Head.ID) && e.InForce(in.Now) {
				t = t.Except(e)
			}
		}
		more := x.questions(t)
		if asked = append(asked, more...); len(asked) > MaxChecks {
			return []evidence.Check{x.tooMany(more)}, nil
		}
	}
	for _, q := range asked {
		c, p := x.answer(q)
		c = x.softened(c, q)
		if p != nil {
			x.catches = append(x.catches, &caught{len(out), *p, q.several && !q.required()})
		}
		out = append(out, c)
	}
	x.correct(out)
	return out, x.err
}

// MaxChecks bounds the checks of one model. All are part of the rule input, and
// a report of more would be read by nobody.
const MaxChecks = 5_000

// tooMany stands in place of all checks where there are more than MaxChecks: what
// is answered in part would look like the whole. It is about the threshold whose
// questions are too many.
func (x *judge) tooMany(asked []question) evidence.Check {
	q := asked[0]
	c := x.begin(q)
	c.Key, c.Slice, c.Severity = q.threshold.ID+" checks", "", config.Block
	c.Detail = fmt.Sprintf("with the %d checks of threshold %q, the model has more than the limit of %d checks", len(asked), q.threshold.ID, MaxChecks)
	return refuse(c, evidence.ReasonTooMany, c.Detail)
}

// selectHead finds what a threshold speaks of among the results of the head.
func (x *judge) selectHead(t config.Threshold) *selector {
	return x.selected(t, x.filesOf(t), "head", x.Head)
}

// selectBase finds the same among those of the baseline.
func (x *judge) selectBase(t config.Threshold) *selector {
	files := x.filesOf(t)
	if x.Policy.Source == "file" {
		files = x.Policy.File
	}
	return x.selected(t, files, "base", x.Compared.Model)
}

// selected keeps what was found: a threshold asks again for each slice.
func (x *judge) selected(t config.Threshold, files, side string, m evidence.Model) *selector {
	key := side + " " + t.ID
	s, known := x.selectors[key]
	if !known {
		s = newSelector(t, files, m)
		for _, e := range x.Evidence {
			if e.Latest {
				s.keepLatest(e.Path, x.Now)
			}
		}
		x.selectors[key] = s
	}
	return s
}

// filesOf is the glob over the files that a threshold looks at.
func (x *judge) filesOf(t config.Threshold) string {
	for _, e := range x.Evidence {
		if t.Evidence != "" && e.ID == t.Evidence {
			return e.Path
		}
	}
	return t.Evaluation
}

// begin is the check of a question before anything is known.
func (x *judge) begin(q question) evidence.Check {
	t := q.threshold
	c := evidence.Check{
		At: x.Head.At, Defined: evidence.Anchor(t.At.Path + "#" + t.At.Pointer + q.pointer), Key: t.ID + " " + string(q.bound), Threshold: t.ID,
		Metric: t.Metric, Slice: q.slice, Bound: q.bound, Limit: q.limit, Direction: evidence.Direction(t.Direction), Unit: t.Unit, Mode: q.mode(),
		Severity: evidence.Consequence(t.Severity), Question: q.words(), Rung: PointOnly, Verdict: Error, Reason: evidence.ReasonMissing,
	}
	if q.bound == Suspicious && c.Severity == config.Block {
		c.Severity = "warn" // a leak alarm is for a person to look at
	}
	if q.several {
		c.Key += " " + q.slice
	}
	if len(x.Head.Evaluations) > 0 {
		c.At = x.Head.Evaluations[0].At
	}
	return c
}

// mode is which question is asked of the bound.
func (q question) mode() evidence.Mode {
	t := q.threshold
	switch q.bound {
	case NotWorse, Disparate:
		return evidence.Mode(t.Mode)
	case Better:
		if evidence.Mode(t.Mode) == Prove {
			return Prove
		}
	case Min, Max, Above, Below:
		return evidence.Mode(t.Require)
	}
	return Point
}

// answer answers one question. The p-value is that of a test that may block and
// is still to be corrected for its family.
func (x *judge) answer(q question) (evidence.Check, *float64) {
	c := x.begin(q)
	switch q.bound {
	case Disparate:
		return x.disparity(c, q), nil
	case Drifted:
		return x.drifted(c, q), nil
	}
	s := x.selectHead(q.threshold)
	results := s.of(q.slice)
	if len(results) == 0 {
		return x.absent(c, q, s), nil
	}
	if q.several && !q.owed && q.threshold.Slices.Others == "ignore" {
		r := results[0]
		c.At, c.Value, c.N, c.Verdict, c.Reason = r.At, r.Raw, r.N, NotApplicable, evidence.ReasonIgnored
		c.Detail = "the threshold does not apply to this slice"
		if q.further > 0 {
			c.Detail += fmt.Sprintf(", nor about %d that are not listed", q.further)
		}
		return c, nil
	}
	if gone := x.vanished(q, results); gone != "" && q.bound != Suspicious {
		return refuse(c, evidence.ReasonVanished, gone), nil
	}
	return x.parted(c, q, results)
}

// values lists what several results say, sorted, so that their order never shows.
func values(results []located) string {
	var out, files []string
	for _, r := range results {
		file, _, _ := strings.Cut(string(r.At), "#")
		files = append(files, file)
	}
	several := len(slices.Compact(slices.Clone(files))) > 1
	for i, r := range results {
		value := strconv.Quote(r.Raw)
		if several {
			value += " in " + files[i]
		}
		out = append(out, value)
	}
	slices.Sort(out)
	out = slices.Compact(out)
	if len(out) > 4 {
		out = append(out[:4], "…")
	}
	return strings.Join(out, ", ")
}

func (x *judge) absent(c evidence.Check, q question, s *selector) evidence.Check {
	c.Near = s.near(q.slice)
	switch {
	case s.claimed(q.slice):
		c.Reason, c.Detail = evidence.ReasonOnlyClaimed, "the value is only claimed on a card, with no result file"
	case q.several && q.slice == q.threshold.Slices.By+"=":
		c.Reason, c.Detail = evidence.ReasonSliceMissing, fmt.Sprintf("there is no slice by %s", q.threshold.Slices.By)
	case q.several && slices.Contains(q.threshold.Slices.Required, strings.TrimPrefix(q.slice, q.threshold.Slices.By+"=")):
		c.Reason, c.Detail = evidence.ReasonSliceMissing, "no result for this required slice"
	case q.several:
		named := x.Compared.Named
		if q.bound == Ratchet && len(x.selectBase(q.threshold).of(q.slice)) == 0 {
			named = lockNamed
		}
		c.Reason, c.Detail = evidence.ReasonSliceMissing, named+" has a result for the slice, but the head has none"
	default:
		c.Detail = "no result with this name"
		if where := s.elsewhere(q.slice); where != "" {
			c.Reason, c.Detail, c.Near = evidence.ReasonElsewhere, where, ""
		}
	}
	return c
}

// one answers a question from one result.
func (x *judge) one(c evidence.Check, q question, l located) (evidence.Check, *float64) {
	t := q.threshold
	c.At, c.Value, c.N, c.Reason = l.At, l.Raw, l.N, ""
	if c.Direction == "" {
		c.Direction = l.Direction
	}
	if c.Unit == "" {
		c.Unit = l.Unit
	}
	value, err := parse(l.Value)
	if err != nil || !l.Valid {
		return refuse(c, evidence.ReasonNotANumber, "the result is not a finite number"), nil
	}
	if reason, detail := x.contradicts(t, l.Result, value); reason != "" {
		return refuse(c, reason, detail), nil
	}
	if reason, detail := x.unfit(t, l); reason != "" {
		return refuse(c, reason, detail), nil
	}
	if none(l.N) {
		return refuse(c, evidence.ReasonEmpty, "the result is based on 0 examples"), nil
	}
	if detail := x.belied(l); detail != "" {
		return refuse(c, evidence.ReasonBelied, detail), nil
	}
	short, detail := tooFew(t.MinSamples, l.N)
	if !short {
		return x.held(c, q, l, value)
	}
	if t.OnInsufficient == "warn" { // it softens what is undecided, and no value that fails
		if point, _ := x.held(c, q.asPoint(), l, value); point.Verdict == Fail || point.Verdict == Error {
			point.Detail = noted(point.Detail, detail)
			return point, nil
		}
	}
	c.Verdict, c.Reason, c.Detail = Inconclusive, evidence.ReasonInsufficient, detail
	return c, nil
}

// held holds a value against the bound.
func (x *judge) held(c evidence.Check, q question, l located, value *big.Rat) (evidence.Check, *float64) {
	switch q.bound {
	case NotWorse, Better:
		return x.compared(c, q, l, value)
	case Ratchet:
		return x.ratcheted(c, q, l, value), nil
	}
	return x.bounded(c, q, l, value), nil
}

// asPoint is the question about the value alone. What is to be caught stays so:
// only a test can say that it is worse.
func (q question) asPoint() question {
	if evidence.Mode(q.threshold.Mode) == Prove {
		q.threshold.Mode = string(Point)
	}
	q.threshold.Require = string(Point)
	return q
}

func refuse(c evidence.Check, reason evidence.Reason, detail string) evidence.Check {
	c.Verdict, c.Reason, c.Detail = Error, reason, detail
	return c
}

// none reports whether a result is known to be of no example at all.
func none(n string) bool {
	have, err := parse(n)
	return err == nil && have.Sign() <= 0
}

// tooFew reports whether a result rests on fewer examples than the policy asks
// for. Where their number is not known they may be any.
func tooFew(minimum, n string) (bool, string) {
	least, err := parse(minimum)
	if err != nil || least.Sign() == 0 {
		return false, ""
	}
	have, err := parse(n)
	switch {
	case err != nil:
		return true, fmt.Sprintf("the file does not state the number of examples; %s are required", minimum)
	case have.Cmp(least) < 0:
		return true, fmt.Sprintf("the result is based on %s examples; %s are required", n, minimum)
	}
	return false, ""
}

// required reports whether the threshold names the slice of a question as one that
// must be there.
func (q question) required() bool {
	s := q.threshold.Slices
	return s != nil && slices.Contains(s.Required, strings.TrimPrefix(q.slice, s.By+"="))
}

func (x *judge) thresholdOf(id string) config.Threshold {
	for _, t := range x.Thresholds {
		if t.ID == id {
			return t
		}
	}
	return config.Threshold{}
}

func confidence(t config.Threshold) float64 {
	c, err := strconv.ParseFloat(t.Confidence, 64)
	if err != nil {
		c, _ = strconv.ParseFloat(config.DefaultConfidence, 64)
	}
	return c
}

func alpha(t config.Threshold) float64 { return 1 - confidence(t) }

// shown is a statistic as reports have it: four significant digits.
func shown(x float64) string { return strconv.FormatFloat(x, 'g', 4, 64) }
