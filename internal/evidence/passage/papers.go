package passage

import (
	"slices"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// What is read of the BibTeX of a card.
const (
	MaxEntries = 20
	MaxEntry   = 4 << 10 // bytes of one
)

var (
	// EntryStart is how an entry of BibTeX begins, with its key.
	EntryStart = pattern.New(`(?m)^[ \t>]*@(?i:article|inproceedings|misc|techreport|conference|incollection|book|phdthesis|mastersthesis|proceedings|unpublished|software|online)\s*[{(]\s*([^,\s{}]{0,100})`)
	// arXivID is the number of a paper on arXiv where one may stand: an address, a field, a volume.
	arXivID = pattern.New(`(?i)(?:arxiv\.org/(?:abs|pdf|html)/|\beprint\s*=\s*["{]+\s*(?:arxiv:\s*)?|\babs/|arxiv[:. ]\s*|arxiv preprint arxiv:\s*|huggingface\.co/papers/)([0-9]{4}\.[0-9]{4,5})(?:v[0-9]+)?\b`)
)

// PapersIn are the numbers of the papers that a text names, each once.
func PapersIn(text []byte) []string {
	out := []string{}
	for _, m := range arXivID.FindAllSubmatch(text, 10) {
		if !slices.Contains(out, string(m[1])) {
			out = append(out, string(m[1]))
		}
	}
	return out
}
