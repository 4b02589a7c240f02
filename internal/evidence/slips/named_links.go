package slips

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// repoLink is a link to a model or data on the hub, with a short text.
	repoLink = pattern.New("\\[([^\\][\\n]{3,60})\\]\\(https?://(?:huggingface\\.co|hf\\.co)/(datasets/)?([\\w.-]+/[\\w.-]*\\w)/?\\)")
	// calledData is what a text calls data, behind their name.
	calledData = pattern.New(`(?i)^(?:the )?(.{2,50}?)(?: (?:data ?set|corpus|model|benchmark))?$`)
	// hubAddress is an address of a model in a row of a table.
	hubAddress = pattern.New(`https?://huggingface\.co/[\w.-]+/([\w.-]*\w)`)
	sizeName   = pattern.New(`^(?:tiny|mini|small|base|large|huge|giant)$`)
	// paperLink is a link to a paper on arXiv, with its title.
	paperLink = pattern.New(`\[([^\][\n]{20,200})\]\(https?://arxiv\.org/(?:abs|pdf)/([0-9]{4}\.[0-9]{4,5})(?:v[0-9]+)?(?:\.pdf)?\)`)
	paperID   = pattern.New(`\b([0-9]{4}\.[0-9]{4,5})\b`)
)

// namedLinks finds links whose text is the name of data that the metadata have, or to which
// another link of the same text leads, and that lead to others.
func (s *slipReader) namedLinks(b passage.Block) {
	for _, m := range repoLink.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
		called := calledData.FindStringSubmatch(strings.Trim(b.Text[m[2]:m[3]], "*_` "))
		target := b.Text[m[6]:m[7]]
		if called == nil || m[4] < 0 {
			continue
		}
		name, base := passage.LettersOf(called[1]), passage.LettersOf(path.Base(target))
		if len(name) < 3 || strings.Contains(passage.LettersOf(target), name) || strings.Contains(name, base) {
			continue
		}
		for _, data := range s.card.Datasets.Items {
			if passage.LettersOf(path.Base(data.Value)) == name && !s.isData(target) {
				s.add(evidence.SlipLink, b.Start+m[2], b.Text[m[2]:m[3]], target)
			}
		}
	}
}

// isData reports whether the metadata name some data.
func (s *slipReader) isData(id string) bool {
	return slices.ContainsFunc(s.card.Datasets.Items, func(t evidence.UsedDataset) bool { return strings.EqualFold(t.Value, id) })
}

// rowLinks finds rows of tables for one size of a model that lead to another.
func (s *slipReader) rowLinks(b passage.Block) {
	if b.Kind != passage.TableBlock {
		return
	}
	offset := b.Start
	for line := range strings.Lines(b.Text) {
		start := offset
		offset += len(line)
		found := hubAddress.FindAllStringSubmatch(line, 2)
		cell, _, _ := strings.Cut(strings.TrimLeft(line, "| \t"), "|")
		if len(found) != 1 || strings.Contains(cell, "://") {
			continue
		}
		own, other := wordsOfName(cell), wordsOfName(found[0][1])
		isSize := func(w string) bool { return sizeName.MatchString(w) }
		x, y := sizesIn(own), sizesIn(other)
		shares := slices.ContainsFunc(own, func(w string) bool { return len(w) > 2 && !isSize(w) && slices.Contains(other, w) })
		if len(x) == 1 && len(y) == 1 && x[0] != y[0] && shares {
			s.add(evidence.SlipLink, start+len(line)-len(strings.TrimLeft(line, "| \t")), strings.TrimSpace(cell), found[0][1])
		}
	}
}

func sizesIn(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return !sizeName.MatchString(w) })
}

// paperLinks finds links to a paper of which the entry of BibTeX with that title has another number.
func (s *slipReader) paperLinks(b passage.Block) {
	for _, m := range paperLink.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
		title, number := passage.LettersOf(b.Text[m[2]:m[3]]), b.Text[m[4]:m[5]]
		for _, cited := range s.blocks {
			entry := titleField.FindStringSubmatch(cited.Text)
			if cited.Kind != passage.CodeBlock || entry == nil || passage.LettersOf(entry[1]) != title {
				continue
			}
			ids := paperID.FindAllString(cited.Text, 10)
			if len(ids) > 0 && !slices.Contains(ids, number) {
				s.add(evidence.SlipLink, b.Start+m[2], b.Text[m[2]:m[3]], "arXiv "+number+", not "+ids[0])
			}
		}
	}
}
