package slips

import (
	"strconv"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// citedNumber is a reference by its number, and numberedEntry its entry in the list of them.
	citedNumber   = pattern.New(`[\pL)] \[([0-9]{1,2})\](?:[\s.,;:)]|$)`)
	numberedEntry = pattern.New(`(?m)^[\s>*-]*\[([0-9]{1,2})\][ :]`)
)

// referenceGaps finds numbers of references beyond the last of the list, which has them in order.
func referenceGaps(d *document.Document, add func(evidence.Anchor, evidence.GapKind, string)) {
	blocks := passage.Blocks(d)
	last := 0
	for _, b := range blocks {
		if b.Kind == passage.CodeBlock || b.Kind == passage.TableBlock {
			continue
		}
		for _, m := range numberedEntry.FindAllStringSubmatch(b.Text, 100) {
			i, _ := strconv.Atoi(m[1])
			if i != last+1 {
				return
			}
			last = i
		}
	}
	if last < 2 {
		return
	}
	for _, b := range blocks {
		if b.Kind != passage.ProseBlock && b.Kind != passage.ListBlock {
			continue
		}
		for _, m := range citedNumber.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			if i, _ := strconv.Atoi(b.Text[m[2]:m[3]]); i > last {
				add(passage.LineAnchor(d, b.Start+m[2]-1), evidence.GapEntry, "["+b.Text[m[2]:m[3]]+"]")
			}
		}
	}
}
