package evaluation

import (
	"fmt"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// How many examples a result is of is for the file that shows it to say. What shows
// fewer than the baseline, or does not say how many, is not short of data by chance.

// softened lets on_insufficient make a warning of what cannot be decided, unless the
// result shows less than its baseline.
func (x *judge) softened(c evidence.Check, q question) evidence.Check {
	if c.Verdict != Inconclusive || q.threshold.OnInsufficient != "warn" || c.Severity != config.Block {
		return c
	}
	if fewer := x.showsLess(c, q); fewer != "" {
		return refuse(c, evidence.ReasonShowsLess, fewer)
	}
	c.Severity = "warn"
	return c
}

// showsLess says that the result of an undecided check is of fewer examples than the
// baseline's, or of an unknown number; "" where it is not.
func (x *judge) showsLess(c evidence.Check, q question) string {
	most := c.BaseN
	if q.bound != Drifted {
		for _, b := range x.selectBase(q.threshold).of(q.slice) {
			if more(b.N, most) {
				most = b.N
			}
		}
	}
	switch {
	case !more(most, "0"):
		return ""
	case c.N == "":
		return fmt.Sprintf("the result states no number of examples, but the baseline has %s", clip(most))
	case more(most, c.N):
		return fmt.Sprintf("the result is of %s examples, but the baseline is of %s", clip(c.N), clip(most))
	}
	return ""
}

// more reports whether a number of examples is known, and larger than another that is
// known or "".
func more(n, than string) bool {
	a, err := parse(n)
	if err != nil {
		return false
	}
	b, err := parse(than)
	return err != nil || a.Cmp(b) > 0
}

// withheld says that the baseline's file states a number of examples, and the result's
// file and its examples do not: the result may be of any.
func withheld(l, b located, examples int) string {
	if b.N == "" || b.NFrom != "file" || l.N != "" || examples > 0 {
		return ""
	}
	return fmt.Sprintf("the baseline states its number of examples, %s, but the result does not", clip(b.N))
}
