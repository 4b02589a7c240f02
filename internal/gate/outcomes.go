package gate

import (
	"slices"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/decision"
)

// maxOutcomes is how many lists of outcomes are kept to be shared.
const maxOutcomes = 16

// outcomes are the lists of outcomes that models have. Most models of a repository
// have the same, and each list is as long as the catalog: of ten thousand models,
// they were half of the memory. Nobody changes a list.
type outcomes struct {
	mu    sync.Mutex
	lists [][]decision.Outcome
}

// shared is a list that is equal to the one that is given, and perhaps another
// model's.
func (o *outcomes) shared(list []decision.Outcome) []decision.Outcome {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, known := range o.lists {
		if slices.Equal(known, list) {
			return known
		}
	}
	if len(o.lists) < maxOutcomes {
		o.lists = append(o.lists, list)
	}
	return list
}
