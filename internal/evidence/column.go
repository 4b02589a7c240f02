package evidence

import "math/big"

// Column is how the values of one feature are distributed: as values, or counted
// in bins or categories. A column of numbers has Numbers, or Edges and Counts; one
// of words has Counts alone. It is read on demand and never is part of the rule
// input.
type Column struct {
	At      Anchor
	Numbers []float64  // in the order of the file
	Edges   []*big.Rat // of the bins, rising: one more than Counts
	Counts  []Count    // by bin in their order, or by category in the order of names
	Empty   int64      // values that are not there
}

// Count is how many examples a bin or category has.
type Count struct {
	Name string // "" for a bin
	N    int64
}

// N is the number of examples, those without a value too.
func (c Column) N() int64 {
	n := int64(len(c.Numbers)) + c.Empty
	for _, x := range c.Counts {
		n += x.N
	}
	return n
}

// NoColumn says why there is no column to use. Near is the name that was
// probably meant.
type NoColumn struct {
	At           Anchor // the file, "" if there is none
	Missing      bool   // the file or the column, rather than what it should be
	Reason, Near string
}

func (e *NoColumn) Error() string { return e.Reason }
