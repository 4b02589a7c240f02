package results

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// A file that states one number twice, as a summary and as what it sums up, must
// state the same number. Which of the two was measured is not for a gate to guess.

// contradicted reports a number that another part of the file gives otherwise.
func (r *Reading) contradicted(p place.Place, message string) {
	r.report("evidence/contradiction", p, message, "Generate the file again with the tool that wrote it; do not edit results by hand.")
}

// against holds a stated number against what another part of the file comes to; nil
// for what is not known.
func (r *Reading) against(p place.Place, what string, f decimal.Figures, computed *big.Rat, of string) {
	stated := decimal.Rational(p.Decimal())
	if stated == nil || computed == nil {
		return
	}
	f.Saw(p.Value())
	if !f.Same(stated, computed) {
		r.contradicted(p, fmt.Sprintf("%s is %s, but %s %s", what, p.Value(), of, decimal.Rounded(computed)))
	}
}

// between reports a mean, of whatever weights, that does not lie between the values that
// it is of; of values that are no numbers nothing is known.
func (r *Reading) between(x evidence.Result, of []evidence.Result, what, parts string) {
	stated := decimal.Rational(x.Value)
	var low, high *big.Rat
	f := decimal.Figures{}
	f.Saw(x.Raw)
	for _, part := range of {
		v := decimal.Rational(part.Value)
		if v == nil {
			return
		}
		if low == nil || v.Cmp(low) < 0 {
			low = v
		}
		if high == nil || v.Cmp(high) > 0 {
			high = v
		}
	}
	if stated == nil || low == nil {
		return
	}
	if stated.Cmp(low) < 0 && !f.Same(stated, low) || stated.Cmp(high) > 0 && !f.Same(stated, high) {
		r.contradicted(place.Place{Anchor: x.At}, fmt.Sprintf("%s is %s, but %s have from %s to %s", what, x.Raw, parts, decimal.Rounded(low), decimal.Rounded(high)))
	}
}

// examples is the number of examples at a place, "" where there is none. One that is
// not a whole number, at least 0, is a finding.
func (r *Reading) examples(p place.Place) string {
	n := p.Count()
	if n == "" && p.Node != nil && (p.Decimal() != "" || !isFiniteWord(p.Node)) {
		r.contradicted(p, fmt.Sprintf("the number of examples is %s, but must be a whole number, at least 0", p.Value()))
	}
	return n
}

// examplesOfResult is the number of examples that stands among the results.
func (r *Reading) examplesOfResult(x evidence.Result) string {
	n := decimal.Rational(x.Value)
	if n == nil || !n.IsInt() || n.Sign() < 0 {
		r.contradicted(place.Place{Anchor: x.At}, fmt.Sprintf("the number of examples is %s, but must be a whole number, at least 0", x.Raw))
		return ""
	}
	return n.Num().String()
}

// shareOfCount holds a share against the count that it is of: one is 0 where the other is.
func (r *Reading) shareOfCount(share, count place.Place) {
	x, n := decimal.Rational(share.Decimal()), decimal.Rational(count.Decimal())
	if x != nil && n != nil && x.Sign() != n.Sign() {
		r.contradicted(share, fmt.Sprintf("the share is %s, but the count is %s", share.Value(), count.Value()))
	}
}

// distances are the names of measures of drift that are never below 0.
var distances = pattern.New(`(?i)(^|[^a-z])(psi|population.stability.index|jensen.?shannon|js|wasserstein|kl_?div|kullback.leibler|hellinger|energy_distance|ks_statistic|ks|tvd)([^a-z]|$)`)

// distance reports a distance below 0.
func (r *Reading) distance(p place.Place, name string) {
	if x := decimal.Rational(p.Decimal()); x != nil && x.Sign() < 0 && distances.MatchString(name) {
		r.contradicted(p, fmt.Sprintf("the distance %q is %s, but must be at least 0", strings.TrimSpace(name), p.Value()))
	}
}

// atMost reports a part that is larger than what it is a part of.
func (r *Reading) atMost(part, whole place.Place, words string) {
	n, of := decimal.Rational(part.Count()), decimal.Rational(whole.Count())
	if n != nil && of != nil && n.Cmp(of) > 0 {
		r.contradicted(part, fmt.Sprintf("%s %s of %s", part.Value(), words, whole.Value()))
	}
}
