package promotion

import (
	"bytes"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// Landed reports whether a tree holds the records of a plan. It answers after
// a commit whose outcome is not known: the same records at the same paths mean
// that it has happened, whatever followed it. A plan that promotes nothing has
// not landed anywhere.
func (p Plan) Landed(tree source.Tree) (bool, error) {
	promoted := p.In(Promote)
	for _, item := range promoted {
		b, why, err := readFile(tree, item.Record, maxRecord)
		if err != nil {
			return false, err
		}
		i := slices.IndexFunc(p.Files, func(f File) bool { return f.Path == item.Record })
		if why != "" || i < 0 || !bytes.Equal(b, p.Files[i].Content) {
			return false, nil
		}
	}
	return len(promoted) > 0, nil
}
