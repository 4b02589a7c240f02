package evaluation

import (
	"math/big"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// Verdicts of a claim.
const (
	Agrees      = "agrees"
	Contradicts = "contradicts"
	NoEvidence  = "no_evidence"
)

// Claims holds each metric that a card states against the results. A claim
// agrees with a result that it could have been written from: rounded or cut to
// the claim's own decimal places, as a fraction or as a percentage.
func Claims(claims []evidence.Claim, evaluations []evidence.Evaluation) []evidence.Claim {
	out := make([]evidence.Claim, len(claims))
	if len(claims) == 0 {
		return out
	}
	x := newIndex(evaluations)
	for i, c := range claims {
		out[i] = x.claim(c)
	}
	return out
}

// measured is a result that claims can be held against.
type measured struct {
	result evidence.Result
	value  *big.Rat
}

// index finds results by the name that a claim gives them.
type index struct {
	whole map[string][]measured // by the metric's name
	last  map[string][]measured // by the last part of a dotted name
}

func newIndex(evaluations []evidence.Evaluation) index {
	x := index{map[string][]measured{}, map[string][]measured{}}
	for _, e := range evaluations {
		for _, r := range e.Results {
			value, err := parse(r.Value)
			if r.Slice != "" || !r.Valid || err != nil {
				continue
			}
			m := measured{r, value}
			x.whole[plain(r.Metric)] = append(x.whole[plain(r.Metric)], m)
			if i := strings.LastIndexByte(r.Metric, '.'); i >= 0 {
				last := plain(r.Metric[i+1:])
				x.last[last] = append(x.last[last], m)
			}
		}
	}
	return x
}

// find lists the results that a claim speaks of: those of its very name, and
// only if there are none, those whose dotted name ends in it.
func (x index) find(metric string) []measured {
	if found := x.whole[plain(metric)]; len(found) > 0 {
		return found
	}
	return x.last[plain(metric)]
}

func (x index) claim(c evidence.Claim) evidence.Claim {
	literal, percent := strings.CutSuffix(strings.TrimSpace(c.Raw), "%")
	literal = strings.TrimSpace(literal)
	stated, err := parse(literal)
	if err != nil {
		c.Verdict = NotANumber
		return c
	}
	c.Valid, c.Verdict = true, NoEvidence
	distinct := map[string]bool{}
	for _, m := range x.find(c.Metric) {
		distinct[m.result.Value] = true
		evidenceAt := evidence.Text{At: m.result.At, Present: true, Value: m.result.Raw}
		if agrees(stated, m.value, places(literal), percent) {
			c.Verdict, c.Evidence = Agrees, evidenceAt
			return c
		}
		if c.Verdict == NoEvidence {
			c.Verdict, c.Evidence = Contradicts, evidenceAt
		}
	}
	if len(distinct) > 1 {
		c.Verdict = Ambiguous
	}
	return c
}

// agrees reports whether stated is value, rounded or cut to a number of decimal
// places. Without a percent sign it may still be the percentage of a fraction.
func agrees(stated, value *big.Rat, places int, percent bool) bool {
	hundredfold := new(big.Rat).Mul(value, big.NewRat(100, 1))
	scales := []*big.Rat{value, hundredfold}
	if percent {
		scales = []*big.Rat{hundredfold, value} // or the result is a percentage itself
	}
	unit := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil))
	half := new(big.Rat).Mul(unit, big.NewRat(1, 2))
	for _, v := range scales {
		over := new(big.Rat).Sub(v, stated) // how much was taken away
		// Rounding keeps at least one digit of the value: 0.81 is never 1.
		rounded := new(big.Rat).Abs(over).Cmp(half) <= 0 && (new(big.Rat).Abs(v).Cmp(unit) >= 0 || over.Sign() == 0)
		magnitude := new(big.Rat).Sub(new(big.Rat).Abs(v), new(big.Rat).Abs(stated))
		cut := v.Sign()*stated.Sign() >= 0 && magnitude.Sign() >= 0 && magnitude.Cmp(unit) < 0
		if rounded || cut {
			return true
		}
	}
	return false
}

var synonyms = map[string]string{"acc": "accuracy", "f1score": "f1", "auroc": "rocauc", "auc": "rocauc"}

var separators = strings.NewReplacer("_", "", "-", "", " ", "")

// plain is a metric's name without case, separators, and the prefix that the
// transformers trainer puts before the metrics of a data split.
func plain(name string) string {
	name = strings.ToLower(name)
	for _, split := range []string{"eval_", "test_", "predict_"} {
		if rest, ok := strings.CutPrefix(name, split); ok && rest != "" {
			name = rest
			break
		}
	}
	name = separators.Replace(name)
	if s, ok := synonyms[name]; ok {
		return s
	}
	return name
}
