package evaluation

import (
	"cmp"
	"math"
	"math/big"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// held is the results that a claim may be held against, in their order. A
// card can state as many metrics as there are results, so that not every claim
// is held against every result.
type held struct {
	all    []measured
	rising [finest + 1][]int // the places of all, by the decimal places of the value, in the order of rough values
	differ bool              // not all have one value
	likely *held             // where there are none: those that may be
	kin    []measured        // likewise, all of the same metric
}

// finest is how many decimal places of values are told apart.
const finest = 12

func newHeld(all []measured) held {
	a := held{all: all}
	for i, m := range all {
		a.rising[min(m.places, finest)] = append(a.rising[min(m.places, finest)], i)
		a.differ = a.differ || m.result.Value != all[0].result.Value
	}
	for _, rising := range a.rising {
		slices.SortFunc(rising, func(i, j int) int { return cmp.Or(cmp.Compare(all[i].rough, all[j].rough), cmp.Compare(i, j)) })
	}
	return a
}

// near lists the places of the results that a stated value may agree with,
// sorted: those no further from it than two units of its last place, or of theirs, as they
// are or as a fraction or percentage of it. Rounding of floats is within that.
func (a held) near(stated *big.Rat, places int) []int {
	rough, _ := stated.Float64()
	if math.Abs(rough) > 1e300 { // a percentage of it may be no float
		return slices.Sorted(slices.Values(slices.Concat(a.rising[:]...)))
	}
	var out []int
	for of, rising := range a.rising {
		for _, scale := range []float64{1, 100, 0.01} {
			room := (2*math.Pow10(-places) + 1e-9*math.Abs(rough)) / scale
			if of > 0 {
				room = max(room, 2*math.Pow10(-of))
			}
			low, high := rough/scale-room, rough/scale+room
			from, _ := slices.BinarySearchFunc(rising, low, func(i int, v float64) int { return cmp.Compare(a.all[i].rough, v) })
			for ; from < len(rising) && a.all[rising[from]].rough <= high; from++ {
				out = append(out, rising[from])
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (m measured) evidence() evidence.Text {
	return evidence.Text{At: m.result.At, Present: true, Value: m.result.Raw}
}
