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
	for i, c := range claims {
		out[i] = claim(c, evaluations)
	}
	return out
}

func claim(c evidence.Claim, evaluations []evidence.Evaluation) evidence.Claim {
	literal, percent := strings.CutSuffix(strings.TrimSpace(c.Raw), "%")
	literal = strings.TrimSpace(literal)
	stated, err := parse(literal)
	if err != nil {
		c.Verdict = NotANumber
		return c
	}
	c.Valid, c.Verdict = true, NoEvidence
	distinct := map[string]bool{}
	for _, e := range evaluations {
		for _, r := range e.Results {
			if r.Slice != "" || !r.Valid || !sameMetric(c.Metric, r.Metric) {
				continue
			}
			value, err := parse(r.Value)
			if err != nil {
				continue
			}
			distinct[r.Value] = true
			if agrees(stated, value, places(literal), percent) {
				c.Verdict, c.Evidence = Agrees, evidence.Text{At: r.At, Present: true, Value: r.Raw}
				return c
			}
			if c.Verdict == NoEvidence {
				c.Verdict, c.Evidence = Contradicts, evidence.Text{At: r.At, Present: true, Value: r.Raw}
			}
		}
	}
	if len(distinct) > 1 {
		c.Verdict = Ambiguous
	}
	return c
}

// agrees: |stated − value| is less than one unit of the last place stated.
func agrees(stated, value *big.Rat, places int, percent bool) bool {
	unit := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil))
	hundred := big.NewRat(100, 1)
	scales := []*big.Rat{value, new(big.Rat).Mul(value, hundred)}
	if percent { // a percentage of a value that may itself be one
		scales = []*big.Rat{new(big.Rat).Mul(value, hundred), value}
	}
	for _, v := range scales {
		difference := new(big.Rat).Sub(stated, v)
		if difference.Abs(difference).Cmp(unit) < 0 {
			return true
		}
	}
	return false
}

var synonyms = map[string]string{"acc": "accuracy", "f1score": "f1", "auroc": "rocauc", "auc": "rocauc"}

// sameMetric compares a claim's metric with a result's, whose name may be the
// last part of a dotted path.
func sameMetric(claimed, result string) bool {
	if i := strings.LastIndexByte(result, '.'); i >= 0 && plain(claimed) == plain(result[i+1:]) {
		return true
	}
	return plain(claimed) == plain(result)
}

func plain(name string) string {
	name = strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(name))
	if s, ok := synonyms[name]; ok {
		return s
	}
	return name
}
