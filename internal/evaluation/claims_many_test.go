package evaluation

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// crowd is n claims of one metric and n results of that name: each claim of its
// own dataset or all of none, every value another.
func crowd(n int, ofDatasets bool) ([]evidence.Claim, []evidence.Evaluation) {
	claims, results := make([]evidence.Claim, n), make([]evidence.Result, n)
	for i := range n {
		claims[i] = evidence.Claim{At: evidence.Anchor(fmt.Sprintf("m#/%d", i)), Metric: "ndcg", Raw: fmt.Sprintf("%d.5", i)}
		results[i] = evidence.Result{At: evidence.Anchor(fmt.Sprintf("e#/%d", i)), Metric: "NDCG", Value: fmt.Sprintf("%d.25", i), Raw: "x", Valid: true}
		if ofDatasets {
			claims[i].Dataset, results[i].Dataset.Name = fmt.Sprintf("org/d%06d", i), fmt.Sprintf("d%06d", i)
		}
	}
	return claims, []evidence.Evaluation{{Results: results}}
}

// BenchmarkManyClaims holds as many claims as real cards have against as many
// results.
func BenchmarkManyClaims(b *testing.B) {
	for _, ofDatasets := range []bool{false, true} {
		claims, evaluations := crowd(11_000, ofDatasets)
		want := map[bool]string{false: "ambiguous", true: "contradicts"}[ofDatasets]
		b.Run(want, func(b *testing.B) {
			for b.Loop() {
				if out := Claims(claims, evaluations); string(out[9_000].Verdict) != want {
					b.Fatal(out[9_000].Verdict)
				}
			}
		})
	}
}

// TestNearMissesNothing: a result that agrees with a stated value is among those
// that are near it, whatever their scales.
func TestNearMissesNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	agreeing := 0
	for range 20_000 {
		digits := random.IntN(5)
		literal := strconv.FormatFloat((random.Float64()-0.2)*math.Pow10(random.IntN(5)-1), 'f', digits, 64)
		stated, err := parse(literal)
		if err != nil {
			t.Fatal(err)
		}
		exact, _ := stated.Float64()
		raw := strconv.FormatFloat((exact+(random.Float64()-0.5)*2*math.Pow10(-digits))*[]float64{1, 100, 0.01}[random.IntN(3)], 'f', 7, 64)
		value, err := parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		m := measured{value: value}
		m.rough, _ = value.Float64()
		if !agrees(stated, m, places(literal), false) {
			continue
		}
		agreeing++
		if len(newHeld([]measured{m}).near(stated, places(literal))) != 1 {
			t.Errorf("%s agrees with %s, and is not near it", literal, raw)
		}
	}
	if agreeing < 1000 {
		t.Errorf("only %d agree", agreeing)
	}
}
