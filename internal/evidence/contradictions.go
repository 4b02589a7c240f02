package evidence

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
)

// A file that states one number twice, as a summary and as what it sums up, must
// state the same number. Which of the two was measured is not for a gate to guess.

// contradicted reports a number that another part of the file gives otherwise.
func (r *Reading) contradicted(p place, message string) {
	r.report("evidence/contradiction", p, message, "Write the file again with the tool that it is from; do not edit results by hand.")
}

// against holds a stated number against what another part of the file comes to; nil
// for what is not known.
func (r *Reading) against(p place, what string, f figures, computed *big.Rat, of string) {
	stated := rational(p.decimal())
	if stated == nil || computed == nil {
		return
	}
	f.saw(p.value())
	if !f.same(stated, computed) {
		r.contradicted(p, fmt.Sprintf("%s is %s, but %s %s", what, p.value(), of, rounded(computed)))
	}
}

// between reports a mean, of whatever weights, that does not lie between the values that
// it is of; of values that are no numbers nothing is known.
func (r *Reading) between(x Result, of []Result, what, parts string) {
	stated := rational(x.Value)
	var low, high *big.Rat
	f := figures{}
	f.saw(x.Raw)
	for _, part := range of {
		v := rational(part.Value)
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
	if stated.Cmp(low) < 0 && !f.same(stated, low) || stated.Cmp(high) > 0 && !f.same(stated, high) {
		r.contradicted(place{anchor: x.At}, fmt.Sprintf("%s is %s, but %s have from %s to %s", what, x.Raw, parts, rounded(low), rounded(high)))
	}
}

// examples is the number of examples at a place, "" where there is none. One that is
// not a whole number, at least 0, is a finding.
func (r *Reading) examples(p place) string {
	n := p.count()
	if n == "" && p.node != nil && (p.decimal() != "" || !isFiniteWord(p.node)) {
		r.contradicted(p, fmt.Sprintf("the number of examples is %s, but must be a whole number, at least 0", p.value()))
	}
	return n
}

// examplesOfResult is the number of examples that stands among the results.
func (r *Reading) examplesOfResult(x Result) string {
	n := rational(x.Value)
	if n == nil || !n.IsInt() || n.Sign() < 0 {
		r.contradicted(place{anchor: x.At}, fmt.Sprintf("the number of examples is %s, but must be a whole number, at least 0", x.Raw))
		return ""
	}
	return n.Num().String()
}

// shareOfCount holds a share against the count that it is of: one is 0 where the other is.
func (r *Reading) shareOfCount(share, count place) {
	x, n := rational(share.decimal()), rational(count.decimal())
	if x != nil && n != nil && x.Sign() != n.Sign() {
		r.contradicted(share, fmt.Sprintf("the share is %s, but the count is %s", share.value(), count.value()))
	}
}

// distances are the names of measures of drift that are never below 0.
var distances = regexp.MustCompile(`(?i)(^|[^a-z])(psi|population.stability.index|jensen.?shannon|js|wasserstein|kl_?div|kullback.leibler|hellinger|energy_distance|ks_statistic|ks|tvd)([^a-z]|$)`)

// distance reports a distance below 0.
func (r *Reading) distance(p place, name string) {
	if x := rational(p.decimal()); x != nil && x.Sign() < 0 && distances.MatchString(name) {
		r.contradicted(p, fmt.Sprintf("the distance %q is %s, but must be at least 0", strings.TrimSpace(name), p.value()))
	}
}

// atMost reports a part that is larger than what it is a part of.
func (r *Reading) atMost(part, whole place, words string) {
	n, of := rational(part.count()), rational(whole.count())
	if n != nil && of != nil && n.Cmp(of) > 0 {
		r.contradicted(part, fmt.Sprintf("%s %s of %s", part.value(), words, whole.value()))
	}
}
