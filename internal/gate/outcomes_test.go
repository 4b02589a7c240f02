package gate

import (
	"fmt"
	"slices"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
)

// TestOutcomesAreShared: equal lists are one in memory, others stay as they are, and no
// more than some are kept.
func TestOutcomesAreShared(t *testing.T) {
	var o outcomes
	list := func(i int) []decision.Outcome {
		return []decision.Outcome{{Rule: "a/b", State: decision.Pass}, {Rule: fmt.Sprintf("c/%d", i), State: decision.Fail}}
	}
	first := o.shared(list(0))
	if again := o.shared(list(0)); &again[0] != &first[0] {
		t.Error("two equal lists")
	}
	for i := range 2 * maxOutcomes {
		if got := o.shared(list(i)); !slices.Equal(got, list(i)) {
			t.Errorf("%v, want %v", got, list(i))
		}
	}
	if len(o.lists) != maxOutcomes {
		t.Errorf("%d lists are kept", len(o.lists))
	}
}
