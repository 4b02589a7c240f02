package finder

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/secret"
)

// Secrets are the credentials in documents: what may be said of them, and where they
// are. The zero value has none.
type Secrets struct {
	Found  []evidence.Secret // in the order of Add
	places map[evidence.Anchor]finding.Position
	masks  []string // values, each with what is shown in its place
}

// Add looks through the bytes of a document.
func (s *Secrets) Add(d *document.Document) {
	for i, f := range secret.Find(d.Source) {
		// No pointer is written like that, so that no fact has the anchor.
		at := evidence.Anchor(fmt.Sprintf("%s#@secret/%d", d.Path, i))
		if s.places == nil {
			s.places = map[evidence.Anchor]finding.Position{}
		}
		s.places[at] = d.Between(f.Start, f.End)
		s.Found = append(s.Found, evidence.Secret{At: at, Path: d.Path, Form: f.Form, Masked: f.Masked, Key: f.Key})
		for _, v := range f.Values(d.Source) {
			s.masks = append(s.masks, v, f.Masked)
		}
	}
}

// Locate is where a credential is.
func (s Secrets) Locate(a evidence.Anchor) (finding.Position, bool) {
	at, ok := s.places[a]
	return at, ok
}

// Mask takes the values out of what is found: whatever quotes a file may quote them.
func (s Secrets) Mask(verdicts []finding.Verdict) {
	if len(s.masks) == 0 {
		return
	}
	exact := strings.NewReplacer(s.masks...)
	mask := func(text string) string { return secret.Mask(exact.Replace(text)) } // quoted, its lines are other bytes
	for _, v := range verdicts {
		for i := range v.Findings {
			f := &v.Findings[i]
			f.Message, f.Key, f.Help, f.Value, f.At.Pointer = mask(f.Message), mask(f.Key), mask(f.Help), mask(f.Value), mask(f.At.Pointer)
			// What is proposed shows the lines as they are.
			if slices.ContainsFunc(f.Fixes, func(x finding.Fix) bool { return mask(x.Before) != x.Before || mask(x.After) != x.After }) {
				f.Fixes = nil
			}
			for j := range f.Related {
				f.Related[j].Message, f.Related[j].At.Pointer = mask(f.Related[j].Message), mask(f.Related[j].At.Pointer)
			}
		}
	}
	for i := range verdicts {
		verdicts[i].Error = mask(verdicts[i].Error)
	}
}

// Mask takes the credentials of the model's files out of what is found about it.
func (s Snapshot) Mask(verdicts []finding.Verdict) { s.secrets.Mask(verdicts) }
