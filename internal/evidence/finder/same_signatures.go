package finder

import (
	"crypto/sha256"
	"fmt"
	"path"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/dsse"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/signature"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// maxStatements is how many signatures of a repository are held against each other, and
// maxOthers how many are listed with the same statement.
const (
	maxStatements = 1000
	maxOthers     = 10
)

// addOthers lists the signatures with the same statement that lie at other models than
// dir. A statement lists files and names no place: copied together with them, it is valid
// there as well.
func (f *Finder) addOthers(s *evidence.Signature, dir string) error {
	f.statementsOnce.Do(func() { f.statements, f.statementsErr = f.listStatements() })
	if f.statementsErr != nil {
		return f.statementsErr
	}
	for _, same := range f.statements {
		if !slices.Contains(same, s.Path) {
			continue
		}
		for _, file := range same {
			if owner, err := f.Owner(file); err != nil {
				return err
			} else if owner != dir && owner != "" && len(s.Others) < maxOthers {
				s.Others = append(s.Others, file)
			}
		}
	}
	return nil
}

// listStatements are the signatures of the tree by what is signed, whatever signs it.
func (f *Finder) listStatements() (map[[sha256.Size]byte][]string, error) {
	out := map[[sha256.Size]byte][]string{}
	read := 0
	for _, e := range f.tree.Entries() {
		if path.Base(e.Path) != signature.FileName || e.Kind != source.File {
			continue
		}
		if read++; read > maxStatements {
			break
		}
		src, err := f.tree.Read(e.Path, document.MaxBytes)
		if source.IsRefusal(err) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("reading signature %s: %w", e.Path, err)
		}
		if signed, err := dsse.Parse(src); err == nil {
			id := sha256.Sum256(signed.Payload)
			out[id] = append(out[id], e.Path)
		}
	}
	return out, nil
}
