package laws

import (
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// cellShares are percentages in cells of tables that are not the share of the counts beside them: 73.33% (21 / 30).
func cellShares(d *document.Document) []evidence.Impossible {
	var out []evidence.Impossible
	for i, t := range d.Marks.Tables {
		for r, row := range t.Rows[:min(len(t.Rows), maxFaultCells)] {
			for c, cell := range row[:min(len(row), maxFaultCells)] {
				if len(cell.Text) > 2*figures.MaxLabelSigns {
					continue
				}
				found := (sentence{passage.Sentence{At: figures.CellAt(d, i, r, c), Text: cell.Text}}).percentage()
				if found != nil && len(out) < maxFaults {
					out = append(out, *found)
				}
			}
		}
	}
	return out
}

// rightOf is how many predictions of how many a sentence says to be right.
var rightOf = pattern.New(`(?i)\b(?:accura\w*|correct\w*)\b[^.;\n]{0,40}?(?:[0-9]\.[0-9]+)?[^.;\n0-9]{0,20}(?:^|[\s(])(` + wholeNumber + `) ?(?:of|out of|/) ?(?:the |all |our |these )?(` + wholeNumber + `)\b`)

// countFault is a confusion matrix with other counts than the only ones that the sentences of its section state.
func (c confusion) countFault(at evidence.Anchor, said []sentence) *evidence.Impossible {
	var stated []evidence.Stated
	k, n := 0.0, 0.0
	for _, s := range said {
		if m := rightOf.FindStringSubmatch(s.Text); m != nil {
			k, n = wholeOf(m[1]), wholeOf(m[2])
			stated = append(stated, evidence.Stated{At: s.At, Metric: "number of correct predictions", Raw: m[1] + " of " + m[2]})
		}
	}
	if len(stated) != 1 {
		return nil
	}
	if n < 3 || k > n || n > 2*c.all || c.all > 2*n || k == c.right && n == c.all {
		return nil
	}
	return &evidence.Impossible{At: at, Law: evidence.LawMatrix, Claimed: true, Value: evidence.Stated{At: at, Metric: "accuracy of the confusion matrix", Raw: plainFloat(c.right) + "/" + plainFloat(c.all) + " = " + plainFloat(c.right/c.all)},
		Others: stated}
}
