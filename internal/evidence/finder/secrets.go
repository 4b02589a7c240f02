package finder

import (
	"cmp"
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

// Add looks through the bytes of a document, and through what its readers see of it: a
// credential that markup parts is whole on the page.
func (s *Secrets) Add(d *document.Document) {
	known := map[string]bool{}
	for _, f := range secret.Find(d.Source) {
		s.add(d, f, f.Values(d.Source), d.Between(f.Start, f.End))
		known[f.Key] = true
	}
	read, places := readable(d)
	for _, f := range secret.Find(read) {
		if !known[f.Key] {
			i, _ := slices.BinarySearchFunc(places, f.Start, func(p placedText, at int) int { return cmp.Compare(p.end, at+1) })
			s.add(d, f, f.Values(read), d.Between(places[i].in.Start, places[i].in.End))
			known[f.Key] = true
		}
	}
}

func (s *Secrets) add(d *document.Document, f secret.Found, values []string, position finding.Position) {
	if s.places == nil {
		s.places = map[evidence.Anchor]finding.Position{}
	}
	// No pointer is written like that, so that no fact has the anchor.
	at := evidence.Anchor(fmt.Sprintf("%s#@secret/%d", d.Path, len(s.Found)))
	s.places[at] = position
	s.Found = append(s.Found, evidence.Secret{At: at, Path: d.Path, Form: f.Form, Masked: f.Masked, Key: f.Key})
	for _, v := range values {
		s.masks = append(s.masks, v, f.Masked)
	}
}

// placedText is a text of a document: up to where it goes among the others, and where it
// is.
type placedText struct {
	end int
	in  document.Span
}

// readable are the texts of a document as its readers see them, one below the other.
func readable(d *document.Document) (text []byte, places []placedText) {
	put := func(s string, in document.Span) {
		if s != "" {
			text = append(append(text, s...), '\n')
			places = append(places, placedText{len(text), in})
		}
	}
	var walk func(n *document.Node)
	walk = func(n *document.Node) {
		put(n.Key, n.KeySpan)
		put(n.Value, n.Span)
		for _, c := range n.Children {
			walk(c)
		}
	}
	if d.Root != nil {
		walk(d.Root)
	}
	for _, s := range d.Sections {
		put(s.Title, s.Heading)
		put(s.Own, s.Body)
	}
	return text, places
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
