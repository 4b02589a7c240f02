package results

import (
	"math/big"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// matrixCounts are the numbers of examples by actual and predicted class.
type matrixCounts map[string]map[string]*big.Rat

// sum is the number of examples that a condition is true of.
func (m matrixCounts) sum(of func(actual, predicted string) bool) *big.Rat {
	n := new(big.Rat)
	for actual, row := range m {
		for predicted, count := range row {
			if of(actual, predicted) {
				n.Add(n, count)
			}
		}
	}
	return n
}

// partOfWhole is a part of a whole, nil for a part of nothing.
func partOfWhole(part, whole *big.Rat) *big.Rat {
	if whole.Sign() == 0 {
		return nil
	}
	return new(big.Rat).Quo(part, whole)
}

// scores are what a metric comes to: of each class and its means, of the class that a
// metric of two classes is about (1 beside 0, or true beside false), and by support.
type scores struct {
	of                 []*big.Rat
	positive, weighted *big.Rat
}

// scores of a metric that is a share: the examples of a class that are right of those
// that are the class, or are called it.
func (m matrixCounts) scores(whole func(class, actual, predicted string) bool) scores {
	var s scores
	macro, weighted := decimal.NewWeighted(), decimal.NewWeighted()
	for class := range m {
		hits := m.sum(func(actual, predicted string) bool { return actual == class && predicted == class })
		value := partOfWhole(hits, m.sum(func(actual, predicted string) bool { return whole(class, actual, predicted) }))
		if value == nil {
			value = new(big.Rat) // as scikit-learn has it
		}
		s.of = append(s.of, value)
		macro.Add(value, big.NewRat(1, 1))
		weighted.Add(value, m.sum(func(actual, _ string) bool { return actual == class }))
		if m.isPositive(class) {
			s.positive = value
		}
	}
	s.weighted = weighted.Mean()
	s.of = append(s.of, macro.Mean(), s.weighted)
	return s
}

func (m matrixCounts) isPositive(class string) bool {
	other := map[string]string{"1": "0", "true": "false", "True": "False"}[class]
	return other != "" && len(m) == 2 && m[other] != nil
}

// hold compares the metrics of a group with what the matrix comes to. A metric of several
// classes may be that of one of them, or a mean.
func (m matrixCounts) hold(r *Reading, group place.Place) {
	if m == nil {
		return
	}
	right := m.sum(func(actual, predicted string) bool { return actual == predicted })
	r.againstMatrix(group, "accuracy", partOfWhole(right, m.sum(func(string, string) bool { return true })))
	recall := m.scores(func(class, actual, _ string) bool { return actual == class })
	precision := m.scores(func(class, _, predicted string) bool { return predicted == class })
	for _, metric := range []struct {
		name   string
		scores scores
	}{{"recall", recall}, {"true_positive_rate", recall}, {"precision", precision}} {
		stated := decimal.Rational(group.Get(metric.name).Get("value").Decimal())
		one := group.Node.Key == "binary_classification_metrics" && metric.scores.positive != nil
		if stated != nil && (one || !metric.scores.have(stated, group.Get(metric.name).Get("value").Value())) {
			r.againstMatrix(group, metric.name, orRat(metric.scores.positive, metric.scores.weighted))
		}
	}
	r.againstMatrix(group, "weighted_recall", recall.weighted)
	r.againstMatrix(group, "weighted_precision", precision.weighted)
}

func (r *Reading) againstMatrix(group place.Place, name string, computed *big.Rat) {
	r.against(group.Get(name).Get("value"), "the "+strings.ReplaceAll(name, "_", " "), decimal.Figures{}, computed, "its confusion matrix comes to")
}

// have reports whether a stated number may be one of the scores.
func (s scores) have(stated *big.Rat, literal string) bool {
	f := decimal.Figures{}
	f.Saw(literal)
	return slices.ContainsFunc(s.of, func(x *big.Rat) bool { return x != nil && f.Same(stated, x) })
}

func orRat(x, y *big.Rat) *big.Rat {
	if x != nil {
		return x
	}
	return y
}
