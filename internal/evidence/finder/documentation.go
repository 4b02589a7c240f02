package finder

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// documentation are names of directories that hold what is written about a model, not the model.
var documentation = []string{
	"card", "cards", "compliance", "doc", "docs", "documentation", "governance", "model-card", "model-cards", "model_card",
	"model_cards", "modelcard", "modelcards", "report", "reports",
}

func isDocumentation(dir string) bool {
	return slices.Contains(documentation, strings.ToLower(path.Base(dir)))
}

// documentationScope is the whole tree, of which no directory has weights: a pipeline trains the
// model elsewhere. One card in a directory of documentation is that of what the directory is part of.
func (f *Finder) documentationScope() []scope {
	s := scope{dir: ".", cards: f.listCards(".")}
	documented := slices.ContainsFunc(s.cards, func(e source.Entry) bool { return isDocumentation(path.Dir(e.Path)) })
	if !documented || len(s.cards) > maxLookedAt {
		return nil
	}
	return []scope{s}
}
