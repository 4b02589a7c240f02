package evaluation

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// Scales are the kinds of values that metrics have, by name, as the table
// policies/data/metrics.yaml lists them: a proportion is a fraction of 1 or a
// percentage, and 0.9 beside 10 is not an improvement. The zero value knows none.
type Scales struct {
	Kinds      map[string]string // by the name in lower case without notWords
	Directions map[string]evidence.Direction
	Qualifiers map[string]bool // words beside a metric's own, such as macro
}

// Kinds of values that the comparison of scales knows.
const (
	kindProportion  = "proportion"
	kindCorrelation = "correlation"
	kindCoefficient = "coefficient"
	kindRate        = "rate"
	kindScore       = "score"
	kindPositive    = "positive"
	kindBranching   = "branching"
	kindFact        = "fact"
)

var (
	cutOff   = pattern.New(`@ ?([0-9.:]+|k\b)|[_ ]at[_ ]([0-9]+|k)(_|\b|$)`)
	notWords = pattern.New(`[^a-z0-9.+]+`)
)

// kind is the kind of a metric, "" for a name that the table does not have. The
// name is read as policies/lib/metrics.rego reads it; that of a nested number is
// also read by its last part.
func (s Scales) kind(metric string) string { return named(s, s.Kinds, metric) }

// Direction is which way is better of a metric, as a rule; "" where it depends, or
// where the table does not have the name.
func (s Scales) Direction(metric string) evidence.Direction { return named(s, s.Directions, metric) }

// Measures reports whether a number can be what an evaluation measured: that of an
// epoch, of a batch or of a parameter count is not.
func (s Scales) Measures(metric string) bool { return s.kind(metric) != kindFact }

// IsShare reports whether a metric is a proportion.
func (s Scales) IsShare(metric string) bool { return s.kind(metric) == kindProportion }

// IsError reports whether a metric is an error that is better the lower it is and has no upper
// limit, such as one in the unit of what is predicted, or a perplexity.
func (s Scales) IsError(metric string) bool {
	kind := s.kind(metric)
	return (kind == kindPositive || kind == kindBranching) && s.Direction(metric) == evidence.Lower
}

// named looks a metric up by its whole name, else by its last part.
func named[T ~string](s Scales, in map[string]T, metric string) T {
	if v := looked(s, in, metric); v != "" {
		return v
	}
	return looked(s, in, metric[strings.LastIndexByte(metric, '.')+1:])
}

func looked[T ~string](s Scales, in map[string]T, metric string) T {
	words := notWords.Split(cutOff.ReplaceAllString(strings.ToLower(metric), " "), -1)
	if v, ok := in[strings.Join(words, "")]; ok {
		return v
	}
	own := ""
	for _, w := range words {
		if !s.Qualifiers[w] {
			own += w
		}
	}
	if v, ok := in[own]; ok {
		return v
	}
	return in[strings.TrimSuffix(own, "score")] // as scikit-learn's functions are called
}

// How many times larger a value above 1 is than one below it before they are taken
// for a percentage and a fraction, where the kind alone does not tell: of a rate,
// which exceeds 1 now and then, and of anything else.
const (
	rateApart  = 10
	otherApart = 20
)

// apart reports whether two values of a metric are on different scales: one at most
// 1, the other above. That settles it for a proportion; of other kinds the values
// must also be too far apart to be a change. 0 is on every scale, and a kind that
// has no upper limit (loss, latency, perplexity) has one scale.
func (s Scales) apart(metric, unit string, a, b *big.Rat) bool {
	small, large := new(big.Rat).Abs(a), new(big.Rat).Abs(b)
	if small.Cmp(large) > 0 {
		small, large = large, small
	}
	one := big.NewRat(1, 1)
	if unit != "" && unit != "percent" || small.Sign() == 0 || small.Cmp(one) > 0 || large.Cmp(one) <= 0 {
		return false
	}
	far := func(times int64) bool { return new(big.Rat).Quo(large, small).Cmp(big.NewRat(times, 1)) >= 0 }
	kind := s.kind(metric)
	switch {
	case unit == "percent", kind == "", kind == kindScore:
		return far(otherApart)
	case kind == kindRate:
		return large.Cmp(big.NewRat(2, 1)) > 0 && far(rateApart)
	case kind == kindCoefficient:
		return a.Sign() > 0 && b.Sign() > 0
	}
	return kind == kindProportion || kind == kindCorrelation
}

// statedUnit is the unit that settles a scale: the threshold's, or the one that both
// files have. One that the head alone states is no more than a claim.
func statedUnit(t config.Threshold, head, base evidence.Result) string {
	if t.Unit == "" && head.Unit == base.Unit {
		return head.Unit
	}
	return t.Unit
}

// fromBound is apart for a value and a bound. A bound on a metric that the table
// does not have may be far from its values.
func (s Scales) fromBound(q question, value, edge *big.Rat) bool {
	unit, kind := q.threshold.Unit, s.kind(q.threshold.Metric)
	return q.bound != Suspicious && unit == "" && kind != "" && kind != kindScore && s.apart(q.threshold.Metric, unit, value, edge)
}

// otherScale says that two figures of one metric are on different scales.
func otherScale(value, of, other string) string {
	return fmt.Sprintf("%s and %s, %s, are on different scales; use one scale, or set `unit` in the threshold", clip(value), of, clip(other))
}

// contradicts says how a result cannot be what the threshold, the file or the
// metric's name declares.
func (x *judge) contradicts(t config.Threshold, r evidence.Result, value *big.Rat) (reason evidence.Reason, detail string) {
	unit := unitOf(t, r)
	switch {
	case t.Direction != "" && r.Direction != "" && evidence.Direction(t.Direction) != r.Direction:
		return evidence.ReasonDirectionConflict, fmt.Sprintf("the file says %s is better, but the threshold says %s", r.Direction, t.Direction)
	case t.Unit != "" && r.Unit != "" && t.Unit != r.Unit:
		return evidence.ReasonUnitMismatch, fmt.Sprintf("the file gives the result in %s, and the threshold is in %s", r.Unit, t.Unit)
	case unit == "proportion" && value.Cmp(big.NewRat(1, 1)) > 0:
		return evidence.ReasonOutOfRange, fmt.Sprintf("%s is not a proportion; is it a percentage?", clip(r.Raw))
	case t.Unit != "" && t.Unit != "score" && value.Sign() < 0:
		return evidence.ReasonOutOfRange, fmt.Sprintf("%s is not a value in %s", clip(r.Raw), t.Unit)
	case unit == "" && x.Scales.kind(r.Metric) == kindProportion && (value.Sign() < 0 || value.Cmp(big.NewRat(100, 1)) > 0):
		return evidence.ReasonOutOfRange, fmt.Sprintf("%s is a proportion, from 0 to 1 or from 0%% to 100%%", r.Metric)
	}
	return "", ""
}
