package cards

import (
	"bytes"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const (
	maxEntries = 20      // of BibTeX, in one card
	maxEntry   = 4 << 10 // bytes of one
)

var (
	entryStart = pattern.New(`(?m)^[ \t>]*@(?i:article|inproceedings|misc|techreport|conference|incollection|book|phdthesis|mastersthesis|proceedings|unpublished|software|online)\s*[{(]\s*([^,\s{}]{0,100})`)
	// arXivID is the number of a paper on arXiv where one may stand: an address, a field, a volume.
	arXivID = pattern.New(`(?i)(?:arxiv\.org/(?:abs|pdf|html)/|\beprint\s*=\s*["{]+\s*(?:arxiv:\s*)?|\babs/|arxiv[:. ]\s*|arxiv preprint arxiv:\s*|huggingface\.co/papers/)([0-9]{4}\.[0-9]{4,5})(?:v[0-9]+)?\b`)
)

// citations are the entries in which a card says how the model is cited, with the papers
// on arXiv that they name.
func citations(d *document.Document) []evidence.Citation {
	out := []evidence.Citation{}
	if bytes.IndexByte(d.Source, '@') < 0 {
		return out
	}
	starts := entryStart.FindAllSubmatchIndex(d.Source, maxEntries+1)
	for i, m := range starts[:min(len(starts), maxEntries)] {
		end := min(len(d.Source), m[0]+maxEntry)
		if i+1 < len(starts) {
			end = min(end, starts[i+1][0])
		}
		text := d.Source[m[0]:end]
		if closed := strings.Index(string(text), "\n}"); closed >= 0 {
			text = text[:closed]
		}
		c := evidence.Citation{Key: string(d.Source[m[2]:m[3]]), Papers: papersIn(text)}
		if i := sectionAt(d, m[0]); i >= 0 && len(c.Papers) > 0 {
			c.At = evidence.Anchor(d.Path + "#" + document.Pointer("sections", d.Sections[i].Slug))
			out = append(out, c)
		}
	}
	return out
}

// papersIn are the numbers of the papers that a text names, each once.
func papersIn(text []byte) []string {
	out := []string{}
	for _, m := range arXivID.FindAllSubmatch(text, 10) {
		if !slices.Contains(out, string(m[1])) {
			out = append(out, string(m[1]))
		}
	}
	return out
}
